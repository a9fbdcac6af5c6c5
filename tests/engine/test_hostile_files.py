"""Hostile files: refused by name or read without harm, linking included, each in less than a second."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pytest

from motcua.engine.linker.linker import link
from motcua.engine.reader.reader import read

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DMN = "https://www.omg.org/spec/DMN/20191111/MODEL/"
HEAD = f'<b:definitions xmlns:b="{BPMN}" xmlns:m="http://motcua.vn/bpmn/1.0"'
TIMER = "<b:timerEventDefinition><b:{0}>{1}</b:{0}></b:timerEventDefinition>"


@dataclass(frozen=True)
class Hostile:
    """A file, what it calls, and the codes it may be answered with; none means it is read without harm."""

    file: Callable[[], bytes]
    codes: frozenset[str]
    called: Callable[[], Mapping[str, bytes]] = field(default=dict)
    decisions: Callable[[], Mapping[str, bytes]] = field(default=dict)


def model(body: str, declared: str = "", head: str = HEAD) -> bytes:
    return (
        f'{head}>{declared}<b:process id="p" isExecutable="true">{body}</b:process></b:definitions>'.encode()
    )


def refused(file: bytes | str | Callable[[], bytes], *codes: str) -> Hostile:
    data = file if callable(file) else lambda: file.encode() if isinstance(file, str) else file
    return Hostile(data, frozenset(codes))


def body(xml: str, *codes: str) -> Hostile:
    return Hostile(lambda: model(xml), frozenset(codes))


def calling(called: Callable[[], Mapping[str, bytes]], *codes: str) -> Hostile:
    return Hostile(lambda: model('<b:callActivity id="C" calledElement="Q"/>'), frozenset(codes), called)


def deciding(dmn: Callable[[], bytes], *codes: str) -> Hostile:
    return Hostile(lambda: model(many(RULE, 1)), frozenset(codes), decisions=lambda: {"d": dmn()})


def many(template: str, times: int) -> str:
    """The template again and again, with a number in the place of #."""
    return "".join(template.replace("#", str(number)) for number in range(times))


def process(key: str, xml: str) -> bytes:
    return f'{HEAD}><b:process id="{key}">{xml}</b:process></b:definitions>'.encode()


def doubling() -> dict[str, bytes]:
    """Thirty processes that each call the next twice: a thousand million tasks when drawn out."""
    names = ["Q", *(f"Q{n}" for n in range(30))]
    return {
        name: process(name, "".join(f'<b:callActivity id="{one}" calledElement="{after}"/>' for one in "AB"))
        for name, after in zip(names, [*names[1:], "Q"], strict=True)
    }


def table(rows: int, cell: str = "-") -> bytes:
    row = (
        f"<rule><inputEntry><text>{cell}</text></inputEntry><outputEntry><text>1</text></outputEntry></rule>"
    )
    columns = '<input><inputExpression><text>x</text></inputExpression></input><output name="y"/>'
    return (
        f'<definitions xmlns="{DMN}"><decision id="d"><decisionTable>{columns}{row * rows}</decisionTable>'
        "</decision></definitions>"
    ).encode()


def timer(word: str, text: str) -> str:
    return f'<b:intermediateCatchEvent id="T">{TIMER.format(word, text)}</b:intermediateCatchEvent>'


CODE = '__import__("os")'
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
RULE = '<b:businessRuleTask id="R#"><b:extensionElements><m:rule decision="d"/></b:extensionElements></b:businessRuleTask>'
LOOP = (
    "<b:multiInstanceLoopCharacteristics><b:loopDataInputRef>{}</b:loopDataInputRef>"
    "</b:multiInstanceLoopCharacteristics>"
)
POOL = '<b:process id="q#" isExecutable="true"><b:startEvent id="s#"><b:messageEventDefinition/></b:startEvent></b:process>'
WORD = '<b:extensionElements><m:procedure code="1">{}</m:procedure></b:extensionElements>'

