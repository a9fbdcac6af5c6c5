"""The states in the life of a dossier."""

from __future__ import annotations

from typing import Final, Literal

from motcua.domain.text import Text

State = Literal[
    "sent", "accepted", "processing", "waiting_supplement", "waiting_payment", "refused_at_intake",
    "returned_for_supplement", "refused", "withdrawn", "stopped", "result_available", "returned", "closed",
]  # fmt: skip

STATE_NAMES: Final[dict[str, Text]] = {
    "sent": Text("Mới gửi", "Sent"),
    "accepted": Text("Đã tiếp nhận", "Accepted"),
    "processing": Text("Đang xử lý", "In progress"),
    "waiting_supplement": Text("Chờ bổ sung", "Waiting for a supplement"),
    "waiting_payment": Text("Chờ thực hiện nghĩa vụ tài chính", "Waiting for payment"),
    "refused_at_intake": Text("Từ chối tiếp nhận", "Refused at intake"),
    "returned_for_supplement": Text("Trả lại để bổ sung", "Returned for a supplement"),
    "refused": Text("Trả không giải quyết", "Returned unsolved"),
    "withdrawn": Text("Đã rút", "Withdrawn"),
    "stopped": Text("Dừng xử lý", "Stopped"),
    "result_available": Text("Đã có kết quả", "Result available"),
    "returned": Text("Đã trả kết quả", "Result returned"),
    "closed": Text("Đã kết thúc", "Ended"),
}
AT_WORK: Final[tuple[State, ...]] = ("accepted", "processing", "waiting_payment")
OPEN_STATES: Final[tuple[State, ...]] = (
    "sent",
    "accepted",
    "processing",
    "waiting_supplement",
    "waiting_payment",
    "result_available",
)
