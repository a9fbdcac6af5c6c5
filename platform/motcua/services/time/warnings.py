"""Officers are warned before and after each limit, once each, by a job that may run as often as it likes (E-05, E-22 to E-25).

A limit that has been warned of is a row; a limit that moves is another one. What is due is computed afresh: the stored
due times only say which dossiers to look at (R-28).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from motcua.domain.check.process_rules_time import limit_in_seconds
from motcua.domain.profile import Profile
from motcua.domain.text import Text
from motcua.domain.time.deadlines import Deadline
from motcua.domain.time.explanation import instant_words
from motcua.domain.time.warnings import SENTENCES, kind_of, notify_due, threshold, transfer_due
from motcua.services.messages import notifications
from motcua.services.people import officers
from motcua.services.time import clocks, deadlines, rules
from motcua.services.time.deadlines import Trail
from motcua.services.version.versions import Version
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.dossier import dossier as dossiers
from motcua.store.dossier import step as steps
from motcua.store.time import calendar as calendars
from motcua.store.time import warning as warnings

BATCH = 200
# Dossiers due within so many working days are looked at; the rules of each say whether it is time to warn.
AHEAD_DAYS = 5
# How long back requests for papers are looked at; far longer than the job ever stands still.
RECENT = timedelta(days=7)


@dataclass(frozen=True)
class _Looked:
    """A dossier as the job looks at it."""

    row: Record
    visits: Sequence[Record]
    known: Trail
    ruled: Profile
    now: datetime


@dataclass(frozen=True, slots=True)
class _Raised:
    """A warning to be given: `who` has it, `words` fill its sentence."""

    kind: str
    limit_at: datetime
    who: Sequence[int]
    subject: str = ""
    named: Text | None = None


def sweep(work: Work, now: datetime) -> int:
    """Raise what is to be warned of now; how many warnings. A commit per batch of dossiers."""
    before = _horizon(work, now)
    found = [
        *warnings.unaccepted(work.connection, before, now),
        *warnings.unresolved(work.connection, before, now),
        *warnings.waiting(work.connection, before, now),
    ]
    distinct = list(dict.fromkeys(found))
    raised = 0
    for start in range(0, len(distinct), BATCH):
        raised += _batch(work, distinct[start : start + BATCH], now)
        work.commit()
    raised += _transfers(work, now) + _missing(work, now)
    work.commit()
    return raised


def late_transfers(
    work: Work, now: datetime, agency_ids: Collection[int] | None = None
) -> list[tuple[Record, datetime]]:
    """Dossiers accepted and not passed on within the grace of their rules, with the limit, oldest first (D-03)."""
    found, revision = [], calendars.current_revision(work.connection)
    for row in warnings.untransferred(work.connection, now):
        if agency_ids is None or row.agency_id in agency_ids:
            ruled = rules.of(work, work.house.versions.get(work.connection, row.version_id))
            calendar = work.house.calendars.at(work.connection, row.agency_id, now, revision)
            limit_at = transfer_due(calendar, row.accepted_at, ruled.transfer_grace_minutes)
            if limit_at < now:
                found.append((row, limit_at))
    return found


def notify_limit(
    work: Work, version: Version, asked: Record, agency_id: int, revision: int | None = None
) -> datetime | None:
    """By when the desk was to be told of a paper found missing, `asked` saying when the dossier arrived and when it was
    told; None where the rules set no limit (E-25).
    """
    if rules.of(work, version).missing_component_notify != "next_session":
        return None
    calendar = work.house.calendars.at(work.connection, agency_id, asked.asked_at, revision)
    return notify_due(calendar, asked.arrived_at)


def _horizon(work: Work, now: datetime) -> datetime:
    """The latest due time that anybody may have to be warned of now, over all calendars."""
    revision = calendars.current_revision(work.connection)
    ends = [now]
    for agency in agencies.everything(work.connection):
        if work.house.calendars.code_of(work.connection, agency.id, revision):
            calendar = work.house.calendars.at(work.connection, agency.id, now, revision)
            ends.append(calendar.add(now, AHEAD_DAYS * calendar.day_seconds))
    return max(ends)


def _batch(work: Work, dossier_ids: Sequence[int], now: datetime) -> int:
    known = deadlines.trails(work, dossier_ids)
    visits = steps.of_dossiers(work.connection, dossier_ids)
    raised = 0
    for row in dossiers.some(work.connection, dossier_ids):
        ruled = rules.of(work, work.house.versions.get(work.connection, row.version_id))
        looked = _Looked(row, visits[row.id], known[row.id], ruled, now)
        raised += sum(_give(work, row, one, now) for one in _due(work, looked))
    return raised


def _due(work: Work, looked: _Looked) -> Iterator[_Raised]:
    """Everything to be warned of in one dossier; nothing while its clock stands, for nothing is promised then."""
    if looked.row.accepted_at is None:
        yield from _of_intake(work, looked)
        return
    stops = deadlines.stopping(work, looked.row, looked.known.intervals)
    if looked.row.result_at is None and clocks.stopped_by(stops, looked.now) is None:
        yield from _of_dossier(work, looked)
        yield from _of_steps(work, looked)
        yield from _of_agencies(work, looked)


def _of_intake(work: Work, looked: _Looked) -> Iterator[_Raised]:
    row, now = looked.row, looked.now
    if row.state != "sent":
        return
    calendar = deadlines.governing(work, row, now)
    before = threshold(calendar, looked.ruled.warn_remaining_minutes, looked.ruled.intake_limit_hours * 3600)
    if kind := kind_of("intake", calendar, row.intake_due_at, now, before):
        yield _Raised(kind, row.intake_due_at, _desk(work, row))


def _of_dossier(work: Work, looked: _Looked) -> Iterator[_Raised]:
    row, now = looked.row, looked.now
    due = deadlines.of_dossier(work, row, now, looked.known)
    if due is None:
        return
    before = threshold(due.calendar, looked.ruled.warn_remaining_minutes, _whole(due))
    kind = kind_of("dossier", due.calendar, due.due_at, now, before)
    if not kind:
        return
    who = _concerned(work, looked)
    yield _Raised(kind, due.due_at, who)
    if kind_of("appointment", due.calendar, due.appointment_at, now, 0):
        # Where the appointment is the limit itself one message is enough; the row says that all has been said.
        told = who if due.appointment_at != due.due_at else ()
        yield _Raised("appointment_overdue", due.appointment_at, told)


def _whole(due: Deadline) -> int:
    return limit_in_seconds(due.limit, due.calendar.day_seconds) + due.extension


def _of_steps(work: Work, looked: _Looked) -> Iterator[_Raised]:
    times = clocks.step_times(work, looked.row, looked.visits, looked.known, looked.now)
    for visit, time in zip(looked.visits, times, strict=True):
        if visit.left_at is not None or time.due_at is None:
            continue
        calendar = clocks.calendar_of(work, looked.row, visit.agency_id, looked.now)
        budget = visit.budget_seconds + time.extension
        before = threshold(calendar, looked.ruled.warn_remaining_minutes, budget)
        if kind := kind_of("step", calendar, time.due_at, looked.now, before):
            model = work.house.versions.get(work.connection, looked.row.version_id).model
            named = Text(visit.name, model.step_by_id[visit.step_id].name_en or visit.name)
            who = officers.at_step(work, looked.row.procedure_code, visit)
            yield _Raised(kind, time.due_at, who, visit.task_id, named)


def _of_agencies(work: Work, looked: _Looked) -> Iterator[_Raised]:
    """The limit for passing a dossier on, where several agencies take part (Điều 19.2, 20.a)."""
    if len({visit.agency_id for visit in looked.visits}) < 2:
        return
    found = clocks.agency_times(work, looked.row, looked.visits, looked.known, looked.now)
    for agency_id, time in found.items():
        if time.due_at is None:
            continue
        calendar = clocks.calendar_of(work, looked.row, agency_id, looked.now)
        before = threshold(calendar, looked.ruled.warn_remaining_minutes, time.budget)
        kind = kind_of("agency", calendar, time.due_at, looked.now, before)
        agency = agencies.by_id(work.connection, agency_id)
        if kind and agency is not None:
            named = Text(agency.name, agency.name_en or agency.name)
            yield _Raised(kind, time.due_at, _concerned(work, looked, agency_id), str(agency_id), named)


def _concerned(work: Work, looked: _Looked, agency_id: int | None = None) -> list[int]:
    """Who works on the dossier now, at one agency or anywhere; the desk when nobody does."""
    found: dict[int, None] = {}
    for visit in looked.visits:
        if visit.left_at is None and agency_id in (None, visit.agency_id):
            found |= dict.fromkeys(officers.at_step(work, looked.row.procedure_code, visit))
    return list(found) or list(_desk(work, looked.row))


def _desk(work: Work, dossier: Record) -> Sequence[int]:
    return officers.of_desk(work, dossier, work.house.versions.get(work.connection, dossier.version_id))


def _transfers(work: Work, now: datetime) -> int:
    raised = 0
    for row, limit_at in late_transfers(work, now):
        dossier = dossiers.by_id(work.connection, row.dossier_id)
        if dossier is not None:
            who = _desk(work, dossier)
            raised += _give(work, dossier, _Raised("transfer_late", limit_at, who, row.task_id), now)
    return raised


def _missing(work: Work, now: datetime) -> int:
    """Papers found missing later than the province allows the desk to be told (E-25)."""
    raised = 0
    for row in warnings.asked_since(work.connection, now - RECENT):
        version = work.house.versions.get(work.connection, row.version_id)
        limit_at = notify_limit(work, version, row, row.agency_id)
        dossier = dossiers.by_id(work.connection, row.dossier_id)
        if limit_at is not None and row.asked_at > limit_at and dossier is not None:
            who = [
                *_desk(work, dossier),
                *officers.with_right(work, "dossier.urge", row.agency_id),
            ]
            raised += _give(work, dossier, _Raised("missing_late", limit_at, who, row.task_id), now)
    return raised


def _give(work: Work, dossier: Record, found: _Raised, now: datetime) -> bool:
    """Write the warning and tell whom it concerns; false when it was given before."""
    is_new = warnings.add(
        work.connection,
        dossier_id=dossier.id,
        kind=found.kind,
        subject=found.subject,
        limit_at=found.limit_at,
        raised_at=now,
        told_at=now,
    )
    if is_new is None:
        return False
    calendar = deadlines.governing(work, dossier, now)
    limit = instant_words(calendar.local(found.limit_at))
    named = found.named or Text("", "")
    vi = SENTENCES[found.kind].vi.format(code=dossier.code, limit=limit.vi, step=named.vi, agency=named.vi)
    en = SENTENCES[found.kind].en.format(code=dossier.code, limit=limit.en, step=named.en, agency=named.en)
    event = f"warn:{found.kind}:{found.subject}:{found.limit_at:%Y%m%d%H%M%S}"
    notifications.tell_officers(work, dossier, found.who, event, Text(vi, en), now)
    return True
