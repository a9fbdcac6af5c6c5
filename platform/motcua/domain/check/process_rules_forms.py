"""Rules about forms: they exist, and agree on what their fields mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from motcua.domain.check.process_rules_finding import finding, label, nearest
from motcua.domain.check.process_rules_names import Forms, form_keys
from motcua.domain.conditions.condition_types import Schema
from motcua.domain.process.process import Finding, ProcessModel
from motcua.domain.text import Text

MAX_RULES_DEEP = 6


def fields_of(forms: Forms, key: str) -> Mapping[str, Schema]:
    """The top fields of a form with their schemas, those asked in some cases only included.

    A reference into the form's own `$defs` is followed.
    """
    schema = forms.get(key, {})
    found: dict[str, Schema] = {}
    for name, part in _declared(schema, 0):
        found.setdefault(name, _resolved(schema, part))
    return found


def _declared(node: object, depth: int) -> Iterator[tuple[str, Schema]]:
    """What the object declares itself, then what its rules do."""
    if not isinstance(node, Mapping) or depth > MAX_RULES_DEEP:
        return
    properties, dependent = (node.get(word) for word in ("properties", "dependentSchemas"))
    if isinstance(properties, Mapping):
        yield from ((name, part) for name, part in properties.items() if isinstance(part, Mapping))
    inner = [node.get("then"), node.get("else")]
    inner += [
        one for word in ("allOf", "anyOf", "oneOf") if isinstance(node.get(word), list) for one in node[word]
    ]
    inner += list(dependent.values()) if isinstance(dependent, Mapping) else []
    for one in inner:
        yield from _declared(one, depth + 1)


def _resolved(schema: Schema, part: Schema) -> Schema:
    reference, defs = part.get("$ref"), schema.get("$defs")
    if isinstance(reference, str) and isinstance(defs, Mapping):
        target = defs.get(reference.removeprefix("#/$defs/"))
        return target if isinstance(target, Mapping) else part
    return part


def form_findings(model: ProcessModel, forms: Forms) -> Iterator[Finding]:
    """Every form that is named exists, and no field changes its type from one form to another."""
    dossier = model.facts.form if model.facts else ""
    if dossier and dossier not in forms:
        yield _form_missing("procedure.form_missing", model, dossier, forms)
    for step in model.steps:
        if step.form and step.form not in forms:
            yield _form_missing("step.form_missing", step, step.form, forms)
    types: dict[str, tuple[object, str]] = {}
    for key in form_keys(model):
        for name, field in fields_of(forms, key).items():
            kind, first = types.setdefault(name, (field.get("type"), key))
            if kind != field.get("type"):
                yield finding(
                    "form.field_of_two_types",
                    model,
                    f"Trường “{name}” có kiểu khác nhau ở biểu mẫu {first} và {key}. Đổi tên một trường trong biểu mẫu.",
                    f"The field “{name}” has different types in the forms {first} and {key}. Rename one of them in its form.",
                )


_FORM_OF: Mapping[str, Text] = {
    "procedure.form_missing": Text("Tờ khai của hồ sơ", "Form of the dossier"),
    "step.form_missing": Text("Biểu mẫu của bước", "Form of the step"),
}
"""The input of the studio where each form is chosen."""


def _form_missing(code: str, element: Any, key: str, forms: Forms) -> Finding:
    hint = nearest(key, list(forms))
    field = _FORM_OF[code]
    return finding(
        code,
        element,
        f"{label(element)}: không có biểu mẫu “{key}”.{hint.vi} "
        f"Chọn lại ở ô “{field.vi}”, hoặc tạo biểu mẫu này ({key}.schema.json).",
        f"{label(element)}: there is no form “{key}”.{hint.en} "
        f"Choose again in “{field.en}”, or create this form ({key}.schema.json).",
    )
