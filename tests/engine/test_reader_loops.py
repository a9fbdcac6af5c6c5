"""Reading loops as BPMN, Camunda 7 and Camunda 8 write them."""

from __future__ import annotations

import pytest

from motcua.domain.process import Node, ProcessModel
from motcua.domain.process_node import Loop
from motcua.engine.reader import read

NAMESPACES = (
    'xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:m="http://motcua.vn/bpmn/1.0"'
    ' xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'
)
ROOTS = (
    '<b:message id="M1" name="thue.tra_loi"/><b:message id="M2"/><b:signal id="S1" name="dung"/>'
    '<b:error id="E1" name="Thuế từ chối" errorCode="TU_CHOI"/><b:error id="E2"/>'
    '<b:escalation id="L1" escalationCode="QUA_HAN"/>'
)


def definitions(process: str, roots: str = ROOTS) -> bytes:
    return (
        f'<b:definitions {NAMESPACES}>{roots}<b:process id="p" isExecutable="true">{process}</b:process>'
        "</b:definitions>"
    ).encode()


def model_of(process: str) -> ProcessModel:
    result = read(definitions(process))
    assert result.findings == ()
    assert result.model is not None
    return result.model


def node_of(process: str, key: str = "n") -> Node:
    return model_of(process).node_by_id[key]


LOOPS = {
    "list of BPMN": (
        "<b:multiInstanceLoopCharacteristics><b:loopDataInputRef>co_quan</b:loopDataInputRef>"
        '<b:loopDataOutputRef>tra_loi</b:loopDataOutputRef><b:inputDataItem id="i" name="noi"/>'
        "<b:completionCondition>nrOfCompletedInstances >= 1</b:completionCondition>"
        "</b:multiInstanceLoopCharacteristics>",
        Loop("parallel", "co_quan", "noi", completion="nrOfCompletedInstances >= 1", output="tra_loi"),
    ),
    "one after another": (
        '<b:multiInstanceLoopCharacteristics isSequential="true"><b:loopCardinality>3</b:loopCardinality>'
        "</b:multiInstanceLoopCharacteristics>",
        Loop("sequential", cardinality=3),
    ),
    "Camunda 7": (
        '<b:multiInstanceLoopCharacteristics camunda:collection="co_quan" camunda:elementVariable="noi"/>',
        Loop("parallel", "co_quan", "noi"),
    ),
    "Camunda 8": (
        "<b:multiInstanceLoopCharacteristics><b:extensionElements>"
        '<zeebe:loopCharacteristics inputCollection="=co_quan" inputElement="noi" outputCollection="tra_loi"/>'
        "</b:extensionElements></b:multiInstanceLoopCharacteristics>",
        Loop("parallel", "co_quan", "noi", output="tra_loi"),
    ),
    "while": (
        '<b:standardLoopCharacteristics testBefore="true" loopMaximum="5"><b:loopCondition>not dat</b:loopCondition>'
        "</b:standardLoopCharacteristics>",
        Loop("standard", condition="not dat", maximum=5, test_before=True),
    ),
}


@pytest.mark.parametrize("name", LOOPS)
def test_loops_are_read(name: str) -> None:
    inner, expected = LOOPS[name]
    assert node_of(f'<b:userTask id="n">{inner}</b:userTask>').loop == expected


def test_list_of_a_loop_is_known_by_the_name_of_its_data_object() -> None:
    node = node_of(
        '<b:dataObject id="D_1" name="co_quan"/><b:userTask id="n"><b:multiInstanceLoopCharacteristics>'
        "<b:loopDataInputRef>D_1</b:loopDataInputRef></b:multiInstanceLoopCharacteristics></b:userTask>"
    )
    assert node.loop is not None
    assert node.loop.items == "co_quan"
