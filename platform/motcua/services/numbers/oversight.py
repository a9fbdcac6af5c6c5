"""What is watched over, in one place: what waits to be confirmed, late transfers and notices, papers asked for twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from motcua.domain.people.permissions import Actor, lacking, may_anywhere, may_work, require
from motcua.services import part
from motcua.services.exchange import late_transfers, tracking_agencies
from motcua.services.exchange.late_transfers import Transfer
from motcua.services.numbers.oversight_rows import Again, Entry, Missing, Notice, Reading, Scope, Unsent
from motcua.services.part import Part
from motcua.services.people import reach
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.dossier import tracking
from motcua.store.intake import outage as outages
from motcua.store.messages import message_hold as holds
from motcua.store.numbers import oversight as stored
from motcua.store.time import calendar as calendars

SEES: Final = "dossier.view"
APPROVES: Final = "dossier.approve"
RIGHTS: Final = ("report.view", SEES, "dossier.urge", APPROVES)
KEPT: Final = timedelta(days=30)
"""How long back what is over is shown."""

LISTS: Final = ("unsent", "entries", "tracked", "transfers", "notices", "missing", "again")


@dataclass(frozen=True, slots=True)
class Watched:
    """Everything on the page, a part of each of the `LISTS`; `agency_names` are those of the agencies by id.

    `tracked` are past their due time, and nobody wrote down a result; `may_track`: whether tracked dossiers are the
    reader's to see.
    """

    unsent: Part[Unsent]
    entries: Part[Entry]
    tracked: Part[Record]
    transfers: Part[Transfer]
    notices: Part[Notice]
    missing: Part[Missing]
    again: Part[Again]
    agency_names: dict[int, Record]
    may_track: bool


def may_watch(actor: Actor) -> bool:
    """Whether there may be something for the actor, for menus; the services ask by agency."""
    granted = any(may_anywhere(actor, right) for right in RIGHTS)
    return granted or (actor.kind == "staff" and not actor.is_restricted)


def scope(work: Work, actor: Actor) -> Scope:
    """What the actor may watch; raises NotAllowedError for who neither has a right nor works at a desk."""
    require(actor, "staff")
    granted = reach.of(work, actor, *RIGHTS)
    works = may_work(actor, "dossier.receive") and not actor.is_restricted
    own = actor.agency_id if works and actor.agency_id not in granted else None
    if not granted and own is None:
        raise lacking(RIGHTS[0])
    return Scope(granted, own, reach.of(work, actor, APPROVES))


def watched(work: Work, actor: Actor, now: datetime, skips: Mapping[str, int] | None = None) -> Watched:
    """A part of every list for the actor: of his agencies, and of the dossiers that his own desk received.

    `skips` are the rows before the part to be shown, by the name of the list.
    """
    seen = scope(work, actor)
    reading = Reading(work, actor, seen, calendars.current_revision(work.connection))
    skip = {name: (skips or {}).get(name, 0) for name in LISTS}
    connection, places, since, limit = work.connection, seen.everywhere, now - KEPT, part.PAGE + 1
    unsent = holds.of_agencies(connection, places, limit, skip["unsent"])
    entries = outages.waiting(connection, seen.approves, limit, skip["entries"]) if seen.approves else ()
    transfers = late_transfers.of(work, places, since, now, limit, skip["transfers"])
    notices = stored.late_notices(connection, places, limit, skip["notices"])
    missing = stored.found_missing(connection, places, since, limit, skip["missing"])
    again = stored.asked_again(connection, seen.agencies, since, limit, skip["again"])
    writes = frozenset(row.id for row in tracking_agencies.own(work, actor))
    return Watched(
        unsent=part.of(unsent, skip["unsent"], reading.unsent),
        entries=part.of(entries, skip["entries"], reading.entry),
        tracked=_tracked(work, actor, writes, now, skip["tracked"]),
        transfers=part.of(transfers, skip["transfers"], reading.transfer),
        notices=part.of(notices, skip["notices"], reading.notice),
        missing=part.of(missing, skip["missing"], reading.missing),
        again=part.of(again, skip["again"], reading.again),
        agency_names={row.id: row for row in agencies.everything(connection)},
        may_track=bool(writes) or may_anywhere(actor, SEES),
    )


def _tracked(work: Work, actor: Actor, writes: frozenset[int], now: datetime, skip: int) -> Part[Record]:
    within = reach.of(work, actor, SEES) | writes
    found = tracking.late(work.connection, within, now, part.PAGE + 1, skip) if within else ()
    return part.of(found, skip, lambda row: row)
