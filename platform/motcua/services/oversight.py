"""What is watched over, in one place: late transfers and notices, missing papers told of late, papers asked for twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from motcua.domain.permissions import Actor, lacking, may_anywhere, may_work, require
from motcua.domain.process import Paper
from motcua.services import desk, late_transfers, reach, warnings
from motcua.services.late_transfers import Transfer
from motcua.services.versions import Version
from motcua.services.work import Work
from motcua.store import agency as agencies
from motcua.store import calendar as calendars
from motcua.store import outage as outages
from motcua.store import oversight as stored
from motcua.store.base import Record

RIGHTS: Final = ("report.view", "dossier.view", "dossier.urge", "dossier.approve")
APPROVES: Final = "dossier.approve"
KEPT: Final = timedelta(days=30)
"""How long back what is over is shown."""

PAPER: Final = "paper:"


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose dossiers somebody watches: the agencies of his rights, and his own desk's at the agency `own`."""

    agencies: frozenset[int]
    own: int | None
    approves: frozenset[int]

    @property
    def everywhere(self) -> frozenset[int]:
        return self.agencies | ({self.own} if self.own is not None else set())


@dataclass(frozen=True, slots=True)
class Missing:
    """A paper that an officer found missing; `limit_at` is until when the desk was to be told, None where nothing binds."""

    row: Record
    version: Version
    papers: Sequence[Paper]
    limit_at: datetime | None

    @property
    def is_late(self) -> bool:
        return self.limit_at is not None and self.row.asked_at > self.limit_at


@dataclass(frozen=True, slots=True)
class Again:
    """A request for papers that the dossier already held, with the reason that was given for it."""

    row: Record
    version: Version
    papers: Sequence[Paper]
    reason: str


@dataclass(frozen=True, slots=True)
class Notice:
    """The newest late notice of a dossier; the desk has to send it while nobody was told, or to call without an account."""

    row: Record
    version: Version

    @property
    def waits(self) -> bool:
        return self.row.told_at is None or not self.row.has_account


@dataclass(frozen=True, slots=True)
class Watched:
    """Everything on the page; `agency_names` are those of the agencies by id."""

    transfers: Sequence[Transfer]
    notices: Sequence[Notice]
    missing: Sequence[Missing]
    again: Sequence[Again]
    entries: Sequence[Record]
    agency_names: dict[int, Record]


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


def watched(work: Work, actor: Actor, now: datetime) -> Watched:
    """All lists for the actor: of his agencies, and of the dossiers that his own desk received."""
    seen = scope(work, actor)
    places, since = seen.everywhere, now - KEPT
    mine = _keeper(work, actor, seen)
    versions = work.house.versions
    notices = [
        Notice(row, versions.get(work.connection, row.version_id))
        for row in stored.late_notices(work.connection, places)
        if mine(row)
    ]
    revision = calendars.current_revision(work.connection)
    missing = [
        _missing(work, row, revision)
        for row in stored.found_missing(work.connection, places, since)
        if mine(row)
    ]
    again = [_again(work, row) for row in stored.asked_again(work.connection, seen.agencies, since)]
    return Watched(
        transfers=[one for one in late_transfers.of(work, places, since, now) if mine(one.row)],
        notices=notices,
        missing=sorted(missing, key=lambda one: not one.is_late),
        again=again,
        entries=outages.waiting(work.connection, seen.approves) if seen.approves else (),
        agency_names={row.id: row for row in agencies.everything(work.connection)},
    )


def _keeper(work: Work, actor: Actor, seen: Scope) -> Callable[[Record], bool]:
    """Whether a row is the actor's to see; each procedure's desk is asked for once."""
    known: dict[tuple[int, int], bool] = {}

    def mine(row: Record) -> bool:
        if row.agency_id in seen.agencies:
            return True
        key = (row.agency_id, row.version_id)
        if key not in known:
            version = work.house.versions.get(work.connection, row.version_id)
            known[key] = row.agency_id == seen.own and desk.receives(work, actor, version, row)
        return known[key]

    return mine


def _missing(work: Work, row: Record, revision: int) -> Missing:
    version = work.house.versions.get(work.connection, row.version_id)
    limit_at = warnings.notify_limit(work, version, row, row.step_agency_id, revision)
    return Missing(row, version, _papers(version, row.papers), limit_at)


def _again(work: Work, row: Record) -> Again:
    version = work.house.versions.get(work.connection, row.version_id)
    keys = [str(slot).removeprefix(PAPER) for slot in row.slots]
    return Again(row, version, _papers(version, keys), work.cipher.open(row.reason_sealed))


def _papers(version: Version, keys: Sequence[str]) -> list[Paper]:
    return [paper for paper in version.facts.papers if paper.key in keys]
