"""Rules about timers: their texts can be read, they come round a lawful number of times, and can fire in time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

from motcua.domain.duration_iso import is_iso
from motcua.domain.errors import InputError
from motcua.domain.limits import parse_budget
from motcua.domain.process import Finding, Node, ProcessModel
from motcua.domain.process_node import Timer
from motcua.domain.process_rules_finding import finding, label
from motcua.domain.process_ways import CALENDAR_DAY, budget_seconds, wall_seconds

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
            f"Hẹn giờ {label(node)} phải lặp một số lần nhất định, từ 1 đến {MAX_REPEATS}. Viết R3/24h: ba lần.",
            f"The timer {label(node)} must come round a fixed number of times, 1 to {MAX_REPEATS}. "
            "Write R3/24h: three times.",
        )
    parent = model.node_by_id.get(node.parent)
    may_repeat = node.kind == "boundaryEvent" or (parent is not None and parent.is_event_sub)
    if node.is_interrupting or not may_repeat:
        yield finding(
            "timer.cycle_misplaced",
            node,
            f"Hẹn giờ {label(node)} không lặp lại được ở đây. Dùng một khoảng thời gian, hoặc sự kiện không ngắt.",
            f"The timer {label(node)} cannot come round here. Use a duration, or an event that does not interrupt.",
        )


def _date(node: Node, timer: Timer) -> Iterator[Finding]:
    if field_of(timer):
        return
    day = _day(timer.text)
    if day is None:
        yield finding(
            "timer.malformed",
            node,
            f"Hẹn giờ {label(node)}: “{timer.text[:40]}” không phải ngày. Viết 2026-06-30 hoặc tên một trường ngày.",
            f"Timer {label(node)}: “{timer.text[:40]}” is not a date. Write 2026-06-30 or the name of a date field.",
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
            "Viết 4h, 2d (giờ làm việc) hoặc PT4H, P15D (theo lịch).",
            f"Timer {label(node)}: “{shown}” is no duration. "
            "Write 4h, 2d (working time) or PT4H, P15D (by the calendar).",
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
            f"Hẹn giờ {label(node)} ({timer.text}) dài hơn cả thời hạn của thủ tục, nên không kịp có tác dụng. Rút ngắn.",
            f"The timer {label(node)} ({timer.text}) is longer than the whole limit and cannot fire in time. Shorten it.",
            "warning",
        )


def _absurd(node: Node, vi: str, en: str) -> Finding:
    return finding(
        "timer.absurd",
        node,
        f"Hẹn giờ {label(node)} vô lý: {vi}. Sửa thời gian.",
        f"The timer {label(node)} is absurd: {en}. Correct the time.",
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
