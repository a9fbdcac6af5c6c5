"""What the answer to a question must keep to, as its schema bounds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

Number = int | float
"""An answer or a bound; money is a whole number of đồng."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What an answer must keep to; dates are ISO or relative ("today-18y"), lengths in characters."""

    min_length: int = 0
    max_length: int | None = None
    minimum: Number | None = None
    maximum: Number | None = None
    min_items: int = 0
    max_items: int | None = None
    min_date: str = ""
    max_date: str = ""
    digits: int | None = None
    above: Number | None = None
    below: Number | None = None
    step: Number | None = None


NO_LIMITS: Final = Limits()
