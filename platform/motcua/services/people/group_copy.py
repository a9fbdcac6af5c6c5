"""The groups of one agency taken over for another: positions, and people where one has the same name (A-23)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.domain.errors import InputError
from motcua.domain.people.permissions import Actor
from motcua.domain.search import fold
from motcua.domain.text import Text
from motcua.services.people import groups
from motcua.services.people.groups import Binding, Changed
from motcua.services.work import Work
from motcua.store.base import Record


@dataclass(frozen=True, slots=True)
class Copied:
    """One group of the source, the people it has there, and those of the target with the same names.

    `unclear` are names that several people of the target have: nobody is taken for another.
    """

    binding: Binding
    source: tuple[str, ...]
    matched: tuple[Record, ...]
    unclear: tuple[str, ...] = ()


def preview(work: Work, actor: Actor, source_id: int, target_id: int) -> Sequence[Copied]:
    """What `copy` would take over; the actor must manage the groups of both agencies."""
    groups.managed(work, actor, source_id)
    groups.managed(work, actor, target_id)
    if source_id == target_id:
        raise InputError(Text("Chọn một cơ quan khác để sao chép.", "Choose another agency to copy from."))
    here: dict[str, list[Record]] = {}
    for row in groups.people(work, target_id):
        here.setdefault(fold(row.display_name), []).append(row)
    return [_copied(binding, rows, here) for binding, rows in groups.bound(work, source_id).items()]


def copy(work: Work, actor: Actor, source_id: int, target_id: int, now: datetime) -> list[Changed]:
    """Add the people whose names match to the same groups; a name that several have adds nobody, nobody is taken out. One
    commit."""
    found = preview(work, actor, source_id, target_id)
    held = groups.bound(work, target_id)
    wanted = {
        one.binding: {row.account_id for row in held.get(one.binding, ())} | {row.id for row in one.matched}
        for one in found
        if one.matched
    }
    return groups.apply(work, actor, target_id, wanted, now)


def _copied(binding: Binding, rows: Sequence[Record], here: Mapping[str, Sequence[Record]]) -> Copied:
    named = [(row.display_name, here.get(fold(row.display_name), ())) for row in rows]
    return Copied(
        binding,
        tuple(name for name, _ in named),
        tuple(found[0] for _, found in named if len(found) == 1),
        tuple(dict.fromkeys(name for name, found in named if len(found) > 1)),
    )
