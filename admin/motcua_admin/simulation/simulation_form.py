"""The numbers of a simulation on its form: hours and percentages as people write them, read back into `Assumed`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from flask_babel import gettext as _

from motcua.domain.errors import FieldError, ValidationError
from motcua.domain.process import positions
from motcua.domain.process.process import Node, ProcessModel, Step
from motcua.domain.simulation.simulation import Assumed, Duration, choices, pool_of
from motcua.domain.text import Text
from motcua.web.context import language, say
from motcua.web.filters import named

HOUR: Final = 3_600
SPREADS: Final = {"0": 0.0, "0.5": 0.5, "1": 1.0}
NUMBER: Final = Text("Nhập một số, ví dụ 8 hoặc 0,5.", "Enter a number, such as 8 or 0.5.")


@dataclass(frozen=True, slots=True)
class Line:
    """One number of the form: `name` of its input, `value` as written, `spread` where it has one."""

    name: str
    label: str
    value: str
    note: str = ""
    spread: str = ""
    is_past: bool = False


@dataclass(frozen=True)
class Lines:
    """Everything the form asks, in groups."""

    people: Sequence[Line]
    work: Sequence[Line]
    branches: Sequence[Line]
    delays: Sequence[Line]


def lines_of(model: ProcessModel, assumed: Assumed, visits: Mapping[str, int]) -> Lines:
    """The form filled with `assumed`; `visits` are how often the past has seen a step."""
    steps = sorted(model.steps, key=lambda step: step.order)
    pools = {pool_of(step): step for step in steps}
    return Lines(
        people=[
            Line(f"people-{pool}", pool_words(step), str(assumed.people.get(pool, 1)))
            for pool, step in pools.items()
        ],
        work=[_work(step, assumed, visits) for step in steps],
        branches=[*_branches(model, assumed), *_errors(model, assumed)],
        delays=[
            Line(f"delay-{key}", _node_words(model.node_by_id[key]), written(one.mean / HOUR))
            for key, one in assumed.delays.items()
        ],
    )


def assumed_of(form: Mapping[str, str], model: ProcessModel, known: Assumed) -> Assumed:
    """What was typed, over the numbers that the form began with; raises ValidationError at each input."""
    reader = _Reader(form)
    people = {pool: round(reader.number(f"people-{pool}", count)) for pool, count in known.people.items()}
    work = {step.id: reader.work(step.id, known.work.get(step.id, Duration(0))) for step in model.steps}
    branches = {
        key: reader.number(f"branch-{key}", share * 100) / 100 for key, share in known.branches.items()
    }
    delays = {
        key: replace(one, mean=reader.number(f"delay-{key}", one.mean / HOUR) * HOUR)
        for key, one in known.delays.items()
    }
    waits = reader.number("supplying", known.supplying.mean / HOUR) * HOUR
    assumed = replace(
        known,
        arrivals=reader.number("arrivals", known.arrivals),
        dossiers=round(reader.number("dossiers", known.dossiers)),
        people=people,
        work=work,
        branches=branches,
        delays=delays,
        items=round(reader.number("items", known.items)),
        supplement=reader.number("supplement", known.supplement * 100) / 100,
        asking=form.get("asking", known.asking),
        supplying=replace(known.supplying, mean=waits),
        is_even=form.get("is_even") == "yes",
        seed=round(reader.number("seed", known.seed)),
    )
    if reader.errors:
        raise ValidationError(reader.errors)
    return assumed


class _Reader:
    """Reads numbers and keeps what could not be read."""

    def __init__(self, form: Mapping[str, str]) -> None:
        self.form = form
        self.errors: list[FieldError] = []

    def number(self, name: str, otherwise: float) -> float:
        text = self.form.get(name, "").strip().replace(",", ".")
        if not text:
            return otherwise
        try:
            found = float(text)
        except ValueError:
            found = float("nan")
        if not -1e12 < found < 1e12:
            self.errors.append(FieldError(f"/{name}", "number", NUMBER))
            return otherwise
        return found

    def work(self, step_id: str, known: Duration) -> Duration:
        """The past as long as its box is ticked, else what was typed."""
        if known.quantiles and self.form.get(f"past-{step_id}") == "yes":
            return known
        hours = self.number(f"work-{step_id}", known.mean / HOUR)
        spread = SPREADS.get(self.form.get(f"spread-{step_id}", ""), 0.5)
        return Duration(round(hours * HOUR), spread)


def written(number: float) -> str:
    """ "2,5" in Vietnamese, "2.5" in English."""
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return text if language() == "en" else text.replace(".", ",")


def pool_words(step: Step) -> str:
    """The people who do a step, and where they are of another agency."""
    words = say(positions.name_of(step.position)) if step.position else named(step, "position_name")
    if step.agency == "receiving":
        return words
    kind, _sign, value = step.agency.partition(":")
    named_by = {"parent": _("cơ quan cấp trên"), "field": _("cơ quan ghi trong hồ sơ")}
    return f"{words} – {named_by.get(kind, value)}"


def _work(step: Step, assumed: Assumed, visits: Mapping[str, int]) -> Line:
    one = assumed.work.get(step.id, Duration(0))
    spread = min(SPREADS, key=lambda key: abs(SPREADS[key] - one.spread)) if not one.quantiles else "0.5"
    return Line(
        step.id,
        named(step),
        written(one.mean / HOUR),
        note=str(_("%(count)d lần đã làm", count=visits[step.id])) if step.id in visits else "",
        spread=spread,
        is_past=bool(one.quantiles),
    )


def _branches(model: ProcessModel, assumed: Assumed) -> list[Line]:
    flows = {flow.id: flow for flow in model.flows}
    found = []
    for gateway, ways in choices(model).items():
        for key in ways:
            flow = flows[key]
            to = model.node_by_id[flow.target]
            label = f"{_node_words(model.node_by_id[gateway])} → {flow.name or _node_words(to)}"
            found.append(Line(f"branch-{key}", label, written(assumed.branches.get(key, 0) * 100)))
    return found


def _errors(model: ProcessModel, assumed: Assumed) -> list[Line]:
    return [
        Line(
            f"branch-{node.id}",
            str(_("Lỗi: %(name)s", name=_node_words(node))),
            written(assumed.branches[node.id] * 100),
        )
        for node in model.nodes
        if node.id in assumed.branches
    ]


def _node_words(node: Node) -> str:
    return node.name or node.id
