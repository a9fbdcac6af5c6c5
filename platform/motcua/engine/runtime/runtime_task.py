"""One token as a task of the library: numbered within its dossier, without data, log records or a future."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from motcua.engine.runtime.state import TOP


class StepTask(Task):  # type: ignore[misc]  # the library has no types
    """A task with the fields of a `state.Token`."""

    def __init__(self, workflow: Any, task_spec: Any, parent: Any, state: int, id: Any) -> None:
        super().__init__(workflow, task_spec, parent, state, id)
        self.scope = TOP
        self.past = 0
        self.origin = ""
        self.host = 0
        self.number = 0

    def _set_state(self, value: int) -> None:
        self._state = value
        if value == TaskState.READY and not self.task_spec.manual:
            self.workflow.ready.append(self)

    def _inherit_data(self) -> None:
        """The form data live with the dossier; copying them from task to task would only cost."""

    def _add_child(self, task_spec: Any, state: int = TaskState.FUTURE) -> StepTask:
        child = StepTask(self.workflow, task_spec, self, state, self.workflow.take_id())
        child.scope = self.scope
        child.past = self.id if task_was_visited(self) else self.past
        return child

    @property
    def is_live(self) -> bool:
        return bool(self._state & TaskState.NOT_FINISHED_MASK)

    @property
    def is_instance(self) -> bool:
        """Whether this is one go of a looped activity."""
        around = self.workflow.tasks.get(self.scope)
        return around is not None and around.task_spec is self.task_spec

    @property
    def is_loop(self) -> bool:
        """Whether this is a looped activity as a whole."""
        return self.task_spec.node.loop is not None and not self.is_instance

    @property
    def scope_spec(self) -> str:
        """The id of the sub-process around, empty at the top."""
        return "" if self.scope == TOP else str(self.workflow.tasks[self.scope].task_spec.name)

    @property
    def values(self) -> Mapping[str, object]:
        """The dossier's data as they are seen here: with the items of the loops around."""
        found: Mapping[str, object] = self.workflow.values_at(self)
        return found


def task_was_visited(task: StepTask) -> bool:
    """Whether this is a step that one can go back to: instances of a loop and the loop itself are not."""
    return bool(task.task_spec.manual and task.task_spec.node.loop is None)
