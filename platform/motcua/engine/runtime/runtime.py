"""A dossier's way through its process: start, complete a step, let an event happen, go back.

Every function takes the stored state and gives back what is to be stored; nothing is kept between calls, so
any machine may do the next step. The caller holds the lock on the dossier.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from motcua.domain.errors import ConflictError, InputError
from motcua.domain.text import Text
from motcua.engine.runtime.runtime_events import Sent, UncaughtError
from motcua.engine.runtime.runtime_task import task_was_visited
from motcua.engine.runtime.runtime_tree import DossierTree, collect, is_armed, restore
from motcua.engine.runtime.state import (
    TOP,
    EngineState,
    Token,
    Visit,
    descendants,
    dump,
    format_visits,
    load,
    parted,
    read_visits,
    way_back,
)
from motcua.engine.spec.spec import ProcessSpec
from motcua.engine.spec.spec_elements import WaitingKind


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits: a step for a person, a call for its answer, an event for its time or message.

    `task_id` is unique per visit in its dossier, `step_id` the BPMN id. `item` is what an instance of a loop is
    about, given when it opens; `left` how often a cycle timer is still to fire.
    """

    task_id: str
    step_id: str
    kind: WaitingKind = "step"
    item: object = None
    left: int | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """What an action has done: the text to store, the tasks that began and ended by it, all that wait now.

    `sent` are messages and signals thrown, `values` what decisions have set, to be kept with the dossier's data.
    """

    state: str
    opened: tuple[Waiting, ...]
    closed: tuple[str, ...]
    waiting: tuple[Waiting, ...]
    ended: bool
    sent: tuple[Sent, ...] = ()
    values: Mapping[str, object] = field(default_factory=dict)


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
    """The dossier did not come through that step on its way here, or has taken another branch's message since."""

    code = "return_not_possible"

    def __init__(self, step_id: str) -> None:
        super().__init__(
            Text(
                "Không trả về bước đó được: hồ sơ chưa qua bước đó trên nhánh này, hoặc từ đó đến nay đã nhận "
                "thông điệp của nhánh khác. Hãy chọn bước khác.",
                "The dossier cannot go back there: it has not come through that step on this branch, or another "
                "branch's message has been taken since. Choose another step.",
            )
        )
        self.step_id = step_id


class MessageUnknownError(InputError):
    """A message or signal that nothing in the process waits for."""

    code = "message_unknown"

    def __init__(self, name: str) -> None:
        super().__init__(
            Text(
                f"Quy trình của hồ sơ không chờ thông điệp “{name}”. Kiểm tra lại tên thông điệp.",
                f"The dossier's process waits for no message “{name}”. Check its name.",
            )
        )
        self.name = name


def start(spec: ProcessSpec, values: Mapping[str, object]) -> Progress:
    """Begin the process with the dossier's form data; runs up to the first waiting.

    Raises NoBranchError, ConditionError, UncaughtError or EndlessLoopError; nothing is to be stored then.
    """
    tree = DossierTree(spec, values, EngineState(1, ()))
    tree.open_scope("", TOP, 0)
    return progress_of(tree, spec, ())


def complete(spec: ProcessSpec, state: str, task_id: str, values: Mapping[str, object]) -> Progress:
    """Complete a waiting step, or a service's call, with the form data as they are after it.

    Raises StepNotWaitingError when the task does not wait, StateError when the state cannot be read, and what
    `start` raises.
    """
    before = load(state)
    token = _waiting_token(spec, before, task_id, "step", "service")
    tree = restore(spec, before, values)
    task = tree.tasks[token.id]
    if task_was_visited(task):
        visit = format_visits([Visit(token.id, token.past, token.scope, token.spec)])
        tree.past = f"{before.past} {visit}" if before.past else visit
    tree.run(task)
    return progress_of(tree, spec, before.tokens)


def fire(spec: ProcessSpec, state: str, task_id: str, values: Mapping[str, object]) -> Progress:
    """Let a timer happen that is due. Raises like `complete`."""
    before = load(state)
    token = _waiting_token(spec, before, task_id, "timer")
    tree = restore(spec, before, values)
    tree.tasks[token.id]._ready()
    return progress_of(tree, spec, before.tokens)


def fail(spec: ProcessSpec, state: str, task_id: str, code: str, values: Mapping[str, object]) -> Progress:
    """End a service's call with an error; raises UncaughtError when nothing catches the code."""
    before = load(state)
    token = _waiting_token(spec, before, task_id, "service")
    tree = restore(spec, before, values)
    if not tree.catch("error", code, token.scope, tree.tasks[token.id]):
        raise UncaughtError(code)
    return progress_of(tree, spec, before.tokens)


def deliver(spec: ProcessSpec, state: str, name: str, values: Mapping[str, object]) -> Progress:
    """A message comes from outside: the oldest that waits takes it, else it is kept for the next that will.

    Raises MessageUnknownError when the process never waits for it, MailboxFullError.
    """
    before = load(state)
    if name not in spec.messages or not before.tokens:
        raise MessageUnknownError(name)
    tree = restore(spec, before, values)
    tree.post(name)
    return progress_of(tree, spec, before.tokens)


