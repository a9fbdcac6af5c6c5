"""How the commands of `motcua process` read their files: models, and e-forms by field of government."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from motcua.domain.text import Language, Text
from motcua.engine.xml import MAX_BYTES

Forms = dict[str, Any]

_UNREADABLE = Text("Không đọc được {path}: {reason}.", "Cannot read {path}: {reason}.")
_NOT_JSON = Text(
    "{path} không phải JSON: dòng {line}. Sửa hoặc xóa tệp.",
    "{path} is not JSON: line {line}. Correct or delete the file.",
)


def forms_of(forms: dict[str, Forms], field: str) -> Forms:
    """The forms of one field; of all fields when the model does not say which is its own."""
    if field:
        return forms.get(field, {})
    return {key: schema for group in forms.values() for key, schema in group.items()}


def forms_below(root: Path, lang: Language) -> dict[str, Forms]:
    forms: dict[str, Forms] = {}
    for path in sorted(root.glob("*/*.schema.json")):
        try:
            schema = json.loads(read_bytes(path, lang))
        except (ValueError, RecursionError) as error:
            line = getattr(error, "lineno", 1)
            raise click.UsageError(_NOT_JSON.format(path=path, line=line).in_(lang)) from error
        forms.setdefault(path.parent.name, {})[path.name.removesuffix(".schema.json")] = (
            schema if isinstance(schema, dict) else {}
        )
    return forms


def read_bytes(path: Path, lang: Language) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise click.UsageError(_UNREADABLE.format(path=path, reason=reason).in_(lang)) from error
