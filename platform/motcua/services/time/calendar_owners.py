"""Whose own calendar it is: only its owner changes it, and only the owner and those below may live by it (E-01, J-08)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.agencies import agency_history as history
from motcua.store.base import Record
from motcua.store.time import calendar as calendars


def lineage_of(work: Work, code: str) -> tuple[int, ...]:
    """The owner of the calendar with all above it. One that names no agency is the province's own."""
    return agencies.lineage(work.connection, _standing(work, _named(work).get(code, "")))


def offered(work: Work, lineage: Sequence[int]) -> Mapping[str, str]:
    """The calendars that an agency of this lineage may keep, name by code: its own, those above it, the province's."""
    named = _named(work)
    owned = {owner: _standing(work, owner) for owner in set(named.values())}
    rows = calendars.as_of(work.connection)
    return {row.code: row.name for row in rows if owned[named[row.code]] in lineage}


def _named(work: Work) -> dict[str, str]:
    """The agency's code that the newest version of each calendar names, by calendar; empty for none."""
    return {row.code: str(row.definition.get("owner", "")) for row in calendars.as_of(work.connection)}


def _standing(work: Work, code: str) -> int:
    """The agency that has or had this code, or who took over its work; the topmost when none is left."""
    found = history.holder_of(work.connection, code) if code else None
    row: Record | None = agencies.by_id(work.connection, found) if found is not None else None
    while row is not None and row.valid_to is not None:
        row = agencies.by_id(work.connection, row.successor_id) if row.successor_id is not None else None
    top = row or agencies.root(work.connection)
    return top.id if top is not None else 0
