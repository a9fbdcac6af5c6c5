"""Where slip templates are the province's or an agency's own: the list by kind, the versions of a place, two compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from motcua.domain.errors import NotFoundError
from motcua.domain.papers.slip_kinds import SLIP_KINDS, LegalSet, SlipKind, kinds_in
from motcua.domain.papers.slip_template_diff import Difference, differences
from motcua.domain.people.permissions import Actor, lacking, may, may_anywhere
from motcua.domain.text import Text
from motcua.services.papers import slip_template_choice, slip_template_publication, slip_templates
from motcua.services.papers.slip_template_review import Problem, problems
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
    """One kind of slip of a legal set: what the place uses (None: the set's own), the places that made it their own, and
    the open drafts that the actor may see.
    """

    kind: SlipKind
    used: Record | None
    own: Sequence[Record]
    drafts: Sequence[Record]


@dataclass(frozen=True)
class Listing:
    """The templates of a legal set as `agency_id` (0 the province) uses them.

    `places` are where the actor may write one: id and name.
    """

    agency_id: int
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


@dataclass(frozen=True)
class Ready:
    """All that a person looks at before publishing. `is_own_hand`: another person must publish it."""

    row: Record
    kind: SlipKind
    name: Text
    problems: Sequence[Problem]
    differences: Sequence[Difference]
    number: int
    may_publish: bool
    is_own_hand: bool


def listing(work: Work, actor: Actor, legal_set: LegalSet, agency_id: int | None = None) -> Listing:
    """The templates of a legal set as a place uses them, the actor's first where none is named.

    Raises NotAllowedError for who designs nothing anywhere.
    """
    require_designer(actor)
    rows = stored.standing(work.connection, legal_set)
    places = _places(work, actor)
    mine = [one for one, _name in places]
    here = agency_id if agency_id in mine else next(iter(mine), 0)
    lineage: list[int | None] = [*(agencies.lineage(work.connection, here) if here else ()), None]
    return Listing(
        here or 0,
        [
            _listed(kind, [row for row in rows if row.kind == kind.key], lineage, mine)
            for kind in kinds_in(legal_set)
        ],
        names_of(work, rows),
        places,
    )


def _listed(
    kind: SlipKind, rows: Sequence[Record], lineage: Sequence[int | None], mine: Sequence[int]
) -> Listed:
    own = [row for row in rows if row.state == stored.PUBLISHED]
    used = min(
        (row for row in own if row.agency_id in lineage),
        key=lambda row: lineage.index(row.agency_id),
        default=None,
    )
    drafts = [row for row in rows if row.state == stored.DRAFT and (row.agency_id or 0) in mine]
    return Listed(kind, used, own, drafts)


def page(work: Work, actor: Actor, place: Place, now: datetime) -> PlacePage:
    """The template of a place for whoever designs templates somewhere; drafts and deeds are for who has a right here."""
    require_designer(actor)
    rows = stored.of_place(work.connection, place.kind, place.legal_set, place.agency_id)
    in_force = slip_template_choice.in_force(work, place.kind, place.legal_set, place.agency_id, now)
    standing = stored.standing(work.connection, place.legal_set)
    edits = slip_templates.may_edit(work, actor, place.agency_id)
    publishes = slip_templates.may_publish(work, actor, place.agency_id)
    drafts = [row for row in rows if row.state == stored.DRAFT]
    names = names_of(work, [*standing, *([in_force] if in_force is not None else [])], place.agency_id)
    return PlacePage(
        place=place,
        kind=SLIP_KINDS[place.kind],
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
    require_designer(actor)
    old, old_name = _side(work, actor, place, old_id)
    new, new_name = _side(work, actor, place, new_id)
    return Comparison(old_name, new_name, differences(old, new, place.kind))


def ready(work: Work, actor: Actor, draft_id: int, now: datetime) -> Ready:
    """A draft beside what is used now; raises NotFoundError, NotAllowedError without a right at its place."""
    row = slip_templates.get(work, actor, draft_id)
    place = Place(row.kind, row.legal_set, row.agency_id)
    return Ready(
        row=row,
        kind=SLIP_KINDS[row.kind],
        name=names_of(work, [row])[row.agency_id],
        problems=problems(row.kind, row.body),
        differences=differences(slip_templates.current(work, place, now), row.body, row.kind),
        number=stored.newest_number(work.connection, *slip_templates.key_of(place)) + 1,
        may_publish=slip_templates.may_publish(work, actor, row.agency_id),
        is_own_hand=slip_template_publication.is_own_hand(work, actor, row),
    )


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
    row = slip_templates.readable(work, actor, template_id)
    if (row.kind, row.legal_set) != (place.kind, place.legal_set):
        raise NotFoundError(
            Text("Không có phiên bản mẫu phiếu này.", "There is no such version of a template.")
        )
    name = names_of(work, [row])[row.agency_id]
    which = (
        Text(f"phiên bản {row.number}", f"version {row.number}") if row.number else Text("bản thảo", "draft")
    )
    return row.body, Text(f"{name.vi}, {which.vi}", f"{name.en}, {which.en}")


def require_designer(actor: Actor) -> None:
    """Raise NotAllowedError for who designs nothing anywhere: published templates are open to all who do."""
    if not may_anywhere(actor, EDIT) and not may_anywhere(actor, PUBLISH):
        raise lacking(EDIT)
