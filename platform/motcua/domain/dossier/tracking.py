"""States of a dossier that is only tracked: written down by hand in the canonical words, in a lawful order (C-14)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from motcua.domain.dossier.dossier_states import STATE_NAMES, State
from motcua.domain.errors import FieldError
from motcua.domain.text import Text

_ANYTHING_OPEN: Final[tuple[State, ...]] = (
    "processing",
    "waiting_supplement",
    "waiting_payment",
    "returned_for_supplement",
    "refused",
    "withdrawn",
    "stopped",
    "result_available",
    "returned",
)
NEXT: Final[Mapping[str, tuple[State, ...]]] = {
    "accepted": _ANYTHING_OPEN,
    "processing": tuple(state for state in _ANYTHING_OPEN if state != "processing"),
    "waiting_supplement": tuple(state for state in _ANYTHING_OPEN if state != "waiting_supplement"),
    "waiting_payment": tuple(state for state in _ANYTHING_OPEN if state != "waiting_payment"),
    "returned_for_supplement": ("closed",),
    "refused": ("returned", "closed"),
    "withdrawn": ("closed",),
    "stopped": ("returned", "closed"),
    "result_available": ("returned", "closed"),
    "returned": ("closed",),
}
"""What may follow a state; nothing follows "closed"."""

WITH_RESULT: Final[frozenset[State]] = frozenset(
    {"result_available", "returned", "refused", "stopped", "returned_for_supplement"}
)
"""With these the clock has stopped (R-20)."""

FOR_GOOD: Final[frozenset[State]] = frozenset({"withdrawn", "returned_for_supplement", "closed"})
"""Nothing more is waited for."""

OUTCOMES: Final[frozenset[State]] = frozenset({"refused", "withdrawn", "stopped", "returned_for_supplement"})
"""How a dossier ends without the result asked for."""


def problems(before: str, after: str, at: datetime, earlier: datetime, now: datetime) -> list[FieldError]:
    """What is wrong with a change of state at `at`, when the state before it began `earlier`."""
    found = []
    if after not in NEXT.get(before, ()):
        found.append(FieldError("/state", "tracking.state", _cannot(before, after)))
    if not earlier <= at <= now:
        words = Text(
            "Thời điểm phải sau lần cập nhật trước và không ở tương lai.",
            "The time must be after the last change and not in the future.",
        )
        found.append(FieldError("/at", "tracking.at", words))
    return found


def _cannot(before: str, after: str) -> Text:
    if after not in STATE_NAMES:
        return Text("Chọn trạng thái.", "Choose a state.")
    old, new = STATE_NAMES[before], STATE_NAMES[after]
    return Text(
        f"Sau “{old.vi.lower()}” không thể là “{new.vi.lower()}”. Chọn trạng thái khác.",
        f"“{old.en}” cannot be followed by “{new.en.lower()}”. Choose another state.",
    )
