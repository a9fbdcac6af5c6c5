"""Every date explains itself: the days counted and skipped, the rules, one sentence."""

from __future__ import annotations

import json
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.contrib.calendar_files import shipped_calendar
from motcua.domain.text import Text
from motcua.domain.time.calendar import WorkCalendar
from motcua.domain.time.clock import Interval, Reason, Subject, read
from motcua.domain.time.deadlines import deadline, parse_limit
from motcua.domain.time.explain import explain_deadline, explain_elapsed
from motcua.domain.time.explanation import Explanation

A = shipped_calendar("A")
DOSSIER = Subject("dossier", "D1")


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=A.zone)


def codes(found: Explanation) -> list[tuple[str, str, int, int, list[str]]]:
    return [
        (f"{row.first:%d/%m}", f"{row.last:%d/%m}", row.counted, row.total, [note.code for note in row.notes])
        for row in found.rows
    ]


def test_a_deadline_over_holidays_names_each_day_it_skips() -> None:
    found = explain_deadline(deadline(A, local("2026-04-29 16:00:00"), parse_limit("8h")))
    assert codes(found) == [
        ("29/04", "29/04", 3600, 3600, ["received"]),
        ("30/04", "30/04", 0, 3600, ["day_off"]),
        ("01/05", "01/05", 0, 3600, ["day_off"]),
        ("02/05", "03/05", 0, 3600, ["weekly_rest"]),
        ("04/05", "04/05", 25200, 28800, ["due"]),
    ]
    holiday = found.rows[1].notes[0]
    assert (holiday.name, holiday.document) == ("Ngày Chiến thắng", "Bộ luật Lao động 2019, Điều 112")
    assert found.summary.vi == (
        "Hạn là 8 giờ làm việc, tính từ 16:00 ngày 29/04/2026. "
        "Không tính 1 kỳ nghỉ hằng tuần và ngày nghỉ 30/04, 01/05. "
        "Hết hạn lúc 16:00 ngày 04/05/2026, nên hẹn trả vào đầu buổi làm việc kế tiếp: 07:00 ngày 05/05/2026."
    )
    assert found.summary.en.startswith(
        "The limit is 8 hours of working time, from 16:00 on 29/04/2026. Not counted"
    )


def test_counted_sessions_show_their_times() -> None:
    found = explain_deadline(deadline(A, local("2026-06-01 10:12:34"), parse_limit("8h")))
    shown = [[(f"{piece.begins}", f"{piece.ends}", piece.part) for piece in row.pieces] for row in found.rows]
    assert shown == [
        [("10:12:34", "11:30:00", "morning"), ("13:30:00", "17:00:00", "afternoon")],
        [("07:00:00", "10:12:34", "morning")],
    ]


def test_equal_days_in_a_row_are_one_row() -> None:
    found = explain_deadline(deadline(A, local("2026-06-01 07:00:00"), parse_limit("10d")))
    assert codes(found) == [
        ("01/06", "01/06", 28800, 28800, ["received"]),
        ("02/06", "05/06", 4 * 28800, 5 * 28800, []),
        ("06/06", "07/06", 0, 5 * 28800, ["weekly_rest"]),
        ("08/06", "11/06", 4 * 28800, 9 * 28800, []),
        ("12/06", "12/06", 28800, 10 * 28800, ["due"]),
    ]


@pytest.mark.req("E-03")
def test_receipt_after_hours_says_from_when_it_counts() -> None:
    found = explain_deadline(deadline(A, local("2026-08-21 17:30:00"), parse_limit("4h30m")))
    assert codes(found) == [
        ("21/08", "21/08", 0, 0, ["received_after_hours"]),
        ("22/08", "22/08", 16200, 16200, ["make_up_day", "due"]),
    ]
    note = found.rows[0].notes[0].text.vi
    assert note == "Tiếp nhận lúc 17:30, ngoài giờ làm việc: tính từ 07:00 ngày 22/08/2026"


def test_pauses_are_shown_where_they_stop_and_end() -> None:
    stop = Interval(
        DOSSIER,
        Reason.WAITING_SUPPLEMENT,
        local("2026-06-03 10:00:00"),
        local("2026-06-05 14:30:00"),
    )
    running = Interval(DOSSIER, Reason.RUNNING, local("2026-06-01 08:00:00"))
    due = read(A, [running, stop], DOSSIER, 40 * 3600, local("2026-06-05 15:00:00")).due_at
    assert due is not None
    first = deadline(A, local("2026-06-01 08:00:00"), parse_limit("40h"))
    found = explain_deadline(first.moved_to(due), [stop])
    assert codes(found) == [
        ("01/06", "01/06", 25200, 25200, ["received"]),
        ("02/06", "02/06", 28800, 54000, []),
        ("03/06", "03/06", 10800, 64800, ["stopped"]),
        ("04/06", "04/06", 0, 64800, ["stopped_all_day"]),
        ("05/06", "05/06", 9000, 73800, ["resumed"]),
        ("06/06", "07/06", 0, 73800, ["weekly_rest"]),
        ("08/06", "09/06", 57600, 131400, []),
        ("10/06", "10/06", 12600, 144000, ["due"]),
    ]
    assert "Không tính 18 giờ 30 phút dừng và 1 kỳ nghỉ hằng tuần." in found.summary.vi
    assert [note.text.vi for row in found.rows[2:5] for note in row.notes] == [
        "Dừng lúc 10:00: chờ bổ sung hồ sơ",
        "Không tính: chờ bổ sung hồ sơ",
        "Tính tiếp từ 14:30",
    ]
    assert "pauses" in [rule.code for rule in found.rules]


