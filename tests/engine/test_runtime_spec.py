"""What of a BPMN file the engine takes, what it refuses by name, and how it keeps what it has read."""

from __future__ import annotations

import threading

import pytest

from motcua.cli.bench_models import sequential_bpmn
from motcua.domain.process.process import ModelError
from motcua.engine import complete, load_spec, start
from motcua.engine.reader.reader import read

LINEAR = (
    '<bpmn:startEvent id="s"/>{middle}<bpmn:endEvent id="e"/>'
    '<bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="x"/>'
    '<bpmn:sequenceFlow id="f2" sourceRef="x" targetRef="e"/>'
)
REFUSED = {
    "script": '<bpmn:scriptTask id="x" name="Tên lạ"><bpmn:script>open("/etc/passwd")</bpmn:script></bpmn:scriptTask>',
    "service": '<bpmn:serviceTask id="x" name="Tên lạ"/>',
    "plain task": '<bpmn:task id="x" name="Tên lạ"/>',
    "business rule": '<bpmn:businessRuleTask id="x" name="Tên lạ"/>',
    "call activity": '<bpmn:callActivity id="x" name="Tên lạ" calledElement="P"/>',
    "transaction": '<bpmn:transaction id="x" name="Tên lạ"/>',
    "timer event": '<bpmn:intermediateCatchEvent id="x" name="Tên lạ"/>',
    "boundary event": '<bpmn:userTask id="x"/><bpmn:boundaryEvent id="b" name="Tên lạ" attachedToRef="x"/>',
    "loop without a list": (
        '<bpmn:userTask id="x" name="Tên lạ"><bpmn:multiInstanceLoopCharacteristics/></bpmn:userTask>'
    ),
    "loop without an end": (
        '<bpmn:userTask id="x" name="Tên lạ"><bpmn:standardLoopCharacteristics/></bpmn:userTask>'
    ),
    "event gateway that leads to a step": (
        '<bpmn:eventBasedGateway id="x" name="Tên lạ"/><bpmn:userTask id="y"/>'
        '<bpmn:sequenceFlow id="f3" sourceRef="x" targetRef="y"/>'
    ),
    "complex gateway": '<bpmn:complexGateway id="x" name="Tên lạ"/>',
    "link event": (
        '<bpmn:intermediateCatchEvent id="x" name="Tên lạ"><bpmn:linkEventDefinition name="a"/>'
        "</bpmn:intermediateCatchEvent>"
    ),
    "start event with a timer": (
        '<bpmn:userTask id="x"/><bpmn:startEvent id="s2" name="Tên lạ"><bpmn:timerEventDefinition>'
        "<bpmn:timeDuration>4h</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:startEvent>"
    ),
    "event sub-process": '<bpmn:subProcess id="x" name="Tên lạ" triggeredByEvent="true"/>',
    "script inside": '<bpmn:subProcess id="x"><bpmn:scriptTask id="y" name="Tên lạ"/></bpmn:subProcess>',
    "second start": '<bpmn:userTask id="x"/><bpmn:startEvent id="s2" name="Tên lạ"/>',
    "id with space": '<bpmn:userTask id="x"/><bpmn:userTask id="a b" name="Tên lạ"/>',
    "id used twice": '<bpmn:userTask id="x"/><bpmn:userTask id="x" name="Tên lạ"/>',
    "loose arrow": (
        '<bpmn:userTask id="x"/><bpmn:sequenceFlow id="f3" name="Tên lạ" sourceRef="x" targetRef="gone"/>'
    ),
    "condition on a step's arrow": (
        '<bpmn:userTask id="x"/><bpmn:userTask id="y"/>'
        '<bpmn:sequenceFlow id="f3" name="Tên lạ" sourceRef="y" targetRef="x">'
        "<bpmn:conditionExpression>1 == 1</bpmn:conditionExpression></bpmn:sequenceFlow>"
    ),
    "condition in Python": (
        '<bpmn:exclusiveGateway id="x" default="f2"/><bpmn:userTask id="y"/>'
        '<bpmn:sequenceFlow id="f3" name="Tên lạ" sourceRef="x" targetRef="y"><bpmn:conditionExpression>'
        "().__class__.__base__.__subclasses__()</bpmn:conditionExpression></bpmn:sequenceFlow>"
    ),
    "branch without condition": (
        '<bpmn:exclusiveGateway id="x" default="f2"/><bpmn:userTask id="y"/>'
        '<bpmn:sequenceFlow id="f3" name="Tên lạ" sourceRef="x" targetRef="y"/>'
    ),
    "step with two arrows out": (
        '<bpmn:userTask id="x" name="Tên lạ"/><bpmn:userTask id="y"/>'
        '<bpmn:sequenceFlow id="f3" sourceRef="x" targetRef="y"/>'
    ),
    "element without id": '<bpmn:userTask id="x"/><bpmn:userTask name="Tên lạ"/>',
    "loop with too many instances": (
        '<bpmn:userTask id="x" name="Tên lạ"><bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>201'
        "</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>"
    ),
    "empty sub-process": '<bpmn:subProcess id="x" name="Tên lạ"/>',
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_does_not_run_is_refused_by_the_element_s_name(bpmn_body, kind):
    with pytest.raises(ModelError) as caught:
        load_spec(bpmn_body(LINEAR.format(middle=REFUSED[kind])))
    assert "Tên lạ" in caught.value.message.vi
    assert "Tên lạ" in caught.value.message.en


@pytest.mark.parametrize("data", [b"", b"<a", b"<a/>", b"\xff\xfe\x00", b"{}"])
def test_file_that_is_no_process_is_refused(data):
    with pytest.raises(ModelError):
        load_spec(data)


def test_the_process_that_was_checked_is_the_one_that_runs(bpmn_of):
    other = b'<bpmn:process id="Q" isExecutable="false"><bpmn:startEvent id="q"/></bpmn:process>'
    bpmn = bpmn_of(("step", "A")).replace(b"<bpmn:process", other + b"<bpmn:process", 1)
    assert load_spec(bpmn).id == read(bpmn).model.id == "P"


def test_process_without_id_is_refused(bpmn_of):
    with pytest.raises(ModelError):
        load_spec(bpmn_of(("step", "A")).replace(b' id="P"', b""))


def test_empty_condition_counts_as_none(bpmn_body):
    step = '<bpmn:userTask id="x"/>'
    bpmn = bpmn_body(LINEAR.format(middle=step)).replace(
        b'targetRef="e"/>',
        b'targetRef="e"><bpmn:conditionExpression> </bpmn:conditionExpression></bpmn:sequenceFlow>',
    )
    assert load_spec(bpmn).steps == {"x"}


def test_chain_longer_than_the_library_could_read_runs():
    spec = load_spec(sequential_bpmn(900))
    progress = start(spec, {})
    assert complete(spec, progress.state, progress.waiting[0].task_id, {}).waiting[0].step_id == "T_2"


@pytest.mark.parametrize("name", ["Start", "End", "Root", "P.EndJoin"])
def test_step_may_be_called_as_it_pleases(bpmn_of, name):
    spec = load_spec(bpmn_of(("step", name)))
    progress = start(spec, {})
    assert complete(spec, progress.state, progress.waiting[0].task_id, {}).ended


@pytest.mark.parametrize("name", ["Start", "End", "Root", "P.EndJoin", "finish"])
def test_event_may_be_called_as_it_pleases(bpmn_of, name):
    spec = load_spec(bpmn_of(("step", "A")).replace(b'"finish"', f'"{name}"'.encode()))
    progress = start(spec, {})
    assert complete(spec, progress.state, progress.waiting[0].task_id, {}).ended


def test_foreign_extensions_and_drawings_change_nothing(bpmn_of):
    foreign = (
        b'<bpmn:extensionElements><c:field xmlns:c="urn:c" id="A"/></bpmn:extensionElements><bpmn:startEvent'
    )
    drawing = (
        b'</bpmn:process><di:BPMNDiagram xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI"><di:BPMNPlane>'
        b'<di:BPMNShape bpmnElement="A"><dc:Bounds xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" x="?"/>'
        b"</di:BPMNShape></di:BPMNPlane></di:BPMNDiagram>"
    )
    bpmn = (
        bpmn_of(("step", "A")).replace(b"<bpmn:startEvent", foreign, 1).replace(b"</bpmn:process>", drawing)
    )
    assert load_spec(bpmn).steps == {"A"}


def test_threads_share_one_specification():
    spec, failures = load_spec(sequential_bpmn(5)), []

    def work() -> None:
        try:
            for _ in range(20):
                progress = start(spec, {})
                while not progress.ended:
                    progress = complete(spec, progress.state, progress.waiting[0].task_id, {})
        except Exception as error:  # a thread's failure would otherwise go unseen
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
