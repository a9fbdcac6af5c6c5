"""What is wrong with a form: by itself, against the shared library, and in its own test cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from motcua.domain.forms import shared_field
from motcua.domain.forms.form_review import FormFinding, review
from motcua.domain.text import Text
from motcua.services.work import Work
from motcua.store.forms import shared_field as stored


def examine(work: Work, schema: Mapping[str, Any]) -> tuple[FormFinding, ...]:
    """The findings of a form, those that keep it from being published first; never an error."""
    return tuple(sorted((*review(schema), *_shared(work, schema)), key=lambda one: one.severity != "error"))


def blocking(findings: Sequence[FormFinding]) -> Sequence[FormFinding]:
    """The findings that keep a form from being published."""
    return [one for one in findings if one.severity == "error"]


def _shared(work: Work, schema: Mapping[str, Any]) -> Sequence[FormFinding]:
    """Questions of shared fields that the library does not have, or has in a newer version."""
    newest = {row.name: row.number for row in stored.everything(work.connection)}
    found = [
        FormFinding("shared_outdated", "warning", pointer, _outdated(name))
        for pointer, name in shared_field.outdated(schema, newest)
    ]
    unknown = [
        FormFinding("shared_unknown", "warning", pointer, _unknown(str(node[shared_field.NAME])))
        for pointer, node in shared_field.uses(schema)
        if node[shared_field.NAME] not in newest
    ]
    return [*found, *unknown]


def _outdated(name: str) -> Text:
    return Text(
        f"Trường dùng chung “{name}” đã có bản mới. Bấm “Cập nhật theo trường dùng chung” nếu muốn theo.",
        f"Shared field “{name}” has a newer version. Press “Follow the shared fields” to take it over.",
    )


def _unknown(name: str) -> Text:
    return Text(
        f"Thư viện không có trường dùng chung “{name}”: mục này không được cập nhật theo.",
        f"The library has no shared field “{name}”: this question follows nothing.",
    )
