"""A dossier's steps: start the process, complete a step, go back to an earlier one.

Every function takes the stored state and gives back what is to be stored; nothing is kept between calls, so
any machine may do the next step. The caller holds the lock on the dossier.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from SpiffWorkflow.util.task import TaskState

from motcua.domain.errors import ConflictError, InputError
from motcua.domain.text import Text
from motcua.engine.runtime_tree import DossierTree, collect, restore
from motcua.engine.script import ConditionEngine
from motcua.engine.spec import ProcessSpec
from motcua.engine.state import (
    EngineState,
    Token,
    Visit,
    ancestors,
    descendants,
    dump,
    format_visits,
    load,
    read_visits,
)

LEAST_BOUND: Final = 1_000
RUNS_PER_ELEMENT: Final = 10


@dataclass(frozen=True, slots=True)
class Waiting:
    """A user task ready to be done: `task_id` is unique per visit in its dossier, `step_id` the BPMN id."""

    task_id: str
    step_id: str


@dataclass(frozen=True, slots=True)
class Progress:
    """What an action has done: the text to store, the tasks that began and ended by it, all that wait now."""

    state: str
    opened: tuple[Waiting, ...]
    closed: tuple[str, ...]
    waiting: tuple[Waiting, ...]
    ended: bool


class StepNotWaitingError(ConflictError):
    """The step was already completed, returned or cancelled, or never was."""

    code = "step_not_waiting"

    def __init__(self, task_id: str) -> None:
        super().__init__(
            Text(
                "Bước này đã được xử lý hoặc không còn chờ xử lý. Không có gì thay đổi; hãy mở lại hồ sơ.",
                "This step has been done or is no longer waiting. Nothing was changed; open the dossier again.",
            )
        )
        self.task_id = task_id


class ReturnNotPossibleError(ConflictError):
    """The dossier did not come through that step on its way to this one."""

    code = "return_not_possible"

    def __init__(self, step_id: str) -> None:
        super().__init__(
            Text(
                "Hồ sơ chưa đi qua bước đó trên nhánh hiện tại. Hãy chọn một bước trước.",
                "The dossier has not come through that step on this branch. Choose an earlier step.",
            )
        )
        self.step_id = step_id


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


def start(spec: ProcessSpec, values: Mapping[str, object]) -> Progress:
    """Begin the process with the dossier's form data; runs up to the first steps.

    Raises NoBranchError, ConditionError or EndlessLoopError; nothing is to be stored then.
    """
    tree = DossierTree(spec, ConditionEngine(values), next_id=1)
    tree.plant(TaskState.FUTURE)._ready()
    _advance(tree, spec)
    return _progress((), EngineState(tree.next_id, collect(tree)), spec)


def complete(spec: ProcessSpec, state: str, task_id: str, values: Mapping[str, object]) -> Progress:
    """Complete a waiting step with the form data as they are after it.

    Raises StepNotWaitingError when the task does not wait, StateError when the state cannot be read, and what
    `start` raises.
    """
    before = load(state)
    token = _waiting_token(spec, before, task_id)
    tree = restore(spec, before, ConditionEngine(values))
    visit = format_visits([Visit(token.id, token.past, token.scope, token.spec)])
    tree.past = f"{before.past} {visit}" if before.past else visit
    tree.get_task_from_id(token.id).run()
    _advance(tree, spec)
    return _progress(before.tokens, EngineState(tree.next_id, collect(tree), tree.past), spec)


def returnable(spec: ProcessSpec, state: str, task_id: str) -> tuple[str, ...]:
    """The steps a waiting task can go back to, the latest first, each once."""
    before = load(state)
    token = _waiting_token(spec, before, task_id)
    return tuple(dict.fromkeys(visit.step for visit in ancestors(read_visits(before.past), token.past)))


def return_to(spec: ProcessSpec, state: str, task_id: str, step_id: str) -> Progress:
    """Go back from a waiting task to the last visit of an earlier step, as a new visit of that step.

    All that came out of that visit ends, parallel branches too; branches that were open beside it stay.
    Raises StepNotWaitingError, ReturnNotPossibleError, StateError.
    """
    before = load(state)
    token = _waiting_token(spec, before, task_id)
    visits = read_visits(before.past)
    target = next((visit for visit in ancestors(visits, token.past) if visit.step == step_id), None)
    if target is None:
        raise ReturnNotPossibleError(step_id)
    undone = descendants(visits, target)
    again = Token(before.next_id, target.scope, step_id, "r", target.previous)
    tokens = (*(one for one in before.tokens if one.past not in undone), again)
    past = format_visits(visit for visit in visits.values() if visit.id not in undone)
    return _progress(before.tokens, EngineState(before.next_id + 1, tokens, past), spec)


def _waiting_token(spec: ProcessSpec, state: EngineState, task_id: str) -> Token:
    for token in state.tokens:
        if str(token.id) == task_id and token.spec in spec.steps and token.standing == "r":
            return token
    raise StepNotWaitingError(task_id)


def _advance(tree: DossierTree, spec: ProcessSpec) -> None:
    """Run automatic elements until only steps are left; a lawful model stays far below the bound."""
    for _ in range(max(LEAST_BOUND, RUNS_PER_ELEMENT * spec.size)):
        if not tree.ready:
            return
        task = tree.ready.popleft()
        if task.has_state(TaskState.READY) and task.id in task.workflow.tasks:
            task.run()
    element = tree.ready[0].task_spec
    raise EndlessLoopError(element.bpmn_id or element.name, element.bpmn_name or "")


def _progress(before: tuple[Token, ...], after: EngineState, spec: ProcessSpec) -> Progress:
    was = {token.id for token in before if token.spec in spec.steps}
    waiting = {
        token.id: Waiting(str(token.id), token.spec) for token in after.tokens if token.spec in spec.steps
    }
    return Progress(
        state=dump(after),
        opened=tuple(one for key, one in waiting.items() if key not in was),
        closed=tuple(str(key) for key in sorted(was - waiting.keys())),
        waiting=tuple(waiting.values()),
        ended=not after.tokens,
    )
