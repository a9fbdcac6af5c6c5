"""What was done to drafts and versions: written with the deed into their history and into the security log (N-20)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from motcua.domain.people.permissions import Actor
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.version import version_life


def write(
    work: Work,
    actor: Actor,
    now: datetime,
    kind: str,
    code: str,
    *,
    draft_id: int | None = None,
    version: Record | None = None,
    detail: Mapping[str, object] | None = None,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> int | None:
    """One deed: an event of the draft or version, and a row of the log under `code`; the event's id. Does not commit.

    None when it is a warning that was given before: then nothing is written.
    """
    told: dict[str, Any] = dict(detail or {})
    if before is not None or after is not None:
        told |= {"before": dict(before or {}), "after": dict(after or {})}
    event_id = version_life.write(
        work.connection,
        draft_id=version.draft_id if version is not None else draft_id,
        version_id=version.id if version is not None else None,
        kind=kind,
        at=now,
        actor_id=actor.id,
        actor_name=actor.name,
        detail=told,
    )
    if event_id is None:
        return None
    noun, about = (
        ("version", {"number": version.number}) if version is not None else ("draft", {"draft": draft_id})
    )
    work.record(
        at=now,
        actor_id=actor.id,
        actor_name=actor.name,
        action=f"{noun}.{kind}",
        subject=code,
        detail={**about, **told},
    )
    return event_id
