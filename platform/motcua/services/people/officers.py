"""Which officers something about a dossier concerns: by their step, their desk, their rights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from motcua.services.desk.desk import steps_of_desk
from motcua.services.version.versions import Version
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.people import group as groups
from motcua.store.people import officer as officers


def with_right(work: Work, right: str, agency_id: int, field: str | None = None) -> Sequence[int]:
    """The accounts with the right at the agency, or at the nearest one above where somebody has it (for the field)."""
    for place in agencies.lineage(work.connection, agency_id):
        if found := officers.with_right(work.connection, right, place, field):
            return found
    return ()


def at_step(work: Work, procedure_code: str, step: Record) -> Sequence[int]:
    """Who works at a waiting step: its holder, or the whole group while nobody has taken it."""
    if step.holder_id is not None:
        return [step.holder_id]
    return groups.accounts_of(work.connection, step.agency_id, step.position, procedure_code, step.step_id)


def to_do(work: Work, procedure_code: str, row: Mapping[str, Any]) -> Sequence[int]:
    """Who gets a step that opens (a row of `stepping.opening`): whom it is given to, or its group."""
    if row["holder_id"] is not None:
        return [row["holder_id"]]
    return groups.accounts_of(
        work.connection, row["agency_id"], row["position"], procedure_code, row["step_id"]
    )


def of_desk(work: Work, dossier: Record, version: Version) -> Sequence[int]:
    """The accounts of the desk that received the dossier: the groups of its receiving and returning steps."""
    found: dict[int, None] = {}
    for step in steps_of_desk(version):
        group = groups.accounts_of(
            work.connection, dossier.agency_id, step.position, version.facts.code, step.id
        )
        found |= dict.fromkeys(group)
    return sorted(found)
