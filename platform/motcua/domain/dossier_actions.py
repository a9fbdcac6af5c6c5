"""Every action on a dossier by its key; what the texts leave open is ruled in docs/decisions.md."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from motcua.domain.dossier_action import ACCEPTED, Action
from motcua.domain.dossier_actions_desk import DESK_ACTIONS
from motcua.domain.dossier_actions_step import STEP_ACTIONS
from motcua.domain.text import Text

_SYSTEM: Final = (
    # A timer, a message or another system's answer; what waits afterwards decides the state (E-27).
    Action("event", Text("Ghi nhận sự kiện của quy trình", "Take in an event"), ACCEPTED, None, "system"),
)

ACTIONS: Final[Mapping[str, Action]] = {
    action.key: action for action in (*DESK_ACTIONS, *STEP_ACTIONS, *_SYSTEM)
}
