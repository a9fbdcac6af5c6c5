"""Who may draw, approve and see processes: a right at the competent agency, or above it, for the field (A-12)."""

from __future__ import annotations

from motcua.domain.people.permissions import Actor, lacking, may
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies

EDIT, PUBLISH = "procedure.edit", "procedure.publish"


def may_edit(work: Work, actor: Actor, field: str, owner_id: int | None) -> bool:
    return _may(work, actor, EDIT, field, owner_id)


def may_publish(work: Work, actor: Actor, field: str, owner_id: int | None) -> bool:
    return _may(work, actor, PUBLISH, field, owner_id)


def may_see(work: Work, actor: Actor, field: str, owner_id: int | None) -> bool:
    """Whoever may draw or approve the processes of this field at this agency sees them."""
    return may_edit(work, actor, field, owner_id) or may_publish(work, actor, field, owner_id)


def require_edit(work: Work, actor: Actor, field: str, owner_id: int | None) -> None:
    """Raise NotAllowedError unless `may_edit`."""
    if not may_edit(work, actor, field, owner_id):
        raise lacking(EDIT)


def require_publish(work: Work, actor: Actor, field: str, owner_id: int | None) -> None:
    """Raise NotAllowedError unless `may_publish`."""
    if not may_publish(work, actor, field, owner_id):
        raise lacking(PUBLISH)


def require_see(work: Work, actor: Actor, field: str, owner_id: int | None) -> None:
    """Raise NotAllowedError unless `may_see`."""
    if not may_see(work, actor, field, owner_id):
        raise lacking(EDIT)


def _may(work: Work, actor: Actor, right: str, field: str, owner_id: int | None) -> bool:
    if not any(right in grant.rights and grant.field in ("", field) for grant in actor.grants):
        return actor.kind == "system"
    return may(actor, right, _lineage(work, owner_id), field)


def _lineage(work: Work, owner_id: int | None) -> tuple[int, ...]:
    """The competent agency and those above it; a procedure without one is the province's."""
    if owner_id is not None:
        return agencies.lineage(work.connection, owner_id)
    root = agencies.root(work.connection)
    return (root.id,) if root is not None else ()
