"""The JSON a client sends: an object with members of the kinds that are asked for, or an error in words."""

from __future__ import annotations

from flask import request

from motcua.domain.errors import InputError
from motcua.domain.text import Text


class BodyError(InputError):
    """The body is no JSON object, or a member is of the wrong kind."""

    code = "body"


def read() -> dict[str, object]:
    """The object sent; an empty body is an empty object. Raises BodyError."""
    if not request.get_data(cache=True):
        return {}
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise BodyError(
            Text(
                "Gửi một đối tượng JSON, kèm Content-Type: application/json.",
                "Send a JSON object, with Content-Type: application/json.",
            )
        )
    return body


def text(body: dict[str, object], name: str) -> str:
    """The member as text, empty when absent. Raises BodyError."""
    value = body.get(name, "")
    if not isinstance(value, str):
        raise BodyError(Text(f"“{name}” phải là chuỗi.", f"“{name}” must be a string."))
    return value


def mapping(body: dict[str, object], name: str) -> dict[str, object]:
    """The member as an object, empty when absent. Raises BodyError."""
    value = body.get(name, {})
    if not isinstance(value, dict):
        raise BodyError(Text(f"“{name}” phải là đối tượng JSON.", f"“{name}” must be a JSON object."))
    return value
