"""One event of a clock story, read from plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from difflib import get_close_matches

from motcua.domain.errors import InputError
from motcua.domain.ledger.ledger_chain import EVENTS
from motcua.domain.ledger.ledger_event import Event
from motcua.domain.text import Text
from motcua.domain.time.calendar import WorkCalendar
from motcua.domain.time.calendar_errors import CalendarError
from motcua.domain.time.limits import Budget, parse_budget

KEYS = (
    "at", "do", "step", "agency", "from", "to", "by", "to_person", "reason", "slip", "approved", "budget", "extend",
    "delivered_at", "code", "dossier", "days_off", "working_days",
)  # fmt: skip
# What an event cannot be told without; the second word names alternatives.
NEEDED: Mapping[str, tuple[str, ...]] = {
    "claim": ("by",),
    "hand_over": ("to",),
    "assign": ("to",),
    "consult": ("to",),
    "transfer": ("to",),
    "leave_route": ("to",),
    "extend": ("extend",),
    "request_extension": ("extend",),
    "apology": ("extend", "to"),
    "apologise": ("extend", "to"),
    "calendar_change": ("days_off", "working_days"),
}
TRUE, FALSE = (True, "true", "yes", "True", "Yes"), (False, None, "false", "no", "False", "No")
CLOSE = 0.85
"""How near a key must be to one of ours to be taken for a misspelling; other keys are remarks."""


class StoryError(InputError):
    """A story that cannot be told; the message names the story, the event and the key."""

    code = "story"

    def __init__(self, key: str, message: Text) -> None:
        super().__init__(message)
        self.key = key

    @classmethod
    def at(cls, where: Text, key: str, message: Text) -> StoryError:
        """`message` about `key` at a place of the story."""
        shown = f" {key}:" if key else ""
        return cls(key, Text(f"{where.vi}:{shown} {message.vi}", f"{where.en}:{shown} {message.en}"))


def read_event(data: Mapping[str, object], number: int, calendar: WorkCalendar, where: Text) -> Event:
    """The event; instants are local time of `calendar`. Raises StoryError naming what is wrong in it."""
    for key in data:
        near = () if key in KEYS else get_close_matches(key, KEYS, n=1, cutoff=CLOSE)
        if near:
            raise StoryError.at(where, key, Text(f"có phải “{near[0]}”?", f"did you mean “{near[0]}”?"))
    do = _word(data.get("do"), where)
    needed = NEEDED.get(do, ())
    if needed and all(data.get(key) is None for key in needed):
        words = " / ".join(needed)
        raise StoryError.at(where, words, Text("còn thiếu.", "is missing."))
    is_apology = do in ("apology", "apologise")
    return Event(
        number,
        instant(data.get("at"), "at", calendar, where),
        do,
        step=_optional(data, "step", where),
        agency=_optional(data, "agency", where),
        source=_optional(data, "from", where),
        to=() if is_apology else _names(data.get("to"), where),
        by=_optional(data, "by", where),
        to_person=_optional(data, "to_person", where),
        reason=_optional(data, "reason", where),
        has_slip=_has_slip(data, where),
        # Also "pending" and "refused": whatever is not yet approved moves nothing.
        is_approved=data.get("approved") in TRUE,
        budget=_budget(data, "budget", where),
        extend=_budget(data, "extend", where),
        until=_moment(data, "to", calendar, where) if is_apology else None,
        delivered_at=_moment(data, "delivered_at", calendar, where),
        code=_optional(data, "code", where),
        dossier=_optional(data, "dossier", where),
        calendar=_dates(data, calendar, where) if do == "calendar_change" else {},
    )


def mapping(value: object, key: str, where: Text) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise StoryError.at(where, key, Text("phải là “khóa: giá trị”.", "must be “key: value”."))
    return {str(name): one for name, one in value.items()}


def sequence(value: object, key: str, where: Text) -> Sequence[object]:
    if not isinstance(value, list):
        raise StoryError.at(where, key, Text("phải là danh sách.", "must be a list."))
    return value


def text(value: object, key: str, where: Text) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise StoryError.at(where, key, Text("phải là chữ.", "must be text."))
    return str(value).strip()


def instant(value: object, key: str, calendar: WorkCalendar, where: Text) -> datetime:
    """Local time of the calendar, "2026-06-01 08:00:00" or "2026-06-01 08:00", or ISO with an offset."""
    try:
        at = value if isinstance(value, datetime) else datetime.fromisoformat(str(value).strip())
        if len(str(value).strip()) <= len("2026-06-01"):
            raise ValueError
    except ValueError:
        raise StoryError.at(
            where,
            key,
            Text(
                f"“{value}” không phải thời điểm. Viết như 2026-06-01 08:00:00.",
                f"“{value}” is not an instant. Write it as 2026-06-01 08:00:00.",
            ),
        ) from None
    return calendar.local(at if at.tzinfo else at.replace(tzinfo=calendar.zone))


def _word(value: object, where: Text) -> str:
    if value in EVENTS:
        return str(value)
    near = get_close_matches(str(value), EVENTS, n=1)
    hint = Text(f" Có phải “{near[0]}”?", f" Did you mean “{near[0]}”?") if near else Text("", "")
    raise StoryError.at(
        where,
        "do",
        Text(f"không có sự kiện “{value}”.{hint.vi}", f"there is no event “{value}”.{hint.en}"),
    )


def _optional(data: Mapping[str, object], key: str, where: Text) -> str:
    value = data.get(key)
    return "" if value is None else text(value, key, where)


def _names(value: object, where: Text) -> tuple[str, ...]:
    listed = value if isinstance(value, list) else [] if value is None else [value]
    return tuple(dict.fromkeys(text(one, "to", where) for one in listed))


def _has_slip(data: Mapping[str, object], where: Text) -> bool:
    """Attached unless the event says otherwise (R-16)."""
    value = data.get("slip", True)
    if value in TRUE or value in FALSE:
        return value in TRUE
    raise StoryError.at(where, "slip", Text("phải là true hoặc false.", "must be true or false."))


def _budget(data: Mapping[str, object], key: str, where: Text) -> Budget | None:
    value = data.get(key)
    if value is None:
        return None
    try:
        return parse_budget(str(value))
    except InputError as error:
        raise StoryError.at(where, key, error.message) from None


def _moment(data: Mapping[str, object], key: str, calendar: WorkCalendar, where: Text) -> datetime | None:
    return None if data.get(key) is None else instant(data[key], key, calendar, where)


def _dates(data: Mapping[str, object], calendar: WorkCalendar, where: Text) -> dict[str, object]:
    """Days off and working days in the file form; a date without hours has those of the calendar's usual day."""
    worked = data.get("working_days") or {}
    if isinstance(worked, list):
        hours: object = next(iter(calendar.to_dict()["sessions"].values()), [])  # type: ignore[attr-defined]
        worked = {str(day): hours for day in worked}
    found: dict[str, object] = {
        "days_off": [one if isinstance(one, dict) else str(one) for one in data.get("days_off") or []],  # type: ignore[attr-defined]
        "working_days": worked,
    }
    try:
        WorkCalendar.from_dict({**found, "base": calendar.code}, {calendar.code: calendar})
    except CalendarError as error:
        raise StoryError.at(where, "", error.message) from None
    return found
