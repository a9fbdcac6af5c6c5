"""The catalogue of procedures as the studio shows it: what is drawn, waits, is in use and has ended (A-01, A-03)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from motcua.domain.people.permissions import Actor, lacking, may_anywhere
from motcua.domain.search import fold, words
from motcua.domain.text import Text
from motcua.services.process import model_rights, process_drafts
from motcua.services.process.model_rights import EDIT, PUBLISH
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.process import catalogue

PER_PAGE: Final = 50
STATES: Final = ("draft", "submitted", "waiting", "active", "abolished")


@dataclass(frozen=True)
class Line:
    """A procedure of the catalogue, or one that only drafts speak of: then `row` is None.

    `states` are those of STATES that hold for it: a procedure in use may have a draft and a version that waits.
    """

    code: str
    name: str
    name_en: str
    field: str
    level: str
    owner_id: int | None
    owner: Text
    row: Record | None
    drafts: Sequence[Record] = ()
    states: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed to; empty means any. `owner_id` 0 is any agency, -1 the province itself."""

    query: str = ""
    field: str = ""
    level: str = ""
    owner_id: int = 0
    state: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """The lines of one page, how many there are in all, and how many of each state the other filters leave."""

    lines: Sequence[Line]
    total: int
    counts: Mapping[str, int]
    fields: Sequence[Record]
    levels: Sequence[str]
    owners: Sequence[tuple[int, Text]] = field(default_factory=tuple)


def listing(work: Work, actor: Actor, filters: Filters, page: int = 1) -> Listing:
    """The procedures and drafts that the actor may see, by name; raises NotAllowedError for whoever sees none at all."""
    if not may_anywhere(actor, EDIT) and not may_anywhere(actor, PUBLISH):
        raise lacking(EDIT)
    lines = _lines(work, actor)
    narrowed = [line for line in lines if _matches(line, filters)]
    counts = {state: sum(state in line.states for line in narrowed) for state in STATES}
    shown = [line for line in narrowed if not filters.state or filters.state in line.states]
    first = (max(page, 1) - 1) * PER_PAGE
    known = {line.field for line in lines}
    return Listing(
        lines=shown[first : first + PER_PAGE],
        total=len(shown),
        counts={"": len(narrowed), **counts},
        fields=[row for row in catalogue.fields(work.connection) if row.key in known],
        levels=sorted({line.level for line in lines}),
        owners=sorted({(line.owner_id or -1, line.owner) for line in lines}, key=lambda one: one[1].vi),
    )


def _lines(work: Work, actor: Actor) -> list[Line]:
    sees = _seeing(work, actor)
    root = agencies.root(work.connection)
    province = Text(root.name, root.name_en) if root is not None else Text("Cấp tỉnh", "The province")
    drafts: dict[str, list[Record]] = {}
    for draft in process_drafts.listing(work, actor):
        drafts.setdefault(draft.code, []).append(draft)
    lines = [
        _known(row, drafts.pop(row.code, ()), province)
        for row in catalogue.everything(work.connection)
        if sees(row.field, row.owner_id)
    ]
    names = agencies.named(
        work.connection, {one.owner_id for many in drafts.values() for one in many} - {None}
    )
    lines += [_new(many, names, province) for many in drafts.values()]
    if root is not None:
        # The province itself stands as the agency, or no agency does.
        lines = [replace(line, owner_id=None) if line.owner_id == root.id else line for line in lines]
    return sorted(lines, key=lambda line: (fold(line.name), line.code))


def _seeing(work: Work, actor: Actor) -> Callable[[str, int | None], bool]:
    known: dict[tuple[str, int | None], bool] = {}

    def sees(field_key: str, owner_id: int | None) -> bool:
        key = (field_key, owner_id)
        if key not in known:
            known[key] = model_rights.may_see(work, actor, *key)
        return known[key]

    return sees


def _known(row: Record, drafts: Sequence[Record], province: Text) -> Line:
    states = {draft.state for draft in drafts}
    if row.waiting_id is not None:
        states.add("waiting")
    if row.version_id is not None:
        states.add("active" if row.is_active else "abolished")
    owner = Text(row.owner_name, row.owner_name_en) if row.owner_name else province
    return Line(
        row.code,
        row.name,
        row.name_en,
        row.field,
        row.level,
        row.owner_id,
        owner,
        row,
        drafts,
        frozenset(states),
    )


def _new(drafts: Sequence[Record], names: Mapping[int, Record], province: Text) -> Line:
    one = drafts[0]
    agency = names.get(one.owner_id) if one.owner_id is not None else None
    owner = Text(agency.name, agency.name_en) if agency is not None else province
    states = frozenset(draft.state for draft in drafts)
    return Line(one.code, one.name, one.name, one.field, one.level, one.owner_id, owner, None, drafts, states)


def _matches(line: Line, filters: Filters) -> bool:
    decision = str(line.row.decision.get("number", "")) if line.row is not None and line.row.decision else ""
    text = fold(f"{line.code} {line.name} {line.name_en} {decision}")
    return (
        all(word in text for word in words(filters.query))
        and filters.field in ("", line.field)
        and filters.level in ("", line.level)
        and filters.owner_id in (0, line.owner_id or -1)
    )
