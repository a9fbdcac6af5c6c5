"""The process of a procedure as its approved model states it: steps, flows, gateways, and its findings.

A `ProcessModel` is read from BPMN by `motcua.engine.reader.reader`; nothing here knows XML.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from motcua.domain.errors import InputError
from motcua.domain.process.process_node import Node
from motcua.domain.process.service_manner import UNSTATED, Manner
from motcua.domain.text import Text

__all__ = [
    "MAX_NODES", "OPENS", "AgencyPart", "Box", "CaseLimit", "Fee", "Finding", "Flow", "Lane", "ModelError", "Node", "Paper",
    "Phase", "ProcedureFacts", "ProcessModel", "ResultPaper", "Service", "Severity", "Step",
]  # fmt: skip

Severity = Literal["error", "warning"]
Phase = Literal["receive", "resolve", "return"]

OPENS = "dossier.open"
MAX_NODES = 1000
"""Flow nodes of a process, those of called processes included; a file with more is refused."""


class ModelError(InputError):
    """A file that cannot be taken as a process model at all; `line` is its line, 0 when there is none."""

    code = "model.invalid"

    def __init__(self, message: Text, *, code: str = "model.invalid", line: int = 0) -> None:
        super().__init__(message)
        self.code = code
        self.line = line


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
    """A required paper of the dossier, with its numbers of originals and copies.

    `note` says when it is needed or what replaces it. `source` is the connected database whose data may take its
    place (`service_manner.DATABASES`), empty for none (A-16). What is filed online for one that is `sign_required` bears
    the digital signature of who made it out (F-14).
    """

    key: str
    name: str
    originals: int = 1
    copies: int = 0
    required: bool = True
    name_en: str = ""
    note: str = ""
    note_en: str = ""
    source: str = ""
    sign_required: bool = False

    @property
    def is_needed(self) -> bool:
        """Whether a dossier without it is incomplete: required, and no database knows what it says."""
        return self.required and not self.source


@dataclass(frozen=True, slots=True)
class CaseLimit:
    """A limit in the words of `limits.parse_limit` for one way of filing or one case; empty holds for every one (R-26)."""

    value: str
    channel: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Fee:
    """A charge in đồng; `channel` is empty when it holds for every way of filing.

    `when` is a condition over the form under which it is charged, `formula` an expression that takes the place of
    `amount`; both in the language of `conditions`, empty where there is none (I-01).
    """

    name: str
    amount: int
    channel: str = ""
    name_en: str = ""
    when: str = ""
    formula: str = ""


@dataclass(frozen=True, slots=True)
class ResultPaper:
    """A paper the applicant gets at the end."""

    key: str
    name: str
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class AgencyPart:
    """An agency's part in a linked procedure: `who` as in a step's `agency`, its time of its own, whether it leads."""

    who: str
    budget: str = ""
    is_lead: bool = False


@dataclass(frozen=True, slots=True)
class ProcedureFacts:
    """The data of `motcua:procedure`: what the public sheet of a procedure shows.

    `limit` is the statutory time in the words of `deadlines.parse_limit` ("24h", "same-day@15:00", "10cd").
    `sheet` holds the other items of the public sheet by key (`process_words.SHEET_ITEMS`); an item may have
    several lines. `sheet_en` and `legal_en` are the same in English, `legal_en` in the order of `legal`.
    `agencies` are the parts of agencies with a time of their own. `settings` are what the procedure decides otherwise
    than the province's profile, by dotted key (R-29). `manner` is how it is filed, paid and handed over (A-16, A-21).
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
    sheet: Mapping[str, str] = dataclasses.field(default_factory=dict)
    sheet_en: Mapping[str, str] = dataclasses.field(default_factory=dict)
    legal_en: tuple[str, ...] = ()
    settings: Mapping[str, str] = dataclasses.field(default_factory=dict)
    limits: tuple[CaseLimit, ...] = ()
    agencies: tuple[AgencyPart, ...] = ()
    manner: Manner = UNSTATED


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
    mark: str = ""
    paper: Literal["none", "follows"] = "none"
    order: int = 0
    name_en: str = ""
    position_name_en: str = ""


@dataclass(frozen=True, slots=True)
class Service:
    """What a service task calls: a registered operation, its attempts and its time-out in budget words.

    The operation `OPENS` opens a dossier of `procedure` at `agency`, said as in a step, and waits for its result.
    """

    id: str
    operation: str
    attempts: int = 1
    timeout: str = ""
    procedure: str = ""
    agency: str = "receiving"


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


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane of the diagram, the position it stands for and the agency whose it is; `nodes` are the ids drawn in it."""

    id: str
    name: str
    position: str
    name_en: str = ""
    agency: str = ""
    nodes: frozenset[str] = frozenset()
    box: Box | None = None


@dataclass(frozen=True)
class ProcessModel:
    """One executable process with everything Motcua reads from its file.

    `steps` stand in the order in which a dossier meets them (`Step.order`), `nodes` and `flows` as in the
    file. `boxes` and `lines` hold the diagram by node and by flow.
    """

    id: str
    name: str
    facts: ProcedureFacts | None
    steps: tuple[Step, ...]
    nodes: tuple[Node, ...]
    flows: tuple[Flow, ...]
    boxes: Mapping[str, Box] = dataclasses.field(default_factory=dict)
    lines: Mapping[str, Sequence[tuple[float, float]]] = dataclasses.field(default_factory=dict)
    lanes: tuple[Lane, ...] = ()
    services: tuple[Service, ...] = ()

    @cached_property
    def step_by_id(self) -> Mapping[str, Step]:
        return {step.id: step for step in self.steps}

    @cached_property
    def node_by_id(self) -> Mapping[str, Node]:
        return {node.id: node for node in self.nodes}
