"""The gateways as Motcua runs them: SpiffWorkflow's elements without predictions.

SpiffWorkflow predicts the whole future of a process as tasks and lets its gateways look for themselves among
them. Here no future is stored, so the two gateways decide from what has happened: the exclusive one creates
only the branch it takes, the parallel one counts the tokens that have arrived.
"""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.bpmn.specs.defaults import ExclusiveGateway, ParallelGateway
from SpiffWorkflow.util.task import TaskState

from motcua.domain.errors import InputError
from motcua.domain.text import Text


class NoBranchError(InputError):
    """No branch of an exclusive gateway fits the dossier's data."""

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


class FirstTrueGateway(ExclusiveGateway):  # type: ignore[misc]  # the library has no types
    """Takes the first branch, in the order of the file, whose condition holds; else the default."""

    def _predict_hook(self, my_task: Any) -> None:
        """No branch exists before the choice."""

    def _run_hook(self, my_task: Any) -> bool:
        chosen = self._choose(my_task)
        my_task._sync_children([my_task.workflow.spec.task_specs[chosen]], TaskState.FUTURE)
        return True

    def _choose(self, my_task: Any) -> str:
        for condition, name in self.cond_task_specs:
            if condition is not None and condition._matches(my_task):
                return str(name)
        if self.default_task_spec is None:
            raise NoBranchError(self.bpmn_id, self.bpmn_name or "")
        return str(self.default_task_spec)


class TokenJoin(ParallelGateway):  # type: ignore[misc]  # the library has no types
    """Fires when one token stands on each incoming flow and consumes exactly those (BPMN 2.0, 10.6.4).

    The library counts tokens of earlier rounds as well when a loop leads back into the branches.
    """

    def _update_hook(self, my_task: Any) -> bool:
        arrived = {task.parent.task_spec.name: task for task in self._standing(my_task)}
        arrived[my_task.parent.task_spec.name] = my_task
        if not arrived.keys() >= set(self._inputs):
            my_task._set_state(TaskState.WAITING)
            return False
        my_task.past = my_task.workflow.top_workflow.common_past({task.past for task in arrived.values()})
        for task in arrived.values():
            if task is not my_task:
                task.workflow._remove_task(task.id)
        return True

    def _standing(self, my_task: Any) -> list[Any]:
        tasks = my_task.workflow.tasks.values()
        return [task for task in tasks if task.task_spec is self and task.has_state(TaskState.WAITING)]

    def _run_hook(self, my_task: Any) -> bool:
        return True
