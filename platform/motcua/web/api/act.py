"""Every action on a dossier by one address, and on many by another; what may be done now is told first."""

from __future__ import annotations

from uuid import UUID

from flask import jsonify
from flask.typing import ResponseReturnValue

from motcua.domain.errors import FieldError, ValidationError
from motcua.domain.text import Text
from motcua.services.desk import bulk, dossiers, offered
from motcua.services.desk.offered import Offer
from motcua.services.dossier import actions
from motcua.web.access import open_to
from motcua.web.api import body, shape
from motcua.web.api.body import BodyError
from motcua.web.api.given import given_of, listed
from motcua.web.context import actor, language, new_work, now, say

Json = dict[str, object]


@open_to("staff")
def offers(code: str) -> ResponseReturnValue:
    """What the officer may do to the dossier now, at each step that waits for him."""
    with new_work() as work:
        shown = dossiers.page(work, actor(), code, now(), subject="actions")
        tasks = [visit.row.task_id for visit in shown.waiting if visit.may] or [""]
        found = [offer for task in tasks for offer in offered.of(work, actor(), shown, task)]
    return jsonify(actions=[_offer(one) for one in found])


@open_to("staff")
def perform(code: str, action_key: str) -> ResponseReturnValue:
    """Do one action; `task_id` names the waiting step where several wait. The dossier as it stands afterwards."""
    sent = body.read()
    given = given_of(sent)
    with new_work() as work:
        actions.perform(work, actor(), code, action_key, given, now(), body.text(sent, "task_id"))
    with new_work() as work:
        shown = dossiers.page(work, actor(), code, now())
    return jsonify(dossier=shape.dossier(shown))


@open_to("staff")
def start() -> ResponseReturnValue:
    """Begin one action on many dossiers; the same `id` sent again gives the same run."""
    sent = body.read()
    items = [_item(one) for one in listed(sent, "items")]
    key, given, action = _id(sent), given_of(sent), body.text(sent, "action")
    with new_work() as work:
        run_id = bulk.start(work, actor(), key, action, items, given, now())
    with new_work() as work:
        found = bulk.page(work, actor(), run_id)
    return jsonify(run=_run(found)), 202


@open_to("staff")
def run(run_id: int) -> ResponseReturnValue:
    """How far a run is, and why some dossiers were refused."""
    with new_work() as work:
        found = bulk.page(work, actor(), run_id)
    return jsonify(run=_run(found))


def _offer(offer: Offer) -> Json:
    action = offer.action
    return {
        "action": action.key,
        "name": say(action.name),
        "task_id": offer.task_id or None,
        "inputs": [{"name": name, "required": name not in action.optional} for name in action.inputs],
        "slip": action.slip or None,
        "is_dangerous": action.is_dangerous,
        "is_bulk": action.is_bulk,
    }


def _run(found: bulk.Run) -> Json:
    reason = "problem_en" if language() == "en" else "problem"
    return {
        "id": found.row.id,
        "action": found.action.key,
        "total": len(found.items),
        "waiting": found.waiting,
        "done": found.done,
        "failed": [
            {"code": one.dossier_code, "task_id": one.task_id or None, "message": getattr(one, reason)}
            for one in found.failed
        ],
    }


def _item(value: object) -> tuple[str, str]:
    if not isinstance(value, dict):
        raise BodyError(
            Text("Mỗi phần tử của “items” là một đối tượng.", "Each of “items” must be an object.")
        )
    return body.text(value, "code"), body.text(value, "task_id")


def _id(sent: Json) -> UUID:
    try:
        return UUID(body.text(sent, "id"))
    except ValueError:
        wanted = Text(
            "“id” phải là một UUID do bạn sinh ra cho lượt này.",
            "“id” must be a UUID that you made for this run.",
        )
        raise ValidationError([FieldError("/id", "uuid", wanted)]) from None
