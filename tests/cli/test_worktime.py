"""The commands `motcua worktime due` and `motcua worktime elapsed`, as scripts use them."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from motcua.cli import main
from motcua.cli.bench_worktime import measure
from motcua.contrib.calendar_files import SHIPPED

DATA = Path(__file__).resolve().parents[1] / "data"
with (DATA / "worktime_cases.csv").open(encoding="utf-8", newline="") as cases_file:
    CASES = list(csv.DictReader(cases_file))
HOURS_B = [["07:30", "11:30"], ["13:30", "17:30"]]


@pytest.fixture(scope="module")
def calendars(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    place = tmp_path_factory.mktemp("calendars")
    week = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), HOURS_B)
    file = {"code": "B", "timezone": "Asia/Ho_Chi_Minh", "day": "8h", "sessions": week}
    (place / "B.json").write_text(json.dumps(file), encoding="utf-8")
    return {"A": SHIPPED / "A.json", "A6": SHIPPED / "A6.json", "B": place / "B.json"}


def run(*words: object) -> Result:
    return CliRunner().invoke(main, ["worktime", *(str(word) for word in words)])


def answer(*words: object) -> dict[str, Any]:
    result = run(*words, "--json")
    assert result.exit_code == 0, result.output
    data = json.loads(result.stdout)
    assert isinstance(data, dict)
    return data


@pytest.mark.req("E-01", "E-02", "E-03", "E-06")
@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_the_sample_cases_give_the_exact_second(case: dict[str, str], calendars: dict[str, Path]) -> None:
    found = answer(
        *("due", "--calendar-file", calendars[case["calendar"]]),
        *("--at", case["received_at"], "--budget", case["budget"]),
    )
    assert found["due_at"] == case["due_at"]
    assert not case["appointment_at"] or found["appointment_at"] == case["appointment_at"]
    assert found["explain"]["rows"]


@pytest.mark.parametrize(
    "at", ["2026-06-01 09:00:00", "2026-06-01T09:00", "2026-06-01T02:00:00Z", "2026-06-01 09:00:00.75+07:00"]
)
def test_instants_are_local_or_carry_an_offset(at: str, calendars: dict[str, Path]) -> None:
    found = answer("due", "--calendar-file", calendars["A"], "--at", at, "--budget", "4h")
    assert (found["starts_at"], found["due_at"]) == ("2026-06-01 09:00:00", "2026-06-01 15:00:00")


def test_the_appointment_rule_is_an_option(calendars: dict[str, Path]) -> None:
    found = answer(
        *("due", "--calendar-file", calendars["A"], "--at", "2026-06-01 09:00:00", "--budget", "4h"),
        *("--appointment-rule", "same_as_deadline"),
    )
    assert found["appointment_at"] == found["due_at"]


@pytest.mark.req("E-02")
def test_elapsed_gives_working_seconds(calendars: dict[str, Path]) -> None:
    found = answer(
        *("elapsed", "--calendar-file", calendars["B"]),
        *("--from", "2026-06-05 17:29:30", "--to", "2026-06-08 07:30:30"),
    )
    assert found["seconds"] == 60
    assert found["explain"]["rows"][-1]["total"] == 60


@pytest.mark.parametrize(
    ("language", "words", "article"),
    [("vi", "Hết hạn lúc 15:00", "Điều 17.2"), ("en", "Due at 15:00", "Article 17.2")],
)
def test_without_json_there_is_a_table_for_people(
    language: str, words: str, article: str, calendars: dict[str, Path]
) -> None:
    result = run(
        *("due", "--calendar-file", calendars["A"], "--at", "2026-06-01 09:00:00", "--budget", "4h"),
        *("--lang", language),
    )
    assert result.exit_code == 0
    assert words in result.stdout
    assert "09:00–11:30, 13:30–15:00" in result.stdout
    assert article in result.stdout


def test_the_table_counts_calendar_days(calendars: dict[str, Path]) -> None:
    result = run(
        *("due", "--calendar-file", calendars["A"], "--at", "2026-06-01 09:00:00", "--budget", "5cd"),
        *("--lang", "en"),
    )
    assert "4 days" in result.stdout
    assert "1 day " in result.stdout


def test_the_table_of_elapsed_time_shows_the_seconds(calendars: dict[str, Path]) -> None:
    result = run(
        *("elapsed", "--calendar-file", calendars["A"]),
        *("--from", "2026-06-01 09:00:00", "--to", "2026-06-01 09:00:05"),
    )
    assert "5 giây" in result.stdout


@pytest.mark.parametrize(
    ("option", "value", "named"),
    [
        ("--at", "yesterday", "--at"),
        ("--at", "2026-06-01", "--at"),
        ("--at", "2026-13-01 09:00:00", "--at"),
        ("--at", "9999-06-01 09:00:00", "2199"),
        ("--budget", "4 hours", "--budget"),
        ("--budget", "-4h", "--budget"),
        ("--budget", "999999d", "--budget"),
        ("--budget", "", "--budget"),
        ("--calendar-file", "/no/such/file.json", "--calendar-file"),
        ("--appointment-rule", "later", "--appointment-rule"),
    ],
)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_bad_input_names_the_option_and_ends_with_2(
    option: str, value: str, named: str, language: str, calendars: dict[str, Path]
) -> None:
    words = {"--calendar-file": str(calendars["A"]), "--at": "2026-06-01 09:00:00", "--budget": "4h"}
    words[option] = value
    result = run("due", *(part for pair in words.items() for part in pair), "--lang", language, "--json")
    assert result.exit_code == 2
    assert isinstance(result.exception, SystemExit)
    assert named in result.stderr
    assert result.stdout == ""


def test_a_broken_calendar_names_its_key(tmp_path: Path) -> None:
    path = tmp_path / "broken.json"
    path.write_text('{"sessions": {"mon": [["07:00", "11:30"], ["11:00", "17:00"]]}}', encoding="utf-8")
    result = run("due", "--calendar-file", path, "--at", "2026-06-01 09:00:00", "--budget", "4h")
    assert result.exit_code == 2
    assert "sessions.mon[1]" in result.stderr


@pytest.mark.parametrize(("language", "words"), [("vi", "Đổi chỗ"), ("en", "Swap")])
def test_an_end_before_its_beginning_is_refused(
    language: str, words: str, calendars: dict[str, Path]
) -> None:
    result = run(
        *("elapsed", "--calendar-file", calendars["A"], "--lang", language),
        *("--from", "2026-06-02 09:00:00", "--to", "2026-06-01 09:00:00"),
    )
    assert result.exit_code == 2
    assert "--to" in result.stderr
    assert words in result.stderr


def test_counting_is_fast_enough_for_lists() -> None:
    """The target is 20 µs on a quiet machine; the margin is for a busy one."""
    assert all(0 < microseconds < 100 for microseconds in measure().values())
