"""Agencies that only track, because their own system is not connected; who may write for them (C-14)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from motcua.domain.errors import NotFoundError
from motcua.domain.people.permissions import Actor, account_id, lacking, may, may_work
from motcua.domain.text import Text
from motcua.services.people import reach
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.dossier import tracking as stored

DECLARES: Final = "agency.manage"


@dataclass(frozen=True)
class Declarable:
    """The agencies that somebody manages: those that only track, and the others."""

    tracking: Sequence[Record]
    others: Sequence[Record]


def declare(work: Work, actor: Actor, agency_id: int, now: datetime, *, only_tracks: bool) -> None:
    """Say that an agency's own system is not connected, so that it only tracks; or that it is again. One commit."""
    if not may(actor, DECLARES, agencies.lineage(work.connection, agency_id)):
        raise lacking(DECLARES)
    agency = agencies.by_id(work.connection, agency_id)
    if agency is None:
        raise NotFoundError(Text("Không tìm thấy cơ quan này.", "There is no such agency."))
    if only_tracks:
        stored.declare(work.connection, agency_id, account_id(actor), now)
    else:
        stored.withdraw(work.connection, agency_id)
    action = "agency.tracks" if only_tracks else "agency.runs"
    work.record(
        at=now, actor_id=actor.id, actor_name=actor.name, action=action, subject=agency.code, detail={}
    )
    work.commit()


def declarable(work: Work, actor: Actor) -> Declarable:
    """The agencies of which the actor may say so; raises NotAllowedError where there are none."""
    within = reach.of(work, actor, DECLARES)
    if not within:
        raise lacking(DECLARES)
    tracking = [row for row in stored.agencies(work.connection) if row.id in within]
    taken = {row.id for row in tracking}
    others = [row for row in agencies.everything(work.connection) if row.id in within - taken]
    return Declarable(tracking, others)


def own(work: Work, actor: Actor) -> Sequence[Record]:
    """The agencies that only track for which the actor may write: his own, and where he manages."""
    if not may_work(actor, "dossier.receive"):
        return ()
    within = reach.of(work, actor, DECLARES) | {actor.agency_id}
    return [row for row in stored.agencies(work.connection) if row.id in within]
