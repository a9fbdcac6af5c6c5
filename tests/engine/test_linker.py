"""Linking: called processes, further pools and decision tables come into one file that stands alone."""

from __future__ import annotations

from itertools import pairwise

import pytest

from motcua.domain.process.process import ProcessModel
from motcua.domain.process.process_node import Event
from motcua.engine.linker.linker import Linked, link
from motcua.engine.reader.reader import read

NAMESPACES = (
    'xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:m="http://motcua.vn/bpmn/1.0"'
    ' xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'
)
DMN = (
    '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="Thuế" namespace="x">'
    '<decision id="mien_thue" name="Miễn thuế"><decisionTable hitPolicy="FIRST">'
    '<input><inputExpression><text>dien_tich</text></inputExpression></input><output name="mien"/>'
    "<rule><inputEntry><text>&lt; 30</text></inputEntry><outputEntry><text>true</text></outputEntry></rule>"
    "<rule><inputEntry><text>-</text></inputEntry><outputEntry><text>false</text></outputEntry></rule>"
    "</decisionTable></decision></definitions>"
).encode()


def flow(source: str, target: str, key: str = "") -> str:
    return f'<b:sequenceFlow id="{key or f"{source}_{target}"}" sourceRef="{source}" targetRef="{target}"/>'


def line(*elements: str, prefix: str = "") -> str:
    """A start event, the elements in a row, an end event; an element is XML whose id is its first attribute."""
    ids = [f"{prefix}S", *(element.split('id="')[1].split('"')[0] for element in elements), f"{prefix}E"]
    flows = "".join(flow(one, two) for one, two in pairwise(ids))
    return f'<b:startEvent id="{ids[0]}"/>{"".join(elements)}<b:endEvent id="{ids[-1]}"/>{flows}'


def process(key: str, body: str, attributes: str = 'isExecutable="true"', roots: str = "") -> bytes:
    return (
        f'<b:definitions {NAMESPACES}>{roots}<b:process id="{key}" {attributes}>{body}</b:process></b:definitions>'
    ).encode()


def call(key: str, called: str, inner: str = "") -> str:
    return f'<b:callActivity id="{key}" name="Liên thông" calledElement="{called}">{inner}</b:callActivity>'


def model_of(linked: Linked) -> ProcessModel:
    assert linked.findings == ()
    result = read(linked.bpmn)
    assert result.findings == ()
    assert result.model is not None
    return result.model


def codes(linked: Linked) -> list[tuple[str, str]]:
    return [(finding.code, finding.element) for finding in linked.findings]


TAX = process(
    "P_thue",
    '<b:laneSet id="LS"><b:lane id="L" name="Cơ quan thuế"><b:flowNodeRef>T_tinh</b:flowNodeRef></b:lane></b:laneSet>'
    + line(
        '<b:userTask id="T_tinh" name="Tính thuế"/>',
        '<b:receiveTask id="T_cho" messageRef="M1"/>',
        '<b:exclusiveGateway id="X" default="X_E"/>',
    )
    + '<b:boundaryEvent id="W" attachedToRef="T_tinh"><b:errorEventDefinition errorRef="E1"/></b:boundaryEvent>'
    + flow("W", "X"),
    roots='<b:message id="M1" name="thue.tra_loi"/><b:error id="E1" name="Hỏng"/><b:message id="M2" name="khac"/>',
)


@pytest.mark.req("A-15")
def test_called_process_stands_inside_the_call_with_ids_of_its_own() -> None:
    boundary = '<b:boundaryEvent id="B" attachedToRef="C"><b:errorEventDefinition/></b:boundaryEvent>' + flow(
        "B", "E"
    )
    main = process("P", line(call("C", "P_thue")) + boundary)
    model = model_of(link(main, {"P_thue": TAX}, {}))
    nodes = model.node_by_id
    assert (nodes["C"].kind, nodes["C"].name) == ("subProcess", "Liên thông")
    assert nodes["B"].attached_to == "C"
    assert nodes["C.T_tinh"].parent == "C"
    assert nodes["C.W"].attached_to == "C.T_tinh"
    assert nodes["C.W"].event == Event("error", "Hỏng")
    assert nodes["C.T_cho"].event == Event("message", "thue.tra_loi")
    assert nodes["C.X"].default_flow == "C.X_E"
    assert {(one.source, one.target) for one in model.flows} >= {("C.S", "C.T_tinh"), ("C.W", "C.X")}
    assert model.step_by_id["C.T_tinh"].position == "co_quan_thue"


