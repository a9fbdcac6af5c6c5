"""Reading every kind of element: events, timers, boundaries, loops, call activities, waits."""

from __future__ import annotations

import pytest
from fixtures_reading import ROOTS, definitions, model_of, node_of

from motcua.domain.process.process_node import Event, Timer, Wait
from motcua.engine.reader.reader import read


def codes(process: str) -> list[tuple[str, str]]:
    return [(finding.code, finding.element) for finding in read(definitions(process)).findings]


EVENTS = {
    "message by name": ('<b:messageEventDefinition messageRef="M1"/>', Event("message", "thue.tra_loi")),
    "message by id": ('<b:messageEventDefinition messageRef="M2"/>', Event("message", "M2")),
    "prefixed reference": (
        '<b:messageEventDefinition messageRef="tns:M1"/>',
        Event("message", "thue.tra_loi"),
    ),
    "signal": ('<b:signalEventDefinition signalRef="S1"/>', Event("signal", "dung")),
    "error by code": ('<b:errorEventDefinition errorRef="E1"/>', Event("error", "TU_CHOI")),
    "error by id": ('<b:errorEventDefinition errorRef="E2"/>', Event("error", "E2")),
    "any error": ("<b:errorEventDefinition/>", Event("error")),
    "escalation": ('<b:escalationEventDefinition escalationRef="L1"/>', Event("escalation", "QUA_HAN")),
    "terminate": ("<b:terminateEventDefinition/>", Event("terminate")),
    "duration": (
        "<b:timerEventDefinition><b:timeDuration> 4h </b:timeDuration></b:timerEventDefinition>",
        Event("timer", timer=Timer("duration", "4h")),
    ),
    "date": (
        "<b:timerEventDefinition><b:timeDate>ngay_hen</b:timeDate></b:timerEventDefinition>",
        Event("timer", timer=Timer("date", "ngay_hen")),
    ),
    "cycle": (
        "<b:timerEventDefinition><b:timeCycle>R3/PT24H</b:timeCycle></b:timerEventDefinition>",
        Event("timer", timer=Timer("cycle", "PT24H", 3)),
    ),
    "cycle in working time": (
        "<b:timerEventDefinition><b:timeCycle>R3/4h</b:timeCycle></b:timerEventDefinition>",
        Event("timer", timer=Timer("cycle", "4h", 3)),
    ),
    "cycle without end": (
        "<b:timerEventDefinition><b:timeCycle>R/PT24H</b:timeCycle></b:timerEventDefinition>",
        Event("timer", timer=Timer("cycle", "PT24H")),
    ),
    "nothing": ("", None),
}


@pytest.mark.parametrize("name", EVENTS)
def test_event_definitions_are_read(name: str) -> None:
    inner, expected = EVENTS[name]
    node = node_of(f'<b:intermediateCatchEvent id="n">{inner}</b:intermediateCatchEvent>')
    assert node.event == expected
    assert node.markers == ()


def test_definition_shared_by_several_events_is_followed() -> None:
    roots = ROOTS + '<b:signalEventDefinition id="D" signalRef="S1"/>'
    event = "<b:endEvent id='n'><b:eventDefinitionRef>D</b:eventDefinitionRef></b:endEvent>"
    model = read(definitions(event, roots)).model
    assert model is not None
    assert model.node_by_id["n"].event == Event("signal", "dung")


@pytest.mark.parametrize(
    ("element", "markers"),
    [
        (
            '<b:startEvent id="n"><b:conditionalEventDefinition/></b:startEvent>',
            ("conditionalEventDefinition",),
        ),
        (
            '<b:intermediateThrowEvent id="n"><b:linkEventDefinition name="A"/></b:intermediateThrowEvent>',
            ("linkEventDefinition",),
        ),
        (
            '<b:endEvent id="n"><b:errorEventDefinition/><b:terminateEventDefinition/></b:endEvent>',
            ("errorEventDefinition", "terminateEventDefinition"),
        ),
        ('<b:userTask id="n" isForCompensation="true"/>', ("isForCompensation",)),
        ('<b:receiveTask id="n" instantiate="true"/>', ("instantiate",)),
        ('<b:eventBasedGateway id="n" eventGatewayType="Parallel"/>', ("eventGatewayType",)),
    ],
)
def test_what_nobody_runs_stays_as_a_marker(element: str, markers: tuple[str, ...]) -> None:
    assert node_of(element).markers == markers


def test_send_and_receive_tasks_name_their_message() -> None:
    tasks = '<b:sendTask id="a" messageRef="M1"/><b:receiveTask id="b" messageRef="M2"/>'
    nodes = model_of(tasks).nodes
    assert [node.event for node in nodes] == [Event("message", "thue.tra_loi"), Event("message", "M2")]


@pytest.mark.parametrize(
    ("attributes", "inner", "interrupts"),
    [
        ("", "<b:timerEventDefinition><b:timeDuration>4h</b:timeDuration></b:timerEventDefinition>", True),
        (
            'cancelActivity="false"',
            "<b:timerEventDefinition><b:timeDuration>4h</b:timeDuration></b:timerEventDefinition>",
            False,
        ),
        ('cancelActivity="false"', '<b:errorEventDefinition errorRef="E1"/>', True),
    ],
)
def test_boundary_event_knows_its_activity_and_whether_it_interrupts(
    attributes: str, inner: str, interrupts: bool
) -> None:
    node = node_of(
        f'<b:userTask id="t"/><b:boundaryEvent id="n" attachedToRef="t" {attributes}>{inner}</b:boundaryEvent>'
    )
    assert (node.attached_to, node.is_interrupting) == ("t", interrupts)


