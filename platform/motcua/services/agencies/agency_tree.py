"""The tree of agencies as who manages them sees it: people, gaps, administrators, past decisions (A-25, J-19)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.domain.people.permissions import Actor, may
from motcua.domain.search import fold, words
from motcua.services.agencies.agencies import RIGHT, managed, today
from motcua.services.people.roles import ADMINISTERS
from motcua.services.time import calendar_owners
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.agencies import agency_history as history
from motcua.store.agencies import agency_work
from motcua.store.base import Record
from motcua.store.process import procedure as procedures
from motcua.store.time import calendar as calendars


@dataclass(frozen=True, slots=True)
class Branch:
    """One line of the tree: `depth` below the topmost agency shown; `administrators` are names, none is J-19."""

    row: Record
    depth: int
    accounts: int
    administrators: Sequence[str]
    is_match: bool


@dataclass(frozen=True, slots=True)
class AgencyPage:
    """Everything about one agency. `gaps` are positions its procedures need and nobody holds.

    `may_restructure` says whether the actor may rename, move, merge, split or end it: that is for who manages the
    agency above. `names` are all agencies by id, for what the past refers to.
    """

    row: Record
    path: Sequence[Record]
    children: Sequence[Branch]
    staff: Sequence[Record]
    administrators: Sequence[str]
    gaps: Sequence[str]
    former: Sequence[Record]
    events: Sequence[Record]
    open_dossiers: int
    calendar_code: str
    may_restructure: bool
    names: Mapping[int, Record]


def directory(work: Work, now: datetime) -> Sequence[Record]:
    """Agencies in force today, for everybody (A-25)."""
    return agencies.acting(work.connection, today(now))


def tree(work: Work, actor: Actor, query: str = "") -> Sequence[Branch]:
    """The agencies the actor manages, each under its parent; a query keeps matches and those above them."""
    tops = [grant.agency_id for grant in actor.grants if RIGHT in grant.rights]
    within = agencies.subtree(work.connection, tops)
    rows = {row.id: row for row in agencies.everything(work.connection) if row.id in within}
    asked = words(query)
    matching = {row.id for row in rows.values() if all(word in _searched(row) for word in asked)}
    kept = _with_parents(rows, matching)
    counts = agency_work.staff_counts(work.connection)
    named = agency_work.administrators(work.connection, ADMINISTERS)
    return [
        Branch(row, depth, counts.get(row.id, 0), named.get(row.id, ()), bool(asked) and row.id in matching)
        for row, depth in _walked({key: rows[key] for key in kept})
    ]


def page(work: Work, actor: Actor, agency_id: int) -> AgencyPage:
    """One agency with its people, its part of the tree and its past; raises NotFoundError, NotAllowedError."""
    row, lineage = managed(work, actor, agency_id)
    below = [one for one in tree(work, actor) if one.row.parent_id == agency_id]
    named = agency_work.administrators(work.connection, ADMINISTERS)
    revision = calendars.current_revision(work.connection)
    above = [agencies.by_id(work.connection, one) for one in reversed(lineage[1:])]
    return AgencyPage(
        row=row,
        path=[one for one in above if one is not None],
        children=below,
        staff=agency_work.staff(work.connection, agency_id),
        administrators=named.get(agency_id, ()),
        gaps=gaps(work, row),
        former=history.former(work.connection, agency_id),
        events=history.events(work.connection, agency_id),
        open_dossiers=len(agency_work.open_dossiers(work.connection, agency_id)),
        calendar_code=work.house.calendars.code_of(work.connection, agency_id, revision),
        may_restructure=may(actor, RIGHT, lineage[1:] or lineage),
        names={one.id: one for one in agencies.everything(work.connection)},
    )


def calendar_names(work: Work, agency_id: int | None) -> Mapping[str, str]:
    """The calendars that an agency and what comes under it may keep, name by code; the topmost agency's for none."""
    top = agencies.root(work.connection)
    given = agency_id or (top.id if top is not None else 0)
    return calendar_owners.offered(work, agencies.lineage(work.connection, given))


def gaps(work: Work, row: Record) -> Sequence[str]:
    """Positions that procedures of this kind of agency need and that nobody holds here (R-23)."""
    needed: set[str] = set()
    for one in procedures.search(work.connection, [], "", row.level):
        if one.version_id is not None:
            model = work.house.versions.get(work.connection, one.version_id).model
            needed |= {step.position for step in model.steps if step.agency == "receiving"}
    return sorted(needed - set(agency_work.positions(work.connection, row.id)))


def _searched(row: Record) -> str:
    return fold(f"{row.code} {row.name} {row.name_en} {row.place}")


def _with_parents(rows: Mapping[int, Record], matching: set[int]) -> set[int]:
    kept: set[int] = set()
    for agency_id in matching:
        here: int | None = agency_id
        while here is not None and here in rows and here not in kept:
            kept.add(here)
            here = rows[here].parent_id
    return kept


def _walked(rows: Mapping[int, Record]) -> Iterator[tuple[Record, int]]:
    """The rows from the top, each followed by those under it."""
    under: dict[int | None, list[Record]] = {}
    for row in rows.values():
        under.setdefault(row.parent_id if row.parent_id in rows else None, []).append(row)
    stack = [(row, 0) for row in reversed(under.get(None, []))]
    while stack:
        row, depth = stack.pop()
        yield row, depth
        stack += [(child, depth + 1) for child in reversed(under.get(row.id, []))]
