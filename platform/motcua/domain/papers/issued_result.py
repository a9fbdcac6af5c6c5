"""What has been issued: its states, where its file lies in the dossier, and how much of its holder a stranger sees (F-16)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from motcua.domain.text import Text

STATE_NAMES: Final[Mapping[str, Text]] = {
    "issued": Text("Còn hiệu lực", "In force"),
    "revoked": Text("Đã thu hồi", "Revoked"),
    "replaced": Text("Đã được thay bằng bản khác", "Replaced by another"),
}
SLOT: Final = "result:"
"""The place of a result's file among those of its dossier, before the result's key."""
STEP_SLOT: Final = "step:/"
"""A question of a step's form that bears a result's key asks for the result's file."""
DECISION_SLOT: Final = "result_decision:"


def slot_of(key: str) -> str:
    """The place of the file of the result `key`."""
    return f"{SLOT}{key}"


def key_of(slot: str) -> str:
    """The key of the result that a file of this place is; empty when it is none."""
    for start in (SLOT, STEP_SLOT):
        if slot.startswith(start):
            return slot.removeprefix(start)
    return ""


def number_words(year: int, number: int) -> str:
    """The number of a result in the book of its agency: "000012/2026"."""
    return f"{number:06d}/{year}"


def is_out_of_date(valid_until: date | None, today: date) -> bool:
    """Whether its last day has passed; one without a last day is good for ever."""
    return valid_until is not None and valid_until < today


def masked_name(name: str) -> str:
    """A name of which strangers read the family name, and the first letters of the others: "Nguyễn T. B. H."."""
    first, *others = name.split() or [""]
    return " ".join([first, *(f"{one[0]}." for one in others)])
