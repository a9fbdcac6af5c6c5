"""The life of a dossier: which action is lawful in which state."""

from __future__ import annotations

from motcua.domain.dossier.dossier_action import Action, Party
from motcua.domain.dossier.dossier_actions import ACTIONS, CONFIRMED_BY_DESK
from motcua.domain.dossier.dossier_states import AT_WORK, OPEN_STATES, STATE_NAMES, State
from motcua.domain.errors import ConflictError
from motcua.domain.text import Text

__all__ = [
    "ACTIONS",
    "AT_WORK",
    "CONFIRMED_BY_DESK",
    "OPEN_STATES",
    "STATE_NAMES",
    "Action",
    "Party",
    "State",
    "require_state",
]


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
