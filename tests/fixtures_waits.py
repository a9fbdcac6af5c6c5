"""Small procedures with events and service tasks, and what a test asks of a dossier that waits in them."""

from __future__ import annotations

from datetime import datetime

import pytest

from motcua.services.dossier import events
from motcua.services.work import House
from motcua.store.base import Record

# Pytest rewrites a plugin when it loads it, which for these names it has not done yet.
pytest.register_assert_rewrite("fixtures_dossier", "fixtures_model", "fixtures_watch")
from fixtures_dossier import accept_dossier, file_dossier  # noqa: E402
from fixtures_model import CODE, NAMESPACES, release  # noqa: E402
from fixtures_watch import local, rows  # noqa: E402

MONDAY = local("2026-12-07 07:00")


def at(time: str) -> datetime:
    return local(f"2026-12-07 {time}")


def step(key: str, words: str = "", inner: str = "") -> str:
    """A step of four hours for the expert, unless `words` say more."""
    budget = "" if "budget=" in words else 'budget="4h"'
    return (
        f'<b:userTask id="{key}" name="Bước {key}"><b:extensionElements>'
        f'<m:step position="chuyen_vien" {budget} {words}/></b:extensionElements>{inner}</b:userTask>'
    )


def timer(text: str) -> str:
    kind = "timeCycle" if text.startswith("R") else "timeDate" if text[:1] == "@" else "timeDuration"
    return f"<b:timerEventDefinition><b:{kind}>{text.lstrip('@')}</b:{kind}></b:timerEventDefinition>"


def message(name: str) -> str:
    return f'<b:messageEventDefinition messageRef="M_{name}"/>'


def error(code: str) -> str:
    return f'<b:errorEventDefinition errorRef="E_{code}"/>'


def catch(key: str, event: str, wait: str = "") -> str:
    said = f"<b:extensionElements>{wait}</b:extensionElements>" if wait else ""
    return f'<b:intermediateCatchEvent id="{key}" name="Chờ {key}">{said}{event}</b:intermediateCatchEvent>'


def border(key: str, of: str, event: str, *, ends: bool = True) -> str:
    cancels = "" if ends else ' cancelActivity="false"'
    return f'<b:boundaryEvent id="{key}" name="Viền {key}" attachedToRef="{of}"{cancels}>{event}</b:boundaryEvent>'


def call(key: str, operation: str = "test.send", words: str = 'attempts="3" timeout="30s"') -> str:
    return (
        f'<b:serviceTask id="{key}" name="Gọi {key}"><b:extensionElements>'
        f'<m:service operation="{operation}" {words}/></b:extensionElements></b:serviceTask>'
    )


def pause(reason: str) -> str:
    return f'<m:wait clock="pause" reason="{reason}"/>'


def model(flows: str, *nodes: str, limit: str = "24h", roots: str = "", code: str = CODE) -> bytes:
    """A process of these nodes with a start `S` and ends `E`, `E2` as the flows need them."""
    drawn = list(nodes)
    parts = [part.split(">") for part in flows.split()]
    drawn += [
        f'<b:endEvent id="{key}"/>' for key in sorted({target for _, target in parts if target[:1] == "E"})
    ]
    lines = "".join(
        f'<b:sequenceFlow id="F{number}" sourceRef="{source}" targetRef="{target}"/>'
        for number, (source, target) in enumerate(parts)
    )
    facts = (
        f'<m:procedure code="{code}" name="Thủ tục thử" field="thu" level="xa" form="don" limit="{limit}">'
        '<m:paper key="don" name="Đơn"/></m:procedure>'
    )
    return (
        f'<b:definitions {NAMESPACES}>{roots}<b:process id="P_thu" name="Thử" isExecutable="true">'
        f'<b:extensionElements>{facts}</b:extensionElements><b:startEvent id="S"/>{"".join(drawn)}{lines}'
        "</b:process></b:definitions>"
    ).encode()


def messages(*names: str) -> str:
    return "".join(f'<b:message id="M_{name}" name="{name}"/>' for name in names)


def errors(*codes: str) -> str:
    return "".join(f'<b:error id="E_{code}" errorCode="{code}"/>' for code in codes)


def started(house: House, bpmn: bytes, now: datetime = MONDAY, **answers: object) -> str:
    """A dossier of this model, filed and accepted."""
    release(house, bpmn)
    code = file_dossier(house, CODE, now=now, **{"von": 1, **answers})
    accept_dossier(house, code, now)
    return code


def waits(house: House) -> dict[str, Record]:
    """What is waited for now, by element."""
    found = rows(house, "select * from dossier_wait where left_at is null order by id")
    return {row.element: row for row in found}


def fire(house: House, element: str, now: datetime) -> bool:
    """Do the timer's job."""
    row = waits(house)[element]
    return events.run_timer(house, row.dossier_id, row.task_id, now)
