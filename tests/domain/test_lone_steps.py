"""Where a dossier may be put by exception: never into a parallel branch, whose join would wait for ever (D-20)."""

from __future__ import annotations

import pytest

from motcua.domain.process.lone_steps import lone_steps
from motcua.engine.reader.reader import read

HEAD = (
    '<b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:m="http://motcua.vn/bpmn/1.0"'
    ' targetNamespace="t"><b:process id="P" isExecutable="true">'
)
KINDS = {
    "S": "startEvent",
    "E": "endEvent",
    "X": "exclusiveGateway",
    "P": "parallelGateway",
    "O": "inclusiveGateway",
}


def steps_of(drawing: str) -> set[str]:
    flows = [part.split(">") for part in drawing.split()]
    names = dict.fromkeys(name for flow in flows for name in flow)
    nodes = "".join(f'<b:{KINDS.get(name[0], "userTask")} id="{name}"/>' for name in names)
    drawn = "".join(
        f'<b:sequenceFlow id="F{number}" sourceRef="{source}" targetRef="{target}"/>'
        for number, (source, target) in enumerate(flows)
    )
    model = read(f"{HEAD}{nodes}{drawn}</b:process></b:definitions>".encode()).model
    assert model is not None
    return set(lone_steps(model))


@pytest.mark.parametrize(
    ("drawing", "alone"),
    [
        ("S>a a>b b>E", {"a", "b"}),
        ("S>a a>X1 X1>b X1>c b>X2 c>X2 X2>d d>E", {"a", "b", "c", "d"}),
        ("S>a a>P1 P1>b P1>c b>P2 c>P2 P2>d d>E", {"a", "d"}),
        # A branch that can only lead to the join; an end beside it does not make it safe.
        ("S>a a>P1 P1>b P1>c b>X1 X1>P2 X1>E c>P2 P2>d d>E", {"a", "d"}),
        # Back before the split from a choice: every flow of the join can come.
        ("S>X1 X1>P1 P1>b P1>c b>P2 c>P2 P2>d d>X2 X2>X1 X2>E", {"d"}),
        ("S>a a>O1 O1>b O1>c b>O2 c>O2 O2>d d>E", {"a", "b", "c", "d"}),
        # Branches that each go to an end of their own.
        ("S>a a>P1 P1>b P1>c b>E c>E2", {"a", "b", "c"}),
    ],
)
@pytest.mark.req("D-20")
def test_steps_at_which_one_token_alone_comes_to_an_end(drawing: str, alone: set[str]) -> None:
    assert steps_of(drawing) == alone
