"""A part of a long list: so many rows at a time, and where the next ones begin."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

PAGE: Final = 50
S = TypeVar("S")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """`items` of the rows after the first `skip`; `next` is what to skip for those that follow, None after the last."""

    items: Sequence[T]
    skip: int = 0
    next: int | None = None

    @property
    def has_more(self) -> bool:
        return self.skip > 0 or self.next is not None


def of(rows: Sequence[S], skip: int, made: Callable[[S], T | None]) -> Part[T]:
    """The part that `PAGE` + 1 rows read after `skip` make; what becomes None is not the reader's to see."""
    items = [one for one in map(made, rows[:PAGE]) if one is not None]
    return Part(items, skip, skip + PAGE if len(rows) > PAGE else None)
