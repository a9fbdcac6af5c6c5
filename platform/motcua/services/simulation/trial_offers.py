"""What can be done in a trial as it stands: to each thing that waits, and to the dossier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.domain.conditions.condition_nodes import ConditionError
from motcua.domain.conditions.conditions import parse_condition
from motcua.domain.dossier.dossier import ACTIONS
from motcua.domain.errors import ValidationError
from motcua.domain.forms import FormDefinition
from motcua.domain.process import positions
from motcua.domain.process.process import Step
from motcua.domain.simulation.trial import Course, Held
from motcua.domain.text import Text
from motcua.domain.time.timeliness import WarningLevel, warning_level
from motcua.engine import returnable
from motcua.extend.service_task import OutputKind
from motcua.services.dossier import case, operations, outside_values, step_form
from motcua.services.simulation.trial_ground import Ground
from motcua.services.simulation.trial_time import Times, times

OTHER_ERROR = "loi_khac"
"""An error that no event of the model names."""


@dataclass(frozen=True)
class Line:
    """One thing that waits. `level` is how soon a step is due; `back` are the steps it may return to.

    `outputs` are the values a service answers with, `errors` those it may fail with.
    """

    held: Held
    name: Text
    who: Text
    agency: Text
    due_at: datetime | None = None
    level: WarningLevel = "none"
    used: int = 0
    budget: int = 0
    step: Step | None = None
    form: FormDefinition | None = None
    back: Sequence[tuple[str, Text]] = ()
    may_ask: bool = False
    may_refuse: bool = False
    outputs: Mapping[str, OutputKind] | None = None
    errors: Sequence[str] = ()


@dataclass(frozen=True)
class Offers:
    """What a trial offers. `messages` can come from outside now; `values` are names that may come with them."""

    times: Times
    lines: Sequence[Line]
    may_accept: bool
    may_supply: bool
    may_confirm: bool
    may_hand_out: bool
    messages: Sequence[str]
    values: Mapping[str, OutputKind]


def of(ground: Ground, course: Course) -> Offers:
    """Everything that would not be refused at once."""
    state = course.ledger.state
    found = times(ground, course)
    may_event = state in ACTIONS["event"].sources
    return Offers(
        times=found,
        lines=[_line(ground, course, found, held) for held in course.held],
        may_accept=state in ACTIONS["accept"].sources,
        may_supply=state in ACTIONS["supply"].sources,
        may_confirm=state in ACTIONS["confirm_result"].sources and not course.held,
        may_hand_out=state in ACTIONS["return_result"].sources,
        messages=_messages(ground, course) if may_event else (),
        values=outside_names(ground),
    )


def outside_names(ground: Ground) -> Mapping[str, OutputKind]:
    """Names that conditions use and that no form, decision or loop of the model gives: they come from outside."""
    names: dict[str, OutputKind] = {}
    for flow in ground.version.model.flows:
        names |= {name: "text" for name in _names(flow.condition) if _is_foreign(ground, name)}
    return names


def read_any(typed: str) -> object:
    """A value that somebody typed where nobody knows of which kind it is: a truth value, a number, else the text."""
    text = typed.strip()
    truth = {"true": True, "có": True, "yes": True, "false": False, "không": False, "no": False}
    if text.lower() in truth:
        return truth[text.lower()]
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return text
    return int(number) if number.is_integer() else number


def _names(condition: str) -> list[str]:
    try:
        return sorted(parse_condition(condition).names) if condition else []
    except ConditionError:
        return []


def _is_foreign(ground: Ground, name: str) -> bool:
    try:
        outside_values.check(ground.version, {name: ""})
    except ValidationError:
        return False
    return name not in ground.version.item_names.values()


def _line(ground: Ground, course: Course, found: Times, held: Held) -> Line:
    plain = Line(
        held,
        ground.said(held.element),
        ground.who(held.element),
        ground.agency_name(held.agency),
        held.due_at,
    )
    if held.kind == "service":
        return _service(ground, plain)
    step = ground.version.model.step_by_id.get(held.element)
    if held.kind != "step" or step is None:
        return plain
    spent = found.steps.get(held.place)
    calendar = course.ledger.calendars.of_agency(held.agency)
    due = spent.due_at if spent is not None else None
    state = course.ledger.state
    return Line(
        held,
        plain.name,
        positions.of_step(step),
        plain.agency,
        due_at=due,
        level=warning_level(calendar, due, course.at) if due is not None else "none",
        used=spent.used if spent is not None else 0,
        budget=ground.version.budgets[step.id].in_seconds(calendar.day_seconds),
        step=step,
        form=step_form.of_step(ground.version, step.id),
        back=_back(ground, course, held) if state in ACTIONS["return"].sources else (),
        may_ask=_may(ground, "request_supplement", step.id, state),
        may_refuse=state == "sent" or _may(ground, "refuse", step.id, state),
    )


def _back(ground: Ground, course: Course, held: Held) -> Sequence[tuple[str, Text]]:
    if not case.offers(ground.version, ACTIONS["return"], held.element):
        return ()
    steps = returnable(ground.version.spec, course.engine, held.task_id)
    return [(step, ground.said(step)) for step in steps]


def _may(ground: Ground, key: str, step_id: str, state: str) -> bool:
    return state in ACTIONS[key].sources and case.offers(ground.version, ACTIONS[key], step_id)


def _service(ground: Ground, plain: Line) -> Line:
    element = plain.held.element
    operation = operations.service_of(ground.version, element).operation
    task = ground.work.house.operations.get(operation)
    caught = [
        node.event.name
        for node in ground.version.model.nodes
        if node.attached_to == element
        and node.event is not None
        and node.event.kind == "error"
        and node.event.name
    ]
    return Line(
        plain.held,
        plain.name,
        Text(f"Dịch vụ {operation}".strip(), f"Service {operation}".strip()),
        plain.agency,
        outputs=task.outputs if task is not None else None,
        errors=(*dict.fromkeys(caught), OTHER_ERROR),
    )


def _messages(ground: Ground, course: Course) -> Sequence[str]:
    """The messages the process takes at any time, and the signals that something waits for now."""
    signals = []
    for held in course.held:
        event = ground.version.model.node_by_id[held.element].event
        if held.kind == "signal" and event is not None:
            signals.append(event.name)
    armed = [
        node.event.name
        for node in ground.version.model.nodes
        if node.event is not None
        and node.event.kind == "message"
        and node.event.name in ground.version.spec.messages
    ]
    return tuple(dict.fromkeys([*armed, *signals]))
