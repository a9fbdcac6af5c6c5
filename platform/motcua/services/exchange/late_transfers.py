"""Dossiers accepted and not passed on at once: still waiting, or passed on late (D-03; Quảng Trị 29/2020, Điều 4, 19)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.services.time import warnings
from motcua.services.version.versions import Version
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.numbers import oversight as stored
from motcua.store.time import calendar as calendars


@dataclass(frozen=True, slots=True)
class Transfer:
    """One dossier; `over` is the working time in seconds from the limit to when it was passed on, or to now."""

    row: Record
    version: Version
    limit_at: datetime
    passed_at: datetime | None
    over: int


def of(
    work: Work, agency_ids: Collection[int], since: datetime, now: datetime, limit: int, skip: int = 0
) -> Sequence[Transfer]:
    """Those that wait still, the oldest first, then those passed on late since then, the newest first."""
    revision = calendars.current_revision(work.connection)
    waiting = warnings.late_transfers(work, now, agency_ids)
    shown = waiting[skip : skip + limit]
    found = [_transfer(work, row, limit_at, None, now, revision) for row, limit_at in shown]
    passed = stored.transferred_late(
        work.connection, agency_ids, since, limit - len(found), max(skip - len(waiting), 0)
    )
    return found + [_transfer(work, row, row.limit_at, row.passed_at, now, revision) for row in passed]


def _transfer(
    work: Work, row: Record, limit_at: datetime, passed_at: datetime | None, now: datetime, revision: int
) -> Transfer:
    version = work.house.versions.get(work.connection, row.version_id)
    calendar = work.house.calendars.at(work.connection, row.agency_id, now, revision)
    return Transfer(row, version, limit_at, passed_at, calendar.elapsed(limit_at, passed_at or now))
