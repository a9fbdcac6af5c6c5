"""The rows of what is watched over: whose they are to see, and what the reader may do with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from motcua.domain.papers.unlisted_paper import papers_of
from motcua.domain.people.permissions import Actor, account_ids
from motcua.domain.process.process import Paper
from motcua.services.desk import desk
from motcua.services.exchange.late_transfers import Transfer
from motcua.services.time import warnings
from motcua.services.version.versions import Version
from motcua.services.work import Work
from motcua.store.base import Record

PAPER = "paper:"


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
    """The newest late notice of a dossier; the desk has to send it while nobody was told, or to call whom no message reaches.

    `may_send`: whether the reader is that desk.
    """

    row: Record
    version: Version
    may_send: bool

    @property
    def waits(self) -> bool:
        return self.row.told_at is None or not self.row.is_reached


@dataclass(frozen=True, slots=True)
class Unsent:
    """A dossier of which messages wait for its desk (X-37); `may_send`: whether the reader is that desk."""

    row: Record
    version: Version
    may_send: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A back entry that waits for approval; nobody approves what he entered himself (C-13)."""

    row: Record
    is_own: bool


@dataclass
class Reading:
    """Makes the rows of one reader; each procedure's desk is asked about once. None for a row that is not his to see."""

    work: Work
    actor: Actor
    seen: Scope
    revision: int
    known: dict[tuple[int, int], bool] = field(default_factory=dict)

    def unsent(self, row: Record) -> Unsent | None:
        return Unsent(row, self._version(row), self._is_desk(row)) if self._is_seen(row) else None

    def entry(self, row: Record) -> Entry:
        return Entry(row, row.entered_by in account_ids(self.actor))

    def transfer(self, found: Transfer) -> Transfer | None:
        return found if self._is_seen(found.row) else None

    def notice(self, row: Record) -> Notice | None:
        if not self._is_seen(row):
            return None
        return Notice(row, self._version(row), row.told_at is None and self._is_desk(row))

    def missing(self, row: Record) -> Missing | None:
        if not self._is_seen(row):
            return None
        version = self._version(row)
        limit_at = warnings.notify_limit(self.work, version, row, row.step_agency_id, self.revision)
        return Missing(row, version, _papers(version, row.papers), limit_at)

    def again(self, row: Record) -> Again:
        version = self._version(row)
        keys = [str(slot).removeprefix(PAPER) for slot in row.slots]
        return Again(row, version, _papers(version, keys), self.work.cipher.open(row.reason_sealed))

    def _version(self, row: Record) -> Version:
        return self.work.house.versions.get(self.work.connection, row.version_id)

    def _is_seen(self, row: Record) -> bool:
        if row.agency_id in self.seen.agencies:
            return True
        return row.agency_id == self.seen.own and self._is_desk(row)

    def _is_desk(self, row: Record) -> bool:
        key = (row.agency_id, row.version_id)
        if key not in self.known:
            self.known[key] = desk.receives(self.work, self.actor, self._version(row), row)
        return self.known[key]


def _papers(version: Version, keys: Sequence[str]) -> list[Paper]:
    return papers_of(version.facts.papers, keys)
