"""What an applicant has to do, or still may do, with his own dossier (C-15): supply papers, amend, withdraw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from motcua.domain.dossier.dossier import ACTIONS
from motcua.domain.papers.unlisted_paper import papers_of
from motcua.domain.process.process import Paper
from motcua.services.dossier import applicant, stepping
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.dossier import dossier as dossiers
from motcua.store.intake import supplement as supplements
from motcua.store.intake import withdrawal as withdrawals


@dataclass(frozen=True)
class Asked:
    """The papers asked for and why. `comes_again`: the dossier was returned for them and is sent as a new one."""

    papers: Sequence[Paper]
    reason: str
    asked_at: datetime
    comes_again: bool


@dataclass(frozen=True)
class Todo:
    """`withdrawal_asked_at` is when he asked to withdraw and the desk has not answered; the codes are of the dossiers
    before and after it in its chain, empty where there is none (E-20).
    """

    asked: Asked | None
    may_amend: bool
    may_withdraw: bool
    withdrawal_asked_at: datetime | None
    earlier_code: str
    later_code: str


def of(work: Work, row: Record, now: datetime) -> Todo:
    """For a dossier of the applicant, as `motcua.store.dossier.dossier` selects it."""
    wish = withdrawals.opened(work.connection, row.id)
    earlier = dossiers.by_id(work.connection, row.earlier_id) if row.earlier_id is not None else None
    later = dossiers.later_of(work.connection, row.id)
    return Todo(
        asked=_asked(work, row),
        may_amend=_may(work, row, "amend", now) and row.channel == "online",
        may_withdraw=wish is None and _may(work, row, "ask_withdrawal", now),
        withdrawal_asked_at=wish.asked_at if wish is not None else None,
        earlier_code=earlier.code if earlier is not None else "",
        later_code=later.code if later is not None else "",
    )


def waited_for(work: Work, dossier_ids: Sequence[int]) -> frozenset[int]:
    """Which of these dossiers wait for papers of the applicant, or were returned for them."""
    return supplements.asked_among(work.connection, dossier_ids)


def _asked(work: Work, row: Record) -> Asked | None:
    request = supplements.opened(work.connection, row.id)
    if request is None:
        return None
    papers = work.house.versions.get(work.connection, row.version_id).facts.papers
    return Asked(
        papers=papers_of(papers, request.papers),
        reason=work.cipher.open(request.reason_sealed),
        asked_at=cast(datetime, request.asked_at),
        comes_again=row.state == "returned_for_supplement",
    )


def _may(work: Work, row: Record, key: str, now: datetime) -> bool:
    if row.state not in ACTIONS[key].sources:
        return False
    place = stepping.place_of(work, row, now)
    return applicant.may(work, place, key, row.state, is_accepted=row.accepted_at is not None)
