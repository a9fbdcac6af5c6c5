"""Reading loops as BPMN, Camunda 7 and Camunda 8 write them."""

from __future__ import annotations

import pytest
from fixtures_reading import node_of

from motcua.domain.process.process_node import Loop

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
