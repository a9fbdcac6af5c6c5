"""The axis of a simulation: seconds of working time since an opening, and what the law and the clock on the wall make of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from motcua.domain.errors import InputError
from motcua.domain.process.process_node import Timer
from motcua.domain.process.process_ways import budget_seconds
from motcua.domain.time.calendar import WorkCalendar
from motcua.domain.time.deadlines import deadline
from motcua.domain.time.duration_iso import is_iso, parse_iso_duration
from motcua.domain.time.limits import Budget, Limit


@dataclass(frozen=True)
class Axis:
    """Working time since `begins` by `calendar`; all people of a simulation work by it. `limit` is the dossiers'."""

    calendar: WorkCalendar
    begins: datetime
    limit: Limit | None

    @property
    def day_seconds(self) -> int:
        return self.calendar.day_seconds

    def instant(self, at: float) -> datetime:
        """When so much working time has passed: at an opening, not at the closing before it."""
        return self.calendar.start(self.calendar.add(self.begins, round(at)))

    def working(self, at: datetime) -> float:
        return float(self.calendar.elapsed(self.begins, at))

    def due(self, received: float) -> float | None:
        """Until when a dossier received then is on time (Điều 17); None without a limit."""
        if self.limit is None:
            return None
        if isinstance(self.limit, Budget):
            return received + self.limit.in_seconds(self.day_seconds)
        return self.working(deadline(self.calendar, self.instant(received), self.limit).due_at)

    def limit_seconds(self) -> float | None:
        """The limit as working time, as it is for a dossier received at the beginning."""
        return self.due(0.0)

    def timer(self, timer: Timer, at: float) -> float | None:
        """How much working time passes until a timer armed at `at` fires; None for a date that nobody knows."""
        if timer.kind == "date":
            return None
        if not is_iso(timer.text):
            return float(budget_seconds(timer.text, self.day_seconds))
        try:
            fires = parse_iso_duration(timer.text).after(self.instant(at))
        except InputError:
            return None
        return max(self.working(fires) - at, 0.0)