def broadcast(spec: ProcessSpec, state: str, name: str, values: Mapping[str, object]) -> Progress:
    """A signal comes from outside to all that wait for it now; raises MessageUnknownError when nothing does."""
    before = load(state)
    tree = restore(spec, before, values)
    if not tree.signal(name):
        raise MessageUnknownError(name)
    return progress_of(tree, spec, before.tokens)


def waiting(spec: ProcessSpec, state: str, values: Mapping[str, object]) -> tuple[Waiting, ...]:
    """All that waits in a stored state. Raises StateError."""
    tree = restore(spec, load(state), values)
    return tuple(_waiting(tree, token) for token in collect(tree) if token.standing in "re")


def returnable(spec: ProcessSpec, state: str, task_id: str) -> tuple[str, ...]:
    """The steps a waiting task can go back to, the latest first, each once."""
    before = load(state)
    token = _waiting_token(spec, before, task_id, "step")
    visits = way_back(read_visits(before.past), token.past)
    return tuple(dict.fromkeys(visit.step for visit in visits if _is_open(spec, before, visit)))


def return_to(
    spec: ProcessSpec, state: str, task_id: str, step_id: str, values: Mapping[str, object] | None = None
) -> Progress:
    """Go back from a waiting task to the last visit of an earlier step, as a new visit of that step.

    All that came out of that visit ends, parallel branches too; branches that were open beside it stay.
    Raises StepNotWaitingError, ReturnNotPossibleError, StateError.
    """
    before = load(state)
    token = _waiting_token(spec, before, task_id, "step")
    visits = read_visits(before.past)
    target = next((visit for visit in way_back(visits, token.past) if visit.step == step_id), None)
    if target is None or not _is_open(spec, before, target):
        raise ReturnNotPossibleError(step_id)
    tree = restore(spec, before, values or {})
    undone = descendants(visits, target)
    for task in list(tree.live()):
        if task.past in undone:
            tree.cancel(task.id)
    tree.past = format_visits(visit for visit in visits.values() if visit.id not in undone)
    again = tree.place(spec.elements[step_id], target.scope, target.previous)
    again.task_spec._update(again)
    return progress_of(tree, spec, before.tokens)


def move_to(
    spec: ProcessSpec, state: str, task_id: str, step_id: str, values: Mapping[str, object]
) -> Progress:
    """Go from a waiting task to any step of the process itself, off the drawn flows; all else that waits ends.

    Event sub-processes go on listening. Where branches ran beside each other the way back leads to before their split.
    Raises StepNotWaitingError, StateError.
    """
    before = load(state)
    token = _waiting_token(spec, before, task_id, "step")
    tree = restore(spec, before, values)
    standing = [task for task in tree.live() if not is_armed(task)]
    past, visits = token.past, read_visits(before.past)
    if len(standing) > 1:
        past, _ = parted(visits, {task.past for task in standing})
    elif task_was_visited(tree.tasks[token.id]):
        visits[token.id] = Visit(token.id, token.past, token.scope, token.spec)
        past, tree.past = token.id, format_visits(visits.values())
    for task in standing:
        tree.cancel(task.id)
    again = tree.place(spec.elements[step_id], TOP, past)
    again.task_spec._update(again)
    return progress_of(tree, spec, before.tokens)


def _is_open(spec: ProcessSpec, before: EngineState, visit: Visit) -> bool:
    """Whether the step of a visit can still be stood at: the sub-process around it has not ended."""
    return visit.step in spec.steps and visit.scope in {TOP, *(one.id for one in before.tokens)}


def lists_in_use(spec: ProcessSpec, state: str) -> frozenset[str]:
    """The list fields that a loop is running over now: their instances are known by place in the list."""
    if not spec.built.lists:
        return frozenset()
    running = [spec.elements[token.spec].node.loop for token in load(state).tokens if token.standing == "m"]
    return frozenset(loop.items for loop in running if loop is not None and loop.items)


def _waiting_token(spec: ProcessSpec, state: EngineState, task_id: str, *kinds: WaitingKind) -> Token:
    for token in state.tokens:
        element = (
            spec.elements.get(token.spec) if str(token.id) == task_id and token.standing in "re" else None
        )
        if element is not None and element.waiting_kind in kinds:
            return token
    raise StepNotWaitingError(task_id)


def progress_of(tree: DossierTree, spec: ProcessSpec, before: tuple[Token, ...]) -> Progress:
    """Run on until only waiting is left, and say what has become of it all."""
    tree.settle()
    tokens = collect(tree)
    was = {token.id for token in before if token.standing in "re"}
    waiting = {token.id: _waiting(tree, token) for token in tokens if token.standing in "re"}
    return Progress(
        state=dump(EngineState(tree.next_id, tokens, tree.past, tuple(tree.mail))),
        opened=tuple(one for key, one in waiting.items() if key not in was),
        closed=tuple(str(key) for key in sorted(was - waiting.keys())),
        waiting=tuple(waiting.values()),
        ended=not tokens,
        sent=tuple(tree.sent),
        values=tree.decided,
    )


def _waiting(tree: DossierTree, token: Token) -> Waiting:
    kind = tree.built.elements[token.spec].waiting_kind
    is_cycle = kind == "timer" and token.number > 0
    return Waiting(
        str(token.id),
        token.spec,
        kind,
        item=tree.item_of(tree.tasks[token.id]),
        left=token.number if is_cycle else None,
    )
