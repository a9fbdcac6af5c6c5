"""When a limit ends: start, due time and appointment of a dossier."""

from __future__ import annotations

from motcua.domain.limits import Budget, CalendarDays, Limit, SameDay, parse_budget, parse_limit

__all__ = ["Budget", "CalendarDays", "Limit", "SameDay", "parse_budget", "parse_limit"]
