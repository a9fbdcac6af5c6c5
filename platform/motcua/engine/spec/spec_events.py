"""Events: what starts and ends, what is thrown, and what waits for something to come."""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.util.task import TaskState

from motcua.engine.spec.spec_elements import Element, WaitingKind


class ThrowSpec(Element):
    """A send task or an intermediate event that throws and passes."""

    def _run_hook(self, my_task: Any) -> bool:
        my_task.workflow.throw(self.node, my_task)
        # What was thrown may have ended the scope it was thrown in.
        return True if my_task.has_state(TaskState.CANCELLED) else super()._run_hook(my_task)


class EndSpec(ThrowSpec):
    """The end of a token; a terminating one ends all tokens of its scope."""


class CatchSpec(Element):
    """Waits for a timer, a message or a signal, and passes when it has come."""

    catches = True

    @property
    def waiting_kind(self) -> WaitingKind | None:
        kind = self.node.event.kind if self.node.event else None
        return kind if kind in ("timer", "message", "signal") else None

    def _update_hook(self, my_task: Any) -> bool:
        my_task._set_state(TaskState.WAITING)
        return bool(my_task.workflow.take_mail(my_task))

    def _run_hook(self, my_task: Any) -> bool:
        my_task.workflow.others_end(my_task)
        my_task.workflow.heard(my_task)
        return super()._run_hook(my_task)


class BoundarySpec(CatchSpec):
    """Stands at the border of an activity (`host`); interrupting, it ends the activity and goes on instead."""

    def _run_hook(self, my_task: Any) -> bool:
        tree = my_task.workflow
        if self.node.is_interrupting:
            tree.cancel(my_task.host)
        else:
            tree.arm_again(my_task)
        tree.heard(my_task)
        self.follow(my_task)
        return True


class StartSpec(CatchSpec):
    """The beginning of a scope; in an event sub-process it waits, armed in the scope around (`host`)."""

    def _update_hook(self, my_task: Any) -> bool:
        return super()._update_hook(my_task) if self.node.event is not None else True

    def _run_hook(self, my_task: Any) -> bool:
        tree = my_task.workflow
        if self.node.event is None or my_task.scope_spec == self.node.parent:
            self.follow(my_task)
            return True
        if self.node.is_interrupting:
            tree.cancel_inside(my_task.scope)
        else:
            tree.arm_again(my_task)
        tree.heard(my_task)
        tree.start_event_sub(self.node.parent, my_task.scope, my_task.past)
        return True
