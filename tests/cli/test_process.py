"""`motcua process check`: its JSON, its exit codes, and what people read."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from motcua.cli import main

ROOT = Path(__file__).parents[2]
PLAIN = ROOT / "tests" / "data" / "bpmn" / "bpmn_io_plain.bpmn"
SHARED = sorted((ROOT / "bpmn" / "lien_thong").glob("*.bpmn"))
LIBRARY = sorted(set((ROOT / "bpmn").glob("*/*.bpmn")) - set(SHARED))
BIRTH = ROOT / "bpmn" / "ho_tich" / "1.001193.bpmn"

LINE = """<b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:m="http://motcua.vn/bpmn/1.0">
<b:process id="p" isExecutable="true"><b:extensionElements>
<m:procedure code="1" name="N" field="xay_dung" level="xa" form="don"/></b:extensionElements>
<b:startEvent id="s"/>
<b:userTask id="t" name="Ký"><b:extensionElements><m:step position="a" budget="24h"/></b:extensionElements></b:userTask>
<b:userTask id="u" name="Trả"><b:extensionElements><m:step position="b" budget="20h"/></b:extensionElements></b:userTask>
<b:endEvent id="e"/><b:sequenceFlow id="f" sourceRef="s" targetRef="t"/>
<b:sequenceFlow id="g" sourceRef="t" targetRef="u"/><b:sequenceFlow id="h" sourceRef="u" targetRef="e"/>
</b:process></b:definitions>"""


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["process", "check", *map(str, arguments)])


def codes(result: Result) -> list[str]:
    return [row["code"] for row in json.loads(result.output)]


@pytest.fixture
def line(tmp_path: Path) -> Path:
    path = tmp_path / "line.bpmn"
    path.write_text(LINE, encoding="utf-8")
    return path


@pytest.mark.req("A-07")
def test_library_checks_clean_with_its_forms() -> None:
    result = run(*LIBRARY, "--forms", ROOT / "forms", "--json")
    assert json.loads(result.output) == []
    assert result.exit_code == 0


def test_processes_that_are_called_lack_nothing_but_a_procedure_of_their_own() -> None:
    result = run(*SHARED, "--forms", ROOT / "forms", "--json")
    assert set(codes(result)) == {"procedure.missing", "procedure.limit_missing"}
    assert result.exit_code == 0


def test_a_called_process_and_a_table_are_found_in_the_folder_of_the_model_or_named(tmp_path: Path) -> None:
    for path in (ROOT / "bpmn" / "dat_dai" / "1.013978.bpmn", SHARED[0]):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    result = run(tmp_path / "1.013978.bpmn", "--forms", ROOT / "forms", "--json")
    missing = next(row for row in json.loads(result.output) if row["code"].startswith("rule."))
    assert "nghia_vu_tai_chinh" in missing["message"]
    (tmp_path / SHARED[0].name).unlink()
    result = run(tmp_path / "1.013978.bpmn", "--forms", ROOT / "forms", "--json")
    assert any("P_lien_thong_thue_dat" in row["message"] for row in json.loads(result.output))


def test_json_rows_have_the_six_keys() -> None:
    result = run(PLAIN, "--json")
    rows = json.loads(result.output)
    assert result.exit_code == 1
    assert {tuple(row) for row in rows} == {("file", "code", "severity", "element", "name", "message")}
    assert {row["severity"] for row in rows} == {"error", "warning"}
    assert {row["file"] for row in rows} == {str(PLAIN)}
    assert "Ký giấy phép" in {row["name"] for row in rows}


@pytest.mark.req("A-11")
@pytest.mark.parametrize(("limit", "exit_code"), [("44h", 0), ("43h59m", 1), ("5d", 1), ("6d", 0)])
def test_limit_option_takes_the_place_of_the_procedures_own(line: Path, limit: str, exit_code: int) -> None:
    result = run(line, "--limit", limit, "--json")
    assert result.exit_code == exit_code
    assert ("path.over_limit" in codes(result)) is bool(exit_code)


def test_forms_are_those_of_the_procedures_field(line: Path, tmp_path: Path) -> None:
    (tmp_path / "ho_tich").mkdir()
    (tmp_path / "ho_tich" / "don.schema.json").write_text("{}")
    assert "procedure.form_missing" in codes(run(line, "--forms", tmp_path, "--json"))
    (tmp_path / "xay_dung").mkdir()
    (tmp_path / "xay_dung" / "don.schema.json").write_text("{}")
    assert "procedure.form_missing" not in codes(run(line, "--forms", tmp_path, "--json"))


def test_people_read_findings_by_file_in_their_language() -> None:
    vietnamese, english = run(BIRTH, PLAIN), run(BIRTH, PLAIN, "--lang", "en")
    assert f"{BIRTH}: không có lỗi." in vietnamese.output
    assert f"{PLAIN}: 5 lỗi, 3 nhắc." in vietnamese.output
    assert f"{PLAIN}: 5 error(s), 3 warning(s)." in english.output
    assert "The step “Ký giấy phép” has no position." in english.output


def test_malformed_file_is_a_finding(tmp_path: Path) -> None:
    path = tmp_path / "broken.bpmn"
    path.write_bytes(b"<a>\n<b></a>")
    result = run(path, "--json")
    assert result.exit_code == 1
    assert codes(result) == ["xml.malformed"]
    assert "Dòng 2" in json.loads(result.output)[0]["message"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["khong_co.bpmn"], "Không đọc được khong_co.bpmn"),
        ([str(ROOT)], "Không đọc được"),
        ([str(PLAIN), "--limit", "ba ngày"], "ba ngày"),
        ([str(PLAIN), "--forms", "khong_co"], "khong_co"),
        ([], "FILES"),
    ],
)
def test_unreadable_input_ends_with_2_and_a_sentence(arguments: list[str], said: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize("content", ["{", "[" * 100_000])
def test_form_that_is_not_json_is_named(line: Path, tmp_path: Path, content: str) -> None:
    (tmp_path / "xay_dung").mkdir()
    (tmp_path / "xay_dung" / "don.schema.json").write_text(content)
    result = run(line, "--forms", tmp_path)
    assert result.exit_code == 2
    assert "don.schema.json không phải JSON" in result.output


def test_documentation_lists_every_code_of_the_program_and_no_other() -> None:
    documented = set(
        re.findall(r"`([a-z_]+\.[a-z_]+)`", (ROOT / "docs" / "checks.md").read_text(encoding="utf-8"))
    )
    sources = [
        *(ROOT / "platform" / "motcua" / "domain").rglob("process_rules*.py"),
        *(ROOT / "platform" / "motcua" / "domain").rglob("condition*.py"),
        *(ROOT / "platform" / "motcua" / "domain").rglob("decision*.py"),
        *(ROOT / "platform" / "motcua" / "engine").rglob("reader*.py"),
        *(ROOT / "platform" / "motcua" / "engine").rglob("linker*.py"),
        ROOT / "platform" / "motcua" / "engine" / "xml.py",
    ]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    families = (
        "xml|model|process|id|element|start|end|node|flow|gateway|condition|step|word|procedure|path|form"
        "|branch|decision|loop|service|timer|event|event_sub|event_gateway|boundary|error|message|call|pool|rule|fee|limit"
    )
    written = set(re.findall(rf'"((?:{families})\.[a-z_]+)"', text))
    written |= {f"word.{word}_unknown" for word in re.findall(r'one_of\(\w+, "(\w+)"', text)}
    written |= {f"word.{word}_unknown" for word in re.findall(r'_choice\(word, "(\w+)"', text)}
    written |= {f"decision.{word}" for word in re.findall(r'table\.say\(\s*"(\w+)"', text)}
    written |= {f"procedure.{word}_missing" for word in ("code", "name", "field", "level")}
    assert documented - {"model.md"} == written - {"model.invalid"}
