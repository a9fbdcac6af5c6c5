"""What officers and agencies told each other about a dossier besides opinions: questions, notes, papers, transfers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.services import assigning, consulting, correction, paper_travel, urging
from motcua.services.assigning import Instruction
from motcua.services.consulting import Consultation
from motcua.services.correction import Correction
from motcua.services.urging import Note
from motcua.services.work import Work
from motcua.store import transfer as transfers
from motcua.store.base import Record


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
