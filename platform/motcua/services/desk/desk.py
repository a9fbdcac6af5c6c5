"""Who is the desk of a dossier: the groups of its receiving and returning steps at the agency."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from motcua.domain.errors import NotAllowedError
from motcua.domain.people.permissions import Actor, account_ids, may_work_in
from motcua.domain.process.process import Step
from motcua.domain.text import Text
from motcua.services.people import delegations
from motcua.services.version.versions import Version
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.people import group as groups

AT_ONCE: Final = 100
"""Procedures asked about by one statement."""


def receives(work: Work, actor: Actor, version: Version, dossier: Record) -> bool:
    """Whether the actor may accept this dossier, confirm its result or hand it over, as his roles allow (J-12)."""
    return _serves(work, account_ids(actor), actor, version, dossier)


def behind(work: Work, actor: Actor, version: Version, dossier: Record) -> Mapping[str, object]:
    """What the history says of the person the actor stands in for at the desk; empty when he acts for himself."""
    if not actor.behind or receives(work, replace(actor, behind=()), version, dossier):
        return {}
    serving = [one.id for one in actor.behind if _serves(work, [one.id], actor, version, dossier)]
    return delegations.told(actor, serving)


def _serves(work: Work, people: list[int], actor: Actor, version: Version, dossier: Record) -> bool:
    return _serves_at(work, people, actor, version, dossier.agency_id)


def _serves_at(work: Work, people: list[int], actor: Actor, version: Version, agency_id: int) -> bool:
    places = [
        (agency_id, step.position, step.id)
        for step in steps_of_desk(version)
        if may_work_in(actor, step.phase)
    ]
    return groups.serves_any(work.connection, people, version.facts.code, places)


def serves_at(work: Work, actor: Actor, version: Version, agency_id: int) -> bool:
    """Whether the actor may receive dossiers of this version at the agency, as his groups and roles allow."""
    return _serves_at(work, account_ids(actor), actor, version, agency_id)


def served_at(
    work: Work, actor: Actor, procedures: Sequence[Record], agency_id: int
) -> Iterator[tuple[Record, Version]]:
    """Those of the procedures (rows with `version_id`) that the actor `serves_at` the agency, in their order.

    Two statements at most for each `AT_ONCE` of them.
    """
    for start in range(0, len(procedures), AT_ONCE):
        rows = procedures[start : start + AT_ONCE]
        versions = work.house.versions.several(work.connection, [row.version_id for row in rows])
        steps = [
            (version.facts.code, step.position, step.id)
            for version in versions
            for step in steps_of_desk(version)
            if may_work_in(actor, step.phase)
        ]
        served = groups.served(work.connection, account_ids(actor), agency_id, steps)
        yield from (pair for pair in zip(rows, versions, strict=True) if pair[1].facts.code in served)


def require_at(work: Work, actor: Actor, version: Version, agency_id: int) -> None:
    """Raise NotAllowedError unless the actor `serves_at` the agency."""
    if not serves_at(work, actor, version, agency_id):
        raise not_of_desk()


def not_of_desk() -> NotAllowedError:
    return NotAllowedError(
        Text(
            "Bạn không thuộc nhóm tiếp nhận của thủ tục này tại cơ quan.",
            "You are not in the group that receives this procedure at the agency.",
        )
    )


def steps_of_desk(version: Version) -> list[Step]:
    """The steps of the phases "receive" and "return"; a model with neither leaves it to its first step."""
    own = [step for step in version.model.steps if step.phase in ("receive", "return")]
    return own or list(version.model.steps[:1])
