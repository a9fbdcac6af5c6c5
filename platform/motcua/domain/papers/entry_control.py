"""When an agency enters suspiciously few dossiers: the rule of the control report, in one place (C-12)."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import Literal

Verdict = Literal["", "none", "few"]

SHARE = 4
"""Fewer than one in so many of what is usual is suspicious."""

LEAST = 4
"""What is usual must be at least so many, or chance alone explains the difference."""

PEERS = 3
"""The median of others says something from so many of them on."""


def verdict(now: int, earlier: int, others: Sequence[int]) -> Verdict:
    """`now` dossiers in the span, `earlier` in the span before, `others` in the same span at agencies of the same level."""
    if now == 0:
        return "none"
    usual = [earlier]
    if len(others) >= PEERS:
        usual.append(int(median(others)))
    return "few" if any(one >= LEAST and now * SHARE < one for one in usual) else ""
