"""How long a dossier may be under way: the longest way through a process, counted in working time.

Quảng Trị 29/2020, Điều 17.2, 19.1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from motcua.domain.errors import InputError
from motcua.domain.process.process import Node, ProcessModel
from motcua.domain.process.process_graph import Scope
from motcua.domain.process.process_node import Loop, Timer
from motcua.domain.time.duration_iso import is_iso, parse_iso_duration
from motcua.domain.time.limits import parse_budget

CALENDAR_DAY = 86_400
Way = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Measure:
    """What counts as time: `day_seconds` is the length of a working day.

    `calendar_day` is how many of these seconds a calendar day takes: as many as a working day under a limit in
    calendar days, 0 under one in working time, which the clock on the wall does not use up.
    """

    model: ProcessModel
    day_seconds: int
    calendar_day: int = 0

    @cached_property
    def _given(self) -> Mapping[str, str]:
        steps = {step.id: step.budget for step in self.model.steps}
        return steps | {service.id: service.timeout for service in self.model.services}

    def of_node(self, node: Node) -> int:
        """The seconds at a node itself: a step's budget, a service's time-out, a timer waited for."""
        if node.wait is not None and node.wait.clock == "pause":
            return 0
        if node.kind in ("intermediateCatchEvent", "startEvent") and node.event and node.event.timer:
            return self.of_timer(node.event.timer) or 0
        return budget_seconds(self._given.get(node.id, ""), self.day_seconds)

    def of_timer(self, timer: Timer) -> int | None:
        """The seconds a timer takes; None when they cannot be told in this measure."""
        if timer.kind == "date":
            return None
        if not is_iso(timer.text):
            return budget_seconds(timer.text, self.day_seconds)
        wall = wall_seconds(timer.text)
        return wall * self.calendar_day // CALENDAR_DAY if wall is not None and self.calendar_day else None


def longest_path(model: ProcessModel, graph: Sequence[Scope], day_seconds: int, calendar_day: int = 0) -> Way:
    """The elements with their seconds on the way that takes longest; flows back are walked once, not again.

    Parallel branches run at the same time, so only the longest of them counts; so does one of the instances of
    a parallel repetition. A sequential one counts its fixed number of times, a loop its maximum. A branch of a
    boundary event begins when its timer fires, else at the end of what it is attached to. Steps are always
    named, other elements where they take time. `calendar_day`: see `Measure`.
    """
    measure = Measure(model, day_seconds, calendar_day)
    inside = {scope.parent for scope in graph}
    ways: dict[str, Way] = {}
    # Sub-processes stand after their parents, so walking backwards meets the inner ones first.
    for scope in reversed(graph):
        ways[scope.parent] = _longest(scope, measure, {key: ways.get(key, ()) for key in inside})
    return ways[""]


def times(loop: Loop | None) -> int:
    """How often an activity counts; once where nobody can know."""
    if loop is None or loop.kind == "parallel":
        return 1
    return (loop.maximum if loop.kind == "standard" else loop.cardinality) or 1


def budget_seconds(text: str, day_seconds: int) -> int:
    """Budget words in seconds; 0 for none and for those that cannot be read, which are findings of their own."""
    try:
        return parse_budget(text).in_seconds(day_seconds) if text else 0
    except InputError:
        return 0


def wall_seconds(text: str) -> int | None:
    """An ISO duration in seconds, a month being 30 days and a year 365; None when it cannot be read."""
    try:
        found = parse_iso_duration(text)
    except InputError:
        return None
    days = found.years * 365 + found.months * 30 + found.weeks * 7 + found.days
    return days * CALENDAR_DAY + found.hours * 3600 + found.minutes * 60 + found.seconds


def _longest(scope: Scope, measure: Measure, inner: Mapping[str, Way]) -> Way:
    nodes = {node.id: node for node in scope.nodes}
    parts: dict[str, Way] = {}
    totals: dict[str, int] = {}
    came_from: dict[str, str] = {}
    for key in scope.order:
        node = nodes[key]
        if node.attached_to in totals:
            before = came_from.get(node.attached_to, "")
            parts[key] = _until(node, parts[node.attached_to], measure)
        else:
            known = [source for source in scope.predecessors[key] if source in totals]
            before = max(known, key=totals.__getitem__, default="")
            parts[key] = _own(node, measure, inner)
        if before:
            came_from[key] = before
        totals[key] = totals.get(before, 0) + _sum(parts[key])
    way: list[Way] = []
    at = max(totals, key=totals.__getitem__, default="")
    while at:
        way.append(parts[at])
        at = came_from.get(at, "")
    return tuple(entry for part in reversed(way) for entry in part)


def _own(node: Node, measure: Measure, inner: Mapping[str, Way]) -> Way:
    count = times(node.loop)
    if node.id in inner:
        return tuple((key, seconds * count) for key, seconds in inner[node.id])
    seconds = measure.of_node(node) * count
    return ((node.id, seconds),) if seconds or node.id in measure.model.step_by_id else ()


def _until(boundary: Node, host: Way, measure: Measure) -> Way:
    """What has been spent at the activity when its boundary event takes over."""
    timer = boundary.event.timer if boundary.event else None
    fires = measure.of_timer(timer) if timer is not None else None
    if fires is None or fires >= _sum(host):
        return host
    return ((boundary.id, fires),) if fires else ()


def _sum(way: Way) -> int:
    return sum(seconds for _, seconds in way)
