"""Small procedures drawn in a line, released into a house and walked step by step.

A drawing names its flows: "S>a a>X X>b:von>5 X>c* b>E c>E". S and E are the start and end events, names beginning
with X exclusive and with P parallel gateways, everything else a step; `X>c*` is the default, `~` a space. The words
of a step come as keyword arguments: `b={"budget": "2h", "agency": "parent"}`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pytest

from motcua.contrib.service_doubles import ConsoleService
from motcua.domain.people.permissions import SYSTEM
from motcua.domain.text import Text
from motcua.engine import Progress
from motcua.services.dossier import steps
from motcua.services.dossier.steps import Completion
from motcua.services.papers.files import Upload
from motcua.services.process import procedures
from motcua.services.process.examination import Source
from motcua.services.process.procedures import Released
from motcua.services.work import House

# Pytest rewrites a plugin when it loads it, which for these names it has not done yet.
pytest.register_assert_rewrite("fixtures_dossier", "fixtures_house", "fixtures_watch")
from fixtures_dossier import actor_of  # noqa: E402
from fixtures_house import NOW  # noqa: E402
from fixtures_watch import rows  # noqa: E402

CODE = "1.900001"
FORM: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "title": "Đơn",
    "required": ["von"],
    "properties": {
        "von": {"type": "integer", "title": "Số vốn"},
        "noi_dung": {"type": "string", "title": "Nội dung"},
        "co_quan": {"type": "string", "title": "Cơ quan phối hợp"},
    },
}
CHECK_FORM: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "title": "Phiếu kiểm tra",
    "required": ["dat"],
    "properties": {"dat": {"type": "boolean", "title": "Đạt yêu cầu"}},
}
FORMS = {"don": FORM, "kiem_tra": CHECK_FORM}
CALLED = ConsoleService("test.send", Text("Gửi thử", "Trial call"))
KINDS = {"S": "startEvent", "E": "endEvent", "X": "exclusiveGateway", "P": "parallelGateway"}
NAMESPACES = (
    'xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:m="http://motcua.vn/bpmn/1.0"'
    ' targetNamespace="http://motcua.vn/test"'
)


def bpmn_of(
    drawing: str, *, code: str = CODE, limit: str = "", papers: str = "", **words: Mapping[str, str]
) -> bytes:
    """A BPMN file of the drawing; steps are the expert's with four hours unless `words` say otherwise.

    `papers` is XML of motcua:paper elements.
    """
    nodes: dict[str, str] = {}
    flows, defaults = [], {}
    for number, part in enumerate(drawing.split()):
        ends, _, condition = part.replace("~", " ").partition(":")
        source, target = ends.rstrip("*").split(">")
        nodes |= {source: "", target: ""}
        if ends.endswith("*"):
            defaults[source] = f"F{number}"
        inner = f"<b:conditionExpression>{escape(condition)}</b:conditionExpression>" if condition else ""
        flows.append(
            f'<b:sequenceFlow id="F{number}" sourceRef="{source}" targetRef="{target}">{inner}</b:sequenceFlow>'
        )
    drawn = "".join(_node(node, defaults.get(node, ""), words.get(node, {})) for node in nodes)
    stated = f' limit="{limit}"' if limit else ""
    facts = (
        f'<m:procedure code="{code}" name="Thủ tục thử" field="thu" level="xa" form="don"{stated}>'
        f'<m:paper key="don" name="Đơn"/>{papers}</m:procedure>'
    )
    return (
        f'<b:definitions {NAMESPACES}><b:process id="P_thu" name="Thử" isExecutable="true">'
        f"<b:extensionElements>{facts}</b:extensionElements>{drawn}{''.join(flows)}"
        "</b:process></b:definitions>"
    ).encode()


def _node(key: str, default: str, words: Mapping[str, str]) -> str:
    kind = KINDS.get(key[0], "userTask")
    if kind == "userTask":
        said = {"position": "chuyen_vien", "budget": "4h", **words}
        attributes = " ".join(f"{name}={quoteattr(text)}" for name, text in said.items())
        return (
            f'<b:userTask id="{key}" name="Bước {key}"><b:extensionElements><m:step {attributes}/>'
            "</b:extensionElements></b:userTask>"
        )
    chosen = f' default="{default}"' if default else ""
    return f'<b:{kind} id="{key}"{chosen}/>'


def release(
    house: House, bpmn: bytes, forms: Mapping[str, Mapping[str, Any]] = FORMS, now: datetime = NOW
) -> Released:
    """Release the file as the library's commands do, where the operation "test.send" is installed as well."""
    installed = replace(house, operations={**house.operations, CALLED.key: CALLED})
    with installed.work() as work:
        return procedures.release(work, SYSTEM, Source(bpmn, forms, Text("Thử", "Trial")), now)


def waiting(house: House, code: str) -> dict[str, str]:
    """The task ids of the steps that wait, by step."""
    found = rows(
        house,
        "select s.step_id, s.task_id from dossier_step s join dossier d on d.id = s.dossier_id"
        " where d.code = :code and s.left_at is null order by s.id",
        code=code,
    )
    return {row.step_id: row.task_id for row in found}


def finish(
    house: House,
    code: str,
    step_id: str,
    login: str = "vinh.le",
    now: datetime = NOW,
    opinion: str = "",
    uploads: tuple[Upload, ...] = (),
    **answers: Any,
) -> Progress:
    """Finish a waiting step as that officer, with these answers to the step's form."""
    completion = Completion(answers=answers, opinion=opinion, uploads=uploads)
    with house.work() as work:
        return steps.finish(
            work, actor_of(house, login), code, waiting(house, code)[step_id], completion, now
        )
