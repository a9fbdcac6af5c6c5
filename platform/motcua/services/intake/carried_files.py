"""Files that go along from one form or dossier to another: copied as rows, their bytes shared (D-08, D-09)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.papers import file as files

OWN_SLOTS = ("paper:", "field:")
FIELD_SLOT = "field:"


def current(rows: Sequence[Record]) -> list[Record]:
    """What the applicant sent himself, without the versions that were replaced."""
    return [row for row in rows if row.slot.startswith(OWN_SLOTS) and row.replaced_at is None]


def carry_over(work: Work, from_id: int, to_id: int, data: Mapping[str, object]) -> Mapping[str, object]:
    """Copy a dossier's own files to another; the answers, naming the copies where they named files."""
    rows = current(files.of_dossier(work.connection, from_id))
    copies = {row.id: _copy(work, row, dossier_id=to_id) for row in rows}
    return renamed(data, rows, copies)


def lend(work: Work, from_id: int, draft_id: UUID, data: Mapping[str, object]) -> Mapping[str, object]:
    """Copy a dossier's own files to a draft; the answers, naming the copies."""
    rows = current(files.of_dossier(work.connection, from_id))
    copies = {row.id: _copy(work, row, draft_id=draft_id) for row in rows}
    return renamed(data, rows, copies)


def renamed(
    data: Mapping[str, object], rows: Sequence[Record], ids: Mapping[int, int]
) -> Mapping[str, object]:
    """The answers with the ids of files put in place of others, at the questions that the files answer."""
    found: Any = dict(data)
    for row in rows:
        if row.slot.startswith(FIELD_SLOT) and row.id in ids:
            way = row.slot.removeprefix(FIELD_SLOT).strip("/").split("/")
            found = _put(found, way, str(row.id), str(ids[row.id]))
    result: Mapping[str, object] = found
    return result


def _copy(work: Work, row: Record, **owner: object) -> int:
    kept = {
        name: getattr(row, name)
        for name in ("slot", "name", "media_type", "size", "sha256", "uploaded_by", "uploaded_at")
    }
    return files.add(work.connection, **kept, **owner)


def _put(value: Any, way: Sequence[str], old: str, new: str) -> Any:
    """The value with `old` become `new` at the end of the way; a way that leads nowhere changes nothing.

    Rows may have moved since the file was sent, so each is looked at.
    """
    if not way:
        return new if value == old else value
    if isinstance(value, Mapping) and way[0] in value:
        return {**value, way[0]: _put(value[way[0]], way[1:], old, new)}
    if isinstance(value, list) and way[0].isdecimal():
        return [_put(row, way[1:], old, new) for row in value]
    return value
