"""The explanation names every pause, extension and apology with its slip and article (E-06, E-28).

Calendar A; the deadline is 16h from Monday 1/6/2026 at 08:00: 7h on Monday, 8h on Tuesday, 1h on Wednesday.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from motcua.contrib.calendar_files import shipped_calendar
from motcua.domain.time.appointments import Change, in_force
from motcua.domain.time.clock import Interval, Reason, Subject
from motcua.domain.time.deadlines import Deadline, deadline, parse_limit
from motcua.domain.time.explain import explain_deadline
from motcua.domain.time.explanation import Explanation

A = shipped_calendar("A")
DOSSIER = Subject("dossier", "")


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=A.zone)


def explained(
    *changes: Change, stops: tuple[Interval, ...] = (), limit: str = "16h"
) -> tuple[Deadline, Explanation]:
    due = deadline(A, local("2026-06-01 08:00"), parse_limit(limit))
    found = in_force(due, changes, stops, local("2026-06-20 08:00"))
    return found, explain_deadline(found, stops)


def notes(found: Explanation) -> dict[str, str]:
    return {note.code: note.text.vi for row in found.rows for note in row.notes}


def rules(found: Explanation) -> dict[str, str]:
    return {rule.code: rule.article.vi if rule.article else "" for rule in found.rules}


@pytest.mark.req("E-16")
def test_an_extension_stands_on_its_day_with_slip_and_article() -> None:
    due, found = explained(Change("extension", local("2026-06-02 09:30"), 8 * 3600))
    assert due.due_at == local("2026-06-04 08:00")
    assert found.rows[-1].total == 24 * 3600
    assert notes(found)["extended"] == "Gia hạn thêm 8 giờ lúc 09:30, Phiếu gia hạn"
    assert "Gia hạn thêm 8 giờ (09:30 ngày 02/06/2026)." in found.summary.vi
    assert rules(found)["extension"].endswith("Điều 19.2.đ")
    assert "apology" not in rules(found)


@pytest.mark.req("E-17")
def test_an_apology_names_its_slip_and_the_rule_that_replaces_the_appointment() -> None:
    _, found = explained(Change("apology", local("2026-06-02 09:30"), 8 * 3600))
    assert notes(found)["apologised"].endswith("lúc 09:30, Phiếu xin lỗi và hẹn lại")
    assert "Xin lỗi và hẹn lại, thêm 8 giờ (09:30 ngày 02/06/2026)." in found.summary.vi
    assert rules(found)["apology"].endswith("Điều 18.1.a")


@pytest.mark.req("E-18")
def test_a_named_appointment_says_where_it_was_moved_to() -> None:
    due, found = explained(Change("apology", local("2026-06-02 09:30"), until=local("2026-06-07 10:00")))
    assert due.appointment_at == local("2026-06-08 07:00")
    assert "Xin lỗi và hẹn lại 07:00 ngày 08/06/2026" in found.summary.vi
    assert rules(found)["named_appointment"].endswith("Điều 18.1.b")


def test_a_late_apology_is_told_and_said_to_move_nothing() -> None:
    due, found = explained(Change("apology", local("2026-06-03 15:00"), 8 * 3600))
    assert due.due_at == local("2026-06-03 08:00")
    assert "Xin lỗi sau giờ hẹn nên hạn không đổi" in found.summary.vi
    assert set(rules(found)) >= {"late_apology"}
    assert "apology" not in rules(found)


def test_a_supplement_names_the_slip_that_asked_for_it() -> None:
    stop = Interval(DOSSIER, Reason.WAITING_SUPPLEMENT, local("2026-06-02 09:00"), local("2026-06-02 11:00"))
    due, found = explained(stops=(stop,))
    assert due.due_at == local("2026-06-03 10:00")
    assert rules(found)["supplement_slip"].endswith("Điều 14.3")
    assert found.rows[-1].total == 16 * 3600


def test_dates_of_a_pause_are_not_counted_among_calendar_days() -> None:
    stop = Interval(DOSSIER, Reason.PAUSED, local("2026-06-03 09:00"), local("2026-06-05 09:00"))
    due, found = explained(stops=(stop,), limit="5cd")
    # 2/6 is the first of five; 3/6 and 4/6 are paused; 5/6 to 8/6 are the other four.
    assert due.due_at == local("2026-06-08 17:00")
    assert [(row.first.day, row.last.day, row.counted, row.total) for row in found.rows] == [
        (1, 1, 0, 0),
        (2, 2, 1, 1),
        (3, 4, 0, 1),
        (5, 5, 1, 2),
        (6, 7, 2, 4),
        (8, 8, 1, 5),
    ]


def test_clocks_that_began_anew_say_so_and_forget_what_was_granted_before() -> None:
    before = Change("apology", local("2026-05-28 09:00"), 8 * 3600)
    due, _ = explained(before)
    found = explain_deadline(replace(due, is_restarted=True))
    assert notes(found)["received"] == "Đã bổ sung, tính lại từ đầu lúc 08:00"
    assert "Xin lỗi" not in found.summary.vi