def test_a_pause_that_still_lasts_does_not_resume() -> None:
    running = deadline(A, local("2026-06-01 08:00:00"), parse_limit("4h"))
    stop = Interval(DOSSIER, Reason.PAUSED, local("2026-06-01 09:00:00"), note="bão số 2")
    found = explain_deadline(running, [stop])
    assert codes(found) == [("01/06", "01/06", 3600, 3600, ["stopped", "received", "due"])]
    assert found.rows[0].notes[0].text.vi == "Dừng lúc 09:00: bão số 2"


@pytest.mark.parametrize(
    ("limit", "rule", "rules"),
    [
        ("4h", "next_session_start", ["working_time", "next_session_start"]),
        ("4h", "same_as_deadline", ["working_time", "same_as_deadline"]),
        ("same-day@14:30", "next_session_start", ["same_day"]),
        ("10cd", "next_session_start", ["calendar_days", "next_session_start"]),
    ],
)
def test_the_rules_applied_are_named(limit: str, rule: str, rules: list[str]) -> None:
    found = explain_deadline(
        deadline(A, local("2026-06-01 09:00:00"), parse_limit(limit), rule)  # type: ignore[arg-type]
    )
    assert [each.code for each in found.rules] == rules
    assert all("{" not in each.text.vi + each.text.en for each in found.rules)


def test_a_province_may_name_its_own_articles() -> None:
    plain = deadline(A, local("2026-06-01 09:00:00"), parse_limit("4h"))
    assert explain_deadline(plain).rules[0].article == Text(
        "Quyết định 29/2020/QĐ-UBND tỉnh Quảng Trị, Điều 17.2",
        "Decision 29/2020/QĐ-UBND of Quảng Trị Province, Article 17.2",
    )
    own = Text("Quyết định 1487, Điều 4", "Decision 1487, Article 4")
    other = explain_deadline(plain, articles={"working_time": own})
    assert [rule.article for rule in other.rules] == [own, None]


def test_calendar_days_are_counted_by_date() -> None:
    found = explain_deadline(deadline(A, local("2026-06-01 09:00:00"), parse_limit("5cd")))
    assert found.unit == "calendar_days"
    assert codes(found) == [
        ("01/06", "01/06", 0, 0, ["first_day_not_counted", "received"]),
        ("02/06", "05/06", 4, 4, []),
        ("06/06", "06/06", 1, 5, ["weekly_rest"]),
        ("07/06", "07/06", 0, 5, ["weekly_rest", "moved_to_working_day"]),
        ("08/06", "08/06", 0, 5, ["moved_to_working_day", "due"]),
    ]


def test_an_extension_is_told_and_counted() -> None:
    later = deadline(A, local("2026-06-01 09:00:00"), parse_limit("4h")).extended(4 * 3600)
    found = explain_deadline(later)
    assert found.rows[-1].total == 8 * 3600
    assert "Gia hạn thêm 4 giờ." in found.summary.vi
    assert "extension" in [rule.code for rule in found.rules]


def test_elapsed_time_is_explained_too() -> None:
    found = explain_elapsed(A, local("2026-06-05 16:00:00"), local("2026-06-08 08:00:00"))
    assert codes(found) == [
        ("05/06", "05/06", 3600, 3600, ["from"]),
        ("06/06", "07/06", 0, 3600, ["weekly_rest"]),
        ("08/06", "08/06", 3600, 7200, ["to"]),
    ]
    assert "có 2 giờ làm việc" in found.summary.vi


def test_the_explanation_is_plain_json() -> None:
    found = explain_deadline(deadline(A, local("2026-04-29 16:00:00"), parse_limit("8h")))
    data = json.loads(json.dumps(found.to_dict()))
    assert data["calendar"] == {"code": "A", "name": A.name, "valid_from": "2024-01-01"}
    assert data["rows"][0]["sessions"] == [{"from": "16:00:00", "to": "17:00:00", "part": "afternoon"}]
    assert data["rows"][1]["notes"][0]["text"] == {
        "vi": "Nghỉ: Ngày Chiến thắng",
        "en": "Day off: Ngày Chiến thắng",
    }


def test_days_are_named_for_what_they_are() -> None:
    calendar = WorkCalendar.from_dict(
        {
            "sessions": {"mon": [["07:00", "11:00"]]},
            "days_off": ["2026-06-08"],
            "working_days": {"2026-06-06": [["07:00", "08:00"]]},
        }
    )
    found = explain_elapsed(calendar, local("2026-06-05 00:00:00"), local("2026-06-08 12:00:00"))
    assert [row.notes[0].text.vi for row in found.rows] == [
        "Ngày nghỉ hằng tuần",
        "Ngày làm bù",
        "Cuối tuần",
        "Nghỉ lễ",
    ]


moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1)).map(  # noqa: DTZ001
    lambda at: at.replace(tzinfo=A.zone)
)


@settings(deadline=None, max_examples=40)
@given(moments, st.integers(0, 60 * 8 * 3600))
def test_the_table_adds_up_to_the_budget(at: datetime, seconds: int) -> None:
    found = deadline(A, at, parse_limit(f"{seconds // 3600}h{seconds % 3600}s"))
    rows = explain_deadline(found).rows
    assert rows[-1].total == sum(row.counted for row in rows) == seconds
    assert rows[0].first == found.received_at.date()
    assert rows[-1].last == found.due_at.date()
    covered = sum((row.last - row.first).days + 1 for row in rows)
    assert covered == (rows[-1].last - rows[0].first).days + 1
    assert isinstance(rows[0].first, date)
