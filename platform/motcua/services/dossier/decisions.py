"""What was decided about a dossier's time and asked for in money, for those who may open it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from motcua.domain.money.fees import Charge
from motcua.services.money import online_payment, paying
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.money import payment as payments
from motcua.store.money import receipt as receipts
from motcua.store.time import appointment as appointments


@dataclass(frozen=True)
class Decision:
    """An extension, an apology or a pause with the reason given and the answer to it."""

    row: Record
    reason: str
    answer: str


@dataclass(frozen=True)
class Decisions:
    """All of a dossier's, oldest first; `charges` are what is left to be asked for, `asked` what is waited for.

    `online` is what came through a payment gateway.
    """

    time: Sequence[Decision]
    charges: Sequence[Charge]
    asked: Record | None
    receipts: Sequence[Record]
    online: Sequence[Record]


def of_dossier(work: Work, dossier: Record) -> Decisions:
    """Everything, in five statements."""
    found = appointments.of_dossier(work.connection, dossier.id)
    return Decisions(
        [Decision(row, _opened(work, row.reason_sealed), _opened(work, row.answer_sealed)) for row in found],
        paying.due_charges(work, dossier),
        payments.opened(work.connection, dossier.id),
        receipts.of_dossier(work.connection, dossier.id),
        online_payment.received(work, dossier.id),
    )


def _opened(work: Work, sealed: bytes | None) -> str:
    return work.cipher.open(sealed) if sealed is not None else ""
