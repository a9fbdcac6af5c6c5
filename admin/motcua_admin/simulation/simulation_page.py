"""The outcome of a simulation in words, numbers and colours, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext as _
from markupsafe import Markup

from motcua.domain.process.process import ProcessModel, Step
from motcua.domain.simulation.simulation import pool_of
from motcua.domain.simulation.simulation_result import PoolResult, Result, StepResult, level_of
from motcua.domain.text import Text
from motcua.domain.time.duration import duration_words
from motcua.services.simulation.simulations import Asked
from motcua.web import diagram
from motcua.web.context import language, say
from motcua.web.diagram import DiagramRow
from motcua.web.diagram_heat import render_heat
from motcua.web.filters import named
from motcua_admin.simulation.simulation_chart import MOST, Series, chart
from motcua_admin.simulation.simulation_form import pool_words, written

LEVELS: Final[Mapping[str, tuple[str, str, Text]]] = {
    "calm": ("ok", "check-circle", Text("Thong thả", "Calm")),
    "busy": ("info", "clock-history", Text("Vừa sức", "Busy")),
    "tight": ("warn", "exclamation-triangle-fill", Text("Căng", "Tight")),
    "over": ("bad", "exclamation-octagon-fill", Text("Quá tải", "Overloaded")),
}


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of the table."""

    name: str
    people: str
    level: str
    figures: StepResult
    wait: str
    wait_p95: str
    work: str
    queue: str


@dataclass(frozen=True, slots=True)
class PoolRow:
    """The people of one position."""

    name: str
    level: str
    figures: PoolResult
    busy: int


@dataclass(frozen=True)
class Outcome:
    """What `studio/simulation_run.html` draws of a result."""

    result: Result
    on_time: str
    interval: str
    took: Sequence[tuple[str, str]]
    limit: str
    bottleneck: str
    steps: Sequence[StepRow]
    pools: Sequence[PoolRow]
    drawing: Markup
    rows: Sequence[DiagramRow]
    chart: Markup
    legend: Sequence[tuple[int, str, str]]


def outcome_of(asked: Asked) -> Outcome | None:
    """Nothing until the worker is done."""
    result, model = asked.result, asked.model
    if result is None:
        return None
    steps = sorted(model.steps, key=lambda step: step.order)
    rows = [_step(result, step) for step in steps if step.id in result.steps]
    levels = {step.id: level_of(_pool(result, step).busy) for step in steps if step.id in result.steps}
    captions = {step.id: _caption(row) for step, row in zip(steps, rows, strict=False)}
    drawn = _series(result, steps)
    return Outcome(
        result=result,
        on_time=_percent(result.on_time),
        interval=f"{_percent(result.low)} – {_percent(result.high)}",
        took=[
            (str(_("Trung bình")), time_words(result.durations["mean"])),
            (str(_("Một nửa xong trong")), time_words(result.durations["p50"])),
            (str(_("8 trên 10 xong trong")), time_words(result.durations["p80"])),
            (str(_("19 trên 20 xong trong")), time_words(result.durations["p95"])),
        ],
        limit=time_words(result.limit) if result.limit is not None else "",
        bottleneck=_bottleneck(model, result),
        steps=rows,
        pools=_pools(model, result),
        drawing=_drawing(model, levels, captions),
        rows=diagram.rows(model, {}, captions, language()),
        chart=chart(drawn, result.days, str(_("Số hồ sơ chờ theo thời gian")), str(_("ngày làm việc"))),
        legend=[(number + 1, one.name, written(one.peak)) for number, one in enumerate(drawn)],
    )


def time_words(seconds: float) -> str:
    """Working time in hours and minutes; less than a minute is none."""
    whole = round(seconds)
    return say(duration_words(whole - whole % 60 if whole >= 60 else 0))


def level_words(level: str) -> str:
    return say(LEVELS[level][2])


def _step(result: Result, step: Step) -> StepRow:
    figures, pool = result.steps[step.id], _pool(result, step)
    return StepRow(
        name=named(step),
        people=pool_words(step),
        level=level_of(pool.busy),
        figures=figures,
        wait=time_words(figures.wait),
        wait_p95=time_words(figures.wait_p95),
        work=time_words(figures.work),
        queue=written(figures.queue),
    )


def _pool(result: Result, step: Step) -> PoolResult:
    return result.pools[pool_of(step)]


def _pools(model: ProcessModel, result: Result) -> list[PoolRow]:
    names = {pool_of(step): pool_words(step) for step in model.steps}
    return [
        PoolRow(names.get(key, key), level_of(one.busy), one, round(one.busy * 100))
        for key, one in result.pools.items()
    ]


def _caption(row: StepRow) -> str:
    """The word for the level, then the number: the colour never stands alone."""
    return f"{level_words(row.level)}\n" + str(_("chờ %(wait)s", wait=row.wait))


def _drawing(model: ProcessModel, levels: Mapping[str, str], captions: Mapping[str, str]) -> Markup:
    words = "; ".join(
        f"{named(step)}: {captions[step.id].replace(chr(10), ', ')}"
        for step in model.steps
        if step.id in captions
    )
    return render_heat(model, levels, captions, language(), str(_("Nơi hồ sơ phải chờ")), words)


def _series(result: Result, steps: Sequence[Step]) -> list[Series]:
    """The longest queues first, as many as a picture bears; those that hold nobody are left out."""
    found = [
        Series(named(step), result.steps[step.id].over_time) for step in steps if step.id in result.steps
    ]
    found.sort(key=lambda one: -sum(one.values))
    return [one for one in found[:MOST] if one.peak > 0]


def _bottleneck(model: ProcessModel, result: Result) -> str:
    step = model.step_by_id.get(result.bottleneck)
    if step is None:
        return ""
    figures, pool = result.steps[step.id], _pool(result, step)
    words = _(
        "Bước “%(step)s”: hồ sơ chờ trung bình %(wait)s; %(people)s bận %(busy)d%% thời gian.",
        step=named(step),
        wait=time_words(figures.wait),
        people=pool_words(step),
        busy=round(pool.busy * 100),
    )
    if pool.needed > pool.people:
        more = _("Nên có %(count)d người thay vì %(people)d.", count=pool.needed, people=pool.people)
        return f"{words} {more}"
    return str(words)


def _percent(share: float) -> str:
    return f"{written(round(share * 100, 1))}%"
