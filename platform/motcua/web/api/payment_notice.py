"""What a payment gateway tells us itself, signed: the person need not have come back (I-03)."""

from __future__ import annotations

from flask import jsonify
from flask.typing import ResponseReturnValue

from motcua.domain.errors import InputError
from motcua.domain.text import Text
from motcua.services.money import payment_answer
from motcua.web.access import open_to
from motcua.web.context import new_work, now
from motcua.web.json_body import json_object


@open_to("public")
def notice(gateway: str) -> ResponseReturnValue:
    """Take the answer in; said twice, it counts once, and is answered alike."""
    said = json_object()
    if said is None:
        raise InputError(Text("Nội dung phải là một đối tượng JSON.", "The body must be a JSON object."))
    with new_work() as work:
        attempt = payment_answer.told(work, gateway, said, now())
    return jsonify(reference=attempt.order_code, state=attempt.state)
