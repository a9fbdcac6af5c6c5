"""Every action on a dossier by its key; what the texts leave open is ruled in docs/decisions.md."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from motcua.domain.dossier.dossier_action import ACCEPTED, Action
from motcua.domain.dossier.dossier_actions_desk import DESK_ACTIONS
from motcua.domain.dossier.dossier_actions_step import STEP_ACTIONS
from motcua.domain.text import Text

# What is written down after the fact: no process runs yet, or none ever does (C-13, C-14).
_AFTERWARDS: Final = (
    Action("back_enter", Text("Nhập bù sau sự cố", "Enter after an outage"), (), "sent", "desk"),
    Action(
        "approve_back_entry",
        Text("Duyệt nhập bù", "Approve the back entry"),
        ("sent",),
        "accepted",
        "leader",
        right="dossier.approve",
        clock="start",
        is_bulk=True,
    ),
    Action(
        "refuse_back_entry",
        Text("Không duyệt nhập bù", "Refuse the back entry"),
        ("sent",),
        "refused_at_intake",
        "leader",
        right="dossier.approve",
        inputs=("reason",),
        is_dangerous=True,
    ),
    Action("track", Text("Ghi trạng thái theo dõi", "Write down a state"), (), None, "desk"),
)
_SYSTEM: Final = (
    # A timer, a message or another system's answer; what waits afterwards decides the state (E-27).
    Action("event", Text("Ghi nhận sự kiện của quy trình", "Take in an event"), ACCEPTED, None, "system"),
)

ACTIONS: Final[Mapping[str, Action]] = {
    action.key: action for action in (*DESK_ACTIONS, *STEP_ACTIONS, *_AFTERWARDS, *_SYSTEM)
}

CONFIRMED_BY_DESK: Final = frozenset(
    action.tells for action in ACTIONS.values() if action.tells and action.by not in ("applicant", "desk")
)
"""What the applicant is told of when others than the desk have acted: the desk confirms it where the province wants
that (`notify.require_desk_confirm`; Quảng Trị 29/2020, Điều 15.4; X-37)."""