def test_called_messages_keep_their_name_beside_one_of_the_same_id() -> None:
    main = process(
        "P",
        line('<b:sendTask id="T_gui" messageRef="M1"/>', call("C", "P_thue")),
        roots='<b:message id="M1" name="thue.gui"/>',
    )
    nodes = model_of(link(main, {"P_thue": TAX}, {})).node_by_id
    assert nodes["T_gui"].event == Event("message", "thue.gui")
    assert nodes["C.T_cho"].event == Event("message", "thue.tra_loi")


def test_message_without_a_name_is_the_same_message_after_linking() -> None:
    shared = process(
        "Q", line('<b:receiveTask id="T" messageRef="tra_loi"/>'), roots='<b:message id="tra_loi"/>'
    )
    nodes = model_of(link(process("P", line(call("C", "Q"))), {"Q": shared}, {})).node_by_id
    assert nodes["C.T"].event == Event("message", "tra_loi")


def test_calls_in_calls_are_linked_to_the_bottom_and_loops_stay() -> None:
    loop = "<b:multiInstanceLoopCharacteristics><b:loopDataInputRef>ds</b:loopDataInputRef></b:multiInstanceLoopCharacteristics>"
    middle = process("Q", line(call("D", "P_thue")))
    model = model_of(link(process("P", line(call("C", "Q", loop))), {"Q": middle, "P_thue": TAX}, {}))
    assert model.node_by_id["C.D.T_tinh"].parent == "C.D"
    assert model.node_by_id["C"].loop is not None
    assert model.node_by_id["C"].loop.items == "ds"


def test_two_calls_of_one_process_share_no_id() -> None:
    model = model_of(link(process("P", line(call("C", "P_thue"), call("D", "P_thue"))), {"P_thue": TAX}, {}))
    assert {"C.T_tinh", "D.T_tinh"} <= set(model.step_by_id)


def test_list_of_a_called_loop_keeps_its_field() -> None:
    loop = (
        '<b:multiInstanceLoopCharacteristics><b:loopDataInputRef>co_quan</b:loopDataInputRef><b:inputDataItem id="noi"/>'
        "</b:multiInstanceLoopCharacteristics>"
    )
    shared = process("Q", '<b:dataObject id="co_quan"/>' + line(f'<b:userTask id="T">{loop}</b:userTask>'))
    node = model_of(link(process("P", line(call("C", "Q"))), {"Q": shared}, {})).node_by_id["C.T"]
    assert node.loop is not None
    assert (node.loop.items, node.loop.item) == ("co_quan", "noi")


def test_process_is_taken_by_its_id_from_a_file_with_several() -> None:
    first = TAX.replace(b"</b:definitions>", b"")
    both = (
        first
        + b'<b:process id="Q">'
        + line('<b:userTask id="T_q"/>').encode()
        + b"</b:process></b:definitions>"
    )
    assert "C.T_q" in model_of(link(process("P", line(call("C", "Q"))), {"Q": both}, {})).node_by_id


def test_process_of_the_same_file_can_be_called() -> None:
    both = process("P", "").replace(b"</b:process>", line(call("C", "Q")).encode() + b"</b:process>").replace(
        b"</b:definitions>",
        b'<b:process id="Q" isExecutable="true">' + line('<b:userTask id="T"/>', prefix="q").encode()
        + b"</b:process></b:definitions>",
    ).replace(
        b'<b:process id="P" isExecutable="true">',
        b'<b:process id="P" isExecutable="true"><b:extensionElements><m:procedure code="1"/></b:extensionElements>',
    )  # fmt: skip
    linked = link(both, {}, {})
    assert "C.T" in model_of(linked).node_by_id
    assert link(linked.bpmn, {}, {}) == linked


