"""What can be wrong with a calendar, a budget or an instant; each message says how to mend it."""

from __future__ import annotations

from motcua.domain.errors import InputError
from motcua.domain.text import Text


class CalendarError(InputError):
    """A calendar file is wrong at `key` ("sessions.mon[1]"); the message begins with the key."""

    code = "calendar_invalid"

    def __init__(self, key: str, problem: Text) -> None:
        super().__init__(Text(f"{key}: {problem.vi}", f"{key}: {problem.en}"))
        self.key = key


class NoWorkingTimeError(InputError):
    """The calendar has too little working time left to give an answer."""

    code = "no_working_time"


class InstantError(InputError):
    """An instant without timezone, or outside the years a calendar answers for."""

    code = "instant_invalid"


class BudgetError(InputError):
    """A budget or limit in words that cannot be read."""

    code = "budget_invalid"
