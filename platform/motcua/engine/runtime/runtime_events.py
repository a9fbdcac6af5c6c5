"""Events of a running dossier: what is armed, what is thrown, and who catches it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from SpiffWorkflow.util.task import TaskState

from motcua.domain.errors import ConflictError, InputError
from motcua.domain.process.process import Node
from motcua.domain.text import Text
from motcua.engine.runtime.runtime_task import StepTask
from motcua.engine.runtime.state import BAR, TOP, Visit, format_visits
from motcua.engine.spec.spec_builder import Built

MAX_MAIL: Final = 50
"""Messages from outside that are kept."""
MAX_OWN_MAIL: Final = 1_000
"""Messages kept when the process itself throws one more: far more, for a step that throws must not fail by them."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A message or signal that an element has thrown."""

    kind: Literal["message", "signal"]
    name: str
    element: str


class UncaughtError(InputError):
    """An error that nothing in the process catches."""

    code = "uncaught_error"

    def __init__(self, code: str) -> None:
        super().__init__(
            Text(
                f"Quy trình không có chỗ nào xử lý lỗi “{code}”. Báo người thiết kế quy trình vẽ sự kiện bắt lỗi.",
                f"Nothing in the process catches the error “{code}”. Ask its designer to draw a boundary event.",
            )
        )
        self.error = code


class MailboxFullError(ConflictError):
    """Too many messages wait for somebody to take them."""

    code = "mailbox_full"

    def __init__(self, name: str) -> None:
        super().__init__(
            Text(
                f"Hồ sơ đã giữ quá nhiều thông điệp chưa dùng, không nhận thêm “{name}”. Hãy báo quản trị hệ thống.",
                f"The dossier keeps too many messages already and takes no more “{name}”. Tell the administrator.",
            )
        )


