"""The book of certifications: every copy an agency certified in a year, by number, for its officers (F-17)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from motcua.domain.people.permissions import Actor, lacking, may, require
from motcua.services.signing import authority
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.papers import certified_copy as copies


def of_year(work: Work, actor: Actor, year: int, now: datetime) -> Sequence[Record]:
    """The book of the actor's own agency: for whoever was given its seal, or may see every dossier of it.

    The opening is recorded, for the book names people (M-14). One commit. Raises NotAllowedError.
    """
    require(actor, "staff")
    agency_id = actor.agency_id
    if agency_id is None or not (
        may(actor, "dossier.view", agencies.lineage(work.connection, agency_id))
        or authority.choices(work, actor, "agency", agency_id, now)
    ):
        raise lacking("dossier.view")
    work.record(
        at=now, actor_id=actor.id, actor_name=actor.name, action="copy.book", subject=str(year), detail={}
    )
    work.commit()
    return copies.of_year(work.connection, agency_id, year)
