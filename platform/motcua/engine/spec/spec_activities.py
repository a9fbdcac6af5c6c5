"""Activities: steps for people, calls of services, receive tasks, sub-processes, and their loops.

A looped activity stands once as the loop itself ("m") and, inside it, once for each instance.
"""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.util.task import TaskState

from motcua.engine.spec.spec_elements import Element, WaitingKind


class Activity(Element):
    """What may carry boundary events and loops."""

    def _update_hook(self, my_task: Any) -> bool:
        tree = my_task.workflow
        if not my_task.is_instance:
            tree.arm(self.node.id, my_task)
            if self.node.loop is not None:
                my_task._set_state(TaskState.STARTED)
                tree.begin_loop(my_task)
                return False
        return self.begin(my_task)

    def begin(self, my_task: Any) -> bool:
        """A single go at the activity starts; whether it is ready for a person or done at once."""
        return True

    def _run_hook(self, my_task: Any) -> bool:
        my_task.workflow.disarm(my_task.id)
        if not my_task.is_instance:
            self.follow(my_task)
        return True

    def _on_complete_hook(self, my_task: Any) -> None:
        super()._on_complete_hook(my_task)
        if my_task.is_instance:
            my_task.workflow.instance_done(my_task)


class StepSpec(Activity):
    """A user or manual task: ready until a person completes it."""

    def __init__(self, wf_spec: Any, node: Any) -> None:
        super().__init__(wf_spec, node)
        self.manual = True

    @property
    def waiting_kind(self) -> WaitingKind:
        return "step"


class ServiceSpec(Activity):
    """Waits until the job that calls the service has an answer."""

    @property
    def waiting_kind(self) -> WaitingKind:
        return "service"

    def begin(self, my_task: Any) -> bool:
        my_task._set_state(TaskState.WAITING)
        return False


class ReceiveSpec(Activity):
    """Waits for a message."""

    catches = True

    @property
    def waiting_kind(self) -> WaitingKind:
        return "message"

    def begin(self, my_task: Any) -> bool:
        my_task._set_state(TaskState.WAITING)
        return bool(my_task.workflow.take_mail(my_task))

    def _run_hook(self, my_task: Any) -> bool:
        my_task.workflow.others_end(my_task)
        my_task.workflow.heard(my_task)
        return super()._run_hook(my_task)


class SubProcessSpec(Activity):
    """Has tokens of its own inside and is done when none is left."""

    def begin(self, my_task: Any) -> bool:
        my_task._set_state(TaskState.STARTED)
        my_task.workflow.open_scope(self.node.id, my_task.id, my_task.past)
        return False
