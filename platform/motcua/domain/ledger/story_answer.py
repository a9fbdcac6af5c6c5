"""The answer for one dossier of a story: plain data, instants in the desk's local time, used times in seconds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from motcua.domain.ledger import ledger_reading as reading
from motcua.domain.ledger.ledger import Ledger, Plan
from motcua.domain.ledger.ledger_reading import Spent
from motcua.domain.profile import Profile
from motcua.domain.text import Text
from motcua.domain.time.calendar import WorkCalendar
from motcua.domain.time.timeliness import TimeClass, effective

CLASS_WORDS: Final[Mapping[str, Mapping[TimeClass, Text]]] = {
    "limit": {
        "early": Text("trước hạn", "before the limit"),
        "on_time": Text("đúng hạn", "within the limit"),
        "overdue": Text("quá hạn", "over the limit"),
    },
    "appointment": {
        "early": Text("đúng hẹn", "as appointed"),
        "on_time": Text("đúng hẹn", "as appointed"),
        "overdue": Text("trễ hẹn", "later than appointed"),
    },
}
STILL_OPEN = Text("quá hẹn", "past the appointment")


def class_words(rules: Profile, found: TimeClass | None, *, is_open: bool) -> Text | None:
    """What a province calls a class (R-03, X-08)."""
    if found is None:
        return None
    if rules.class_words == "appointment_open" and found == "overdue" and is_open:
        return STILL_OPEN
    return CLASS_WORDS["limit" if rules.class_words == "limit" else "appointment"][found]


def dossier_answer(plan: Plan, rules: Profile, ledger: Ledger, as_of: datetime) -> dict[str, object]:
    """Everything the clocks of one dossier say at `as_of`, by the keys of the command's answer."""
    desk = ledger.calendars.desk
    due = reading.deadline_of(plan, rules, ledger, as_of)
    found = reading.class_of(rules, ledger, due, as_of)
    words = class_words(rules, found, is_open=ledger.result_at is None)
    intake = reading.intake_of(rules, ledger, as_of)
    counted = None if ledger.result_at is None else effective(desk, ledger.result_at, rules.out_of_hours)
    steps = reading.steps_of(plan, rules, ledger, due, as_of)
    agencies = reading.agencies_of(plan, rules, ledger, as_of)
    return {
        "state": ledger.state,
        "class": found,
        "class_label": words.vi if words else None,
        "start": _local(desk, due.starts_at if due else None),
        "due": _local(desk, due.due_at if due else None),
        "appointment": _local(desk, due.appointment_at if due else None),
        "original_due": _local(desk, ledger.original.due_at if ledger.original else None),
        "original_appointment": _local(desk, ledger.original.appointment_at if ledger.original else None),
        "submitted_at": _local(desk, ledger.submitted_at),
        "accepted_at": _local(desk, ledger.accepted_at),
        "result_at": _local(desk, ledger.result_at),
        "result_counted_at": _local(desk, counted),
        "returned_at": _local(desk, ledger.returned_at),
        "closed": ledger.is_closed,
        "intake_due": _local(desk, intake.due_at),
        "intake_overdue": intake.is_overdue,
        "late_apology": due is not None and any(move.is_late for move in due.moves),
        "dossier_used": reading.dossier_used(rules, ledger, as_of),
        "steps": {key: {**_spent(desk, one), "result": one.result} for key, one in steps.items()},
        "agencies": {key: _spent(desk, one) for key, one in agencies.items()},
        "people": {
            key: {"used": used} for key, used in reading.people_of(plan, rules, ledger, as_of).items()
        },
        "unclaimed": dict(reading.unclaimed_of(plan, rules, ledger, as_of)),
    }


def _spent(desk: WorkCalendar, one: Spent) -> dict[str, object]:
    return {"used": one.used, "due": _local(desk, one.due_at)}


def _local(calendar: WorkCalendar, at: datetime | None) -> str | None:
    return None if at is None else f"{calendar.local(at):%Y-%m-%d %H:%M:%S}"
