"""A clock story as plain data: a process with budgets, events, what is expected. Every mistake is named.

id: S1
calendar: A                       # the desk's; inline calendars are in the file form of `calendar_file`
settings: {clock.payment_wait: pause}
as_of: "2026-06-05 08:00:00"      # else the last event
process: {total: 32h, steps: [{id: tham_dinh, budget: 16h, agency: so_xd}],
          agencies: {so_xd: 24h, thue: {budget: 8h, calendar: B}}, fully_digital: true}
events: [{at: "2026-06-01 08:00:00", do: accept}, …]
expect: {state: result_available, steps: {tham_dinh: {used: 15h}}}
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from typing import TypeVar

from motcua.domain.errors import InputError
from motcua.domain.ledger.ledger import Calendars, Plan, StepPlan
from motcua.domain.ledger.ledger_event import Event
from motcua.domain.ledger.story_event import StoryError, instant, mapping, read_event, sequence, text
from motcua.domain.text import Text
from motcua.domain.time.calendar import WorkCalendar
from motcua.domain.time.calendar_errors import BudgetError, CalendarError
from motcua.domain.time.limits import Budget, Limit, parse_budget, parse_limit

Named = Callable[[str], WorkCalendar | None]
"""The calendar of a code, None when there is none."""
_Value = TypeVar("_Value")

KEYS = (
    "id", "name", "calendar", "calendars", "agencies", "process", "settings", "as_of", "events", "expect", "code", "why",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Story:
    """A story ready to be told. `settings` are laid over the profile (R-17), `expect` is compared with the answer."""

    id: str
    plan: Plan
    calendars: Calendars
    events: tuple[Event, ...]
    settings: Mapping[str, object]
    as_of: datetime | None
    expect: Mapping[str, object]


def read_stories(data: object, named: Named, default: WorkCalendar) -> tuple[Story, ...]:
    """The stories of a file: a list of them, or one. Raises StoryError naming the story and the event."""
    listed: Sequence[object] = data if isinstance(data, list) else [data]
    if not listed:
        raise StoryError("", Text("Tệp không có câu chuyện nào.", "The file holds no story."))
    return tuple(_story(one, number, named, default) for number, one in enumerate(listed, start=1))


def _story(data: object, number: int, named: Named, default: WorkCalendar) -> Story:
    where = Text(f"Câu chuyện {number}", f"Story {number}")
    file = mapping(data, "", where)
    story_id = text(file.get("id", f"#{number}"), "id", where)
    where = Text(f"Câu chuyện “{story_id}”", f"Story “{story_id}”")
    for key in file:
        if key not in KEYS:
            raise StoryError.at(where, str(key), _unknown(KEYS))
    process = mapping(file.get("process"), "process", where)
    known = _calendars_of(file, named, where)
    desk = _calendar(file.get("calendar"), "calendar", known, where) or default
    agencies = _agencies(process, file, where)
    listed = mapping(file.get("calendars") or {}, "calendars", where)
    own = {
        agency: found
        for agency, (_, word) in agencies.items()
        if (
            found := _calendar(
                word or (agency if agency in listed else None), f"agencies.{agency}", known, where
            )
        )
    }
    plan = _plan(process, {agency: budget for agency, (budget, _) in agencies.items()}, desk, where)
    as_of = None if file.get("as_of") is None else instant(file["as_of"], "as_of", desk, where)
    return Story(
        story_id,
        plan,
        Calendars(desk, own),
        _events(file.get("events"), desk, story_code=file.get("code"), where=where),
        mapping(file.get("settings") or {}, "settings", where),
        as_of,
        mapping(file.get("expect") or {}, "expect", where),
    )


def _events(data: object, desk: WorkCalendar, *, story_code: object, where: Text) -> tuple[Event, ...]:
    found: list[Event] = []
    for number, one in enumerate(sequence(data, "events", where), start=1):
        here = Text(f"{where.vi}, sự kiện {number}", f"{where.en}, event {number}")
        event = read_event(mapping(one, "", here), number, desk, here)
        if found and event.at < found[-1].at:
            raise StoryError.at(here, "at", Text("sớm hơn sự kiện trước.", "is before the event above it."))
        found.append(event)
    if not found:
        raise StoryError.at(where, "events", Text("chưa có sự kiện nào.", "holds no event."))
    if story_code is not None and not found[0].code:
        found[0] = replace(found[0], code=text(story_code, "code", where))
    return tuple(found)


def _plan(
    process: Mapping[str, object], agencies: Mapping[str, Budget | None], desk: WorkCalendar, where: Text
) -> Plan:
    steps: dict[str, StepPlan] = {}
    for number, data in enumerate(sequence(process.get("steps") or [], "process.steps", where), start=1):
        key = f"process.steps[{number}]"
        one = mapping(data, key, where)
        step_id = text(one.get("id"), f"{key}.id", where)
        if step_id in steps:
            raise StoryError.at(where, f"{key}.id", Text("ghi hai lần.", "is written twice."))
        budget = _budget(one.get("budget", "0"), f"{key}.budget", where)
        steps[step_id] = StepPlan(step_id, budget, text(one.get("agency", ""), f"{key}.agency", where))
    known = {**agencies, **{one.agency: agencies.get(one.agency) for one in steps.values() if one.agency}}
    if not steps and not known:
        raise StoryError.at(where, "process", Text("cần steps hoặc agencies.", "needs steps or agencies."))
    limit = _limit(process.get("total"), steps, agencies, desk, where)
    return Plan(limit, steps, known, is_digital=process.get("fully_digital") in (True, "true", "yes"))


def _limit(
    total: object,
    steps: Mapping[str, StepPlan],
    agencies: Mapping[str, Budget | None],
    desk: WorkCalendar,
    where: Text,
) -> Limit:
    """The limit written, or else what the steps, or the agencies, add up to (A-11)."""
    if total is not None:
        return _given(lambda: parse_limit(str(total)), "process.total", where)
    parts = [step.budget for step in steps.values()] or [one for one in agencies.values() if one]
    seconds = sum(part.in_seconds(desk.day_seconds) for part in parts)
    return Budget(Fraction(0), seconds, f"{seconds}s")


def _agencies(
    process: Mapping[str, object], file: Mapping[str, object], where: Text
) -> dict[str, tuple[Budget | None, object]]:
    """Budget and calendar of every agency, from the process and from the story's own `agencies`."""
    found: dict[str, tuple[Budget | None, object]] = {}
    for source in (process.get("agencies"), file.get("agencies")):
        for agency, word in mapping(source or {}, "agencies", where).items():
            budget, calendar = found.get(agency, (None, None))
            key = f"agencies.{agency}"
            if isinstance(word, dict):
                budget = _budget(word["budget"], f"{key}.budget", where) if "budget" in word else budget
                calendar = word.get("calendar", calendar)
            else:
                budget, calendar = _one_word(word, budget, calendar, key, where)
            found[agency] = (budget, calendar)
    return found