FILES = {
    "billion laughs": refused(
        f'<!DOCTYPE d [<!ENTITY l0 "ha">{LAUGHS}]>{HEAD} name="&l11;"/>', "xml.doctype"
    ),
    "quadratic entity": refused(
        lambda: f'<!DOCTYPE d [<!ENTITY a "{"a" * 50_000}">]><d>{"&a;" * 50_000}</d>'.encode(), "xml.doctype"
    ),
    "external entity": refused('<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><d>&a;</d>', "xml.doctype"),
    "external entity of the network": refused(
        '<!DOCTYPE d [<!ENTITY a SYSTEM "http://127.0.0.1:9/a">]><d>&a;</d>', "xml.doctype"
    ),
    "parameter entity": refused('<!DOCTYPE d [<!ENTITY % p SYSTEM "file:///dev/zero"> %p;]><d/>', "xml.doctype"),
    "external DTD": refused(f'<!DOCTYPE d SYSTEM "file:///dev/zero">{HEAD}/>', "xml.doctype"),
    "DOCTYPE in UTF-16": refused('<!DOCTYPE d><d/>'.encode("utf-16"), "xml.doctype"),
    "XInclude": body('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd" parse="text"/>'),
    "stylesheet": refused(
        lambda: b'<?xml-stylesheet type="text/xsl" href="file:///etc/passwd"?>' + model(""),
    ),
    "instructions that look like code": body('<?php system("id") ?><?python import os ?>'),
    "50 MB of blanks": refused(lambda: b"<d>" + b" " * 50_000_000 + b"</d>", "xml.too_large"),
    "50 MB of tasks": refused(lambda: model('<b:userTask id="a"/>' * 2_500_000), "xml.too_large"),
    "10,000 tasks": refused(
        lambda: model(many('<b:userTask id="t#"/>', 10_000)), "process.too_large"
    ),
    "10,000 flows": refused(
        lambda: model('<b:userTask id="t"/>' + '<b:sequenceFlow sourceRef="t" targetRef="t"/>' * 10_000),
        "process.too_large",
        "id.duplicate",
    ),
    "10,000 processes": refused(
        lambda: (HEAD + ">" + many('<b:process id="p#" isExecutable="true"/>', 10_000) + "</b:definitions>").encode(),
        "process.several",
    ),
    "5,000 further pools": refused(
        lambda: model(
            WORD.format("") + "</b:process>" + many(POOL, 5_000) + '<b:process id="z">',
            "<b:collaboration>" + many('<b:participant processRef="q#"/>', 5_000) + "</b:collaboration>",
        ),
        "pool.too_many",
    ),
    "1,000 loops among 20,000 data objects": body(
        '<b:dataObject id="d"/>' * 20_000 + many(f'<b:userTask id="t#">{LOOP.format("ds")}</b:userTask>', 1_000)
    ),
    "depth 500": refused(
        lambda: model(many('<b:subProcess id="s#">', 500) + "</b:subProcess>" * 500),
        "xml.too_deep",
    ),
    "a million opened elements": refused(lambda: b"<d>" * 1_000_000, "xml.too_deep"),
    "100,000 attributes": refused(
        lambda: b"<d " + many('a#="1" ', 100_000).encode() + b"/>", "xml.too_large"
    ),
    "100,000 namespaces": refused(
        lambda: b"<d " + many('xmlns:a#="urn:#" ', 100_000).encode() + b"/>", "xml.too_large"
    ),
    "namespaces on each of many elements": body(
        many('<x:a xmlns:x="urn:#" ' + many("xmlns:y#='urn:y#' ", 50) + "/>", 2_000)
    ),
    "1,000,000 characters of name": body(f'<b:userTask id="t" name="{"ắ" * 1_000_000}"/>'),
    "40,000 misspelt words": body(
        WORD.format("<m:paper key='a' " + many("nmae#='' ", 100) + "/>")
        + '<b:userTask id="t"><b:extensionElements>'
        + '<m:stpe postion="a" bugdet="b"/>' * 20_000
        + "</b:extensionElements></b:userTask>",
        "word.unknown",
    ),
    "ids twice": body('<b:userTask id="a"/><b:userTask id="a"/>', "id.duplicate"),
    "id with blanks": body('<b:userTask id="a b/c 1"/>', "id.unusable"),
    "id that is a path": body('<b:userTask id="../../etc/passwd"/>', "id.unusable"),
    "id with control signs": body('<b:userTask id="a&#9;b&#10;c"/>', "id.unusable"),
    "id with a direction mark": body('<b:userTask id="a&#x202e;b"/>', "id.unusable"),
    "id of 10 kB": body(f'<b:userTask id="{"a" * 10_240}"/>', "id.unusable"),
    "id that is markup": body('<b:userTask id="&lt;script&gt;alert(1)&lt;/script&gt;"/>', "id.unusable"),
    "user task of another namespace": body(
        '<x:userTask xmlns:x="urn:x" id="a"/><b:sequenceFlow id="f" sourceRef="a" targetRef="a"/>', "flow.dangling"
    ),
    "definitions of another namespace": refused(
        f'<definitions xmlns="urn:x" xmlns:b="{BPMN}"><b:process id="p"/></definitions>', "model.not_bpmn"
    ),
    "our words in another namespace": body(
        '<b:userTask id="t"><b:extensionElements><m:step xmlns:m="urn:x" position="a"/></b:extensionElements></b:userTask>'
    ),
    "UTF-16 that says UTF-8": refused(
        ('<?xml version="1.0" encoding="UTF-8"?>' + model("").decode()).encode("utf-16-be"), "xml.malformed"
    ),
    "UTF-8 that says UTF-16": refused(
        b'<?xml version="1.0" encoding="UTF-16"?>' + model(""), "xml.malformed"
    ),
    "UTF-7": refused(
        b'<?xml version="1.0" encoding="UTF-7"?>+ADw-b:definitions+AD4-', "xml.malformed"
    ),
    "cut off": refused(lambda: model('<b:userTask id="a"/>')[:-40], "xml.malformed"),
    "NUL": refused(lambda: model('<b:userTask id="a\x00b"/>'), "xml.malformed"),
    "half a character": refused(lambda: model('<b:userTask id="a"/>').replace(b"a", b"\xed\xa0\x80"), "xml.malformed"),
    "lane of nodes that are not there": body(
        '<b:laneSet><b:lane id="l" name="Một">' + "<b:flowNodeRef>khong_co</b:flowNodeRef>" * 5_000 + "</b:lane></b:laneSet>"
    ),
    "flow to itself": body('<b:userTask id="a"/><b:sequenceFlow id="f" sourceRef="a" targetRef="a"/>'),
    "boundary event on a gateway": body(
        f'<b:exclusiveGateway id="g"/><b:boundaryEvent id="e" attachedToRef="g">{TIMER.format("timeDuration", "4h")}'
        "</b:boundaryEvent>"
    ),
    "boundary event on itself": body(
        f'<b:boundaryEvent id="e" attachedToRef="e">{TIMER.format("timeDuration", "4h")}</b:boundaryEvent>'
    ),
    "boundary events on each other": body(
        '<b:boundaryEvent id="e" attachedToRef="f"/><b:boundaryEvent id="f" attachedToRef="e"/>'
    ),
    "timer in the past": body(timer("timeDate", "1970-01-01")),
    "timer with absurd repeats": body(timer("timeCycle", "R999999999/PT1S")),
    "timer with a number that never ends": body(timer("timeCycle", f"R{'9' * 100_000}/PT1S")),
    "timer beyond all time": body(timer("timeDuration", "P999999999999Y")),
    "loop a thousand million times": body(
        '<b:userTask id="t"><b:standardLoopCharacteristics loopMaximum="1000000000"/></b:userTask>', "loop.number"
    ),
    "loop over code": body(
        f'<b:userTask id="t">{LOOP.format(CODE)}</b:userTask>', "loop.items_unread"
    ),
    "script": body('<b:scriptTask id="t" scriptFormat="python"><b:script>import os; os.abort()</b:script></b:scriptTask>'),
    "message reference in a circle": Hostile(
        lambda: model(
            '<b:endEvent id="e"><b:eventDefinitionRef>D</b:eventDefinitionRef></b:endEvent>',
            '<b:messageEventDefinition id="D" messageRef="D"/>',
        ),
        frozenset({"event.reference_unknown"}),
    ),
    "call of itself": body('<b:callActivity id="C" calledElement="p"/>', "call.cycle"),
    "call of what is missing": body('<b:callActivity id="C" calledElement="Q"/>', "call.process_unknown"),
    "call of a path": body('<b:callActivity id="C" calledElement="../../etc/passwd"/>', "call.process_unknown"),
    "calls in a circle": calling(
        lambda: {"Q": process("Q", '<b:callActivity id="D" calledElement="R"/>'),
                 "R": process("R", '<b:callActivity id="E" calledElement="Q"/>')},
        "call.cycle",
    ),
    "calls that double": calling(doubling, "call.cycle", "call.too_large"),
    "1,000 calls of a heavy process": Hostile(
        lambda: model(many('<b:callActivity id="c#" calledElement="Q"/>', 1_000)),
        frozenset({"call.too_large"}),
        lambda: {"Q": process("Q", f"<b:documentation>{'x' * 1_000_000}</b:documentation><b:userTask id='t'/>")},
    ),
    "call of a bomb": calling(lambda: {"Q": b"<!DOCTYPE d [<!ENTITY a 'a'>]><d>&a;</d>"}, "call.unreadable"),
    "call of depth": calling(
        lambda: {"Q": process("Q", "<b:userTask id='t'><b:extensionElements>" + "<a>" * 55 + "</a>" * 55
                              + "</b:extensionElements></b:userTask>")},
    ),
    "calls whose depth adds up": calling(
        lambda: {
            f"Q{n or ''}": process(
                f"Q{n or ''}",
                many('<b:subProcess id="s#">', 10)
                + f'<b:callActivity id="C" calledElement="Q{n + 1}"/>' + "</b:subProcess>" * 10,
            )
            for n in range(9)
        } | {"Q9": process("Q9", "")},
        "xml.too_deep",
    ),
    "table of 100,000 rows": deciding(lambda: table(100_000), "rule.decision_unreadable"),
    "table of 4,000 rows": deciding(lambda: table(4_000), "decision.too_large"),
    "table of 500 unread rows": deciding(lambda: table(500, "__import__(x)"), "decision.cell_unread"),
    "cell of 1 MB": deciding(lambda: table(1, "[" * 1_000_000), "decision.cell_unread"),
    "cell that nests": deciding(lambda: table(1, "not(" * 60 + ")" * 60), "decision.cell_unread"),
    "table with a bomb": deciding(lambda: b"<!DOCTYPE d><d/>", "rule.decision_unreadable"),
    "900 tasks with a heavy table": Hostile(
        lambda: model(many(RULE, 900)),
        frozenset({"rule.too_large", "xml.too_large", "decision.too_large"}),
        decisions=lambda: {"d": table(3_000)},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_hostile_file_is_refused_or_read_without_harm_within_a_second(name: str) -> None:
    hostile = FILES[name]
    data, called, decisions = hostile.file(), hostile.called(), hostile.decisions()
    # Processor time: nothing here waits, and other work on the machine is not the file's doing.
    started = time.process_time()
    linked = link(data, called, decisions)
    result = read(linked.bpmn)
    took = time.process_time() - started
    found = [*linked.findings, *result.findings]
    codes = {finding.code for finding in found}
    assert codes <= hostile.codes
    assert bool(codes) == bool(hostile.codes)
    assert all(finding.message.vi != finding.message.en for finding in found)
    assert all(len(finding.message.vi) < 1_000 for finding in found)
    if result.model is not None:
        assert len(result.model.nodes) <= 1_000
    assert took < 1
