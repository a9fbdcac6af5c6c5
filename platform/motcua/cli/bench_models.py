"""Process models of any size for the bench and for load tests."""

from __future__ import annotations

from itertools import pairwise
from xml.sax.saxutils import quoteattr

NAMESPACES = (
    'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:motcua="http://motcua.vn/bpmn/1.0" targetNamespace="http://motcua.vn/bench"'
)

FORM_KEY = "don"
FORM = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "title": "Đơn",
    "properties": {"noi_dung": {"type": "string", "title": "Nội dung"}},
}


def sequential_bpmn(tasks: int, code: str = "9.000000", position: str = "chuyen_mon") -> bytes:
    """A process of `tasks` steps in a row, each with a budget of four working hours."""
    steps = "".join(_step(number, position) for number in range(1, tasks + 1))
    ids = ["E_start", *(f"T_{number}" for number in range(1, tasks + 1)), "E_end"]
    flows = "".join(
        f'<bpmn:sequenceFlow id="F_{number}" sourceRef="{source}" targetRef="{target}"/>'
        for number, (source, target) in enumerate(pairwise(ids))
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><bpmn:definitions {NAMESPACES}>'
        f'<bpmn:process id="P_bench_{tasks}" isExecutable="true"><bpmn:extensionElements>'
        f'<motcua:procedure code={quoteattr(code)} name="Thủ tục đo {tasks} bước" field="do_luong" level="xa"'
        f' limit="{4 * tasks}h" form="{FORM_KEY}"/></bpmn:extensionElements>'
        f'<bpmn:startEvent id="E_start"/>{steps}<bpmn:endEvent id="E_end"/>{flows}'
        "</bpmn:process></bpmn:definitions>"
    ).encode()


def _step(number: int, position: str) -> str:
    return (
        f'<bpmn:userTask id="T_{number}" name="Bước {number}"><bpmn:extensionElements>'
        f'<motcua:step position={quoteattr(position)} budget="4h"/>'
        "</bpmn:extensionElements></bpmn:userTask>"
    )
