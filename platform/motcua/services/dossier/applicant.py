"""The beginning of every action of an applicant on his own dossier: locked, his, in a state that allows it (D-09)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from motcua.domain.dossier.dossier import ACTIONS, Action, require_state
from motcua.domain.errors import ConflictError
from motcua.domain.people.permissions import Actor, account_id, require
from motcua.domain.text import Text
from motcua.services.dossier import stepping
from motcua.services.dossier.stepping import Place
from motcua.services.time import rules
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.dossier import dossier as dossiers
from motcua.store.dossier import held

# How far a dossier has come, for the settings that say until when the applicant may do something.
STAGES: Final = ("sent", "accepted", "processing")


@dataclass(frozen=True)
class Own:
    """A citizen's own dossier locked for one action; `row` and `waiting` as `motcua.store.dossier.held` selects them."""

    action: Action
    actor: Actor
    row: Record
    waiting: Sequence[Record]
    place: Place


def opened(work: Work, actor: Actor, code: str, key: str, now: datetime) -> Own:
    """Lock the applicant's dossier; anybody else's is not found. Raises ConflictError by state and by setting."""
    require(actor, "citizen")
    dossier = dossiers.by_code(work.connection, code)
    if dossier is None or actor.id not in (dossier.applicant_id, dossier.filed_by_id):
        raise stepping.unknown_dossier(code)
    rows = held.hold(work.connection, code, account_id(actor))
    row = rows[0]
    require_state(key, row.state)
    place = stepping.place_of(work, row, now)
    waiting = [one for one in rows if one.task_id is not None]
    require_in_time(work, place, key, row.state, is_accepted=dossier.accepted_at is not None)
    return Own(ACTIONS[key], actor, row, waiting, place)


def may(work: Work, place: Place, key: str, state: str, *, is_accepted: bool) -> bool:
    """Whether the rules still let the applicant do it in this state; other actions know no such limit."""
    ruled = rules.of(work, place.version)
    until = {"amend": ruled.amend_until, "ask_withdrawal": ruled.withdraw_until}.get(key)
    if until is None:
        return True
    if state == "waiting_supplement" and not is_accepted:
        state = "sent"
    stage = STAGES.index(state) if state in STAGES else len(STAGES) - 1
    return stage <= STAGES.index(until)


def require_in_time(work: Work, place: Place, key: str, state: str, *, is_accepted: bool) -> None:
    """Raise ConflictError when it is too late for it (`citizen.amend_until`, `citizen.withdraw_until`)."""
    if not may(work, place, key, state, is_accepted=is_accepted):
        name = ACTIONS[key].name
        raise ConflictError(
            Text(
                f"Hồ sơ đã được xử lý đến mức không còn “{name.vi.lower()}” được. Hãy liên hệ Bộ phận Một cửa.",
                f"Work on the dossier has come too far to “{name.en.lower()}”. Ask the one-stop desk.",
            )
        )
