"""What pauses, extensions and apologies make of a date (Điều 18.1, 19.2.đ; R-05 to R-07, R-13, R-19, R-20).

Calendar A: 07:00 to 11:30 and 13:30 to 17:00, Monday to Friday. Every date is counted by hand in its comment.
"""

from __future__ import annotations

from datetime import datetime

import pytest

from motcua.contrib.calendar_files import shipped_calendar
from motcua.domain.time.appointments import Change, in_force, is_forced_overdue, named_appointment
from motcua.domain.time.clock import Interval, Reason, Subject
from motcua.domain.time.deadlines import AppointmentRule, Deadline, deadline, parse_limit

A = shipped_calendar("A")
DOSSIER = Subject("dossier", "")


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=A.zone)


def received(limit: str = "16h", rule: AppointmentRule = "next_session_start") -> Deadline:
    """Monday 1/6/2026 at 08:00: 16h are 7h on Monday, 8h on Tuesday, 1h on Wednesday, so due 3/6 at 08:00."""
    return deadline(A, local("2026-06-01 08:00"), parse_limit(limit), rule)


def apology(at: str, seconds: int = 0, until: str = "") -> Change:
    return Change("apology", local(at), seconds, local(until) if until else None)


def extension(at: str, hours: int) -> Change:
    return Change("extension", local(at), hours * 3600, step="tham_dinh", agency="7")


def paused(begin: str, end: str = "") -> Interval:
    return Interval(DOSSIER, Reason.PAUSED, local(begin), local(end) if end else None)


def dates(found: Deadline) -> tuple[str, str]:
    return f"{found.due_at:%d/%m %H:%M}", f"{found.appointment_at:%d/%m %H:%M}"


@pytest.mark.parametrize(
    ("changes", "stops", "expected"),
    [
        # Nothing happened: due 3/6 08:00, the next session opens at 13:30.
        ([], [], ("03/06 08:00", "03/06 13:30")),
        # 8h more than 3/6 08:00: 3h30m that morning, 3h30m that afternoon, 1h on 4/6.
        ([extension("2026-06-02 09:00", 8)], [], ("04/06 08:00", "04/06 13:30")),
        ([apology("2026-06-02 09:00", 8 * 3600)], [], ("04/06 08:00", "04/06 13:30")),
        # Two of them: 16h, and a pause of the whole Tuesday (8h) makes it three days.
        (
            [extension("2026-06-02 07:00", 8), apology("2026-06-03 09:00", 8 * 3600)],
            [paused("2026-06-02 07:00", "2026-06-02 17:00")],
            ("08/06 08:00", "08/06 13:30"),
        ),
        # Two pauses over each other count once: 1/6 13:30 to 2/6 11:30 is 8h.
        (
            [],
            [
                paused("2026-06-01 13:30", "2026-06-02 09:00"),
                paused("2026-06-01 15:00", "2026-06-02 11:30"),
            ],
            ("04/06 08:00", "04/06 13:30"),
        ),
    ],
)
@pytest.mark.req("E-16", "E-17")
def test_every_change_moves_the_date_by_its_working_time(
    changes: list[Change], stops: list[Interval], expected: tuple[str, str]
) -> None:
    assert dates(in_force(received(), changes, stops, local("2026-06-10 08:00"))) == expected


@pytest.mark.req("E-17")
@pytest.mark.parametrize(
    ("at", "is_late"),
    [
        ("2026-06-03 13:29:59", False),
        # Strictly before: at the second of the appointment it is too late.
        ("2026-06-03 13:30:00", True),
        ("2026-06-05 08:00:00", True),
    ],
)
def test_an_apology_after_the_appointment_is_recorded_and_moves_nothing(at: str, is_late: bool) -> None:
    found = in_force(received(), [apology(at, 8 * 3600)], [], local("2026-06-10 08:00"))
    (move,) = found.moves
    assert move.is_late == is_late
    assert dates(found) == (("03/06 08:00", "03/06 13:30") if is_late else ("04/06 08:00", "04/06 13:30"))


