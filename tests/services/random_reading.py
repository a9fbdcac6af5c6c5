"""What the services say of a dossier from its stored intervals: the same things that the ledger says of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from fixtures_watch import QUANG_TRI, rows

from motcua.domain.time.clock import Interval, Reason, Subject, used_seconds
from motcua.services.time import clocks, deadlines, rules
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.dossier import dossier as dossiers
from motcua.store.dossier import step as steps
from motcua.store.time import interval as intervals

Told = dict[str, Any]
AT_WORK = ("accepted", "processing", "waiting_payment", "waiting_supplement")


def answer(work: Work, code: str, now: datetime) -> Told:
    """What the services say of one dossier, by the keys of `shown_of`."""
    row = dossiers.by_code(work.connection, code)
    assert row is not None
    known = deadlines.trail(work, row.id)
    due = deadlines.of_dossier(work, row, now, known)
    visits = steps.of_dossiers(work.connection, [row.id])[row.id]
    times = clocks.step_times(work, row, visits, known, now)
    open_ = (
        [(visit, time) for visit, time in zip(visits, times, strict=True) if visit.left_at is None]
        if row.accepted_at and row.state in AT_WORK
        else []
    )
    ended = row.result_at or row.closed_at
    charged = Charged(work, row, visits, min(ended, now) if ended else now)
    return {
        "state": row.state,
        "class": deadlines.class_of(work, row, due, now),
        "due": wall(due.due_at) if due else None,
        "appointment": wall(due.appointment_at) if due else None,
        "original_due": wall(row.original_due_at),
        "original_appointment": wall(row.original_appointment_at),
        "submitted_at": wall(row.submitted_at),
        "accepted_at": wall(row.accepted_at),
        "result_at": wall(row.result_at),
        "result_counted_at": wall(row.result_counted_at),
        "returned_at": wall(row.returned_at),
        "closed": row.closed_at is not None,
        "intake_due": wall(row.intake_due_at) if row.state == "sent" else None,
        "waiting": sorted(visit.step_id for visit, _ in open_),
        "steps": charged.steps(times),
        "step_due": {
            visit.step_id: left(wall(time.due_at), charged.arrived(visit.task_id)) for visit, time in open_
        },
        **charged.others(),
    }


class Charged:
    """The seconds charged by the stored intervals of one dossier."""

    def __init__(self, work: Work, row: Record, visits: Sequence[Record], at: datetime) -> None:
        self.work, self.row, self.visits, self.at = work, row, visits, at
        self.stored = intervals.of_dossiers(work.connection, [row.id])[row.id]
        version = work.house.versions.get(work.connection, row.version_id)
        self.stopping = rules.of(work, version).stopping
        self.task = {visit.task_id: visit for visit in visits}

    def steps(self, times: Sequence[clocks.StepTime]) -> dict[str, int]:
        """By step, since its clock last began anew."""
        used: dict[str, int] = {}
        for visit, time in zip(self.visits, times, strict=True):
            used[visit.step_id] = time.used + (0 if visit.restarted else used.get(visit.step_id, 0))
        return {step: seconds for step, seconds in used.items() if seconds}

    def arrived(self, task: str) -> datetime:
        """When the clock of a waiting step last began to run."""
        own = [one.started_at for one in self.stored if one.kind == "step" and one.subject == task]
        return max(own)

    def others(self) -> Told:
        codes = {row.id: row.code for row in rows(self.work.house, "select id, code from agency")}
        logins = {str(row.id): row.login for row in rows(self.work.house, "select id, login from account")}
        told: Told = {"dossier_used": 0, "agencies": {}, "people": {}, "unclaimed": {}}
        for (kind, subject, agency), own in self._by_place().items():
            used = self._used(kind, subject, agency, own)
            if kind == "dossier":
                told["dossier_used"] = used
            elif kind == "agency":
                add(told["agencies"], codes[agency], used)
            elif kind == "person":
                add(told["people"], logins[subject], used)
            elif kind == "group":
                add(told["unclaimed"], self.task[subject].step_id, used)
        return told

    def _by_place(self) -> dict[tuple[str, str, int], list[Record]]:
        """Running intervals by whose they are and by the agency by whose calendar they count."""
        found: dict[tuple[str, str, int], list[Record]] = {}
        for one in self.stored:
            if one.reason != "running" or one.kind == "step":
                continue
            agency = self.row.agency_id
            if one.kind == "agency":
                agency = int(one.subject)
            elif one.kind in ("person", "group"):
                agency = self.task[one.task_id or one.subject].agency_id
            found.setdefault((one.kind, one.subject, agency), []).append(one)
        return found

    def _used(self, kind: str, subject: str, agency: int, own: Sequence[Record]) -> int:
        calendar = clocks.calendar_of(self.work, self.row, agency, self.at)
        whose = Subject(kind, subject)  # type: ignore[arg-type]
        listed = [Interval(whose, Reason.RUNNING, one.started_at, one.ended_at) for one in own]
        stops = [one for one in deadlines.intervals_of(self.stored) if one.reason in self.stopping]
        return used_seconds(calendar, [*listed, *stops], whose, self.at, self.stopping)


def left(due: str | None, since: datetime) -> str | None:
    """The due time; "none left" where the budget had been used up when the dossier came back."""
    return "none left" if due is not None and due <= (wall(since) or "") else due


def add(found: dict[str, int], key: str, used: int) -> None:
    if used:
        found[key] = found.get(key, 0) + used


def wall(at: datetime | None) -> str | None:
    return None if at is None else f"{at.astimezone(QUANG_TRI):%Y-%m-%d %H:%M:%S}"
