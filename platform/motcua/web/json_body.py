"""The JSON object in a request, whatever was sent."""

from __future__ import annotations

from typing import Any

from flask import request


def json_object() -> dict[str, Any] | None:
    """The object in the body; None for anything else, also for what is nested deeper than can be read."""
    try:
        body = request.get_json(silent=True)
    except RecursionError:
        return None
    return body if isinstance(body, dict) else None