TWO_POOLS = f"""<b:definitions {NAMESPACES}><b:message id="M" name="gui_thue"/>
<b:collaboration id="K"><b:participant id="A" name="UBND xã" processRef="P"/>
<b:participant id="B" name="Cơ quan thuế" processRef="Q"/>
<b:messageFlow id="MF" sourceRef="T_gui" targetRef="QS"/></b:collaboration>
<b:process id="Q" isExecutable="true">
<b:laneSet id="QL"><b:lane id="L_thue" name="Cán bộ thuế"><b:flowNodeRef>T_thue</b:flowNodeRef></b:lane></b:laneSet>
<b:startEvent id="QS"><b:messageEventDefinition messageRef="M"/></b:startEvent><b:userTask id="T_thue"/>
<b:endEvent id="QE"/>{flow("QS", "T_thue")}{flow("T_thue", "QE")}</b:process>
<b:process id="P" isExecutable="true"><b:extensionElements><m:procedure code="1"/></b:extensionElements>
{line('<b:sendTask id="T_gui" messageRef="M"/>')}</b:process></b:definitions>""".encode()


@pytest.mark.req("A-15")
def test_pool_of_another_agency_runs_beside_the_process() -> None:
    linked = link(TWO_POOLS, {}, {})
    model = model_of(linked)
    assert model.id == "P"
    pool = model.node_by_id["Q"]
    assert (pool.kind, pool.is_event_sub, pool.name) == ("subProcess", True, "Cơ quan thuế")
    start = model.node_by_id["QS"]
    assert (start.parent, start.event, start.is_interrupting) == ("Q", Event("message", "gui_thue"), False)
    assert model.step_by_id["T_thue"].position == "can_bo_thue"


def test_pool_that_does_not_begin_with_a_message_is_named() -> None:
    plain = TWO_POOLS.replace(b'<b:messageEventDefinition messageRef="M"/>', b"")
    linked = link(plain, {}, {})
    assert codes(linked) == [("pool.start_not_message", "Q")]
    assert linked.bpmn == plain


@pytest.mark.parametrize(
    "task",
    [
        '<b:businessRuleTask id="R"><b:extensionElements><m:rule decision="mien_thue"/></b:extensionElements>'
        "</b:businessRuleTask>",
        '<b:businessRuleTask id="R" camunda:decisionRef="mien_thue"/>',
        '<b:businessRuleTask id="R"><b:extensionElements><zeebe:calledDecision decisionId="mien_thue"'
        ' resultVariable="mien"/></b:extensionElements></b:businessRuleTask>',
    ],
    ids=["motcua", "camunda", "zeebe"],
)
def test_decision_table_comes_into_its_task(task: str) -> None:
    linked = link(process("P", line(task)), {}, {"mien_thue": DMN})
    decision = model_of(linked).node_by_id["R"].decision
    assert decision is not None
    assert (decision.id, decision.name, decision.inputs, decision.outputs) == (
        "mien_thue", "Miễn thuế", ("dien_tich",), ("mien",),
    )  # fmt: skip


def test_decision_of_a_called_process_is_embedded_too() -> None:
    shared = process("Q", line('<b:businessRuleTask id="R" camunda:decisionRef="mien_thue"/>'))
    linked = link(process("P", line(call("C", "Q"))), {"Q": shared}, {"mien_thue": DMN})
    assert model_of(linked).node_by_id["C.R"].decision is not None


@pytest.mark.parametrize("data", [process("P", line(call("C", "P_thue"))), TWO_POOLS], ids=["call", "pools"])
def test_linking_again_changes_nothing(data: bytes) -> None:
    linked = link(data, {"P_thue": TAX}, {})
    assert linked.bpmn != data
    assert link(linked.bpmn, {}, {}) == linked