class Events:
    """The part of a dossier's tree that knows events."""

    built: Built
    tasks: dict[Any, StepTask]
    mail: list[str]
    past: str
    sent: list[Sent]
    running: StepTask | None
    live: Callable[[], Iterator[StepTask]]
    place: Callable[..., StepTask]
    run: Callable[[StepTask], None]
    open_scope: Callable[[str, int, int], None]

    def arm(self, activity: str, task: StepTask) -> None:
        """Arm what stands at the border of an activity that begins."""
        for boundary in self.built.boundaries.get(activity, ()):
            self.listen(boundary, task.scope, task.id, task.past)

    def listen(self, spec: Any, scope: int, host: int, past: int, left: int = 0) -> None:
        """Arm one event; errors and escalations need no token, they are looked for when thrown."""
        event = spec.node.event
        if event.kind in ("error", "escalation"):
            return
        task = self.place(spec, scope, past)
        task.host = host
        if event.timer is not None and event.timer.kind == "cycle":
            task.number = left or event.timer.repeats or 1
        spec._update(task)

    def arm_again(self, fired: StepTask) -> None:
        """What does not interrupt may happen again: a message at any time, a cycle while it has repeats left."""
        event = fired.task_spec.node.event
        if event.kind != "timer":
            self.listen(fired.task_spec, fired.scope, fired.host, fired.past)
        elif fired.number > 1:
            self.listen(fired.task_spec, fired.scope, fired.host, fired.past, fired.number - 1)

    def disarm(self, host: int) -> None:
        for task in list(self.live()):
            if task.host == host:
                self.cancel(task.id)

    def others_end(self, task: StepTask) -> None:
        """After an event gateway the first event ends the waiting of the others."""
        if task.host:
            for other in list(self.live()):
                if other.host == task.host and other is not task:
                    self.cancel(other.id)

    def cancel(self, task_id: int) -> None:
        """End a token, all that is inside it and all that is armed for it. A message it had just taken goes back."""
        task = self.tasks.get(task_id)
        if task is None or not task.is_live:
            return
        spec = task.task_spec
        has_taken = spec.catches and task.has_state(TaskState.READY) and task is not self.running
        if has_taken and spec.node.event is not None and spec.node.event.kind == "message":
            self.mail.insert(0, spec.node.event.name)
        task._state = TaskState.CANCELLED
        self.cancel_inside(task_id)
        self.disarm(task_id)

    def cancel_inside(self, scope: int) -> None:
        for task in list(self.live()):
            if task.scope == scope:
                self.cancel(task.id)

    def throw(self, node: Node, task: StepTask) -> None:
        event = node.event
        if event is None:
            return
        match event.kind:
            case "message":
                self.sent.append(Sent("message", event.name, node.id))
                self.post(event.name, MAX_OWN_MAIL)
            case "signal":
                self.sent.append(Sent("signal", event.name, node.id))
                self.signal(event.name)
            case "error":
                if not self.catch("error", event.name, task.scope):
                    raise UncaughtError(event.name)
            case "escalation":
                self.catch("escalation", event.name, task.scope)
            case "terminate":
                self.cancel_inside(task.scope)

    def post(self, name: str, most: int = MAX_MAIL) -> None:
        """Give a message to the oldest token that waits for it, else keep it where the process has a use for it.

        Raises MailboxFullError when `most` are kept already.
        """
        for task in self._waiting_for("message", name):
            task._ready()
            return
        if name in self.built.caught:
            if len(self.mail) >= most:
                raise MailboxFullError(name)
            self.mail.append(name)

    def signal(self, name: str) -> int:
        """Tell all who wait for a signal now; how many there were."""
        found = self._waiting_for("signal", name)
        for task in found:
            task._ready()
        return len(found)

    def heard(self, task: StepTask) -> None:
        """Bar the way back behind what another branch has told: it would not be told again."""
        event = task.task_spec.node.event
        if event is not None and (event.kind, event.name) in self.built.thrown:
            bar = format_visits([Visit(task.id, task.past, task.scope, BAR)])
            self.past = f"{self.past} {bar}" if self.past else bar
            task.past = task.id

    def take_mail(self, task: StepTask) -> bool:
        event = task.task_spec.node.event
        if event is None or event.kind != "message" or event.name not in self.mail:
            return False
        self.mail.remove(event.name)
        return True

    def catch(self, kind: str, code: str, scope: int, failed: StepTask | None = None) -> bool:
        """Find who catches an error or escalation, from inside out, and let it act at once."""
        host, inner = failed, ""
        while True:
            if host is not None:
                host = self.tasks[host.scope] if host.is_instance else host
                boundary = _catcher(self.built.boundaries.get(host.task_spec.name, ()), kind, code)
                if boundary is not None:
                    task = self.place(boundary, host.scope, host.past)
                    task.host = host.id
                    task._state = TaskState.STARTED
                    self.run(task)
                    return True
                scope, inner = host.scope, host.task_spec.name
            around = "" if scope == TOP else self.tasks[scope].task_spec.name
            # What handles the errors of a scope does not handle its own.
            subs = [
                self.built.starts[sub.name]
                for sub in self.built.event_subs.get(around, ())
                if sub.name != inner
            ]
            start = _catcher(subs, kind, code)
            if start is not None:
                past = 0 if scope == TOP else self.tasks[scope].past
                if start.node.is_interrupting:
                    self.cancel_inside(scope)
                self.start_event_sub(start.node.parent, scope, past)
                return True
            if scope == TOP:
                return False
            host = self.tasks[scope]

    def start_event_sub(self, sub: str, scope: int, past: int) -> None:
        task = self.place(self.built.elements[sub], scope, past)
        task._state = TaskState.STARTED
        self.open_scope(sub, task.id, past)

    def _waiting_for(self, kind: str, name: str) -> list[StepTask]:
        found = [
            task
            for task in self.live()
            if task.has_state(TaskState.WAITING)
            and task.task_spec.catches
            and (event := task.task_spec.node.event) is not None
            and (event.kind, event.name) == (kind, name)
        ]
        return sorted(found, key=lambda task: int(task.id))


def _catcher(specs: Sequence[Any], kind: str, code: str) -> Any:
    """The spec that catches this code, one that names it before one that catches any."""
    fitting = [spec for spec in specs if spec.node.event.kind == kind and spec.node.event.name in ("", code)]
    return max(fitting, key=lambda spec: spec.node.event.name != "", default=None)
