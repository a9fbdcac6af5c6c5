"""Who sees requests to change a procedure, who speaks for a unit that is asked, and who decides (A-17)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from motcua.domain.errors import NotFoundError
from motcua.domain.people.permissions import Actor, may, require
from motcua.domain.process.change_request import OPEN, STATES
from motcua.domain.text import Text
from motcua.services.process import model_rights
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.process import change_request as requests

ANSWERING: Final = ("dossier.approve", model_rights.EDIT, model_rights.PUBLISH)
"""Whoever has one of these rights at an agency speaks for it."""


def listing(work: Work, actor: Actor, *, is_open: bool) -> Sequence[Record]:
    """Requests that the actor sees, the newest first: all where he may decide or draw, else his agency's."""
    require(actor, "staff")
    states = OPEN if is_open else tuple(state for state in STATES if state not in OPEN)
    found = requests.listing(work.connection, _fields(actor), actor.agency_id, states)
    rights: dict[tuple[str, int | None], bool] = {}
    for row in found:
        key = (row.field, row.owner_id)
        if key not in rights:
            rights[key] = _sees_all(work, actor, row)
    own = _own(work, actor, found)
    return [row for row in found if rights[row.field, row.owner_id] or row.id in own]


def found(work: Work, actor: Actor, request_id: int, *, lock: bool = False) -> Record:
    """The request; raises NotFoundError, also for whoever has nothing to do with it."""
    require(actor, "staff")
    row = requests.by_id(work.connection, request_id, lock=lock)
    if row is None or not (_sees_all(work, actor, row) or row.id in _own(work, actor, [row])):
        raise NotFoundError(Text("Không tìm thấy đề nghị này.", "There is no such request."))
    return row


def may_decide(work: Work, actor: Actor, row: Record) -> bool:
    """The owner of change requests has the right to publish at the province itself."""
    return model_rights.may_publish(work, actor, row.field, None)


def _sees_all(work: Work, actor: Actor, row: Record) -> bool:
    return model_rights.may_see(work, actor, row.field, row.owner_id) or may_decide(work, actor, row)


def _own(work: Work, actor: Actor, rows: Sequence[Record]) -> Collection[int]:
    """Those of the requests that the actor's agency filed or was asked about."""
    asked = requests.asked_of(work.connection, actor.agency_id)
    return {row.id for row in rows if row.agency_id == actor.agency_id or row.id in asked}


def _fields(actor: Actor) -> Sequence[str] | None:
    """The fields in which the actor draws or approves; None for all."""
    grants = [grant for grant in actor.grants if grant.rights & {model_rights.EDIT, model_rights.PUBLISH}]
    if any(not grant.field for grant in grants):
        return None
    return [grant.field for grant in grants]


def speaks_for(work: Work, actor: Actor, opinion: Record) -> bool:
    """Whether the actor may answer this opinion, which nobody has yet."""
    if opinion.answered_at is not None or opinion.agency_id != actor.agency_id:
        return False
    lineage = agencies.lineage(work.connection, opinion.agency_id)
    return any(may(actor, right, lineage) for right in ANSWERING)