def _one_word(
    word: object, budget: Budget | None, calendar: object, key: str, where: Text
) -> tuple[Budget | None, object]:
    """`so_xd: 24h` is a budget, `so_xd: B` a calendar."""
    if word is None:
        return budget, calendar
    try:
        return parse_budget(str(word)), calendar
    except BudgetError:
        return budget, text(word, key, where)


def _calendars_of(file: Mapping[str, object], named: Named, where: Text) -> Named:
    own: dict[str, WorkCalendar] = {}

    def known(code: str) -> WorkCalendar | None:
        return own.get(code) or named(code)

    for code, data in mapping(file.get("calendars") or {}, "calendars", where).items():
        found = _calendar(data, f"calendars.{code}", known, where)
        if found is not None:
            own[code] = found
    return known


def _calendar(data: object, key: str, named: Named, where: Text) -> WorkCalendar | None:
    if data is None:
        return None
    if isinstance(data, dict):
        base = data.get("base")
        found = named(base) if isinstance(base, str) else None
        try:
            return WorkCalendar.from_dict(data, {str(base): found} if found else {})
        except CalendarError as error:
            raise StoryError.at(where, key, error.message) from None
    code = text(data, key, where)
    found = named(code)
    if found is None:
        raise StoryError.at(where, key, Text(f"không có lịch “{code}”.", f"there is no calendar “{code}”."))
    return found


def _budget(value: object, key: str, where: Text) -> Budget:
    return _given(lambda: parse_budget(str(value)), key, where)


def _given(read: Callable[[], _Value], key: str, where: Text) -> _Value:
    try:
        return read()
    except InputError as error:
        raise StoryError.at(where, key, error.message) from None


def _unknown(known: Sequence[str]) -> Text:
    return Text(
        f"không có khóa này; dùng: {', '.join(known)}.", f"is not a key here; use: {', '.join(known)}."
    )
