"""What a draft consists of before it is written: lanes, steps in their places, and the names of the file's words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from motcua.domain.step_table.step_table import TableStep

BPMN: Final = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI: Final = "http://www.omg.org/spec/BPMN/20100524/DI"
DC: Final = "http://www.omg.org/spec/DD/20100524/DC"
DI: Final = "http://www.omg.org/spec/DD/20100524/DI"
MOTCUA: Final = "http://motcua.vn/bpmn/1.0"
NAMESPACES: Final = {"bpmn": BPMN, "bpmndi": BPMNDI, "dc": DC, "di": DI, "motcua": MOTCUA}


@dataclass(frozen=True, slots=True)
class Lane:
    """A position's lane and the ids of the elements in it."""

    id: str
    name: str
    position_key: str
    members: list[str]


@dataclass(frozen=True, slots=True)
class Placed:
    """A step's element: its id, its name on the diagram, and the place of its lane, 0 the uppermost."""

    id: str
    name: str
    lane: int


@dataclass(frozen=True, slots=True)
class Draft:
    """The process of a table: `steps` and `placed` go together."""

    process_id: str
    pool: str
    steps: Sequence[TableStep]
    placed: Sequence[Placed]
    lanes: Sequence[Lane]

    def flows(self) -> Iterator[tuple[str, str]]:
        """(source, target) of every flow, from the start to the end."""
        chain = ["Start_1", *(one.id for one in self.placed), "End_1"]
        yield from pairwise(chain)
