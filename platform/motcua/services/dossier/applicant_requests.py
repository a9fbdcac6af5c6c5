"""What passed between the applicant and the officers about a dossier: papers asked for, wishes, ends, its chain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.dossier import dossier as dossiers
from motcua.store.dossier import ending as endings
from motcua.store.intake import supplement as supplements
from motcua.store.intake import withdrawal as withdrawals


@dataclass(frozen=True)
class Reasoned:
    """A row of what happened with its reason in the open; `later_reason` is that of a reopening."""

    row: Record
    reason: str
    later_reason: str = ""


@dataclass(frozen=True)
class Requests:
    """All of a dossier's, oldest first; the codes are of the dossiers before and after it, empty without one (E-20)."""

    supplements: Sequence[Reasoned]
    withdrawals: Sequence[Reasoned]
    endings: Sequence[Reasoned]
    earlier_code: str
    later_code: str


def of_dossier(work: Work, dossier: Record) -> Requests:
    """Everything, for somebody who may open the dossier."""
    asked = supplements.of_dossiers(work.connection, [dossier.id])[dossier.id]
    wishes = withdrawals.of_dossier(work.connection, dossier.id)
    earlier = dossiers.by_id(work.connection, dossier.earlier_id) if dossier.earlier_id is not None else None
    later = dossiers.later_of(work.connection, dossier.id)
    return Requests(
        [Reasoned(row, _opened(work, row.reason_sealed)) for row in asked],
        [Reasoned(row, _opened(work, row.reason_sealed)) for row in wishes],
        [
            Reasoned(row, _opened(work, row.reason_sealed), _opened(work, row.reopened_reason_sealed))
            for row in endings.of_dossier(work.connection, dossier.id)
        ],
        earlier.code if earlier is not None else "",
        later.code if later is not None else "",
    )


def _opened(work: Work, sealed: bytes | None) -> str:
    return work.cipher.open(sealed) if sealed is not None else ""
