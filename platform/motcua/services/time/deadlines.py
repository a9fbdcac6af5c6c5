"""The deadline of a dossier as the law counts it now: acceptance, limit, calendar, pauses, extensions, apologies."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from motcua.domain.check.process_rules_time import longest_path
from motcua.domain.process.process import ProcessModel
from motcua.domain.process.process_graph import scopes
from motcua.domain.profile import Profile
from motcua.domain.time import clock
from motcua.domain.time.appointments import DOSSIER, Change, in_force, is_forced_overdue
from motcua.domain.time.calendar import WorkCalendar
from motcua.domain.time.clock import Interval, Reason, Subject
from motcua.domain.time.deadlines import Budget, Deadline, Limit, deadline
from motcua.domain.time.limits import parse_limit
from motcua.domain.time.timeliness import TimeClass, dossier_class
from motcua.services.time import rules
from motcua.services.version.versions import Version
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.dossier import dossier as dossiers
from motcua.store.time import appointment as appointments
from motcua.store.time import interval as intervals

# Ended without anything that could be early or late.
UNCLASSED = frozenset({"withdrawn", "refused_at_intake"})


@dataclass(frozen=True, slots=True)
class Trail:
    """What has happened to the clock of one dossier: its intervals, and the changes that were granted."""

    intervals: Sequence[Interval]
    changes: Sequence[Change]


def trails(work: Work, dossier_ids: Collection[int]) -> Mapping[int, Trail]:
    """The trails of several dossiers in two statements."""
    found = intervals.of_dossiers(work.connection, dossier_ids)
    granted = appointments.granted(work.connection, dossier_ids)
    return {one: Trail(intervals_of(found[one]), changes_of(granted[one])) for one in dossier_ids}


def trail(work: Work, dossier_id: int) -> Trail:
    return trails(work, [dossier_id])[dossier_id]


def counted_from(ruled: Profile, submitted_at: datetime | None, accepted_at: datetime) -> datetime:
    """From when the limit runs: from acceptance, or from sending where the rules say so (`clock.start`, E-04)."""
    return accepted_at if ruled.clock_start == "accepted" or submitted_at is None else submitted_at


def of_receipt(
    work: Work, version: Version, calendar: WorkCalendar, received_at: datetime, limit_text: str
) -> Deadline:
    """The deadline of a dossier whose limit runs from `received_at` (Quảng Trị 29/2020, Điều 17).

    `limit_text` are the words of its limit, by way of filing and case (R-26); empty: the procedure's own.
    """
    ruled = rules.of(work, version)
    limit = limit_of(version, calendar, limit_text)
    return deadline(calendar, received_at, limit, ruled.appointment_rule, ruled.out_of_hours)


def at_acceptance(work: Work, version: Version, row: Record, now: datetime, limit_text: str) -> Deadline:
    """The deadline of a dossier accepted at `now` under the limit `limit_text`.

    `row` has its id, agency_id, closed_at and calendar_revision.
    """
    calendar = governing(work, row, now)
    if rules.of(work, version).clock_start == "accepted":
        return of_receipt(work, version, calendar, now, limit_text)
    dossier = dossiers.by_id(work.connection, row.id)
    sent_at = dossier.submitted_at if dossier is not None else now
    due = of_receipt(work, version, calendar, sent_at, limit_text)
    return in_force(due, (), stops_of(work, row), now)


def of_dossier(work: Work, dossier: Record, now: datetime, known: Trail | None = None) -> Deadline | None:
    """The deadline computed afresh, never read from the row (R-28); None before acceptance.

    The trail is asked of the database unless it is `known`. While the clock stands the deadline is what it would be
    if the clock went on at `now`.
    """
    if dossier.accepted_at is None:
        return None
    version = work.house.versions.get(work.connection, dossier.version_id)
    received = counted_from(rules.of(work, version), dossier.submitted_at, dossier.accepted_at)
    began = dossier.restarted_at or received
    due = of_receipt(work, version, governing(work, dossier, now), began, dossier.limit_text)
    due = replace(due, is_restarted=dossier.restarted_at is not None)
    known = known or trail(work, dossier.id)
    stops = stopping(work, dossier, known.intervals)
    if not stops and not known.changes:
        return due
    return in_force(due, known.changes, stops, dossier.result_at or dossier.closed_at or now)


def class_of(work: Work, dossier: Record, due: Deadline | None, now: datetime) -> TimeClass | None:
    """Early, on time or overdue (Điều 17.6), an apology counting as the profile says (X-09, X-33)."""
    if due is None or UNCLASSED & {dossier.state, dossier.outcome}:
        return None
    ruled = rules.of(work, work.house.versions.get(work.connection, dossier.version_id))
    return dossier_class(
        due,
        dossier.result_at,
        now,
        basis=ruled.timeliness_basis,
        out_of_hours=ruled.out_of_hours,
        forced_overdue=is_forced_overdue(
            due.moves,
            apology_counts=ruled.apology_counts_overdue,
            extension_counts=ruled.extension_counts_overdue,
        ),
    )


def stops_of(work: Work, dossier: Record) -> tuple[Interval, ...]:
    """The pauses of a dossier, asked of the database."""
    rows = intervals.of_dossiers(work.connection, [dossier.id])[dossier.id]
    return stopping(work, dossier, intervals_of(rows))


def intervals_of(rows: Iterable[Record]) -> list[Interval]:
    """Stored intervals as the rules read them."""
    return [
        Interval(Subject(row.kind, row.subject), Reason(row.reason), row.started_at, row.ended_at)
        for row in rows
    ]


def changes_of(rows: Iterable[Record]) -> list[Change]:
    """Granted changes as the rules read them."""
    return [
        Change(
            row.kind,
            row.decided_at,
            row.seconds,
            row.until,
            row.step_id or "",
            row.task_id or "",
            str(row.agency_id or ""),
        )
        for row in rows
    ]


def stopping(work: Work, dossier: Record, found: Sequence[Interval]) -> tuple[Interval, ...]:
    """Those of the intervals that stop the dossier's clock by its rules (R-13, R-29)."""
    version = work.house.versions.get(work.connection, dossier.version_id)
    return clock.stops_of(found, DOSSIER, rules.of(work, version).stopping)


