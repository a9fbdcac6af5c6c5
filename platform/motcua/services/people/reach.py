"""How far a right of the actor reaches: the agencies it was granted at and all below them."""

from __future__ import annotations

from motcua.domain.people.permissions import Actor
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies


def of(work: Work, actor: Actor, *rights: str) -> frozenset[int]:
    """The ids of the agencies where the actor has one of the rights for every field; empty when nowhere."""
    granted = {
        grant.agency_id
        for grant in actor.grants
        if not grant.field and any(right in grant.rights for right in rights)
    }
    return agencies.subtree(work.connection, granted) if granted else frozenset()
