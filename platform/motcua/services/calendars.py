"""Calendars in memory: read when any calendar or agency has changed, shared until then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from sqlalchemy import Connection, select

from motcua.domain.calendar import WorkCalendar
from motcua.domain.calendar_history import CalendarHistory
from motcua.domain.errors import NotFoundError
from motcua.domain.text import Text
from motcua.store import agency as agencies
from motcua.store import calendar as calendars
from motcua.store.base import Record


@dataclass(frozen=True)
class _Loaded:
    revision: int
    by_agency: Mapping[int, CalendarHistory]


class Calendars:
    """The calendar of every agency: its own, or the nearest above it (E-01)."""

    def __init__(self) -> None:
        self._loaded = _Loaded(-1, {})
        self._pinned: dict[int, WorkCalendar] = {}
        self._lock = Lock()

    def of(self, connection: Connection, agency_id: int, revision: int | None = None) -> CalendarHistory:
        """The calendar's versions; `revision` as read with the dossier saves asking again."""
        if revision is None:
            revision = connection.execute(select(calendars.revision())).scalar_one()
        with self._lock:
            if self._loaded.revision != revision:
                self._loaded = _load(connection, revision)
            history = self._loaded.by_agency.get(agency_id)
        if history is None:
            raise _no_calendar()
        return history

    def at(
        self, connection: Connection, agency_id: int, at: datetime, revision: int | None = None
    ) -> WorkCalendar:
        """The agency's calendar in force at an instant."""
        return self.of(connection, agency_id, revision).in_force(at)

    def pinned(self, connection: Connection, calendar_id: int) -> WorkCalendar:
        """The calendar an ended dossier keeps (R-12)."""
        with self._lock:
            known = self._pinned.get(calendar_id)
        if known is None:
            row = calendars.by_id(connection, calendar_id)
            if row is None:
                raise _no_calendar()
            known = self._pinned[calendar_id] = _read(row)
        return known


def _load(connection: Connection, revision: int) -> _Loaded:
    rows = {row.id: row for row in agencies.everything(connection)}
    histories: dict[str, CalendarHistory] = {}
    by_agency: dict[int, CalendarHistory] = {}
    for row in rows.values():
        code = _calendar_code(row, rows)
        if code and code not in histories:
            versions = calendars.versions(connection, code)
            histories[code] = CalendarHistory(tuple(_read(version) for version in versions))
        if code:
            by_agency[row.id] = histories[code]
    return _Loaded(revision, by_agency)


def _calendar_code(row: Record, rows: Mapping[int, Record]) -> str:
    seen: set[int] = set()
    while not row.calendar_code and row.parent_id is not None and row.id not in seen:
        seen.add(row.id)
        row = rows[row.parent_id]
    code: str = row.calendar_code
    return code


def _read(row: Record) -> WorkCalendar:
    dates = {"valid_from": row.valid_from.isoformat(), "version": row.id, "name": row.name}
    return WorkCalendar.from_dict({**row.definition, **dates})


def _no_calendar() -> NotFoundError:
    return NotFoundError(
        Text(
            "Cơ quan chưa có lịch làm việc. Hãy khai lịch của cơ quan hoặc của cấp trên.",
            "The agency has no working calendar. Give it one, or the agency above it.",
        )
    )
