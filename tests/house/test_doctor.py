"""`motcua doctor`: what is missing is named with the way to get it, and the exit code tells scripts."""

import json

import pytest
from click.testing import CliRunner

from motcua import settings
from motcua.cli import doctor_checks
from motcua.cli.doctor import doctor
from motcua.cli.doctor_database import running_embedded
from motcua.cli.language import terminal_language

NOBODY = "postgresql+psycopg://nobody@127.0.0.1:1/nothing"


@pytest.fixture
def examine(tmp_path, monkeypatch):
    """`examine(**environment)`: the doctor on an empty data folder, as exit code and checks by code."""
    built = tmp_path / "motcua" / "web" / "static" / "dist"
    built.mkdir(parents=True)
    (built / "manifest.json").write_text("{}")
    monkeypatch.setattr(settings, "PACKAGE", tmp_path / "motcua")
    settings.create_keys(tmp_path / "var")

    def examine_(**environment):
        given = {
            "MOTCUA_VAR": str(tmp_path / "var"),
            "DATABASE_URL": None,
            "MOTCUA_LANG": "en",
            **environment,
        }
        result = CliRunner().invoke(doctor, ["--json"], env=given)
        return result.exit_code, {check["code"]: check for check in json.loads(result.stdout)}

    return examine_


def test_a_prepared_machine_is_well(examine):
    code, checks = examine()
    assert code == 0
    assert [name for name, check in checks.items() if check["needed"] and not check["ok"]] == []


def test_a_database_that_does_not_answer_is_named(examine):
    code, checks = examine(DATABASE_URL=NOBODY)
    assert code == 1
    assert not checks["database"]["ok"]
    assert "DATABASE_URL" in checks["database"]["advice"]


def test_a_front_end_that_is_not_built_is_named(examine, monkeypatch, tmp_path):
    monkeypatch.setattr(settings, "PACKAGE", tmp_path / "elsewhere")
    code, checks = examine()
    assert code == 1
    assert "make assets" in checks["front_end"]["advice"]


def test_missing_time_zone_data_are_named(examine, monkeypatch):
    monkeypatch.setattr(doctor_checks, "ZONE", "Asia/Nowhere")
    code, checks = examine()
    assert code == 1
    assert "tzdata" in checks["time_zone"]["advice"]


def test_a_missing_chromium_does_not_hinder_running(examine, monkeypatch):
    monkeypatch.setattr(doctor_checks.shutil, "which", lambda _name: None)
    code, checks = examine(CHROMIUM=None)
    assert code == 0
    assert "apt-get install chromium" in checks["chromium"]["advice"]


def test_a_full_disk_hinders_running(examine, monkeypatch):
    usage = type("Usage", (), {"free": 1024})
    monkeypatch.setattr(doctor_checks.shutil, "disk_usage", lambda _place: usage)
    code, checks = examine()
    assert code == 1
    assert checks["disk"]["advice"]


def test_people_read_a_line_each_in_their_language(tmp_path):
    result = CliRunner().invoke(
        doctor, [], env={"MOTCUA_VAR": str(tmp_path), "DATABASE_URL": NOBODY, "MOTCUA_LANG": "vi"}
    )
    assert result.exit_code == 1
    assert "Dung lượng đĩa" in result.output
    assert "→ Kiểm tra DATABASE_URL" in result.output


def test_the_mark_of_a_dead_server_does_not_count_as_running(tmp_path):
    (tmp_path / "postmaster.pid").write_text("4194999\n/data\n1\n5432\n/data\n\n")
    assert running_embedded(tmp_path) == ""


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "vi_VN.UTF-8"}, "vi"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "vi_VN.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "MOTCUA_LANG": "vi"}, "vi"),
    ],
)
def test_the_terminal_tells_the_language(environment, language):
    assert terminal_language(environment) == language
