"""The deadline of a dossier as the law counts it now: from its acceptance, its limit and the calendar in force."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

from motcua.domain.calendar import WorkCalendar
from motcua.domain.deadlines import Budget, Deadline, Limit, deadline
from motcua.domain.process_graph import scopes
from motcua.domain.process_rules_time import longest_path
from motcua.services.versions import Version
from motcua.services.work import Work
from motcua.store.base import Record


def of_receipt(work: Work, version: Version, calendar: WorkCalendar, received_at: datetime) -> Deadline:
    """The deadline of a dossier received at `received_at` (Quảng Trị 29/2020, Điều 17)."""
    rule = work.house.profile.appointment_rule
    return deadline(calendar, received_at, limit_of(version, calendar), rule)


def of_dossier(work: Work, dossier: Record, now: datetime) -> Deadline | None:
    """The deadline computed afresh, never read from the row (R-28); None before acceptance."""
    if dossier.accepted_at is None:
        return None
    version = work.house.versions.get(work.connection, dossier.version_id)
    return of_receipt(work, version, governing(work, dossier, now), dossier.accepted_at)


def expected(work: Work, dossier: Record, now: datetime) -> Deadline | None:
    """The latest deadline of a dossier not yet accepted: as if the desk used all its time; None afterwards."""
    if dossier.accepted_at is not None:
        return None
    version = work.house.versions.get(work.connection, dossier.version_id)
    return of_receipt(work, version, governing(work, dossier, now), max(dossier.intake_due_at, now))


def governing(work: Work, dossier: Record, now: datetime) -> WorkCalendar:
    """The desk's calendar in force for an open dossier; the one it kept for an ended one (R-12, R-25)."""
    if dossier.closed_at is not None:
        return work.house.calendars.kept(
            work.connection, dossier.kept_calendar, dossier.kept_revision, dossier.closed_at
        )
    return work.house.calendars.at(work.connection, dossier.agency_id, now, dossier.calendar_revision)


def limit_of(version: Version, calendar: WorkCalendar) -> Limit:
    """The statutory limit, or the longest way through the steps where the model states none (Điều 17.2)."""
    if version.limit is not None:
        return version.limit
    graph = scopes(version.model.nodes, version.model.flows)
    seconds = sum(time for _, time in longest_path(version.model, graph, calendar.day_seconds))
    return Budget(Fraction(0), seconds, f"{seconds}s")
