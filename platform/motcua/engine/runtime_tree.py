"""A workflow of the library holding only the tasks that matter now, rebuilt from a dossier's tokens and back.

The tree is flat: under each root stand the unfinished tasks; a task at a join has one completed parent that
says which branch it came from. No future is predicted and no past is kept, so the cost of a step does not
grow with the length of the process.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Any, Final

from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from motcua.domain.text import Text
from motcua.engine.script import ConditionEngine
from motcua.engine.spec import ProcessSpec
from motcua.engine.spec_elements import TokenJoin
from motcua.engine.state import TOP, EngineState, StateError, Token, last_common, read_visits

ROOT: Final = "root"
LETTER: Final = {TaskState.READY: "r", TaskState.WAITING: "w", TaskState.STARTED: "s"}
STATE: Final = {letter: state for state, letter in LETTER.items()}


class StepTask(Task):  # type: ignore[misc]  # the library has no types
    """A task numbered within its dossier, without data, log records or predicted children.

    `past` is the id of the last completed visit on its branch.
    """

    def __init__(self, workflow: Any, task_spec: Any, parent: Any, state: int, id: Any) -> None:
        super().__init__(workflow, task_spec, parent, state, id)
        self.past = 0

    def _set_state(self, value: int) -> None:
        self._state = value
        if value == TaskState.READY and not self.task_spec.manual:
            self.workflow.top_workflow.ready.append(self)

    def _inherit_data(self) -> None:
        """The form data live with the dossier; copying them from task to task would only cost."""

    def _add_child(self, task_spec: Any, state: int = TaskState.MAYBE) -> StepTask:
        child = StepTask(self.workflow, task_spec, self, state, self.workflow.top_workflow.take_id())
        child.past = self.id if self.task_spec.manual else self.past
        return child

    def run(self) -> bool | None:
        """Run the task; its followers are made now, where the library would have predicted them before."""
        if not self._children:
            self.task_spec._predict_hook(self)
        result: bool | None = super().run()
        return result


class _Flat:
    """What the top workflow and sub-processes share: waiting tasks are found without walking a tree."""

    tasks: dict[Any, StepTask]

    def update_waiting_tasks(self) -> None:
        for task in [task for task in self.tasks.values() if task.has_state(TaskState.WAITING)]:
            if task.id in self.tasks and task.has_state(TaskState.WAITING):
                task.task_spec._update(task)

    def plant(self, state: int) -> StepTask:
        """Give the workflow its root; the library's constructor would predict the whole tree."""
        self.task_tree = StepTask(self, self.spec.start, None, state, ROOT)  # type: ignore[attr-defined]
        return self.task_tree


class _SubTree(_Flat, BpmnSubWorkflow):  # type: ignore[misc]  # the library has no types
    pass


class DossierTree(_Flat, BpmnWorkflow):  # type: ignore[misc]  # the library has no types
    """The running process of one dossier.

    `ready` are the automatic elements to be run next, `past` the visits completed so far (see `state`).
    """

    def __init__(self, spec: ProcessSpec, engine: ConditionEngine, next_id: int, past: str = "") -> None:
        self.ready: deque[StepTask] = deque()
        self.next_id = next_id
        self.past = past
        super().__init__(spec.main, spec.inner, script_engine=engine, deserializing=True)

    def take_id(self) -> int:
        self.next_id += 1
        return self.next_id - 1

    def common_past(self, pasts: set[int]) -> int:
        """The last visit that all the branches arriving at a join came through, 0 for none.

        A step behind a join goes back to before the split: one branch alone would wait at the join for ever.
        """
        return last_common(read_visits(self.past), pasts) if len(pasts) > 1 else next(iter(pasts))

    def create_subprocess(self, my_task: StepTask, spec_name: str) -> _SubTree:
        """The library's hook for a sub-process that begins; its root is ready to run."""
        tree = self.open_subtree(my_task, spec_name)
        tree.plant(TaskState.READY).past = my_task.past
        return tree

    def open_subtree(self, task: StepTask, spec_name: str) -> _SubTree:
        tree = _SubTree(self.subprocess_specs[spec_name], task.id, self, deserializing=True)
        self.subprocesses[task.id] = tree
        return tree

    def unfinished(self) -> Iterator[StepTask]:
        for tree in (self, *self.subprocesses.values()):
            for task in tree.tasks.values():
                if task.has_state(TaskState.NOT_FINISHED_MASK):
                    yield task


def restore(spec: ProcessSpec, state: EngineState, engine: ConditionEngine) -> DossierTree:
    """The tree of a stored state; raises StateError when the state names what the process does not have."""
    tree = DossierTree(spec, engine, state.next_id, state.past)
    tree.plant(TaskState.COMPLETED)
    try:
        for token in state.tokens:
            _stand(tree, token)
    except (KeyError, AttributeError) as error:
        raise StateError(
            Text(
                "dữ liệu thuộc một phiên bản quy trình khác.",
                "it belongs to another version of the process.",
            )
        ) from error
    return tree


def _stand(tree: DossierTree, token: Token) -> None:
    scope = tree if token.scope == TOP else tree.subprocesses[token.scope]
    specs = scope.spec.task_specs
    parent = scope.task_tree
    if token.origin:
        parent = StepTask(scope, specs[token.origin], parent, TaskState.COMPLETED, -token.id)
    task = StepTask(scope, specs[token.spec], parent, STATE[token.standing], token.id)
    task.past = token.past
    if token.standing == "s":
        inner = tree.open_subtree(task, task.task_spec.spec)
        inner.plant(TaskState.COMPLETED)
        inner.completed_event.connect(task.task_spec._on_subworkflow_completed, task)


def collect(tree: DossierTree) -> tuple[Token, ...]:
    """The tokens of a tree in order of birth, so that a sub-process stands before what is inside it."""
    return tuple(sorted(_token(task) for task in tree.unfinished()))


def _token(task: StepTask) -> Token:
    scope = task.workflow.parent_task_id or TOP
    origin = task.parent.task_spec.name if isinstance(task.task_spec, TokenJoin) else ""
    return Token(task.id, scope, task.task_spec.name, LETTER[task.state], task.past, origin)
