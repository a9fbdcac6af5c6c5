"""Which actions are lawful now, for this person on this dossier: asked of the table, never tried (D-01, A-13)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from motcua.domain.dossier.dossier import ACTIONS, Action
from motcua.domain.people.permissions import WORK_OF, Actor, account_ids, may, may_anywhere, may_work
from motcua.services.desk.dossiers import DossierPage, Visit
from motcua.services.desk.offered_conditions import Asking, holds
from motcua.services.dossier import case
from motcua.services.dossier.actions import HANDLERS
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies


@dataclass(frozen=True, slots=True)
class Offer:
    """An action and the waiting step it is about; `task_id` is empty when none waits."""

    action: Action
    task_id: str


def of(work: Work, actor: Actor, shown: DossierPage, task_id: str = "") -> list[Offer]:
    """What the actor may do to the dossier at the step `task_id`, or at the one he works at; in the table's order.

    What is offered is what `case.opened` lets in: it asks the same questions of the locked dossier. Of the
    database is asked once at most for each fact of `offered_conditions`, and only where it decides.
    """
    visit = _step_of(shown, actor, task_id)
    if task_id and visit is None:
        return []
    desk, step = _lineages(work, actor, shown, visit)
    asking = Asking(work, actor, shown, visit)
    about = visit.row.task_id if visit is not None else ""
    return [
        Offer(action, about)
        for key, action in ACTIONS.items()
        if key in HANDLERS
        and shown.row.state in action.sources
        and _may(asking, action, step if action.is_of_step else desk)
        and holds(key, asking)
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
    return any(may_work(actor, right) for right in WORK_OF.values())


def _may(asking: Asking, action: Action, lineage: Collection[int]) -> bool:
    actor, shown = asking.actor, asking.shown
    if action.right:
        return may(actor, action.right, lineage)
    if action.by == "consulted":
        return bool(asking.questions)
    if action.by == "desk":
        right = "dossier.receive" if shown.row.state == "sent" else "dossier.return"
        return shown.is_receiver and may_work(actor, right)
    return action.by == "holder" and _holds(asking, action)


def _holds(asking: Asking, action: Action) -> bool:
    """Whether the step is the actor's or free, and the model gives him the action there (A-13)."""
    visit = asking.visit
    if visit is None or not visit.may or not case.offers(asking.shown.version, action, visit.row.step_id):
        return False
    return visit.row.holder_id is None or visit.row.holder_id in account_ids(asking.actor)


def _lineages(
    work: Work, actor: Actor, shown: DossierPage, visit: Visit | None
) -> tuple[Collection[int], Collection[int]]:
    """Whose leaders decide about the dossier, and about the step: those above the desk, and above either."""
    if not actor.grants:
        return (), ()
    desk = agencies.lineage(work.connection, shown.row.agency_id)
    if visit is None or visit.row.agency_id == shown.row.agency_id:
        return desk, desk
    return desk, (*desk, *agencies.lineage(work.connection, visit.row.agency_id))


def _step_of(shown: DossierPage, actor: Actor, task_id: str) -> Visit | None:
    """The waiting step asked for; else the actor's own, else a free one of his groups, else any."""
    waiting: Sequence[Visit] = shown.waiting
    if task_id:
        return next((one for one in waiting if one.row.task_id == task_id), None)
    own = account_ids(actor)
    ranked = sorted(waiting, key=lambda one: (not one.may, one.row.holder_id not in own))
    return ranked[0] if ranked else None
