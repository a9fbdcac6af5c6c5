"""An officer's day: what working time is left of it, and the next day on which nobody works."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from motcua.domain.people.permissions import Actor
from motcua.domain.time.workday import WorkDay
from motcua.services.work import Work

AHEAD_DAYS = 7


@dataclass(frozen=True, slots=True)
class Workday:
    """Local time `now`; `left` working seconds until tonight, and the `opens` of the next session after none is left.

    `day_off` is a holiday within the next week, if there is one.
    """

    now: datetime
    left: int
    opens: datetime
    day_off: WorkDay | None


def describe(work: Work, actor: Actor, now: datetime) -> Workday | None:
    """The day of the actor's agency; None for an account without one."""
    if actor.agency_id is None:
        return None
    calendar = work.house.calendars.at(work.connection, actor.agency_id, now)
    local = calendar.local(now)
    midnight = local.replace(hour=0, minute=0, second=0) + timedelta(days=1)
    coming = (calendar.day(local.date() + timedelta(days=ahead)) for ahead in range(1, AHEAD_DAYS + 1))
    return Workday(
        now=local,
        left=calendar.elapsed(local, midnight),
        opens=calendar.next_opening_after(local),
        day_off=next((day for day in coming if day.kind == "day_off"), None),
    )
