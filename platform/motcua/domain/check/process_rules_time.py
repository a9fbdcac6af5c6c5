"""Rules about time: the limit of the procedure, and the longest way through the process against it.

Quảng Trị 29/2020, Điều 17.2, 19.1.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import accumulate

from motcua.domain.check.process_rules_finding import agency_name, finding, label
from motcua.domain.check.process_rules_timers import timer_findings
from motcua.domain.errors import InputError
from motcua.domain.process.process import Finding, ProcessModel
from motcua.domain.process.process_graph import Scope
from motcua.domain.process.process_ways import Way, longest_path
from motcua.domain.text import Text
from motcua.domain.time.duration import duration_words
from motcua.domain.time.limits import Budget, CalendarDays, Limit, SameDay, parse_limit

__all__ = ["limit_in_seconds", "longest_path", "time_findings"]


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
    """The limit is there and can be read, no way takes longer, and timers can be read and fire in time."""
    written = model.facts.limit if model.facts else ""
    limit: Limit | None = None
    if written:
        try:
            limit = parse_limit(written)
        except InputError as error:
            yield finding(
                "procedure.limit_malformed", model, f"limit: {error.message.vi}", f"limit: {error.message.en}"
            )
    elif limit_seconds is None:
        yield finding(
            "procedure.limit_missing",
            model,
            "Thủ tục chưa có hạn giải quyết. Điền “Hạn giải quyết” ở trang “Thủ tục”, ví dụ 56 giờ hoặc 7 ngày (limit).",
            "The procedure has no time limit. Fill it in on the page “Procedure”, such as 56 hours or 7 days (limit).",
            "warning",
        )
    calendar_day = day_seconds if limit_seconds is None and isinstance(limit, CalendarDays) else 0
    if limit_seconds is None and limit is not None:
        limit_seconds = min(limit_in_seconds(one, day_seconds) for one in (limit, *_of_cases(model)))
    yield from timer_findings(model, limit_seconds, day_seconds)
    if limit_seconds is not None:
        yield from _over(model, longest_path(model, graph, day_seconds, calendar_day), limit_seconds)
        yield from _unknown(model)


def _of_cases(model: ProcessModel) -> Iterator[Limit]:
    """The limits by way of filing or case that can be read (R-26): the shortest of all must suffice."""
    for case in model.facts.limits if model.facts else ():
        with suppress(InputError):
            yield parse_limit(case.value)


def _over(model: ProcessModel, way: Way, limit_seconds: int) -> Iterator[Finding]:
    total = sum(time for _, time in way)
    if total <= limit_seconds:
        return
    sums = accumulate(time for _, time in way)
    at = model.node_by_id[
        next(key for (key, _), so_far in zip(way, sums, strict=True) if so_far > limit_seconds)
    ]
    names = [(model.node_by_id[key].name or key, duration_words(time)) for key, time in way if time]
    whole, limit = duration_words(total), duration_words(limit_seconds)
    beyond = duration_words(total - limit_seconds)
    shares = _by_agency(model, way)
    yield finding(
        "path.over_limit",
        at,
        f"Đường dài nhất cần {whole.vi}, vượt hạn giải quyết {limit.vi} là {beyond.vi} từ bước {label(at)}: "
        f"{' + '.join(f'{name} {time.vi}' for name, time in names)}.{shares.vi} Giảm thời gian của các bước.",
        f"The longest way takes {whole.en}, {beyond.en} over the limit of {limit.en}, from the step {label(at)} on: "
        f"{' + '.join(f'{name} {time.en}' for name, time in names)}.{shares.en} Reduce the time of its steps.",
    )


def _by_agency(model: ProcessModel, way: Way) -> Text:
    """Each agency's share of the way, where several take part."""
    shares: dict[str, int] = {}
    for key, time in way:
        if key in model.step_by_id and time:
            agency = model.step_by_id[key].agency
            shares[agency] = shares.get(agency, 0) + time
    if len(shares) < 2:
        return Text("", "")
    parts = [(agency_name(rule), duration_words(time)) for rule, time in shares.items()]
    return Text(
        f" Theo cơ quan: {', '.join(f'{who.vi} {time.vi}' for who, time in parts)}.",
        f" By agency: {', '.join(f'{who.en} {time.en}' for who, time in parts)}.",
    )


def _unknown(model: ProcessModel) -> Iterator[Finding]:
    for node in model.nodes:
        loop = node.loop
        if loop is not None and loop.kind == "sequential" and loop.cardinality is None:
            yield finding(
                "path.loop_unknown",
                node,
                f"{label(node)} làm lần lượt theo danh sách, không biết trước mấy lần, nên thời hạn chỉ tính một lần. "
                "Làm đồng thời, hoặc kiểm tra thời hạn bằng tay.",
                f"{label(node)} is done one by one over a list, nobody knows how often, so the limit counts it once. "
                "Do it in parallel, or check the limit by hand.",
                "warning",
            )
