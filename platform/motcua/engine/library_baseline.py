"""SpiffWorkflow as its own documentation persists it, for the bench to compare with.

After each step the whole workflow with its specification is serialised to JSON text.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState


class LibraryRun:
    """One instance driven by the library alone; `restore` loads the text again before each step.

    `values` are the data its conditions, read as Python, see.
    """

    def __init__(
        self, bpmn: bytes, restore: bool = False, values: Mapping[str, object] | None = None
    ) -> None:
        parser = BpmnParser()
        parser.add_bpmn_io(BytesIO(bpmn))
        process = parser.get_process_ids()[0]
        self._serializer = BpmnWorkflowSerializer()
        self._restore = restore
        self.workflow = BpmnWorkflow(parser.get_spec(process), parser.get_subprocess_specs(process))
        self.workflow.task_tree.set_data(**(values or {}))
        self.workflow.do_engine_steps()
        self.text = self._serialize()

    def waiting(self) -> list[str]:
        """The ids of the steps that wait, sorted."""
        return sorted(task.task_spec.bpmn_id for task in self._ready())

    def step(self, step_id: str | None = None) -> str | None:
        """Complete the next waiting step (or the one named); the text to store, None when nothing waits."""
        if self._restore:
            self.workflow = self._serializer.deserialize_json(self.text)
        chosen = [task for task in self._ready() if step_id in (None, task.task_spec.bpmn_id)]
        if not chosen:
            return None
        chosen[0].run()
        self.workflow.do_engine_steps()
        self.text = self._serialize()
        return self.text

    def _ready(self) -> list[Any]:
        return list(self.workflow.get_tasks(state=TaskState.READY, manual=True))

    def _serialize(self) -> str:
        return str(self._serializer.serialize_json(self.workflow))
