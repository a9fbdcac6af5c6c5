"""Where a person may begin a draft: the fields, the competent agencies and the e-forms he chooses from (A-12)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from motcua.domain.people.permissions import Actor, lacking, may_anywhere
from motcua.domain.process import positions
from motcua.domain.search import fold
from motcua.domain.text import Text
from motcua.services.process.model_rights import EDIT
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.people import group as groups
from motcua.store.process import catalogue


@dataclass(frozen=True, slots=True)
class Room:
    """`owners` by id, the province itself as None and first; `forms` by field; `positions` by key."""

    fields: Sequence[Record]
    owners: Sequence[tuple[int | None, Text]]
    forms: Mapping[str, Sequence[Record]]
    positions: Mapping[str, Text]


def room(work: Work, actor: Actor) -> Room:
    """What the actor may choose from; raises NotAllowedError for whoever may draw nowhere."""
    if not may_anywhere(actor, EDIT):
        raise lacking(EDIT)
    grants = [grant for grant in actor.grants if EDIT in grant.rights]
    fields = [
        row
        for row in catalogue.fields(work.connection)
        if any(grant.field in ("", row.key) for grant in grants)
    ]
    forms: dict[str, list[Record]] = {row.key: [] for row in fields}
    for form in catalogue.forms(work.connection):
        if form.field in forms:
            forms[form.field].append(form)
    return Room(fields, _owners(work, {grant.agency_id for grant in grants}), forms, known_positions(work))


def known_positions(work: Work) -> Mapping[str, Text]:
    """The positions that people here hold and those of the catalogue, by name."""
    keys = set(groups.positions(work.connection)) | set(positions.NAMES)
    named = {key: positions.name_of(key) for key in keys}
    return dict(sorted(named.items(), key=lambda one: fold(one[1].vi)))


def _owners(work: Work, granted: set[int]) -> Sequence[tuple[int | None, Text]]:
    root = agencies.root(work.connection)
    found: list[tuple[int | None, Text]] = []
    for row in agencies.named(work.connection, agencies.subtree(work.connection, granted)).values():
        is_province = root is not None and row.id == root.id
        found.append((None if is_province else row.id, Text(row.name, row.name_en)))
    return sorted(found, key=lambda one: (one[0] is not None, fold(one[1].vi)))
