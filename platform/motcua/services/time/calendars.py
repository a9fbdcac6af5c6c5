"""Calendars in memory: read when any calendar or agency has changed, shared until then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from sqlalchemy import Connection

from motcua.domain.errors import NotFoundError
from motcua.domain.text import Text
from motcua.domain.time.calendar import WorkCalendar
from motcua.domain.time.calendar_history import CalendarHistory
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.time import calendar as calendars

# Revisions in memory; there are as many as calendars were ever changed.
KEPT = 64
Histories = Mapping[str, CalendarHistory]


@dataclass(frozen=True)
class _Loaded:
    """All calendars by code, and the code each agency keeps, as they stand at `revision`."""

    revision: int
    histories: Histories
    codes: Mapping[int, str]


class Calendars:
    """The calendar of every agency: its own, or the nearest above it (E-01)."""

    def __init__(self) -> None:
        self._loaded = _Loaded(-1, {}, {})
        self._kept: dict[int, Histories] = {}
        self._lock = Lock()

    def at(
        self, connection: Connection, agency_id: int, at: datetime, revision: int | None = None
    ) -> WorkCalendar:
        """The agency's calendar in force at an instant; `revision`, read with the dossier, saves a query."""
        loaded = self._current(connection, revision)
        code = loaded.codes.get(agency_id, "")
        return _of(loaded.histories, code).in_force(at)

    def code_of(self, connection: Connection, agency_id: int, revision: int) -> str:
        """The code of the calendar that an agency keeps."""
        return self._current(connection, revision).codes.get(agency_id, "")

    def agencies(self, connection: Connection, revision: int) -> Mapping[str, tuple[int, ...]]:
        """All agencies by the code of the calendar they keep; those without one are left out."""
        loaded = self._current(connection, revision)
        found: dict[str, list[int]] = {}
        for agency_id, code in loaded.codes.items():
            if code in loaded.histories:
                found.setdefault(code, []).append(agency_id)
        return {code: tuple(ids) for code, ids in found.items()}

    def kept(self, connection: Connection, code: str, revision: int, at: datetime) -> WorkCalendar:
        """The calendar an ended dossier keeps: as all calendars stood at that revision (R-12)."""
        with self._lock:
            known = self._kept.get(revision)
        if known is None:
            known = _histories(calendars.as_of(connection, revision))
            with self._lock:
                if len(self._kept) >= KEPT:
                    self._kept.clear()
                self._kept[revision] = known
        return _of(known, code).in_force(at)

    def keeping(self, connection: Connection, code: str) -> tuple[int, ...]:
        """The agencies that live by this calendar, or by one laid over it."""
        loaded = self._current(connection, None)
        above = {row.code: row.definition.get("base") for row in calendars.as_of(connection)}
        followers = {one for one in above if code in _bases(one, above)}
        return tuple(agency_id for agency_id, kept in loaded.codes.items() if kept in followers)

    def _current(self, connection: Connection, revision: int | None) -> _Loaded:
        if revision is None:
            revision = calendars.current_revision(connection)
        with self._lock:
            if self._loaded.revision != revision:
                histories = _histories(calendars.as_of(connection))
                self._loaded = _Loaded(revision, histories, _codes(agencies.everything(connection)))
            return self._loaded


def _bases(code: str, above: Mapping[str, object]) -> set[str]:
    """A calendar's code and those it is laid over."""
    found = {code}
    while isinstance(base := above.get(code), str) and base not in found:
        found.add(base)
        code = base
    return found


def _of(histories: Histories, code: str) -> CalendarHistory:
    if code not in histories:
        raise NotFoundError(
            Text(
                "Cơ quan chưa có lịch làm việc. Hãy khai lịch của cơ quan hoặc của cấp trên.",
                "The agency has no working calendar. Give it one, or the agency above it.",
            )
        )
    return histories[code]


def _histories(rows: Sequence[Record]) -> Histories:
    """All versions by code. A calendar laid over another follows that one's newest version."""
    read: dict[str, list[WorkCalendar]] = {}
    waiting = list(rows)
    while waiting:
        bases = {code: versions[-1] for code, versions in read.items()}
        ready = [row for row in waiting if row.definition.get("base") in (None, *bases)]
        if not ready:
            # A base that does not exist: reading it says so by name.
            ready = waiting[:1]
        for row in ready:
            dates = {"valid_from": row.valid_from.isoformat(), "version": row.id, "name": row.name}
            read.setdefault(row.code, []).append(WorkCalendar.from_dict({**row.definition, **dates}, bases))
        waiting = [row for row in waiting if row not in ready]
    return {code: CalendarHistory(tuple(versions)) for code, versions in read.items()}


def _codes(rows: Sequence[Record]) -> Mapping[int, str]:
    by_id = {row.id: row for row in rows}
    return {row.id: _code_above(row, by_id) for row in rows}


def _code_above(row: Record, rows: Mapping[int, Record]) -> str:
    seen: set[int] = set()
    while not row.calendar_code and row.parent_id is not None and row.id not in seen:
        seen.add(row.id)
        row = rows[row.parent_id]
    code: str = row.calendar_code
    return code
