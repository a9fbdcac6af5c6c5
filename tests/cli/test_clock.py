"""The command `motcua clock replay`, as people and scripts use it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from motcua.cli import main
from motcua.contrib.calendar_files import SHIPPED

STORY = """
- id: mẫu
  calendar: A
  process: {total: 32h, steps: [{id: tiep_nhan, budget: 4h}, {id: tham_dinh, budget: 16h}]}
  events:
    - {at: "2026-06-01 08:00:00", do: accept}
    - {at: 2026-06-01 10:00:00, do: forward, from: tiep_nhan, to: tham_dinh}   # unquoted is well
  expect: {state: processing, steps: {tiep_nhan: {used: 7200}}}
"""


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "story.yaml"
    path.write_text(STORY, encoding="utf-8")
    return path


def run(story: Path, *words: object, profile: str = "001", calendar: Path = SHIPPED / "A.json") -> Result:
    given = [story, "--profile", profile, "--calendar-file", calendar, *words]
    return CliRunner().invoke(main, ["clock", "replay", *(str(word) for word in given)])


def rewritten(story: Path, old: str, new: str) -> Path:
    text = story.read_text(encoding="utf-8")
    assert old in text
    story.write_text(text.replace(old, new), encoding="utf-8")
    return story


def answers(result: Result) -> Any:
    return json.loads(result.stdout)


def test_a_list_gives_a_list_and_one_story_its_answer(story: Path, tmp_path: Path) -> None:
    result = run(story, "--json")
    assert result.exit_code == 0, result.output
    (answer,) = answers(result)
    assert (answer["id"], answer["state"], answer["due"]) == ("mẫu", "processing", "2026-06-05 08:00:00")
    assert answer["steps"]["tham_dinh"] == {"used": 0, "due": "2026-06-03 10:00:00", "result": None}
    assert (answer["refused"], answer["differences"], list(answer["dossiers"])) == ([], [], ["D1"])
    alone = tmp_path / "one.json"
    event = {"at": "2026-06-01 08:00:00", "do": "accept"}
    alone.write_text(json.dumps({"process": {"steps": [{"id": "a", "budget": "4h"}]}, "events": [event]}))
    assert answers(run(alone, "--json"))["due"] == "2026-06-01 14:00:00"


def test_a_difference_is_named_and_ends_with_1(story: Path) -> None:
    result = run(rewritten(story, "used: 7200", "used: 7300"), "--json")
    assert result.exit_code == 1
    assert answers(result)[0]["differences"] == ["steps.tiep_nhan.used: 7200 ≠ 7300"]


def test_people_read_a_table_in_their_language(story: Path) -> None:
    rewritten(story, "do: forward, from: tiep_nhan", "do: forward, from: tham_dinh")
    shown = run(story, "--lang", "vi")
    assert shown.exit_code == 1
    for words in (
        "D1: đã tiếp nhận",
        "Hết hạn: 2026-06-05 08:00:00",
        "2 giờ",
        "Sự kiện 2 bị từ chối",
        "Khác mong đợi",
    ):
        assert words in shown.output
    english = run(story, "--lang", "en").output
    for words in (
        "D1: accepted",
        "Due: 2026-06-05 08:00:00",
        "2 hours",
        "Event 2 refused",
        "Not as expected",
    ):
        assert words in english


def test_the_language_follows_the_terminal(story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_LANG", "vi")
    assert "Đúng như mong đợi." in run(story).output
    monkeypatch.setenv("MOTCUA_LANG", "en")
    assert "As expected." in run(story).output


def test_the_profile_decides(story: Path) -> None:
    assert answers(run(story, "--json", profile="000"))[0]["appointment"] == "2026-06-05 08:00:00"
    assert answers(run(story, "--json"))[0]["appointment"] == "2026-06-05 13:30:00"
    unknown = run(story, profile="005")
    assert unknown.exit_code == 2
    assert "'004'" in unknown.output


def test_calendars_are_those_of_the_file_beside_it_or_shipped(story: Path, tmp_path: Path) -> None:
    week = {key: [["08:00", "12:00"]] for key in ("mon", "tue")}
    (tmp_path / "X.json").write_text(json.dumps({"code": "X", "sessions": week}), encoding="utf-8")
    (tmp_path / "Y.json").write_text(json.dumps({"code": "Y", "base": "X"}), encoding="utf-8")
    for name, due in (
        ("X", "2026-06-23 12:00:00"),
        ("Y", "2026-06-23 12:00:00"),
        ("B", "2026-06-05 08:00:00"),
    ):
        text = STORY.replace("calendar: A", f"calendar: {name}").replace("expect:", "why:")
        story.write_text(text, encoding="utf-8")
        assert answers(run(story, "--json", calendar=tmp_path / "X.json"))[0]["due"] == due


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "do: accept",
            "do: acept",
            "Story “mẫu”, event 1: do: there is no event “acept”. Did you mean “accept”?",
        ),
        ("08:00:00", "8h", "Story “mẫu”, event 1: at: “2026-06-01 8h” is not an instant"),
        ("2026-06-01 10", "2026-05-01 10", "Story “mẫu”, event 2: at: is before the event above it"),
        ("budget: 16h", "budget: lâu", "Story “mẫu”: process.steps[2].budget: “lâu” is not a working time"),
        ("calendar: A", "calendar: Q", "Story “mẫu”: calendar: there is no calendar “Q”"),
        ("calendar: A", "calendar: ../A", "Story “mẫu”: calendar: there is no calendar “../A”"),
        ("calendar: A", "settings: {clock.start: x}", "Story “mẫu”: The setting “clock.start” cannot be “x”"),
        ("calendar: A", "settings: {clock.stat: x}", "Did you mean “clock.start”?"),
        ("calendar: A", "calender: A", "Story “mẫu”: calender: is not a key here"),
        ("total: 32h", "total: 32x", "Story “mẫu”: process.total: “32x” is not a limit"),
        ("id: tham_dinh", "id: tiep_nhan", "process.steps[2].id: is written twice"),
        ("do: accept", "do: claim", "event 1: by: is missing"),
        ("do: accept", "do: apology", "event 1: extend / to: is missing"),
        ("do: accept", "do: accept, slip: maybe", "event 1: slip: must be true or false"),
        ("do: accept", "do: accept, delivered: x", "event 1: delivered: did you mean “delivered_at”?"),
        (
            "do: accept",
            "do: calendar_change, days_off: [mai]",
            "event 1: days_off[0]: 'mai' is not a real date",
        ),
        ("calendar: A", "calendar: *a", "Line 3: & and * are not used here"),
        ("calendar: A", "calendar: A\n  calendar: B", "Line 4: this key stands twice"),
        ("calendar: A", "\tcalendar: A", "Line 3: this is not understood"),
        ("{total", "{{total", "Line 5: "),
    ],
)
def test_a_bad_story_is_told_by_story_event_and_key(story: Path, old: str, new: str, said: str) -> None:
    result = run(rewritten(story, old, new), "--lang", "en")
    assert result.exit_code == 2
    assert said in " ".join(result.output.replace("│", " ").split())


@pytest.mark.parametrize(
    "content", ["", "[]", "3", "- 3", "- {}", "a: [", "- id: x\n  events: []\n  process: {steps: []}", "\x00"]
)
def test_what_is_no_story_is_said_so(story: Path, content: str) -> None:
    story.write_text(content, encoding="utf-8")
    result = run(story, "--lang", "en")
    assert result.exit_code == 2
    assert "Invalid value for STORY" in result.output
    assert "Traceback" not in result.output


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    result = run(tmp_path / "none.yaml", "--lang", "en")
    assert result.exit_code == 2
    assert "none.yaml" in result.output
