"""Time moved at will in a trial: timers fire on the way in their order, limits passed are told (A-18, E-22, E-24)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from motcua.domain.dossier.dossier_action import ENDED
from motcua.domain.errors import InputError
from motcua.domain.ledger.ledger_reading import Spent, deadline_of, steps_of
from motcua.domain.simulation.trial import Course, Held
from motcua.domain.text import Text
from motcua.domain.time.deadlines import Deadline
from motcua.domain.time.explanation import instant_words
from motcua.services.simulation import trial_deeds
from motcua.services.simulation.trial_ground import Ground

MOVES: Final = ("hour", "working_day", "next")
MOST_TIMERS: Final = 200
FURTHEST: Final = timedelta(days=366 * 3)
_SECOND: Final = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Times:
    """The dates of a trial as they stand: `steps` by the ledger's name of the place."""

    deadline: Deadline | None
    intake_due: datetime | None
    steps: dict[str, Spent]


class TooFarError(InputError):
    """A trial is moved backwards, or so far that no dossier lives that long."""

    code = "trial_time"


def times(ground: Ground, course: Course) -> Times:
    """Every date, computed from the clocks as for a dossier (R-28)."""
    plan = ground.plan(course)
    due = deadline_of(plan, ground.rules, course.ledger, course.at)
    steps = steps_of(plan, ground.rules, course.ledger, due, course.at)
    return Times(due, ground.intake_due(course), dict(steps))


def target(ground: Ground, course: Course, move: str) -> datetime:
    """Where a move leads: an hour of the clock on the wall, a working day, or the next thing that becomes due.

    Raises TooFarError where nothing is due any more.
    """
    desk = course.ledger.calendars.desk
    if move == "hour":
        return course.at + timedelta(hours=1)
    if move == "working_day":
        return desk.add(course.at, desk.day_seconds)
    ahead = [at for at, _ in _due(ground, course)]
    if not ahead:
        raise TooFarError(
            Text("Không có hạn hay hẹn giờ nào phía trước.", "No limit and no timer lies ahead.")
        )
    return min(ahead)


def advance(ground: Ground, course: Course, until: datetime) -> Course:
    """The course at `until`, all that happens by itself on the way having happened.

    Raises TooFarError, and what a timer's way raises, as when a dossier's would lead nowhere.
    """
    if not course.at <= until <= course.at + FURTHEST:
        raise TooFarError(
            Text(
                "Chỉ tua thời gian tới trước, mỗi lần nhiều nhất ba năm.",
                "Time can only be moved forwards, by three years at most at a time.",
            )
        )
    fired = 0
    while (event := _next(ground, course, until)) is not None:
        at, found = event
        course = replace(course, at=max(course.at, at))
        if isinstance(found, Text):
            course = course.noted("late", found)
            continue
        fired += 1
        if fired > MOST_TIMERS:
            raise TooFarError(
                Text(
                    f"Hơn {MOST_TIMERS} lần hẹn giờ trong khoảng này. Hãy tua từng đoạn ngắn hơn.",
                    f"More than {MOST_TIMERS} timers fire in this time. Move it in shorter steps.",
                )
            )
        course = trial_deeds.ring(ground, course, found)
    course = replace(course, at=until)
    now = instant_words(course.ledger.calendars.desk.local(until))
    return course.noted("time", Text(f"Tua đến {now.vi}.", f"Time is moved to {now.en}."))


def _next(ground: Ground, course: Course, until: datetime) -> tuple[datetime, Held | Text] | None:
    found = [one for one in _due(ground, course) if one[0] <= until]
    return min(found, key=_order, default=None)


def _order(event: tuple[datetime, Held | Text]) -> tuple[datetime, int]:
    at, found = event
    return at, int(found.task_id) if isinstance(found, Held) else 0


def _due(ground: Ground, course: Course) -> Iterator[tuple[datetime, Held | Text]]:
    """What becomes due from now on: timers, and limits that are not passed yet, a second after they are."""
    may_fire = course.ledger.state not in ("sent", *ENDED)
    for held in course.held:
        if held.due_at is not None and may_fire:
            yield max(held.due_at, course.at), held
    for limit, words in _limits(ground, course):
        at = limit + _SECOND
        if at > course.at:
            yield at, words


def _limits(ground: Ground, course: Course) -> Iterator[tuple[datetime, Text]]:
    """The limits in force; while the clock stands they move on with the time (R-13)."""
    if any(one.ended_at is None and one.reason in ground.rules.stopping for one in course.ledger.intervals):
        return
    found = times(ground, course)
    if found.intake_due is not None:
        yield found.intake_due, Text("Quá hạn tiếp nhận.", "The time for acceptance is over.")
    if course.ledger.state in ENDED:
        return
    if found.deadline is not None and course.ledger.result_at is None:
        yield found.deadline.due_at, Text("Hồ sơ quá hạn giải quyết.", "The dossier is overdue.")
    for held in course.held:
        spent = found.steps.get(held.place)
        if held.kind == "step" and spent is not None and spent.due_at is not None:
            name = ground.said(held.element)
            words = Text(f"Bước “{name.vi}” quá hạn.", f"The step “{name.en}” is overdue.")
            yield spent.due_at, words