@pytest.mark.req("E-18")
@pytest.mark.parametrize(
    ("until", "rule", "expected"),
    [
        # Sunday: the next opening; the last working instant before it is Friday's close.
        ("2026-06-07 10:00", "next_session_start", ("05/06 17:00", "08/06 07:00")),
        ("2026-06-07 10:00", "same_as_deadline", ("05/06 17:00", "08/06 07:00")),
        # Inside a session: the next opening where appointments are openings, else as it is.
        ("2026-06-04 09:15", "next_session_start", ("04/06 11:30", "04/06 13:30")),
        ("2026-06-04 09:15", "same_as_deadline", ("04/06 09:15", "04/06 09:15")),
        # An exact opening stays.
        ("2026-06-05 07:00", "next_session_start", ("04/06 17:00", "05/06 07:00")),
    ],
)
def test_a_named_appointment_is_rounded_to_working_time(
    until: str, rule: AppointmentRule, expected: tuple[str, str]
) -> None:
    due, appointment = named_appointment(A, local(until), rule)
    assert (f"{due:%d/%m %H:%M}", f"{appointment:%d/%m %H:%M}") == expected


def test_a_named_appointment_moves_on_only_with_what_comes_after_it() -> None:
    named = apology("2026-06-02 09:00", until="2026-06-05 07:00")
    earlier = paused("2026-06-01 09:00", "2026-06-01 10:00")
    night = paused("2026-06-02 18:00", "2026-06-02 20:00")
    as_of = local("2026-06-10 08:00")
    assert dates(in_force(received(), [named], [earlier, night], as_of)) == ("04/06 17:00", "05/06 07:00")
    # A pause that began before it goes on after it: 09:00 to 11:00 count, 2h more than 4/6 17:00.
    over = paused("2026-06-02 08:00", "2026-06-02 11:00")
    assert dates(in_force(received(), [named], [over], as_of)) == ("05/06 09:00", "05/06 13:30")
    # An extension afterwards comes on top: 4h more.
    more = [named, extension("2026-06-03 09:00", 4)]
    assert dates(in_force(received(), more, [], as_of)) == ("05/06 11:00", "05/06 13:30")


def test_while_the_clock_stands_the_date_is_as_if_it_went_on_now() -> None:
    stop = paused("2026-06-02 08:00")
    # 8h used at 2/6 08:00, so 8h are left: from 4/6 07:00 that is its close.
    assert dates(in_force(received(), [], [stop], local("2026-06-04 07:00")))[0] == "04/06 17:00"
    # With 8h granted 16h are left: 8h on 4/6, 8h on 5/6.
    changed = in_force(received(), [extension("2026-06-03 08:00", 8)], [stop], local("2026-06-04 07:00"))
    assert dates(changed)[0] == "05/06 17:00"


def test_what_was_granted_before_the_clocks_began_anew_moves_nothing() -> None:
    found = in_force(received(), [apology("2026-05-29 08:00", 8 * 3600)], [], local("2026-06-10 08:00"))
    assert dates(found) == ("03/06 08:00", "03/06 13:30")
    assert is_forced_overdue(found.moves)


def test_calendar_days_pause_by_dates_and_are_extended_by_working_time() -> None:
    # 10 days after 1/6 is 11/6, its close; two dates of pause make it 13/6, a Saturday, so Monday 15/6; 4h more: 16/6.
    due = received("10cd")
    found = in_force(
        due,
        [extension("2026-06-05 08:00", 4)],
        [paused("2026-06-02 08:00", "2026-06-04 08:00")],
        local("2026-06-20 08:00"),
    )
    assert dates(found) == ("16/06 11:00", "16/06 13:30")


@pytest.mark.req("E-17", "D-10")
@pytest.mark.parametrize(
    ("changes", "apologies_count", "extensions_count", "forced"),
    [
        ([apology("2026-06-02 09:00", 3600)], True, False, True),
        ([apology("2026-06-02 09:00", 3600)], False, True, False),
        # A late one is overdue whatever the province says of apologies.
        ([apology("2026-06-04 09:00", 3600)], False, False, True),
        ([extension("2026-06-02 09:00", 1)], True, False, False),
        ([extension("2026-06-02 09:00", 1)], True, True, True),
        ([], True, True, False),
    ],
)
def test_what_counts_as_overdue_is_the_provinces_choice(
    changes: list[Change], apologies_count: bool, extensions_count: bool, forced: bool
) -> None:
    moves = in_force(received(), changes, [], local("2026-06-10 08:00")).moves
    found = is_forced_overdue(moves, apology_counts=apologies_count, extension_counts=extensions_count)
    assert found == forced
