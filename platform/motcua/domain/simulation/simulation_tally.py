"""What a simulation counts as it goes: queues over time, how busy people are, how long dossiers wait and take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import sqrt

BUCKETS = 60
BATCHES = 10
# Student's t for nine degrees of freedom, 95 %.
T_NINE = 2.262


@dataclass
class Level:
    """A number that changes over time (a queue, how many work), looked at between `begin` and `end` only."""

    begin: float
    end: float
    value: int = 0
    at: float = 0.0
    lasted: dict[int, float] = field(default_factory=dict)
    buckets: list[float] = field(default_factory=lambda: [0.0] * BUCKETS)

    def change(self, now: float, by: int) -> None:
        begin, until = max(self.at, self.begin), min(now, self.end)
        if until > begin:
            self.lasted[self.value] = self.lasted.get(self.value, 0.0) + until - begin
            if self.value:
                self._spread(begin, until)
        self.at, self.value = now, self.value + by

    def _spread(self, begin: float, until: float) -> None:
        width = (self.end - self.begin) / BUCKETS
        bucket = min(int((begin - self.begin) / width), BUCKETS - 1)
        while begin < until:
            border = until if bucket >= BUCKETS - 1 else min(until, self.begin + (bucket + 1) * width)
            self.buckets[bucket] += self.value * (border - begin) / width
            begin, bucket = border, bucket + 1

    @property
    def mean(self) -> float:
        """Over time."""
        total = sum(self.lasted.values())
        return sum(value * time for value, time in self.lasted.items()) / total if total else 0.0

    def quantile(self, share: float) -> int:
        """The level that is not passed during `share` of the time."""
        total, passed = sum(self.lasted.values()), 0.0
        for value, time in sorted(self.lasted.items()):
            passed += time
            if passed >= share * total:
                return value
        return 0


def quantile(values: Sequence[float], share: float) -> float:
    """Of values in any order; 0 where there are none."""
    if not values:
        return 0.0
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def share_with_interval(outcomes: Sequence[bool]) -> tuple[float, float, float]:
    """The share of true ones, and an interval around it with 95 % certainty, from the means of ten batches.

    One dossier after the other waits in the same queues, so single outcomes are no independent draws.
    """
    if not outcomes:
        return 0.0, 0.0, 1.0
    found = sum(outcomes) / len(outcomes)
    size = len(outcomes) // BATCHES
    if size < 1:
        return found, 0.0, 1.0
    batches = [mean(outcomes[start : start + size]) for start in range(0, size * BATCHES, size)]
    middle = mean(batches)
    deviation = sqrt(sum((one - middle) ** 2 for one in batches) / (BATCHES - 1))
    # Where all batches agree, no more than one in so many dossiers may differ ("rule of three").
    half = max(T_NINE * deviation / sqrt(BATCHES), 3 / len(outcomes) if deviation == 0 else 0.0)
    return found, max(0.0, found - half), min(1.0, found + half)
