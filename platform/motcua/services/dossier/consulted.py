"""Who answers for an agency that was asked for its opinion, and sees the dossier for it (H-01)."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from motcua.domain.errors import NotAllowedError
from motcua.domain.people.permissions import Actor, account_ids, may_work
from motcua.domain.text import Text
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.exchange import consultation as consultations
from motcua.store.people import group as groups


def speaks_for(work: Work, actor: Actor) -> Collection[int]:
    """The agencies in whose groups the actor serves, as far as his roles let him process dossiers."""
    if not may_work(actor, "dossier.process"):
        return ()
    found = (groups.of_account(work.connection, one) for one in account_ids(actor))
    return {row.agency_id for rows in found for row in rows}


def asked(work: Work, actor: Actor, dossier_id: int) -> Sequence[Record]:
    """What the actor's agency was asked about this dossier: id, agency_id, answered_at; oldest first."""
    agency_ids = speaks_for(work, actor)
    return consultations.asked_of(work.connection, dossier_id, agency_ids) if agency_ids else ()


def require_asked(work: Work, actor: Actor, dossier_id: int) -> None:
    """Raise NotAllowedError unless the actor's agency was asked about this dossier."""
    if not asked(work, actor, dossier_id):
        raise NotAllowedError(
            Text(
                "Cơ quan của bạn không được lấy ý kiến về hồ sơ này.",
                "Your agency was not asked for an opinion on this dossier.",
            )
        )
