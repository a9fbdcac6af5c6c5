"""The JSON a client sends: an object with members of the kinds that are asked for, or an error in words."""

from __future__ import annotations

from flask import request

from motcua.domain.errors import InputError
from motcua.domain.text import Text
from motcua.web.json_body import json_object

MAX_DEPTH = 20


class BodyError(InputError):
    """The body is no JSON object, or a member is of the wrong kind."""

    code = "body"


def read() -> dict[str, object]:
    """The object sent; an empty body is an empty object. Raises BodyError."""
    if not request.get_data(cache=True):
        return {}
    body = json_object()
    if body is None or not _is_plain(body):
        raise BodyError(
            Text(
                f"Gửi một đối tượng JSON lồng nhau không quá {MAX_DEPTH} tầng, kèm Content-Type: application/json.",
                f"Send a JSON object nested at most {MAX_DEPTH} deep, with Content-Type: application/json.",
            )
        )
    return body


def _is_plain(value: object, depth: int = 0) -> bool:
    """Whether no text in it has a NUL or half a character, and nothing is nested too deep."""
    if isinstance(value, str):
        return "\0" not in value and not any("\ud800" <= letter <= "\udfff" for letter in value)
    if depth > MAX_DEPTH:
        return False
    if isinstance(value, dict):
        return all(_is_plain(key) and _is_plain(one, depth + 1) for key, one in value.items())
    return not isinstance(value, list) or all(_is_plain(one, depth + 1) for one in value)


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
