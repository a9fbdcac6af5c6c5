"""What officers and agencies told each other about a dossier besides opinions: questions, notes, papers, transfers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.services.dossier import assigning, correction, urging
from motcua.services.dossier.assigning import Instruction
from motcua.services.dossier.correction import Correction
from motcua.services.dossier.urging import Note
from motcua.services.exchange import consulting, paper_travel
from motcua.services.exchange.consulting import Consultation
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.exchange import transfer as transfers


@dataclass(frozen=True)
class Exchanges:
    """All of a dossier's, oldest first."""

    consultations: Sequence[Consultation]
    instructions: Sequence[Instruction]
    notes: Sequence[Note]
    papers: Sequence[Record]
    corrections: Sequence[Correction]
    transfers: Sequence[Record]


def of_dossier(work: Work, dossier_id: int, now: datetime) -> Exchanges:
    """Everything, for somebody who may open the dossier."""
    return Exchanges(
        consulting.of_dossier(work, dossier_id, now),
        assigning.of_dossier(work, dossier_id),
        urging.of_dossier(work, dossier_id),
        paper_travel.of_dossier(work, dossier_id),
        correction.of_dossier(work, dossier_id),
        transfers.of_dossier(work.connection, dossier_id),
    )
