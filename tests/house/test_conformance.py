"""The record of proven requirements: what counts, what does not, and which runs are recorded."""

import json
from pathlib import Path

import pytest
from tools import conformance, conformance_record
from tools.conformance_record import Record

ROOT = Path(__file__).resolve().parents[2]


def test_the_catalogue_has_every_requirement_once():
    catalogue = conformance_record.load_catalogue()
    assert len(catalogue) == 265
    assert len({requirement.group for requirement in catalogue.values()}) == 15


@pytest.mark.parametrize(
    ("profile", "size"), [("000", 114), ("001", 196), ("002", 152), ("003", 131), ("004", 142)]
)
def test_each_profile_has_the_requirements_of_its_regulation(profile, size):
    shares = conformance.shares_by_profile(conformance_record.load_catalogue(), frozenset())
    assert [len(share.missing) for share in shares if share.name == profile] == [size]


def test_a_requirement_with_one_failing_test_is_not_proven():
    record = Record("", {"E-01": ("a",), "E-02": ("b",)}, {"E-02": ("c",)})
    assert record.proven == {"E-01"}


def test_shares_divide_a_group_into_proven_and_missing():
    catalogue = conformance_record.load_catalogue()
    share = conformance.shares_by_group(catalogue, frozenset({"E-01"}))[4]
    assert share.name.startswith("E.")
    assert share.proven == ("E-01",)
    assert len(share.missing) == 27


def test_a_changed_source_makes_another_digest(tmp_path):
    (tmp_path / "tests").mkdir()
    source = tmp_path / "tests" / "test_a.py"
    source.write_text("a = 1\n")
    before = conformance_record.digest(tmp_path)
    source.write_text("a = 2\n")
    assert conformance_record.digest(tmp_path) != before


@pytest.fixture
def project(pytester, monkeypatch):
    """A small project whose runs write their record beside it; `run(*arguments)` gives that record or None."""
    record = pytester.path / "conformance.json"
    pytester.makeini("[pytest]\ntestpaths = tests\nmarkers = req(*ids)\n")
    pytester.makeconftest(
        f"import pathlib, sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom tools import conformance_record\n"
        f"_write = conformance_record.write\n"
        f"conformance_record.write = lambda record: _write(record, pathlib.Path({str(record)!r}))\n"
        "pytest_plugins = ['tools.conformance_plugin']\n"
    )
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)

    def run(source, *arguments):
        folder = pytester.path / "tests"
        folder.mkdir(exist_ok=True)
        (folder / "test_sample.py").write_text(source, encoding="utf-8")
        result = pytester.runpytest_subprocess("-p", "no:cacheprovider", *arguments)
        return result, json.loads(record.read_text(encoding="utf-8")) if record.exists() else None

    return run


MIXED = """
import pytest

@pytest.mark.req("E-01", "E-02")
def test_passes():
    assert True

@pytest.mark.req("E-02")
def test_is_skipped():
    pytest.skip("no reason")

@pytest.mark.req("E-03")
def test_fails():
    assert False

@pytest.mark.req("E-06")
@pytest.mark.xfail
def test_is_expected_to_fail():
    assert False
"""


def test_a_full_run_records_what_passed_and_what_did_not(project):
    _, record = project(MIXED)
    assert set(record["passed"]) == {"E-01", "E-02"}
    assert set(record["not_passed"]) == {"E-02", "E-03", "E-06"}


@pytest.mark.parametrize(
    "arguments", [["-k", "passes"], ["tests/test_sample.py"], ["-x"], ["--collect-only"]]
)
def test_a_part_of_the_tests_is_not_recorded(project, arguments):
    _, record = project(MIXED, *arguments)
    assert record is None


def test_an_unknown_requirement_stops_the_run(project):
    result, record = project('import pytest\n@pytest.mark.req("Z-99")\ndef test_a(): pass\n')
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*no requirement is called Z-99*"])
    assert record is None
