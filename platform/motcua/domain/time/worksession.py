"""A working session (buổi): a half-open span [opens, closes) of a day, in seconds since local midnight."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from motcua.domain.text import Text
from motcua.domain.time.calendar_errors import CalendarError

_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9]))?")
_MIDNIGHT = 24 * 3600


@dataclass(frozen=True, slots=True, order=True)
class WorkSession:
    """Open from `opens` up to, but not including, `closes`; both in seconds since local midnight."""

    opens: int
    closes: int

    @property
    def seconds(self) -> int:
        return self.closes - self.opens


def parse_time(value: object, key: str) -> int:
    """Seconds since midnight from "07:00", "07:00:30" or "24:00"; CalendarError naming `key` otherwise."""
    if value == "24:00":
        return _MIDNIGHT
    match = _TIME.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise CalendarError(
            key,
            Text(
                f"{value!r} không phải giờ. Viết như 07:00 (24 giờ, hai chữ số).",
                f"{value!r} is not a time. Write it as 07:00 (24 hours, two digits).",
            ),
        )
    hour, minute, second = (int(part or 0) for part in match.groups())
    return hour * 3600 + minute * 60 + second


def time_words(seconds: int) -> str:
    """ "07:00", or "07:00:30" when there are seconds."""
    hour, rest = divmod(seconds, 3600)
    minute, second = divmod(rest, 60)
    return f"{hour:02d}:{minute:02d}" + (f":{second:02d}" if second else "")


def parse_sessions(value: object, key: str) -> tuple[WorkSession, ...]:
    """The sessions of one day, earliest first, from [["07:00", "11:30"], ["13:30", "17:00"]].

    Raises CalendarError naming the session ("sessions.mon[1]") when one is malformed, empty, reversed or
    overlaps another. Sessions may touch.
    """
    if not isinstance(value, list):
        raise CalendarError(key, _not_a_list())
    found = [(_session(pair, f"{key}[{index}]"), index) for index, pair in enumerate(value)]
    found.sort()
    for (before, _), (after, index) in pairwise(found):
        if after.opens < before.closes:
            raise CalendarError(f"{key}[{index}]", _overlaps(before, after))
    return tuple(session for session, _ in found)


def sessions_to_list(sessions: Sequence[WorkSession]) -> list[list[str]]:
    """The file form: [["07:00", "11:30"], …]."""
    return [[time_words(session.opens), time_words(session.closes)] for session in sessions]


def _session(pair: object, key: str) -> WorkSession:
    if not isinstance(pair, list) or len(pair) != 2:
        raise CalendarError(key, _not_a_pair())
    opens, closes = parse_time(pair[0], f"{key}[0]"), parse_time(pair[1], f"{key}[1]")
    if opens >= closes:
        raise CalendarError(key, _reversed(pair))
    return WorkSession(opens, closes)


def _not_a_list() -> Text:
    return Text(
        'phải là danh sách buổi làm việc, ví dụ [["07:00", "11:30"], ["13:30", "17:00"]].',
        'must be a list of sessions, for example [["07:00", "11:30"], ["13:30", "17:00"]].',
    )


def _not_a_pair() -> Text:
    return Text(
        'phải là một cặp giờ mở và giờ đóng, ví dụ ["07:00", "11:30"].',
        'must be a pair of opening and closing times, for example ["07:00", "11:30"].',
    )


def _reversed(pair: list[object]) -> Text:
    return Text(
        f"buổi {pair[0]}–{pair[1]} trống hoặc ngược. Giờ đóng phải sau giờ mở.",
        f"the session {pair[0]}–{pair[1]} is empty or reversed. It must close after it opens.",
    )


def _overlaps(before: WorkSession, after: WorkSession) -> Text:
    first = f"{time_words(before.opens)}–{time_words(before.closes)}"
    second = f"{time_words(after.opens)}–{time_words(after.closes)}"
    return Text(
        f"buổi {second} chồng lên buổi {first}. Sửa giờ hoặc gộp hai buổi làm một.",
        f"the session {second} overlaps {first}. Correct the times or join the two sessions.",
    )
