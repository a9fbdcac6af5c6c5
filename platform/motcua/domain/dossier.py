"""The life of a dossier: its states, and the actions that lead from one to the next, declared as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from motcua.domain.errors import ConflictError
from motcua.domain.text import Text

State = Literal["sent", "accepted", "processing", "waiting_payment", "result_available", "returned"]

STATE_NAMES: dict[str, Text] = {
    "sent": Text("Mới gửi", "Sent"),
    "accepted": Text("Đã tiếp nhận", "Accepted"),
    "processing": Text("Đang xử lý", "In progress"),
    "waiting_payment": Text("Chờ thực hiện nghĩa vụ tài chính", "Waiting for payment"),
    "result_available": Text("Đã có kết quả", "Result available"),
    "returned": Text("Đã trả kết quả", "Result returned"),
}
AT_WORK: tuple[State, ...] = ("accepted", "processing", "waiting_payment")
OPEN_STATES = ("sent", "accepted", "processing", "waiting_payment", "result_available")


@dataclass(frozen=True, slots=True)
class Action:
    """One lawful move: the states it is allowed in, and the state after (none: unchanged).

    `tells` is the event the applicant is told of, if any.
    """

    key: str
    name: Text
    sources: tuple[State, ...]
    target: State | None
    tells: str = ""


ACTIONS: dict[str, Action] = {
    action.key: action
    for action in (
        Action("submit", Text("Gửi hồ sơ", "Send"), (), "sent", "sent"),
        Action("accept", Text("Tiếp nhận", "Accept"), ("sent",), "accepted", "accepted"),
        # A step may itself be the waiting for payment, so it is worked at in that state too (E-27).
        Action("claim", Text("Nhận việc", "Take"), AT_WORK, None),
        Action("release", Text("Trả về nhóm", "Give back"), AT_WORK, None),
        Action("forward", Text("Chuyển bước", "Forward"), AT_WORK, "processing"),
        # A timer, a message or another system's answer; what waits afterwards decides the state (E-27).
        Action(
            "event",
            Text("Ghi nhận sự kiện của quy trình", "Take in an event"),
            AT_WORK,
            None,
        ),
        Action(
            "confirm_result",
            Text("Xác nhận có kết quả", "Confirm the result"),
            ("accepted", "processing"),
            "result_available",
            "result",
        ),
        Action(
            "return_result",
            Text("Trả kết quả", "Return the result"),
            ("result_available",),
            "returned",
            "returned",
        ),
    )
}


def require_state(action_key: str, state: str) -> Action:
    """The action when the state allows it; raises ConflictError saying where the dossier stands."""
    action = ACTIONS[action_key]
    if state not in action.sources:
        where = STATE_NAMES[state]
        raise ConflictError(
            Text(
                f"Không thể “{action.name.vi.lower()}”: hồ sơ đang ở trạng thái “{where.vi.lower()}”. "
                "Không có gì bị thay đổi.",
                f"Cannot “{action.name.en.lower()}”: the dossier is “{where.en.lower()}”. "
                "Nothing was changed.",
            )
        )
    return action
