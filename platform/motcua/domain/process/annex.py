"""The annex of a decision that approves a process: its steps in rows, as a document shows them (Hậu Giang 11/2013, Điều 7.3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from motcua.domain.conditions.conditions import parse_condition
from motcua.domain.errors import InputError
from motcua.domain.forms.form_definition import Field
from motcua.domain.process import positions
from motcua.domain.process.process import Flow, ProcessModel, Step
from motcua.domain.process.process_node import Node
from motcua.domain.step_table.step_table_times import sum_of
from motcua.domain.time.limits import Budget, CalendarDays, Limit, SameDay, parse_budget, parse_limit

GATEWAYS: Final = frozenset({"exclusiveGateway", "inclusiveGateway", "parallelGateway", "complexGateway"})
_OTHERWISE: Final = "Trường hợp còn lại"


@dataclass(frozen=True, slots=True)
class AnnexRow:
    """A step: its number, who, what, how long; `only_when` says in which cases it is done, empty when always."""

    order: int
    position: str
    work: str
    time: str
    budget: str
    form: str
    only_when: str


@dataclass(frozen=True, slots=True)
class Annex:
    """What the document holds; `total` is the stated limit, `sum` the time of all steps together, both in words."""

    code: str
    name: str
    total: str
    sum: str
    rows: Sequence[AnnexRow]

    @property
    def has_cases(self) -> bool:
        """Whether some steps are done in some cases only, so that the times need not add up."""
        return any(row.only_when for row in self.rows)


def annex_of(model: ProcessModel, fields: Mapping[str, Field]) -> Annex:
    """The rows of a model; `fields` are the dossier's form by name, for conditions in words."""
    facts = model.facts
    ordered = sorted(model.steps, key=lambda step: step.order)
    rows = [
        AnnexRow(
            order=number,
            position=positions.of_step(step).vi,
            work=step.name,
            time=time_words(step.budget),
            budget=step.budget,
            form=step.form,
            only_when="; ".join(dict.fromkeys(_cases(model, step, fields))),
        )
        for number, step in enumerate(ordered, start=1)
    ]
    return Annex(
        code=facts.code if facts else "",
        name=facts.name if facts else model.name,
        total=limit_text(facts.limit) if facts else "",
        sum=time_words(sum_of([step.budget for step in ordered])),
        rows=rows,
    )


def time_words(budget: str) -> str:
    """A budget as decisions write it: "0,5 ngày", "4 giờ", "1 ngày 4 giờ 30 phút"; empty stays empty."""
    if not budget:
        return ""
    read = parse_budget(budget)
    return _written(read) or "0 giờ"


def limit_text(text: str) -> str:
    """A limit as decisions write it: "07 ngày làm việc", "trong ngày", "10 ngày"; empty stays empty."""
    if not text:
        return ""
    limit: Limit = parse_limit(text)
    match limit:
        case SameDay():
            return "trong ngày làm việc"
        case CalendarDays(days):
            return f"{days:02d} ngày"
        case Budget():
            written = _written(limit)
            return f"{written} làm việc" if written else "0 giờ"


def _written(budget: Budget) -> str:
    hours, rest = divmod(budget.seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    parts = (
        (f"{float(budget.days):g}".replace(".", ","), "ngày"),
        (str(hours), "giờ"),
        (str(minutes), "phút"),
        (str(seconds), "giây"),
    )
    return " ".join(f"{number} {unit}" for number, unit in parts if number != "0")


def _cases(model: ProcessModel, step: Step, fields: Mapping[str, Field]) -> Iterator[str]:
    """The cases that lead to a step; nothing when some way leads there always."""
    found: list[str] = []
    for flow in model.flows:
        if flow.target == step.id:
            cases = list(_on_the_way(model, flow, fields, seen=frozenset()))
            if not cases:
                return
            found.extend(cases)
    yield from found


def _on_the_way(
    model: ProcessModel, flow: Flow, fields: Mapping[str, Field], seen: frozenset[str]
) -> Iterator[str]:
    """The condition of a flow, or of the flows into the gateway it comes from when it has none of its own."""
    source = model.node_by_id[flow.source]
    if flow.condition:
        yield _named(source, flow) or _sentence(flow.condition, fields)
        return
    leaving = [one for one in model.flows if one.source == source.id]
    if source.kind in GATEWAYS and any(one.condition for one in leaving):
        yield _named(source, flow) or _OTHERWISE
    elif source.kind in GATEWAYS and source.id not in seen:
        entering = [one for one in model.flows if one.target == source.id]
        if len(entering) == 1:
            yield from _on_the_way(model, entering[0], fields, seen | {source.id})


def _named(source: Node, flow: Flow) -> str:
    """The question of a gateway with the answer that the flow is: "Cần lấy ý kiến? Cần"."""
    return " ".join(part for part in (source.name, flow.name) if part) if flow.name else ""


def _sentence(condition: str, fields: Mapping[str, Field]) -> str:
    try:
        return parse_condition(condition).describe(fields).vi
    except InputError:
        return condition
