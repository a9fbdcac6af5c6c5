"""The usual shapes of processes, from which a draft may begin: data, made into a table of steps."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from motcua.domain.errors import NotFoundError
from motcua.domain.process.positions import name_of
from motcua.domain.step_table.step_table import TableProcedure, TableStep
from motcua.domain.text import Text

_PATH: Final = Path(__file__).parents[2] / "data" / "process_shapes.json"
BLANK: Final = "blank"


@dataclass(frozen=True, slots=True)
class Shape:
    """A usual process: `limit` in the words of limits, `steps` in their order."""

    key: str
    name: Text
    about: Text
    limit: str
    steps: tuple[TableStep, ...]


@cache
def shapes() -> tuple[Shape, ...]:
    """All shapes in the order in which they are offered."""
    return tuple(_shape(one) for one in json.loads(_PATH.read_text(encoding="utf-8")))


def table_of(key: str, name: str, code: str) -> TableProcedure:
    """The steps of a shape as a procedure's table; raises NotFoundError."""
    shape = next((one for one in shapes() if one.key == key), None)
    if shape is None:
        raise NotFoundError(Text("Không có mẫu quy trình này.", "There is no such usual shape."))
    return TableProcedure(name=name, code=code, stated_total=shape.limit, steps=list(shape.steps))


def _shape(data: dict[str, Any]) -> Shape:
    steps = tuple(
        TableStep(
            order=str(place),
            unit="",
            position=name_of(step["position"]).vi,
            work=step["work"],
            budget=step["budget"],
            position_key=step["position"],
        )
        for place, step in enumerate(data["steps"], start=1)
    )
    return Shape(
        data["key"],
        Text(data["name"], data["name_en"]),
        Text(data["about"], data["about_en"]),
        data["limit"],
        steps,
    )
