"""The process of a procedure as its approved model states it: steps, flows, gateways, and its findings.

A `ProcessModel` is read from BPMN by `motcua.engine.reader`; nothing here knows XML.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from motcua.domain.text import Text

Severity = Literal["error", "warning"]
Phase = Literal["receive", "resolve", "return"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with a model: a stable code, the element, and how to mend it."""

    code: str
    severity: Severity
    element: str
    name: str
    message: Text


@dataclass(frozen=True, slots=True)
class Paper:
    """A required paper of the dossier, with its numbers of originals and copies."""

    key: str
    name: str
    originals: int = 1
    copies: int = 0
    required: bool = True


@dataclass(frozen=True, slots=True)
class Fee:
    """A charge in đồng; `channel` is empty when it holds for every way of filing."""

    name: str
    amount: int
    channel: str = ""


@dataclass(frozen=True, slots=True)
class ResultPaper:
    """A paper the applicant gets at the end."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class ProcedureFacts:
    """The data of `motcua:procedure`: what the public sheet of a procedure shows.

    `limit` is the statutory time in the words of `deadlines.parse_limit` ("24h", "same-day@15:00", "10cd").
    `sheet` holds the other items of the public sheet by key (subjects, manner, conditions, agency, …).
    """

    code: str
    name: str
    field: str
    level: str
    limit: str = ""
    form: str = ""
    name_en: str = ""
    papers: tuple[Paper, ...] = ()
    fees: tuple[Fee, ...] = ()
    legal: tuple[str, ...] = ()
    results: tuple[ResultPaper, ...] = ()
    sheet: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """A user task: one position of the approved process, with its budget in words of working time."""

    id: str
    name: str
    position: str = ""
    position_name: str = ""
    budget: str = ""
    form: str = ""
    phase: Phase = "resolve"
    actions: tuple[str, ...] = ()
    agency: str = "receiving"
    forward: Literal["group", "person", "either"] = "either"
    signature: Literal["none", "optional", "required"] = "none"
    document: str = ""
    signer: str = ""
    paper: Literal["none", "follows"] = "none"
    order: int = 0


@dataclass(frozen=True, slots=True)
class Node:
    """Any flow node, by its BPMN local name ("userTask", "exclusiveGateway"); `parent` is a sub-process id."""

    id: str
    name: str
    kind: str
    parent: str = ""
    default_flow: str = ""


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow; `condition` is the text of its expression, empty when unconditional."""

    id: str
    name: str
    source: str
    target: str
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """Where the diagram draws a node, in BPMN DI units."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class ProcessModel:
    """One executable process with everything Motcua reads from its file."""

    id: str
    name: str
    facts: ProcedureFacts | None
    steps: tuple[Step, ...]
    nodes: tuple[Node, ...]
    flows: tuple[Flow, ...]
    boxes: Mapping[str, Box] = field(default_factory=dict)
    lines: Mapping[str, Sequence[tuple[float, float]]] = field(default_factory=dict)

    @cached_property
    def step_by_id(self) -> Mapping[str, Step]:
        return {step.id: step for step in self.steps}

    @cached_property
    def node_by_id(self) -> Mapping[str, Node]:
        return {node.id: node for node in self.nodes}
