"""What every element of a process has: the library's task spec, run by tokens instead of predictions.

SpiffWorkflow predicts the whole future of a process as tasks and lets its elements look for themselves among them.
Here no future is stored: an element acts on the token that has come to it, and makes the next ones when it is done.
"""

from __future__ import annotations

from typing import Any, ClassVar, Literal, NamedTuple

from SpiffWorkflow.bpmn.specs.mixins.bpmn_spec_mixin import BpmnSpecMixin
from SpiffWorkflow.util.task import TaskState

from motcua.domain.conditions.conditions import Condition
from motcua.domain.errors import InputError
from motcua.domain.process.process import Node
from motcua.domain.text import Text

WaitingKind = Literal["step", "service", "timer", "message", "signal"]


class NoBranchError(InputError):
    """No branch of a gateway fits the dossier's data."""

    code = "no_branch"

    def __init__(self, element: str, name: str) -> None:
        shown = name or element
        super().__init__(
            Text(
                f"Không nhánh nào của điểm rẽ “{shown}” phù hợp với dữ liệu hồ sơ. "
                "Hãy kiểm tra dữ liệu, hoặc báo người thiết kế quy trình đặt nhánh mặc định.",
                f"No branch of the gateway “{shown}” fits the dossier's data. "
                "Check the data, or ask the designer of the process to set a default branch.",
            )
        )
        self.element = element


class Branch(NamedTuple):
    """A flow out of an element; `condition` is None on plain ones."""

    flow: str
    target: Any
    condition: Condition | None
    is_default: bool


class Element(BpmnSpecMixin):  # type: ignore[misc]  # the library has no types
    """An element that does nothing but let its token through.

    `branches` are its flows out and `entries` those in (flow, source element), in the order of the file.
    """

    catches: ClassVar[bool] = False

    def __init__(self, wf_spec: Any, node: Node) -> None:
        # The library's defaults for these lists are shared by all specs.
        super().__init__(wf_spec, node.id, bpmn_name=node.name, inputs=[], outputs=[])
        self.node = node
        self.branches: list[Branch] = []
        self.entries: list[tuple[str, str]] = []

    def test(self) -> None:
        """The library asks each spec to have inputs; events at a border have none."""

    @property
    def waiting_kind(self) -> WaitingKind | None:
        """What a token waits for here, None where it never waits for anything from outside."""
        return None

    def chosen(self, my_task: Any) -> list[Branch]:
        """The flows a finished token takes."""
        return self.branches

    def _predict(self, my_task: Any, *_rest: Any, **_more: Any) -> None:
        """No future exists before it comes."""

    def _update_hook(self, my_task: Any) -> bool:
        """A token has come; whether it goes on at once."""
        return True

    def _run_hook(self, my_task: Any) -> bool:
        self.follow(my_task)
        return True

    def follow(self, my_task: Any) -> None:
        """Put a token on each flow taken; the library has them act when this task is complete."""
        for branch in self.chosen(my_task):
            my_task._add_child(branch.target, TaskState.FUTURE).origin = branch.flow
