"""Rules about timers: their texts can be read, they come round a lawful number of times, and can fire in time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

from motcua.domain.check.process_rules_finding import finding, label
from motcua.domain.errors import InputError
from motcua.domain.process.process import Finding, Node, ProcessModel
from motcua.domain.process.process_node import Timer
from motcua.domain.process.process_ways import CALENDAR_DAY, budget_seconds, wall_seconds
from motcua.domain.time.duration_iso import is_iso
from motcua.domain.time.limits import parse_budget

MAX_REPEATS = 100
MAX_YEARS = 10
FIRST_YEAR, LAST_YEAR = 2000, 2200
_FIELD = re.compile(r"[a-zA-Z][a-zA-Z0-9_]{0,99}")


def timer_findings(model: ProcessModel, limit_seconds: int | None, day_seconds: int) -> Iterator[Finding]:
    """All findings about timers. `limit_seconds` is the procedure's limit in working seconds, None without one."""
    for node in model.nodes:
        timer = node.event.timer if node.event else None
        if timer is None:
            continue
        if timer.kind == "cycle":
            yield from _cycle(model, node, timer)
        if timer.kind == "date":
            yield from _date(node, timer)
            continue
        problem = list(_duration(node, timer, day_seconds))
        yield from problem
        if not problem and limit_seconds is not None:
            yield from _too_late(model, node, timer, limit_seconds, day_seconds)


def field_of(timer: Timer) -> str:
    """The date field a timer waits for; empty when it is written as a date or an instant."""
    return timer.text if timer.kind == "date" and _FIELD.fullmatch(timer.text) else ""


def _cycle(model: ProcessModel, node: Node, timer: Timer) -> Iterator[Finding]:
    if timer.repeats is None or not 1 <= timer.repeats <= MAX_REPEATS:
        yield finding(
            "timer.repeats",
            node,
            f"Hẹn giờ {label(node)} phải lặp một số lần nhất định, từ 1 đến {MAX_REPEATS}. "
            "Ở ô “Số lần và khoảng cách”, viết R3/24h cho ba lần, mỗi lần sau 24 giờ làm việc.",
            f"The timer {label(node)} must come round a fixed number of times, 1 to {MAX_REPEATS}. "
            "In “How often, and after what time”, R3/24h means three times, 24 working hours apart.",
        )
    parent = model.node_by_id.get(node.parent)
    may_repeat = node.kind == "boundaryEvent" or (parent is not None and parent.is_event_sub)
    if node.is_interrupting or not may_repeat:
        yield finding(
            "timer.cycle_misplaced",
            node,
            f"Hẹn giờ {label(node)} không lặp lại được ở đây. "
            "Chọn “Sau một khoảng” ở ô “Hẹn giờ”, hoặc đổi sang sự kiện không ngắt bước.",
            f"The timer {label(node)} cannot come round here. "
            "Choose “After a time” in “Timer”, or an event that does not interrupt.",
        )


def _date(node: Node, timer: Timer) -> Iterator[Finding]:
    if field_of(timer):
        return
    day = _day(timer.text)
    if day is None:
        yield finding(
            "timer.malformed",
            node,
            f"Hẹn giờ {label(node)}: “{timer.text[:40]}” không phải ngày. "
            "Viết năm-tháng-ngày, ví dụ 2026-06-30, hoặc tên một trường ngày.",
            f"Timer {label(node)}: “{timer.text[:40]}” is not a date. "
            "Write year-month-day, such as 2026-06-30, or the name of a date field.",
        )
    elif not FIRST_YEAR <= day.year <= LAST_YEAR:
        yield _absurd(node, f"năm {day.year}", f"the year {day.year}")


def _duration(node: Node, timer: Timer, day_seconds: int) -> Iterator[Finding]:
    if is_iso(timer.text):
        seconds, longest = wall_seconds(timer.text), MAX_YEARS * 365 * CALENDAR_DAY
    else:
        seconds, longest = _working(timer.text, day_seconds), MAX_YEARS * 365 * day_seconds
    if seconds is None:
        shown = timer.text[:40]
        yield finding(
            "timer.malformed",
            node,
            f"Hẹn giờ {label(node)}: “{shown}” không phải khoảng thời gian. "
            "Điền số và đơn vị, ví dụ 4 giờ làm việc hoặc 15 ngày theo lịch (4h, 2d; PT4H, P15D).",
            f"Timer {label(node)}: “{shown}” is no duration. "
            "Give a number and a unit, such as 4 working hours or 15 calendar days (4h, 2d; PT4H, P15D).",
        )
    elif seconds > longest:
        yield _absurd(node, f"hơn {MAX_YEARS} năm", f"more than {MAX_YEARS} years")
    elif seconds == 0 and timer.kind == "cycle":
        yield _absurd(node, "lặp lại ngay lập tức", "coming round at once")


def _too_late(
    model: ProcessModel, node: Node, timer: Timer, limit_seconds: int, day_seconds: int
) -> Iterator[Finding]:
    host = model.step_by_id.get(node.attached_to)
    parent = model.node_by_id.get(node.parent)
    is_armed_at_start = node.kind == "startEvent" and parent is not None and parent.is_event_sub
    if host is None and not is_armed_at_start:
        return
    if is_iso(timer.text):
        # Working days and days off are not told apart here: only what no calendar could bring into time counts.
        days = -(-limit_seconds // day_seconds) * 2 + 10
        is_late = (wall_seconds(timer.text) or 0) > days * CALENDAR_DAY
    else:
        budget = budget_seconds(host.budget, day_seconds) if host else 0
        is_late = budget_seconds(timer.text, day_seconds) > max(budget, limit_seconds)
    if is_late:
        yield finding(
            "timer.never_in_time",
            node,
            f"Hẹn giờ {label(node)} ({timer.text}) dài hơn cả thời hạn của thủ tục, nên không kịp có tác dụng. "
            "Rút ngắn thời gian chờ, ví dụ 4 giờ.",
            f"The timer {label(node)} ({timer.text}) is longer than the whole limit and cannot fire in time. "
            "Shorten it, to 4 hours for example.",
            "warning",
        )


def _absurd(node: Node, vi: str, en: str) -> Finding:
    return finding(
        "timer.absurd",
        node,
        f"Hẹn giờ {label(node)} không thể đúng: {vi}. Sửa thời gian, ví dụ 4 giờ hoặc 2 ngày.",
        f"The timer {label(node)} cannot be right: {en}. Correct the time, to 4 hours or 2 days for example.",
    )


def _working(text: str, day_seconds: int) -> int | None:
    try:
        return parse_budget(text).in_seconds(day_seconds)
    except InputError:
        return None


def _day(text: str) -> date | None:
    for read in (date.fromisoformat, datetime.fromisoformat):
        try:
            return read(text)
        except ValueError:
            continue
    return None
