"""The charges of a procedure: fixed amounts by the way of filing, and which of them an amount is (I-01)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from motcua.domain.process import Fee


@dataclass(frozen=True, slots=True)
class Charge:
    """One charge in đồng."""

    name: str
    name_en: str
    amount: int

    def to_dict(self) -> dict[str, object]:
        return {"name": self.name, "name_en": self.name_en, "amount": self.amount}


def charges_of(fees: Iterable[Fee], channel: str) -> list[Charge]:
    """What a dossier filed by this channel is charged; what costs nothing is no charge."""
    return [
        Charge(fee.name, fee.name_en or fee.name, fee.amount)
        for fee in fees
        if fee.amount > 0 and fee.channel in ("", channel)
    ]


def matching(charges: Sequence[Charge], amount: int) -> Sequence[Charge] | None:
    """The charges that the amount pays: one of them, or all together; None when it is neither."""
    if amount <= 0:
        return None
    if single := [one for one in charges if one.amount == amount]:
        return single[:1]
    return charges if amount == sum(one.amount for one in charges) else None
