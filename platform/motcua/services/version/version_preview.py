"""What would become of open dossiers if they were moved to another version: who can, who cannot and why (A-12)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.domain.errors import MotcuaError
from motcua.domain.people.permissions import Actor
from motcua.domain.text import Text
from motcua.services.version import version_move
from motcua.services.version.version_migration import MOST, Pair, change_of, pair_of, procedure_of
from motcua.services.version.version_move import Change
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.dossier import dossier as dossiers
from motcua.store.dossier import under_way
from motcua.store.dossier.under_way import UnderWay
from motcua.store.version import version_migration as stored


@dataclass(frozen=True)
class Ends:
    """Between which versions dossiers are to be moved: `sources` are those that have open ones, rows of `open_by_version`.

    `source` is the one chosen, None where no dossier is left to move.
    """

    procedure: Record
    target: Record
    sources: Sequence[Record]
    source: Record | None

    @property
    def is_in_force(self) -> bool:
        return bool(self.target.state == "active")


@dataclass(frozen=True)
class Prospect:
    """What would become of one dossier: its `problem`, none when it can be moved; `steps` are those that wait.

    `released` are the steps whose holder is not in the new version's group.
    """

    row: Record
    steps: Sequence[Record]
    problem: Text | None
    released: Sequence[str] = ()


@dataclass(frozen=True)
class Preview:
    """The open dossiers of the old version that were asked for, in the order of their codes, at most `MOST`."""

    pair: Pair
    prospects: Sequence[Prospect]
    unknown: Sequence[str]

    @property
    def movable(self) -> list[Prospect]:
        return [one for one in self.prospects if one.problem is None]

    @property
    def staying(self) -> list[Prospect]:
        return [one for one in self.prospects if one.problem is not None]


def ends_of(work: Work, actor: Actor, version_id: int, from_id: int | None = None) -> Ends:
    """Where dossiers come from and go to, seen from one version: a replaced one is left for the one in force.

    `from_id` chooses among several that still have open dossiers. Raises NotFoundError, NotAllowedError.
    """
    procedure = procedure_of(work, actor, version_id)
    versions = stored.open_by_version(work.connection, procedure.id)
    own = next(one for one in versions if one.id == version_id)
    is_target = own.state in ("waiting", "active") or procedure.version_id is None
    target = own if is_target else next(one for one in versions if one.id == procedure.version_id)
    sources = [one for one in versions if one.id != target.id and one.open]
    wanted = from_id if from_id is not None or is_target else version_id
    most = max(sources, key=lambda one: int(one.open), default=None)
    source = next((one for one in sources if one.id == wanted), most)
    return Ends(procedure, target, sources, source)


def preview(
    work: Work,
    actor: Actor,
    from_id: int,
    to_id: int,
    mapping: Mapping[str, str],
    now: datetime,
    *,
    agency_id: int | None = None,
    step_id: str = "",
) -> Preview:
    """What would become of the open dossiers of a version; nothing is written.

    `agency_id` and `step_id` leave only those received there, or waiting at that step. `unknown` are elements at which
    dossiers wait and which the new version has neither by id nor by `mapping`.
    """
    pair = pair_of(work, actor, from_id, to_id)
    change = change_of(work, pair, mapping)
    ids = stored.open_dossiers(work.connection, from_id, agency_id=agency_id, step_id=step_id, most=MOST)
    rows = sorted(dossiers.some(work.connection, ids), key=lambda row: str(row.code)) if ids else []
    known = under_way.of_dossiers(work.connection, ids) if ids else {}
    prospects = [_prospect(change, row, known[row.id], now) for row in rows]
    standing = {step.step_id for one in prospects for step in one.steps}
    lost = sorted(key for key in standing if change.over.target(key) not in change.new.model.node_by_id)
    return Preview(pair, prospects, lost)


def _prospect(change: Change, row: Record, about: UnderWay, now: datetime) -> Prospect:
    try:
        found = version_move.plan(change, row, about, now)
    except MotcuaError as error:
        return Prospect(row, about.steps, error.message)
    return Prospect(row, about.steps, None, [one.step.name for one in found.steps if one.is_released])
