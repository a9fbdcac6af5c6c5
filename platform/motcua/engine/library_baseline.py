"""SpiffWorkflow as its own documentation persists it, for the bench and for the tests to compare with.

The library's own parser reads the file. After each step the whole workflow with its specification is serialised to
JSON text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any, Final

from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.specs.event_definitions import MessageEventDefinition, SignalEventDefinition
from SpiffWorkflow.bpmn.util import BpmnEvent
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

# Where the library notes the number of an instance: in parallel or over a list, in turn, in a standard loop.
INDEXES: Final = ("key_or_index", "item", "iteration")
DEFINITIONS: Final = {"message": MessageEventDefinition, "signal": SignalEventDefinition}


class LibraryRun:
    """One instance driven by the library alone; `restore` loads the text again before each step.

    `values` are the data its conditions, read as Python, see; `called` are files with the processes it calls.
    """

    def __init__(
        self,
        bpmn: bytes,
        restore: bool = False,
        values: Mapping[str, object] | None = None,
        called: Sequence[bytes] = (),
    ) -> None:
        parser = BpmnParser()
        parser.add_bpmn_io(BytesIO(bpmn))
        process = parser.get_process_ids()[0]
        for other in called:
            parser.add_bpmn_io(BytesIO(other))
        self._serializer = BpmnWorkflowSerializer()
        self._restore = restore
        self.workflow = BpmnWorkflow(parser.get_spec(process), parser.get_subprocess_specs(process))
        self._values = dict(values or {})
        self.workflow.task_tree.set_data(**self._values)
        self.text = self._go_on()

    def waiting(self) -> list[str]:
        """The ids of the steps that wait, sorted."""
        return sorted(task.task_spec.bpmn_id for task in self._ready())

    def instances(self) -> list[tuple[str, tuple[int, ...]]]:
        """The steps that wait, sorted, each with the numbers of the loop instances around it, outermost first."""
        return sorted((task.task_spec.bpmn_id, self._numbers(task)) for task in self._ready())

    def waiting_events(self) -> list[tuple[str, str]]:
        """The messages and signals that something waits for, as (kind, name), sorted, each once."""
        tasks = self.workflow.event_manager.tasks.values()
        return sorted({event for task in tasks for event in _told(task.task_spec.event_definition)})

    def unheard(self) -> list[tuple[str, str]]:
        """The messages and signals thrown since the last call that nothing waited for: the library keeps none."""
        definitions = [event.event_definition for event in self.workflow.get_events()]
        return [event for definition in definitions for event in _told(definition)]

    def know(self, values: Mapping[str, object]) -> None:
        """Give all that is not finished these data, and send them with each message."""
        self._values = dict(values)
        for task in self.workflow.get_tasks(state=TaskState.NOT_FINISHED_MASK):
            task.set_data(**values)

    def step(self, step_id: str | None = None, numbers: tuple[int, ...] | None = None) -> str | None:
        """Complete the next waiting step (or the one named, in the instance with these numbers).

        The text to store, None when nothing waits.
        """
        self._load()
        chosen = [
            task
            for task in self._ready()
            if step_id in (None, task.task_spec.bpmn_id) and numbers in (None, self._numbers(task))
        ]
        if not chosen:
            return None
        chosen[0].run()
        self.text = self._go_on()
        return self.text

    def tell(self, kind: str, name: str) -> str:
        """Send a message or signal that something waits for; the text to store."""
        self._load()
        self.workflow.send_event(BpmnEvent(DEFINITIONS[kind](name), payload=self._values))
        self.text = self._go_on()
        return self.text

    def _numbers(self, task: Any) -> tuple[int, ...]:
        numbers = []
        while task is not None:
            number = next((task.internal_data[key] for key in INDEXES if key in task.internal_data), None)
            if number is not None:
                numbers.append(int(number) + 1)
            around = task.workflow.parent_task_id
            task = around and self.workflow.get_task_from_id(around)
        return tuple(reversed(numbers))

    def _load(self) -> None:
        if self._restore:
            self.workflow = self._serializer.deserialize_json(self.text)

    def _go_on(self) -> str:
        self.workflow.do_engine_steps()
        return str(self._serializer.serialize_json(self.workflow))

    def _ready(self) -> list[Any]:
        return list(self.workflow.get_tasks(state=TaskState.READY, manual=True))


def _told(definition: Any) -> Iterator[tuple[str, str]]:
    """The messages and signals of an event definition; an event gateway holds those of its branches."""
    for kind, known in DEFINITIONS.items():
        if isinstance(definition, known):
            yield kind, definition.name
    for part in getattr(definition, "event_definitions", ()):
        yield from _told(part)
