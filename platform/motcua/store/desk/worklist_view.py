"""What a list of work is asked with: whose work and as of when, the words sought, the filters; and what is found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from motcua.store.base import Record


class Horizon(NamedTuple):
    """How far some agencies see, by their calendar, for dossiers of a version (0: that decides nothing itself).

    What is due before `soon_at` is due soon; what was accepted before `late_before` should have been passed on.
    """

    agency_ids: Sequence[int]
    version_id: int
    soon_at: datetime
    late_before: datetime


@dataclass(frozen=True)
class View:
    """Whose work, and as of when: that of `accounts` and their groups, or all of `agencies` and `fields` of agencies.

    `phases` are those of the steps the accounts may do, `places` the (agency, position) of their groups, `narrowed` those where
    another binding may have replaced theirs (R-24), `desks` the (version, agency) of which they are the desk. The first of the
    `horizons` is that of every agency that no other names. `fields` are written as "agency/field". `stopping` are the reasons
    that stop a clock, `own_stopping` those of versions. `intake_binds`: late at intake counts (R-22), not so in `intake_others`.
    """

    now: datetime
    horizons: Sequence[Horizon]
    stopping: Sequence[str]
    results: Sequence[str]
    closings: Sequence[str]
    intake_binds: bool
    intake_others: Sequence[int]
    own_stopping: Mapping[int, Sequence[str]] = field(default_factory=dict)
    accounts: Sequence[int] = ()
    phases: Sequence[str] = ()
    places: Sequence[tuple[int, str]] = ()
    narrowed: Sequence[tuple[int, str]] = ()
    desks: Sequence[tuple[int, int]] = ()
    agencies: Sequence[int] = ()
    fields: Sequence[str] = ()

    @property
    def is_of_agencies(self) -> bool:
        return bool(self.agencies or self.fields)


@dataclass(frozen=True, slots=True)
class Sought:
    """Typed words, folded, and the digest of all of it, in case it is an identity number."""

    words: Sequence[str] = ()
    digest: bytes | None = None


@dataclass(frozen=True, slots=True)
class Filters:
    """What a page is narrowed to; what is empty narrows nothing. `holder` is "group" or the id of an account,
    `at` the code of the agency that works on it.
    """

    list: str = ""
    field: str = ""
    procedure: str = ""
    agency: str = ""
    step: str = ""
    channel: str = ""
    holder: str = ""
    at: str = ""
    is_late_transfer: bool = False


class Position(NamedTuple):
    """Where a page begins: after this row in the order of the lists."""

    rank: int
    burns_at: datetime
    key: int


@dataclass(frozen=True)
class Found:
    """A page of rows, what burns first, and the counts of all rows of each kind: how `many`, the earliest `burns_at`.

    Both have rank (the place of their list in LISTS), procedure_id, agency_id, step_id, channel, holder_id,
    is_late_transfer and at_agency, the agency at work; rows also key, dossier_id and step_row (none without a step).
    """

    counts: Sequence[Record]
    rows: Sequence[Record]
