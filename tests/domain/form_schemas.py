"""Small schemas for the tests that doubt them."""

from __future__ import annotations

from typing import Any

TEXT = {"type": "string", "title": "Tên"}


def schema(properties: Any = None, **root: Any) -> dict[str, Any]:
    return {"type": "object", "properties": {"a": TEXT} if properties is None else properties, **root}


def one(**words: Any) -> dict[str, Any]:
    return schema({"a": {**TEXT, **words}})