def expected(work: Work, dossier: Record, now: datetime) -> Deadline | None:
    """The latest deadline of a dossier not yet accepted: as if the desk used all its time; None afterwards."""
    if dossier.accepted_at is not None:
        return None
    version = work.house.versions.get(work.connection, dossier.version_id)
    accepted_at = max(dossier.intake_due_at, now)
    received = counted_from(rules.of(work, version), dossier.submitted_at, accepted_at)
    return of_receipt(work, version, governing(work, dossier, now), received, dossier.limit_text)


def governing(work: Work, dossier: Record, now: datetime) -> WorkCalendar:
    """The desk's calendar in force for an open dossier; the one it kept for an ended one (R-12, R-25)."""
    if dossier.closed_at is not None:
        return work.house.calendars.kept(
            work.connection, dossier.kept_calendar, dossier.kept_revision, dossier.closed_at
        )
    return work.house.calendars.at(work.connection, dossier.agency_id, now, dossier.calendar_revision)


def limit_of(version: Version, calendar: WorkCalendar, text: str) -> Limit:
    """The limit of these words, or the longest way through the steps where the model states none (Điều 17.2)."""
    return limit_in(version.model, calendar, text)


def limit_in(model: ProcessModel, calendar: WorkCalendar, text: str) -> Limit:
    """`limit_of` for a model that is no version."""
    if text:
        return parse_limit(text)
    graph = scopes(model.nodes, model.flows)
    seconds = sum(time for _, time in longest_path(model, graph, calendar.day_seconds))
    return Budget(Fraction(0), seconds, f"{seconds}s")
