"""The lists of an officer and of a leader: what waits, first what burns, with counters that agree (D-16)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from motcua.domain.people.permissions import Actor, account_ids
from motcua.domain.search import words
from motcua.services.desk import worklist_view
from motcua.services.desk.worklist_facets import Facets, facets
from motcua.services.desk.worklist_item import FINISHED, WorkItem, items
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.desk import worklist as rows
from motcua.store.desk.worklist_view import Filters, Position, Sought, View

__all__ = ["FINISHED", "PAGE", "Facets", "Filters", "Page", "Position", "WorkItem", "of", "page"]

PAGE = 50
SCANNED = 500
"""Rows looked through for a page of one class, which is computed of each dossier and stored of none (E-08)."""


@dataclass(frozen=True)
class Page:
    """Some rows of a list, how many there are of each kind, and where the next page begins (None after the last)."""

    items: list[WorkItem]
    facets: Facets
    next: Position | None


def of(work: Work, actor: Actor, now: datetime, limit: int = 500) -> list[WorkItem]:
    """What the officer can act on now, what burns first: overdue, then by the time that is left (E-22, E-23)."""
    view = worklist_view.own(work, actor, now)
    found = rows.find(work.connection, view, limit=limit)
    return items(work, account_ids(actor), found.rows, _names(work, found.rows), now)


def page(
    work: Work,
    actor: Actor,
    view: View,
    now: datetime,
    wanted: Filters | None = None,
    query: str = "",
    after: Position | None = None,
    limit: int = PAGE,
    timeliness: str = "",
) -> Page:
    """A page of the view, narrowed to what is `wanted` and to the rows that hold every word of `query`.

    Words are found with or without diacritics in the applicant's name, the code and what the procedure is found by;
    an identity number is found as a whole. `timeliness` leaves finished dossiers of this class only: counters do not
    know it, and a page may hold fewer rows than `limit` although more follow.
    """
    filters = wanted or Filters()
    sought = Sought(words(query), work.cipher.digest(query)) if query.strip() else Sought()
    read = SCANNED if timeliness else limit
    found = rows.find(work.connection, view, sought, filters, after, read + 1)
    names = _names(work, found.counts)
    scanned = found.rows[:read]
    made = zip(scanned, items(work, account_ids(actor), scanned, names, now), strict=True)
    fitting = [(row, item) for row, item in made if timeliness in ("", item.timeliness)]
    last = fitting[limit - 1][0] if len(fitting) > limit else scanned[-1] if len(found.rows) > read else None
    following = Position(last.rank, last.burns_at, last.key) if last is not None else None
    shown = [item for _, item in fitting[:limit]]
    return Page(shown, facets(work, found.counts, filters, names), following)


def _names(work: Work, found: Iterable[Record]) -> Mapping[int, str]:
    """Names of those who hold any of the rows; their counts name them all."""
    held = {row.holder_id for row in found if row.holder_id is not None}
    return rows.holders(work.connection, held) if held else {}