def test_file_with_nothing_to_link_stays_as_it_is() -> None:
    data = b'<?xml version="1.0"?><!-- giu -->' + process("P", line('<b:userTask id="T"/>'))
    assert link(data, {"P_thue": TAX}, {}) == Linked(data, ())


def chain(length: int) -> dict[str, bytes]:
    return {f"Q{n}": process(f"Q{n}", line(call("C", f"Q{n + 1}"))) for n in range(length)}


def doubling(levels: int) -> dict[str, bytes]:
    calls = {
        f"Q{n}": process(f"Q{n}", line(call("C", f"Q{n + 1}"), call("D", f"Q{n + 1}"))) for n in range(levels)
    }
    return calls | {f"Q{levels}": process(f"Q{levels}", line('<b:userTask id="T"/>'))}


HEAVY = process("Q0", f"<b:documentation>{'x' * 3_000_000}</b:documentation>" + line('<b:userTask id="T"/>'))
NOT_LINKED = {
    "to nothing": (line(call("C", "")), {}, ("call.process_missing", "C")),
    "to a missing process": (line(call("C", "P_la")), {}, ("call.process_unknown", "C")),
    "to an expression": (line(call("C", "${ten}")), {}, ("call.process_unknown", "C")),
    "to itself": (line(call("C", "P")), {}, ("call.cycle", "C")),
    "in a circle": (
        line(call("C", "Q")),
        {"Q": process("Q", line(call("D", "R"))), "R": process("R", line(call("F", "Q")))},
        ("call.cycle", "C.D.F"),
    ),
    "back to the caller": (
        line(call("C", "Q")),
        {"Q": process("Q", line(call("D", "P")))},
        ("call.cycle", "C.D"),
    ),
    "in a long chain": (line(call("C", "Q0")), chain(40), ("call.cycle", "C" + ".C" * 10)),
    "to a damaged file": (line(call("C", "Q")), {"Q": b"<broken"}, ("call.unreadable", "C")),
    "to a file with entities": (line(call("C", "Q")), {"Q": b"<!DOCTYPE d><d/>"}, ("call.unreadable", "C")),
    "to a file without it": (line(call("C", "Q")), {"Q": TAX}, ("call.process_unknown", "C")),
    "to a heavy file twice": (line(call("C", "Q0"), call("D", "Q0")), {"Q0": HEAVY}, ("call.too_large", "D")),
}


@pytest.mark.parametrize("name", NOT_LINKED)
def test_call_that_cannot_be_linked_is_named(name: str) -> None:
    body, called, expected = NOT_LINKED[name]
    linked = link(process("P", body), called, {})
    assert codes(linked) == [expected]
    assert all(finding.message.vi != finding.message.en for finding in linked.findings)


def test_calls_that_double_at_each_level_stop_at_the_bound() -> None:
    linked = link(process("P", line(call("C", "Q0"))), doubling(9), {})
    assert {code for code, _ in codes(linked)} == {"call.too_large"}
    model = read(linked.bpmn).model
    assert model is not None
    assert len(model.nodes) <= 1000


ASKING = '<b:businessRuleTask id="R" camunda:decisionRef="la"/>'
RULES_NOT_LINKED = {
    "no key": ('<b:businessRuleTask id="R"/>', {}, "rule.decision_missing"),
    "unknown": (ASKING, {}, "rule.decision_unknown"),
    "not in its file": (ASKING, {"la": DMN}, "rule.decision_unknown"),
    "damaged": (ASKING, {"la": b"<a"}, "rule.decision_unreadable"),
}


@pytest.mark.parametrize("name", RULES_NOT_LINKED)
def test_rule_that_cannot_be_linked_is_named(name: str) -> None:
    task, decisions, code = RULES_NOT_LINKED[name]
    assert codes(link(process("P", line(task)), {}, decisions)) == [(code, "R")]


@pytest.mark.parametrize("data", [b"", b"<a", b"<!DOCTYPE d><d/>", b"<html/>"])
def test_file_that_cannot_be_read_comes_back_as_it_is(data: bytes) -> None:
    assert link(data, {}, {}) == Linked(data, ())
