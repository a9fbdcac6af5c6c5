"""Where slip templates are the province's or an agency's own: the list by kind, the versions of a place, two compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from motcua.domain.errors import NotFoundError
from motcua.domain.papers.slip_kinds import LegalSet, SlipKind, kinds_in
from motcua.domain.papers.slip_template_diff import Difference, differences
from motcua.domain.people.permissions import Actor, lacking, may, may_anywhere
from motcua.domain.text import Text
from motcua.services.papers import slip_template_choice, slip_templates
from motcua.services.papers.slip_templates import Place
from motcua.services.process.model_rights import EDIT, PUBLISH
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.papers import slip_template as stored

PROVINCE = Text("Toàn tỉnh", "The whole province")
LEGAL = Text("Mẫu kèm theo văn bản pháp luật", "As the regulation has it")


@dataclass(frozen=True, slots=True)
class Listed:
    """One kind of slip of a legal set, with the places that made it their own; drafts are those the actor may see."""

    kind: SlipKind
    own: Sequence[Record]
    drafts: Sequence[Record]


@dataclass(frozen=True)
class Listing:
    """The templates of a legal set. `places` are where the actor may write one: id (0 the province) and name."""

    kinds: Sequence[Listed]
    names: Mapping[int | None, Text]
    places: Sequence[tuple[int, Text]]


@dataclass(frozen=True)
class PlacePage:
    """The template of a place: its versions, newest first, its draft, and what is used where it has none in force.

    `other` are versions in force elsewhere, to begin with.
    """

    place: Place
    kind: SlipKind
    name: Text
    versions: Sequence[Record]
    draft: Record | None
    in_force: Record | None
    names: Mapping[int | None, Text]
    other: Sequence[Record]
    may_edit: bool
    may_publish: bool

    @property
    def own(self) -> Record | None:
        """The version of its own in force here."""
        return next((row for row in self.versions if row.state == stored.PUBLISHED), None)


@dataclass(frozen=True)
class Comparison:
    """Two templates of a kind; a side is named by what it is."""

    old: Text
    new: Text
    differences: Sequence[Difference]


def listing(work: Work, actor: Actor, legal_set: LegalSet) -> Listing:
    """The templates of a legal set; raises NotAllowedError for who designs nothing anywhere."""
    _require_designer(actor)
    rows = stored.standing(work.connection, legal_set)
    places = _places(work, actor)
    mine = {agency_id for agency_id, _name in places}
    return Listing(
        [
            Listed(
                kind,
                [row for row in rows if row.kind == kind.key and row.state == stored.PUBLISHED],
                [
                    row
                    for row in rows
                    if row.kind == kind.key and row.state == stored.DRAFT and (row.agency_id or 0) in mine
                ],
            )
            for kind in kinds_in(legal_set)
        ],
        names_of(work, rows),
        places,
    )


def page(work: Work, actor: Actor, place: Place, now: datetime) -> PlacePage:
    """The template of a place for whoever designs templates somewhere; drafts and deeds are for who has a right here."""
    _require_designer(actor)
    rows = stored.of_place(work.connection, place.kind, place.legal_set, place.agency_id)
    in_force = slip_template_choice.in_force(work, place.kind, place.legal_set, place.agency_id, now)
    standing = stored.standing(work.connection, place.legal_set)
    edits = slip_templates.may_edit(work, actor, place.agency_id)
    publishes = slip_templates.may_publish(work, actor, place.agency_id)
    drafts = [row for row in rows if row.state == stored.DRAFT]
    names = names_of(work, [*standing, *([in_force] if in_force is not None else [])], place.agency_id)
    return PlacePage(
        place=place,
        kind=next(one for one in kinds_in(place.legal_set) if one.key == place.kind),  # type: ignore[arg-type]
        name=names[place.agency_id],
        versions=[row for row in rows if row.number],
        draft=drafts[0] if drafts and (edits or publishes) else None,
        in_force=in_force,
        names=names,
        other=[
            row
            for row in standing
            if row.kind == place.kind and row.state == stored.PUBLISHED and row.agency_id != place.agency_id
        ],
        may_edit=edits,
        may_publish=publishes,
    )


def compared(work: Work, actor: Actor, place: Place, old_id: int, new_id: int) -> Comparison:
    """Two templates of a place's kind in words; 0 is the legal set's own. Raises NotFoundError, NotAllowedError."""
    _require_designer(actor)
    old, old_name = _side(work, actor, place, old_id)
    new, new_name = _side(work, actor, place, new_id)
    return Comparison(old_name, new_name, differences(old, new))


def names_of(work: Work, rows: Sequence[Record], *more: int | None) -> dict[int | None, Text]:
    """The names of the places of these rows."""
    wanted = {*more, *(row.agency_id for row in rows)} - {None}
    named = agencies.named(work.connection, [one for one in wanted if one is not None])
    return {None: PROVINCE, **{key: Text(row.name, row.name_en or row.name) for key, row in named.items()}}


def _places(work: Work, actor: Actor) -> list[tuple[int, Text]]:
    """Where the actor may write templates: the province (0) and agencies, the highest first."""
    rows = agencies.everything(work.connection)
    above = {row.id: row.parent_id for row in rows}
    found = []
    for row in rows:
        lineage = _lineage(above, row.id)
        if may(actor, EDIT, lineage) or may(actor, PUBLISH, lineage):
            top = row.parent_id is None
            found.append((0 if top else row.id, PROVINCE if top else Text(row.name, row.name_en or row.name)))
    return found


def _lineage(above: Mapping[int, int | None], agency_id: int) -> list[int]:
    found: list[int] = []
    at: int | None = agency_id
    while at is not None and at not in found:
        found.append(at)
        at = above.get(at)
    return found


def _side(work: Work, actor: Actor, place: Place, template_id: int) -> tuple[Mapping[str, Any], Text]:
    if not template_id:
        return slip_template_choice.built_in_body(place.kind, place.legal_set), LEGAL
    row = stored.by_id(work.connection, template_id)
    if row is None or (row.kind, row.legal_set) != (place.kind, place.legal_set):
        raise NotFoundError(
            Text("Không có phiên bản mẫu phiếu này.", "There is no such version of a template.")
        )
    if not row.number:
        row = slip_templates.get(work, actor, template_id)
    name = names_of(work, [row])[row.agency_id]
    which = (
        Text(f"phiên bản {row.number}", f"version {row.number}") if row.number else Text("bản thảo", "draft")
    )
    return row.body, Text(f"{name.vi}, {which.vi}", f"{name.en}, {which.en}")


def _require_designer(actor: Actor) -> None:
    if not may_anywhere(actor, EDIT) and not may_anywhere(actor, PUBLISH):
        raise lacking(EDIT)
