"""What an exception from the route takes away of what lay ahead, with the inside of sub-processes (D-20)."""

from __future__ import annotations

import pytest

from motcua.domain.process.process import Flow, Node, ProcessModel
from motcua.domain.process.process_ahead import taken_away

NODES = (
    *(Node("S", "S", "startEvent"), Node("a", "a", "userTask"), Node("P", "P", "subProcess")),
    *(Node("s", "s", "startEvent", "P"), Node("x", "x", "userTask", "P"), Node("y", "y", "userTask", "P")),
    *(Node("d", "d", "userTask"), Node("E", "E", "endEvent")),
)
FLOWS = [(one[0], one[1]) for one in ("Sa", "aP", "sx", "xy", "Pd", "da", "dE")]


@pytest.mark.req("D-20")
@pytest.mark.parametrize(
    ("standing", "target", "gone"),
    [("a", "d", "aPsxy"), ("x", "d", "xy"), ("x", "a", ""), ("d", "a", ""), ("a", "a", "")],
)
def test_what_lay_ahead_and_does_no_more_is_named(standing: str, target: str, gone: str) -> None:
    flows = tuple(Flow(source + goal, "", source, goal) for source, goal in FLOWS)
    model = ProcessModel("p", "p", None, (), NODES, flows)
    assert taken_away(model, [standing], target) == set(gone)
