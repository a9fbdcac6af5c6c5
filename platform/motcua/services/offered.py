"""Which actions are lawful now, for this person on this dossier: asked of the table, never tried (D-01, A-13)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from motcua.domain.dossier import ACTIONS, Action
from motcua.domain.permissions import Actor, account_ids, may, may_anywhere, may_work
from motcua.services import case
from motcua.services.actions import HANDLERS
from motcua.services.dossiers import DossierPage, Visit
from motcua.services.work import Work
from motcua.store import agency as agencies


@dataclass(frozen=True, slots=True)
class Offer:
    """An action and the waiting step it is about; `task_id` is empty when none waits."""

    action: Action
    task_id: str


# What an action needs besides state, person and step: where the dossier's own rows say that it would be senseless.
Condition = Callable[[DossierPage, Visit | None, Actor], bool]
CONDITIONS: Final[Mapping[str, Condition]] = {
    "claim": lambda shown, visit, actor: visit is not None and visit.row.holder_id is None,
    "release": lambda shown, visit, actor: visit is not None and visit.row.holder_id is not None,
    "confirm_result": lambda shown, visit, actor: bool(shown.row.engine_ended),
    "send_paper": lambda shown, visit, actor: _sends_paper(shown, visit),
    "receive_paper": lambda shown, visit, actor: _sends_paper(shown, visit),
}


def of(work: Work, actor: Actor, shown: DossierPage, task_id: str = "") -> list[Offer]:
    """What the actor may do to the dossier at the step `task_id`, or at the one he works at; in the table's order.

    One query at most, whatever the number of actions. What is offered is what `case.opened` lets in: it asks the same
    questions of the locked dossier.
    """
    visit = _step_of(shown, actor, task_id)
    lineage = agencies.lineage(work.connection, shown.row.agency_id) if actor.grants else ()
    about = visit.row.task_id if visit is not None else ""
    return [
        Offer(action, about)
        for key, action in ACTIONS.items()
        if key in HANDLERS
        and shown.row.state in action.sources
        and _may(actor, action, shown, visit, lineage)
        and (key not in CONDITIONS or CONDITIONS[key](shown, visit, actor))
    ]


def in_bulk(actor: Actor) -> list[Action]:
    """The actions that the actor may do to several dossiers at once; each dossier is asked by itself (D-13)."""
    return [
        action
        for key, action in ACTIONS.items()
        if action.is_bulk and key in HANDLERS and _ever(actor, action)
    ]


def _ever(actor: Actor, action: Action) -> bool:
    if action.right:
        return may_anywhere(actor, action.right)
    if action.by == "desk":
        return may_work(actor, "dossier.receive") or may_work(actor, "dossier.return")
    return True


def _may(
    actor: Actor, action: Action, shown: DossierPage, visit: Visit | None, lineage: Collection[int]
) -> bool:
    if action.right:
        return may(actor, action.right, lineage)
    if action.by == "desk":
        right = "dossier.receive" if shown.row.state == "sent" else "dossier.return"
        return shown.is_receiver and may_work(actor, right)
    return action.by == "holder" and _holds(actor, action, shown, visit)


def _holds(actor: Actor, action: Action, shown: DossierPage, visit: Visit | None) -> bool:
    """Whether the step is the actor's or free, and the model gives him the action there (A-13)."""
    if visit is None or not visit.may or not case.offers(shown.version, action, visit.row.step_id):
        return False
    return visit.row.holder_id is None or visit.row.holder_id in account_ids(actor)


def _step_of(shown: DossierPage, actor: Actor, task_id: str) -> Visit | None:
    """The waiting step asked for; else the actor's own, else a free one of his groups, else any."""
    waiting: Sequence[Visit] = shown.waiting
    if task_id:
        return next((one for one in waiting if one.row.task_id == task_id), None)
    own = account_ids(actor)
    ranked = sorted(waiting, key=lambda one: (not one.may, one.row.holder_id not in own))
    return ranked[0] if ranked else None


def _sends_paper(shown: DossierPage, visit: Visit | None) -> bool:
    return visit is not None and shown.version.model.step_by_id[visit.row.step_id].paper == "follows"
