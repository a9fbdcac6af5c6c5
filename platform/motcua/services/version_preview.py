"""What would become of open dossiers if they were moved to another version: who can, who cannot and why (A-12)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.domain.errors import MotcuaError
from motcua.domain.permissions import Actor
from motcua.domain.text import Text
from motcua.services import version_move
from motcua.services.version_migration import MOST, Pair, change_of, pair_of
from motcua.services.version_move import Change
from motcua.services.work import Work
from motcua.store import dossier as dossiers
from motcua.store import step as steps
from motcua.store import version_migration as stored
from motcua.store.base import Record


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
    """The open dossiers of the old version, in the order of their codes; `total` counts those left out as well."""

    pair: Pair
    prospects: Sequence[Prospect]
    total: int
    unknown: Sequence[str]

    @property
    def movable(self) -> list[Prospect]:
        return [one for one in self.prospects if one.problem is None]

    @property
    def staying(self) -> list[Prospect]:
        return [one for one in self.prospects if one.problem is not None]


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
    visited = steps.of_dossiers(work.connection, ids) if ids else {}
    prospects = [_prospect(change, row, visited[row.id], now) for row in rows]
    standing = {step.step_id for one in prospects for step in one.steps}
    lost = sorted(key for key in standing if change.over.target(key) not in change.new.model.node_by_id)
    return Preview(pair, prospects, stored.count_open(work.connection, from_id), lost)


def _prospect(change: Change, row: Record, visits: Sequence[Record], now: datetime) -> Prospect:
    standing = [visit for visit in visits if visit.left_at is None]
    try:
        found = version_move.plan(change, row, now)
    except MotcuaError as error:
        return Prospect(row, standing, error.message)
    return Prospect(row, standing, None, [one.step.name for one in found.steps if one.is_released])
