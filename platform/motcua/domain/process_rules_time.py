"""Rules about time: the limit of the procedure, and the longest way through the process against it.

Quảng Trị 29/2020, Điều 17.2, 19.1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

from motcua.domain.errors import InputError
from motcua.domain.limits import Budget, Limit, SameDay, parse_budget, parse_limit
from motcua.domain.process import Finding, ProcessModel
from motcua.domain.process_graph import Scope
from motcua.domain.process_rules_finding import finding, label


def limit_in_seconds(limit: Limit, day_seconds: int) -> int:
    """The working seconds a limit can hold at most.

    A same-day limit holds one day (R-27); calendar days hold no more working days than they are many.
    """
    match limit:
        case Budget():
            return limit.in_seconds(day_seconds)
        case SameDay():
            return day_seconds
        case _:
            return limit.days * day_seconds


def time_findings(
    model: ProcessModel, graph: Sequence[Scope], limit_seconds: int | None, day_seconds: int
) -> Iterator[Finding]:
    """The limit is there and can be read, and no way through the process takes longer."""
    written = model.facts.limit if model.facts else ""
    if written:
        try:
            own = limit_in_seconds(parse_limit(written), day_seconds)
        except InputError as error:
            yield finding(
                "procedure.limit_malformed", model, f"limit: {error.message.vi}", f"limit: {error.message.en}"
            )
        else:
            limit_seconds = own if limit_seconds is None else limit_seconds
    elif limit_seconds is None:
        yield finding(
            "procedure.limit_missing",
            model,
            "Thủ tục chưa có thời hạn giải quyết. Ghi limit, ví dụ 56h, 7d, same-day@15:00 hoặc 10cd.",
            "The procedure has no time limit. Write limit, such as 56h, 7d, same-day@15:00 or 10cd.",
            "warning",
        )
    if limit_seconds is not None:
        yield from _over(model, longest_path(model, graph, day_seconds), limit_seconds)


def longest_path(
    model: ProcessModel, graph: Sequence[Scope], day_seconds: int
) -> tuple[tuple[str, int], ...]:
    """The steps with their seconds on the way that takes longest; flows back are walked once, not again.

    Parallel branches run at the same time, so only the longest of them counts.
    """
    seconds = {step.id: _seconds(step.budget, day_seconds) for step in model.steps}
    inside = {scope.parent: scope for scope in graph}
    ways: dict[str, tuple[tuple[str, int], ...]] = {}
    # Sub-processes stand after their parents, so walking backwards meets the inner ones first.
    for scope in reversed(graph):
        ways[scope.parent] = _longest(scope, seconds, {key: ways.get(key, ()) for key in inside})
    return ways[""]


def _longest(
    scope: Scope, seconds: Mapping[str, int], inner: Mapping[str, tuple[tuple[str, int], ...]]
) -> tuple[tuple[str, int], ...]:
    totals: dict[str, int] = {}
    came_from: dict[str, str] = {}
    for key in scope.order:
        before = [source for source in scope.predecessors[key] if source in totals]
        best = max(before, key=totals.__getitem__, default="")
        if best:
            came_from[key] = best
        own = sum(time for _, time in inner[key]) if key in inner else seconds.get(key, 0)
        totals[key] = (totals[best] if best else 0) + own
    way: list[tuple[str, int]] = []
    at = max(totals, key=totals.__getitem__, default="")
    while at:
        way.extend(reversed(inner[at]) if at in inner else [(at, seconds[at])] if at in seconds else [])
        at = came_from.get(at, "")
    return tuple(reversed(way))


def _over(model: ProcessModel, way: Sequence[tuple[str, int]], limit_seconds: int) -> Iterator[Finding]:
    total = sum(time for _, time in way)
    if total <= limit_seconds:
        return
    sums = accumulate(time for _, time in way)
    step = model.step_by_id[
        next(key for (key, _), so_far in zip(way, sums, strict=True) if so_far > limit_seconds)
    ]
    path = " + ".join(f"{model.step_by_id[key].name or key} {words(time)}" for key, time in way if time)
    yield finding(
        "path.over_limit",
        step,
        f"Đường dài nhất cần {words(total)}, vượt thời hạn {words(limit_seconds)} là {words(total - limit_seconds)} "
        f"từ bước {label(step)}: {path}. Giảm thời gian của các bước.",
        f"The longest way takes {words(total)}, {words(total - limit_seconds)} over the limit of "
        f"{words(limit_seconds)}, from the step {label(step)} on: {path}. Reduce the time of its steps.",
    )


def words(seconds: int) -> str:
    """Working time in the words of budgets: "58h", "3h30m"."""
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    parts = [f"{hours}h" if hours else "", f"{minutes}m" if minutes else "", f"{left}s" if left else ""]
    return "".join(parts) or "0"


def _seconds(budget: str, day_seconds: int) -> int:
    try:
        return parse_budget(budget).in_seconds(day_seconds) if budget else 0
    except InputError:
        return 0
