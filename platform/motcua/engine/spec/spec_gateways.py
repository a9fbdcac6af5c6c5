"""Gateways and decisions: where tokens part and meet (BPMN 2.0, 10.6 and 13.4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from SpiffWorkflow.util.task import TaskState

from motcua.domain.conditions.decisions import decide
from motcua.engine.spec.spec_elements import Branch, Element, NoBranchError


class ExclusiveSpec(Element):
    """Takes the first branch, in the order of the file, whose condition holds; else the default."""

    def chosen(self, my_task: Any) -> list[Branch]:
        if len(self.branches) == 1 and self.branches[0].condition is None:
            return self.branches
        for branch in self.branches:
            if branch.condition is not None and branch.condition.holds(my_task.values):
                return [branch]
        return self.otherwise()

    def otherwise(self) -> list[Branch]:
        default = next((branch for branch in self.branches if branch.is_default), None)
        if default is None:
            raise NoBranchError(self.bpmn_id, self.bpmn_name or "")
        return [default]


class ParallelSpec(Element):
    """Fires when one token stands on each flow in and consumes exactly those; puts one on each flow out.

    The library counts tokens of earlier rounds as well when a loop leads back into the branches.
    """

    def _update_hook(self, my_task: Any) -> bool:
        if len(self.entries) < 2:
            return True
        my_task._set_state(TaskState.WAITING)
        arrived = my_task.workflow.arrived(self, my_task.scope)
        if len(arrived) < len(self.entries):
            return False
        my_task.workflow.meet(arrived.values(), my_task)
        return True


class InclusiveSpec(ExclusiveSpec):
    """Takes every branch whose condition holds; its join waits for all that may still come.

    `reaching` gives, by flow in, the elements from which a token can come by that flow.
    """

    reaching: Mapping[str, frozenset[str]]

    def chosen(self, my_task: Any) -> list[Branch]:
        if len(self.branches) == 1 and self.branches[0].condition is None:
            return self.branches
        holding = [
            branch
            for branch in self.branches
            if branch.condition is not None and branch.condition.holds(my_task.values)
        ]
        return holding or self.otherwise()

    def _update_hook(self, my_task: Any) -> bool:
        if len(self.entries) < 2:
            return True
        my_task._set_state(TaskState.WAITING)
        return False

    def may_fire(self, marked: Iterable[str], others: Iterable[str]) -> bool:
        """Whether no token at one of the elements `others` may still come by a flow that has none (13.4.3)."""
        marked = set(marked)
        coming = {key for flow, keys in self.reaching.items() if flow in marked for key in keys}
        missing = {key for flow, keys in self.reaching.items() if flow not in marked for key in keys}
        return not any(key in missing and key not in coming for key in others)


class EventGatewaySpec(Element):
    """Its branches wait side by side; the first to whom something comes goes on and the others end."""

    def follow(self, my_task: Any) -> None:
        super().follow(my_task)
        for child in my_task.children:
            child.host = my_task.id


class RuleSpec(Element):
    """A business rule task: asks its decision table and keeps the answer with the dossier's values."""

    def _run_hook(self, my_task: Any) -> bool:
        if self.node.decision is not None:
            my_task.workflow.decide(decide(self.node.decision, my_task.values))
        return super()._run_hook(my_task)
