"""A workflow of the library holding only the tasks that matter now, rebuilt from a dossier's tokens and back.

The tree is flat: under the root stand the unfinished tasks of all scopes, each naming its scope. No future is
predicted and no past is kept, so the cost of a step does not grow with the length of the process.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from SpiffWorkflow.util.task import TaskState
from SpiffWorkflow.workflow import Workflow

from motcua.domain.errors import InputError
from motcua.domain.text import Text
from motcua.engine.runtime.runtime_events import Events, Sent
from motcua.engine.runtime.runtime_loops import Loops
from motcua.engine.runtime.runtime_task import StepTask
from motcua.engine.runtime.state import (
    TOP,
    EngineState,
    StateError,
    Token,
    format_visits,
    parted,
    read_visits,
)
from motcua.engine.spec.spec import ProcessSpec
from motcua.engine.spec.spec_activities import SubProcessSpec
from motcua.engine.spec.spec_events import BoundarySpec, StartSpec
from motcua.engine.spec.spec_gateways import InclusiveSpec, ParallelSpec

ROOT: Final = "root"
LEAST_BOUND: Final = 1_000
RUNS_PER_ELEMENT: Final = 10


class EndlessLoopError(InputError):
    """Automatic elements lead back to each other without a step between."""

    code = "endless_loop"

    def __init__(self, element: str, name: str) -> None:
        shown = name or element
        super().__init__(
            Text(
                f"Quy trình quay vòng mãi quanh “{shown}” mà không qua bước nào. Hãy sửa điều kiện rẽ.",
                f"The process goes round “{shown}” for ever without a step. Correct its conditions.",
            )
        )
        self.element = element


class DossierTree(Loops, Events, Workflow):  # type: ignore[misc]  # the library has no types
    """The running process of one dossier.

    `ready` are the elements to be run next, `past` the visits completed so far (see `state`), `decided` the values
    set by decisions.
    """

    def __init__(self, spec: ProcessSpec, values: Mapping[str, object], state: EngineState) -> None:
        super().__init__(spec.built.main, deserializing=True)
        self.built = spec.built
        self.values = values
        self.decided: dict[str, object] = {}
        self.ready: deque[StepTask] = deque()
        self.next_id, self.past, self.mail = state.next_id, state.past, list(state.mail)
        self.sent: list[Sent] = []
        self.running: StepTask | None = None
        self.size, self.begun = spec.size, 0
        self.task_tree = StepTask(self, self.spec.start, None, TaskState.COMPLETED, ROOT)

    def take_id(self) -> int:
        self.next_id += 1
        return self.next_id - 1

    def live(self) -> Iterator[StepTask]:
        return (task for task in list(self.tasks.values()) if task.is_live)

    def place(self, spec: Any, scope: int, past: int) -> StepTask:
        """A new token at an element, which has not acted on it yet."""
        task = StepTask(self, spec, self.task_tree, TaskState.FUTURE, self.take_id())
        task.scope, task.past = scope, past
        return task

    def open_scope(self, scope_spec: str, scope: int, past: int) -> None:
        """Begin a process or sub-process: arm its event sub-processes, run its start event."""
        for sub in self.built.event_subs.get(scope_spec, ()):
            self.listen(self.built.starts[sub.name], scope, scope, past)
        self.place(self.built.starts[scope_spec], scope, past)._ready()

    def decide(self, outputs: Mapping[str, object]) -> None:
        self.decided |= outputs
        self.values = {**self.values, **outputs}

    def arrived(self, spec: Any, scope: int) -> dict[str, StepTask]:
        """The oldest token waiting at a join, by flow."""
        found: dict[str, StepTask] = {}
        for task in self.live():
            if task.task_spec is spec and task.scope == scope and task.has_state(TaskState.WAITING):
                older = found.get(task.origin)
                if older is None or task.id < older.id:
                    found[task.origin] = task
        return found

    def meet(self, arrived: Iterable[StepTask], going_on: StepTask) -> None:
        """Make one token of several.

        A step behind a join goes back to before the split: one branch alone would wait at the join for ever. So does
        what still runs beside the branches, on the way of an event.
        """
        arrived = list(arrived)
        pasts = {task.past for task in arrived}
        if len(pasts) > 1:
            visits = read_visits(self.past)
            common, done = parted(visits, pasts)
            self.past = format_visits(
                visit._replace(previous=common) if visit.previous in done and visit.id not in done else visit
                for visit in visits.values()
            )
            for task in self.live():
                task.past = common if task.past in done else task.past
        for task in arrived:
            if task is not going_on:
                task._state = TaskState.COMPLETED

    def run(self, task: StepTask) -> None:
        before, self.running = self.running, task
        task.run()
        self.running = before

    def settle(self) -> None:
        """Run automatic elements until only waiting is left; a lawful model stays far below the bound.

        The bound grows with the instances of loops that begin: a long list is no endless circle.
        """
        runs = 0
        while self.ready or self._fire_join() or self._close_scope():
            if not self.ready:
                continue
            task = self.ready.popleft()
            if not task.has_state(TaskState.READY):
                continue
            runs += 1
            if runs > max(LEAST_BOUND, RUNS_PER_ELEMENT * self.size) + self.begun * self.size:
                raise EndlessLoopError(
                    task.task_spec.bpmn_id or task.task_spec.name, task.task_spec.bpmn_name
                )
            self.run(task)

    def _task_completed_notify(self, task: StepTask) -> None:
        """The library would look through all tasks for the end of the process."""

    def _fire_join(self) -> bool:
        """Let one inclusive join go on to which no more tokens can come."""
        for task in self.live():
            if isinstance(task.task_spec, InclusiveSpec) and task.has_state(TaskState.WAITING):
                arrived = self.arrived(task.task_spec, task.scope)
                others = (
                    other.task_spec.name
                    for other in self.live()
                    if other.scope == task.scope
                    and other.task_spec is not task.task_spec
                    and not is_armed(other)
                )
                if task.task_spec.may_fire(arrived, others):
                    first = min(arrived.values(), key=lambda one: int(one.id))
                    self.meet(arrived.values(), first)
                    first._ready()
                    return True
        return False

    def _close_scope(self) -> bool:
        """Complete one sub-process in which nothing is left, or the process."""
        tasks = list(self.live())
        busy = {task.scope for task in tasks if not is_armed(task)}
        for task in reversed(tasks):
            if isinstance(task.task_spec, SubProcessSpec) and task.id not in busy and not task.is_loop:
                self.run(task)
                return True
        if TOP not in busy:
            for task in tasks:
                task._state = TaskState.CANCELLED
            self.mail.clear()
        return False


def is_armed(task: StepTask) -> bool:
    """Whether a token only listens beside what really runs."""
    spec = task.task_spec
    return isinstance(spec, BoundarySpec) or (
        isinstance(spec, StartSpec) and task.has_state(TaskState.WAITING)
    )


def restore(spec: ProcessSpec, state: EngineState, values: Mapping[str, object]) -> DossierTree:
    """The tree of a stored state; raises StateError when the state names what the process does not have."""
    tree = DossierTree(spec, values, state)
    for token in state.tokens:
        if state.version == 1 and token.spec.endswith(".EndJoin") and token.spec not in spec.elements:
            continue  # the library's own end, which waited with the tokens
        _stand(tree, token, state.version)
    return tree


def _stand(tree: DossierTree, token: Token, version: int) -> None:
    spec = tree.built.elements.get(token.spec)
    if spec is None:
        spec = tree.built.elements.get(token.spec.removesuffix(".drawn"))
    if spec is None or not _fits(tree, spec, token) or not _may_stand(spec, token):
        raise StateError(
            Text(
                "dữ liệu thuộc một phiên bản quy trình khác.",
                "it belongs to another version of the process.",
            )
        )
    task = StepTask(tree, spec, tree.task_tree, _STATES[token.standing], token.id)
    task.scope, task.past, task.host, task.number = token.scope, token.past, token.host, token.number
    task.origin = token.origin
    if version == 1 and token.origin:
        source = token.origin.removesuffix(".drawn")
        task.origin = next((flow for flow, came_from in spec.entries if came_from == source), "")


_STATES: Final = {
    "r": TaskState.READY,
    "e": TaskState.WAITING,
    "w": TaskState.WAITING,
    "s": TaskState.STARTED,
    "m": TaskState.STARTED,
}


def _fits(tree: DossierTree, spec: Any, token: Token) -> bool:
    """Whether the token's number is free and its scope, which stands before it, is one its element belongs to."""
    if (
        not 0 < token.id < tree.next_id
        or token.id in tree.tasks
        or min(token.past, token.host, token.number) < 0
    ):
        return False
    parent = spec.node.parent
    if spec.node.event is not None and isinstance(spec, StartSpec):
        parent = tree.built.elements[parent].node.parent
    if token.scope == TOP:
        return not parent
    around = tree.tasks.get(token.scope)
    if around is None or not around.has_state(TaskState.STARTED):
        return False
    return (
        around.is_loop if around.task_spec is spec else around.task_spec.name == parent and not around.is_loop
    )


def _may_stand(spec: Any, token: Token) -> bool:
    match token.standing:
        case "r":
            return bool(spec.manual)
        case "w":
            return isinstance(spec, ParallelSpec | InclusiveSpec)
        case "s":
            return isinstance(spec, SubProcessSpec)
        case "m":
            return spec.node.loop is not None
    return spec.waiting_kind not in (None, "step")


def collect(tree: DossierTree) -> tuple[Token, ...]:
    """The tokens of a tree in order of birth, so that a scope stands before what is inside it."""
    return tuple(sorted(_token(task) for task in tree.live()))


def _token(task: StepTask) -> Token:
    spec = task.task_spec
    if task.has_state(TaskState.READY):
        standing = "r"
    elif task.has_state(TaskState.STARTED):
        standing = "m" if task.is_loop else "s"
    else:
        standing = "w" if isinstance(spec, ParallelSpec | InclusiveSpec) else "e"
    origin = task.origin if standing == "w" else ""
    return Token(task.id, task.scope, spec.name, standing, task.past, origin, task.host, task.number)