def test_event_sub_process_is_one_by_its_attribute() -> None:
    model = model_of(
        '<b:subProcess id="s" triggeredByEvent="true"><b:startEvent id="n" isInterrupting="false">'
        '<b:signalEventDefinition signalRef="S1"/></b:startEvent></b:subProcess>'
    )
    assert model.node_by_id["s"].is_event_sub
    assert model.node_by_id["n"].parent == "s"
    assert not model.node_by_id["n"].is_interrupting


@pytest.mark.parametrize(
    ("element", "called"),
    [
        ('<b:callActivity id="n" calledElement="P_thue"/>', "P_thue"),
        ('<b:callActivity id="n" calledElement="tns:P_thue"/>', "P_thue"),
        (
            '<b:callActivity id="n"><b:extensionElements><zeebe:calledElement processId="P_thue"/>'
            "</b:extensionElements></b:callActivity>",
            "P_thue",
        ),
        ('<b:callActivity id="n"/>', ""),
    ],
)
def test_call_activity_names_its_process(element: str, called: str) -> None:
    assert node_of(element).called == called


def test_wait_says_what_the_clock_does() -> None:
    word = '<b:extensionElements><m:wait clock="pause" reason="notice"/></b:extensionElements>'
    assert node_of(f'<b:receiveTask id="n">{word}</b:receiveTask>').wait == Wait("pause", "notice")
    plain = "<b:extensionElements><m:wait/></b:extensionElements>"
    assert node_of(f'<b:receiveTask id="n">{plain}</b:receiveTask>').wait == Wait("run", "other")
    assert node_of('<b:receiveTask id="n"/>').wait is None


def test_manual_task_is_a_step() -> None:
    word = '<b:extensionElements><m:step position="van_thu" budget="1h"/></b:extensionElements>'
    (step,) = model_of(f'<b:manualTask id="n" name="Niêm yết">{word}</b:manualTask>').steps
    assert (step.id, step.position, step.budget) == ("n", "van_thu", "1h")


def test_steps_after_a_boundary_event_and_in_event_sub_processes_come_later() -> None:
    timer = "<b:timerEventDefinition><b:timeDuration>4h</b:timeDuration></b:timerEventDefinition>"
    model = model_of(
        '<b:subProcess id="es" triggeredByEvent="true"><b:startEvent id="ess">'
        '<b:signalEventDefinition signalRef="S1"/></b:startEvent><b:userTask id="rut"/>'
        '<b:sequenceFlow id="f9" sourceRef="ess" targetRef="rut"/></b:subProcess>'
        '<b:userTask id="nhac"/><b:startEvent id="s"/><b:userTask id="a"/>'
        f'<b:boundaryEvent id="w" attachedToRef="a">{timer}</b:boundaryEvent><b:userTask id="b"/>'
        '<b:endEvent id="e"/><b:sequenceFlow id="f1" sourceRef="s" targetRef="a"/>'
        '<b:sequenceFlow id="f2" sourceRef="a" targetRef="b"/><b:sequenceFlow id="f3" sourceRef="w" targetRef="nhac"/>'
        '<b:sequenceFlow id="f4" sourceRef="b" targetRef="e"/>'
    )
    assert [step.id for step in model.steps] == ["a", "b", "nhac", "rut"]


WRONG = {
    "message that is not declared": (
        '<b:sendTask id="n" messageRef="M9"/>',
        "event.reference_unknown",
    ),
    "message reference to a signal": ('<b:sendTask id="n" messageRef="S1"/>', "event.reference_unknown"),
    "timer without time": (
        '<b:intermediateCatchEvent id="n"><b:timerEventDefinition/></b:intermediateCatchEvent>',
        "timer.missing",
    ),
    "loop over nothing": (
        '<b:userTask id="n"><b:multiInstanceLoopCharacteristics/></b:userTask>',
        "loop.items_missing",
    ),
    "loop over an expression": (
        '<b:userTask id="n"><b:multiInstanceLoopCharacteristics camunda:collection="${dao.all()}"/></b:userTask>',
        "loop.items_unread",
    ),
    "absurd cardinality": (
        '<b:userTask id="n"><b:multiInstanceLoopCharacteristics><b:loopCardinality>1000000</b:loopCardinality>'
        "<b:loopDataInputRef>a</b:loopDataInputRef></b:multiInstanceLoopCharacteristics></b:userTask>",
        "loop.number",
    ),
    "more instances than run": (
        '<b:userTask id="n"><b:multiInstanceLoopCharacteristics><b:loopCardinality>201</b:loopCardinality>'
        "</b:multiInstanceLoopCharacteristics></b:userTask>",
        "loop.number",
    ),
    "absurd maximum": (
        '<b:userTask id="n"><b:standardLoopCharacteristics loopMaximum="-1"/></b:userTask>',
        "loop.number",
    ),
    "unknown clock": (
        '<b:receiveTask id="n"><b:extensionElements><m:wait clock="stop"/></b:extensionElements></b:receiveTask>',
        "word.clock_unknown",
    ),
    "unknown reason": (
        '<b:receiveTask id="n"><b:extensionElements><m:wait reason="rain"/></b:extensionElements></b:receiveTask>',
        "word.reason_unknown",
    ),
    "wait on an end": (
        '<b:endEvent id="n"><b:extensionElements><m:wait clock="pause"/></b:extensionElements></b:endEvent>',
        "word.misplaced",
    ),
    "rule on a step": (
        '<b:userTask id="n"><b:extensionElements><m:rule decision="a"/></b:extensionElements></b:userTask>',
        "word.misplaced",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_element_that_cannot_be_read_is_named(name: str) -> None:
    element, code = WRONG[name]
    assert codes(element) == [(code, "n")]
