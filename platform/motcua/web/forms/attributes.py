"""How an input is drawn: keyboard of the phone, width after the answer, what describes it."""

from __future__ import annotations

from motcua.domain.forms.form_definition import Field
from motcua.domain.forms.form_format import format_number
from motcua.domain.text import Text

_EXAMPLE = Text("Ví dụ:", "Example:")
_DATE_EXAMPLE = "27/03/1990"
_DAY_EXAMPLE = Text("21/08/1956, 08/1956 hoặc 1956.", "21/08/1956, 08/1956 or 1956.")
_NUMERIC = ("phone", "identifier", "personal_id", "tax_code")
LONG_LIST = 12
"""A closed list longer than this is chosen by typing."""


def hint_of(field: Field, language: str) -> str | None:
    """The help under the label, with the example; None when there is neither."""
    parts = [field.hint.in_(language)] if field.hint and field.kind != "note" else []
    if field.is_partial:
        parts.append(f"{_EXAMPLE.in_(language)} {_DAY_EXAMPLE.in_(language)}")
    elif example := field.example or (_DATE_EXAMPLE if field.kind == "date" else ""):
        parts.append(f"{_EXAMPLE.in_(language)} {_shown_example(field, example, language)}.")
    return " ".join(parts) or None


def _shown_example(field: Field, example: str, language: str) -> str:
    """A number in the reader's own way of writing; anything else as the form gives it."""
    if field.kind in ("integer", "money", "number"):
        try:
            value = float(example)
        except ValueError:
            return example
        return format_number(int(value) if value.is_integer() else value).in_(language)
    return example


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
    if len(field.choices) > LONG_LIST:
        attributes["data-search"] = ""
    if group := _grouped_as(field):
        attributes["data-group"] = group
    return attributes | _keyboard(field)


def _grouped_as(field: Field) -> str:
    """How the script groups figures while they are typed; empty where it leaves them alone."""
    if field.kind in ("money", "integer"):
        return field.kind
    if field.widget in ("phone", "personal_id"):
        return field.widget
    return "identifier" if field.widget == "identifier" and field.limits.digits else ""


def _style(field: Field) -> str:
    return "form-select" if field.kind == "choice" else "form-control"


def _width(field: Field) -> str:
    """Width follows the answer: figures and dates are short, names longer, addresses full."""
    if field.is_partial or field.kind in ("date", "number", "integer", "money") or field.widget in _NUMERIC:
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
    if field.kind in ("integer", "money") or field.widget in _NUMERIC or field.limits.digits:
        return {"inputmode": "numeric", "autocomplete": "off"}
    # A phone's number pad has no slash, so a date keeps the full keyboard.
    return {"autocomplete": "off"} if field.kind == "date" or field.is_partial else {}
