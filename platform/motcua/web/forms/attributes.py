"""How an input is drawn: keyboard of the phone, width after the answer, what describes it."""

from __future__ import annotations

from motcua.domain.form_definition import Field
from motcua.domain.text import Text

_EXAMPLE = Text("Ví dụ:", "Example:")
_DATE_EXAMPLE = "27/03/1990"
_NUMERIC = ("phone", "identifier")


def hint_of(field: Field, language: str) -> str | None:
    """The help under the label, with the example; None when there is neither."""
    example = field.example or (_DATE_EXAMPLE if field.kind == "date" else "")
    parts = [field.hint.in_(language)] if field.hint else []
    if example:
        parts.append(f"{_EXAMPLE.in_(language)} {example}.")
    return " ".join(parts) or None


def input_attributes(
    field: Field, anchor: str, hint: str | None, error: str | None, *, has_focus: bool
) -> dict[str, str]:
    """The attributes of a text input, text area or drop-down list; `anchor` is its id."""
    attributes = {"class": f"{_style(field)} {_width(field)}".strip()}
    described = " ".join(f"{anchor}-{part}" for part, text in (("hint", hint), ("error", error)) if text)
    if described:
        attributes["aria-describedby"] = described
    if error:
        attributes["aria-invalid"] = "true"
    if has_focus:
        attributes["autofocus"] = "autofocus"
    if field.kind == "long_text":
        attributes["rows"] = "4"
    return attributes | _keyboard(field)


def _style(field: Field) -> str:
    return "form-select" if field.kind == "choice" else "form-control"


def _width(field: Field) -> str:
    """Width follows the answer: figures and dates are short, names longer, addresses full."""
    if field.kind in ("date", "number", "integer", "money") or field.widget in _NUMERIC:
        return "width-10"
    if field.kind == "choice":
        return "width-20"
    longest = field.limits.digits or field.limits.max_length or 0
    return "width-4" if longest <= 4 else "width-10" if longest <= 20 else "width-20" if longest <= 60 else ""


def _keyboard(field: Field) -> dict[str, str]:
    if field.widget == "phone":
        return {"inputmode": "tel", "autocomplete": "tel"}
    if field.widget == "email":
        return {"inputmode": "email", "autocomplete": "email", "spellcheck": "false"}
    if field.kind == "number":
        return {"inputmode": "decimal", "autocomplete": "off"}
    if field.kind in ("integer", "money") or field.widget == "identifier" or field.limits.digits:
        return {"inputmode": "numeric", "autocomplete": "off"}
    # A phone's number pad has no slash, so a date keeps the full keyboard.
    return {"autocomplete": "off"} if field.kind == "date" else {}
