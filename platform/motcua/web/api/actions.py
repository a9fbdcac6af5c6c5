"""Acting on a dossier: one service per request; the answer is the dossier as it stands afterwards."""

from __future__ import annotations

from flask import jsonify
from flask.typing import ResponseReturnValue

from motcua.services.desk import dossiers
from motcua.services.dossier import events, results, steps
from motcua.services.dossier.steps import Completion
from motcua.services.intake import intake
from motcua.web.access import open_to
from motcua.web.api import body, shape
from motcua.web.context import actor, new_work, now


@open_to("staff")
def accept(code: str) -> ResponseReturnValue:
    """`checklist`: "good", "bad" or "absent" by paper key."""
    marks = {key: str(mark) for key, mark in body.mapping(body.read(), "checklist").items()}
    with new_work() as work:
        intake.accept(work, actor(), code, marks, now())
    return _as_it_stands(code)


@open_to("staff", "partner")
def receive(code: str) -> ResponseReturnValue:
    """A message for the dossier, from its desk, an operator or a partner.

    The body has its `name`, the `values` it brings, and an `id` under which it counts once.
    """
    sent = body.read()
    name, key = body.text(sent, "name"), body.text(sent, "id")
    with new_work() as work:
        is_new = events.receive(
            work, actor(), code, name, body.mapping(sent, "values"), now(), message_id=key
        )
    return jsonify(taken=is_new), 201 if is_new else 200


@open_to("staff")
def claim(code: str, task_id: str) -> ResponseReturnValue:
    """Take a step."""
    with new_work() as work:
        steps.claim(work, actor(), code, task_id, now())
    return _as_it_stands(code)


@open_to("staff")
def release(code: str, task_id: str) -> ResponseReturnValue:
    """Give a step back to its group."""
    with new_work() as work:
        steps.release(work, actor(), code, task_id, now())
    return _as_it_stands(code)


@open_to("staff")
def finish(code: str, task_id: str) -> ResponseReturnValue:
    """`answers` to the step's form and an `opinion`, both optional where the step asks nothing."""
    sent = body.read()
    completion = Completion(body.mapping(sent, "answers"), body.text(sent, "opinion"))
    with new_work() as work:
        steps.finish(work, actor(), code, task_id, completion, now())
    return _as_it_stands(code)


@open_to("staff")
def confirm(code: str) -> ResponseReturnValue:
    """Confirm that there is a result."""
    with new_work() as work:
        results.confirm(work, actor(), code, now())
    return _as_it_stands(code)


@open_to("staff")
def return_result(code: str) -> ResponseReturnValue:
    """`recipient` and `method` ("desk", "online" or "post")."""
    sent = body.read()
    recipient, method = body.text(sent, "recipient"), body.text(sent, "method")
    with new_work() as work:
        results.return_result(work, actor(), code, recipient, method, now())
    return _as_it_stands(code)


def _as_it_stands(code: str) -> ResponseReturnValue:
    with new_work() as work:
        shown = dossiers.page(work, actor(), code, now())
    return jsonify(dossier=shape.dossier(shown))
