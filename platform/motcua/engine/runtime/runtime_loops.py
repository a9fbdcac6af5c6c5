"""Loops: an activity done for each item of a list, at once or in turn, or as long as a condition holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from SpiffWorkflow.util.task import TaskState

from motcua.domain.conditions.conditions import parse_condition
from motcua.domain.errors import InputError
from motcua.domain.process.process_node import MAX_INSTANCES, Loop
from motcua.domain.text import Text
from motcua.engine.runtime.runtime_task import StepTask
from motcua.engine.runtime.state import TOP

MAX_BEGUN: Final = 2_000
"""Instances begun in one action, those of loops in loops together."""


class LoopItemsError(InputError):
    """What a loop runs over is no list, or a list too long."""

    code = "loop_items"

    def __init__(self, name: str, field: str) -> None:
        super().__init__(
            Text(
                f"“{name}” làm lần lượt theo danh sách “{field}”, nhưng dữ liệu không phải danh sách "
                f"hoặc có hơn {MAX_INSTANCES} mục. Hãy sửa dữ liệu ở bước trước.",
                f"“{name}” goes over the list “{field}”, but the data are no list or have more than "
                f"{MAX_INSTANCES} items. Correct the data at an earlier step.",
            )
        )
        self.field = field


class LoopsTooManyError(InputError):
    """Loops in loops that come to too many instances at once."""

    code = "loops_too_many"

    def __init__(self, name: str) -> None:
        super().__init__(
            Text(
                f"Các vòng lặp lồng nhau quanh “{name}” mở hơn {MAX_BEGUN} lượt cùng lúc. Hãy rút ngắn danh sách ở bước trước.",
                f"The loops around “{name}” begin more than {MAX_BEGUN} times at once. Shorten the list at an earlier step.",
            )
        )


class Loops:
    """The part of a dossier's tree that knows loops."""

    tasks: dict[Any, StepTask]
    ready: Any
    values: Mapping[str, object]
    begun: int
    live: Callable[[], Iterator[StepTask]]
    place: Callable[..., StepTask]
    cancel: Callable[[int], None]

    def values_at(self, task: StepTask) -> Mapping[str, object]:
        items: dict[str, object] = {}
        while True:
            loop = task.task_spec.node.loop
            if loop is not None and loop.items and loop.item and task.is_instance:
                items.setdefault(loop.item, self.item_of(task))
            if task.scope == TOP:
                return {**self.values, **items} if items else self.values
            task = self.tasks[task.scope]

    def item_of(self, task: StepTask) -> object:
        """The item that the nearest loop around is about, its number where it has no list, None outside loops."""
        while not task.is_instance:
            if task.scope == TOP:
                return None
            task = self.tasks[task.scope]
        loop = task.task_spec.node.loop
        items = self.values.get(loop.items) if loop.items else None
        return (
            items[task.number - 1] if isinstance(items, list) and task.number <= len(items) else task.number
        )

    def begin_loop(self, body: StepTask) -> None:
        loop: Loop = body.task_spec.node.loop
        body.number = self._size(body, loop)
        if loop.kind == "standard" and loop.test_before and not self._goes_on(body, loop):
            body.number = 0
        together = body.number if loop.kind == "parallel" else min(body.number, 1)
        for number in range(1, together + 1):
            self._begin(body, number)
        if not together:
            self._finish(body)

    def instance_done(self, instance: StepTask) -> None:
        """Go on with the loop, or end it, after one of its instances is complete."""
        body = self.tasks[instance.scope]
        loop: Loop = body.task_spec.node.loop
        running = [task for task in self.live() if task.scope == body.id]
        done = body.number - len(running) if loop.kind == "parallel" else instance.number
        if loop.kind == "standard":
            is_over = done >= body.number or not self._goes_on(body, loop)
        else:
            is_over = done >= body.number or self._is_enough(body, loop, done, len(running))
        if is_over:
            for task in running:
                self.cancel(task.id)
            self._finish(body)
        elif loop.kind != "parallel":
            self._begin(body, instance.number + 1)

    def _size(self, body: StepTask, loop: Loop) -> int:
        if loop.kind == "standard":
            return loop.maximum or 1
        if not loop.items:
            return loop.cardinality or 0
        items = self.values_at(body).get(loop.items)
        if items is None:
            return 0
        if not isinstance(items, list) or len(items) > MAX_INSTANCES:
            raise LoopItemsError(body.task_spec.bpmn_name or body.task_spec.name, loop.items)
        return len(items)

    def _begin(self, body: StepTask, number: int) -> None:
        self.begun += 1
        if self.begun > MAX_BEGUN:
            raise LoopsTooManyError(body.task_spec.bpmn_name or body.task_spec.name)
        instance = self.place(body.task_spec, body.id, body.past)
        instance.number = number
        body.task_spec._update(instance)

    def _finish(self, body: StepTask) -> None:
        """Queued even where the spec is a step: nobody has to complete the loop itself."""
        body._state = TaskState.READY
        self.ready.append(body)

    def _goes_on(self, body: StepTask, loop: Loop) -> bool:
        return not loop.condition or parse_condition(loop.condition).holds(self.values_at(body))

    def _is_enough(self, body: StepTask, loop: Loop, done: int, running: int) -> bool:
        if not loop.completion:
            return False
        numbers = {
            "nrOfInstances": body.number,
            "nrOfCompletedInstances": done,
            "nrOfActiveInstances": running,
        }
        return parse_condition(loop.completion).holds({**self.values_at(body), **numbers})
