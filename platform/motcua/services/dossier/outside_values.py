"""Values that come with a message or an operation's answer: what they may be, and what they may never replace."""

from __future__ import annotations

import re
from collections.abc import Mapping

from motcua.domain.errors import FieldError, ValidationError
from motcua.domain.text import Text
from motcua.extend.service_task import OutputKind
from motcua.services.version.versions import Version

MAX_VALUES = 50
MAX_TEXT = 2_000
MAX_NUMBER = 10**15
_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")


def check(version: Version, values: Mapping[str, object]) -> None:
    """Raise ValidationError unless these values may join a dossier's: new names, texts, numbers, truth values.

    What the applicant has declared, officers have answered and decisions have set is never replaced from outside.
    """
    problems = [problem for name, value in values.items() if (problem := _problem(version, name, value))]
    if len(values) > MAX_VALUES:
        words = Text(f"Gửi nhiều nhất {MAX_VALUES} giá trị.", f"Send at most {MAX_VALUES} values.")
        problems.append(FieldError("/values", "too_many", words))
    if problems:
        raise ValidationError(problems)


def read_typed(outputs: Mapping[str, OutputKind], typed: Mapping[str, str]) -> dict[str, object]:
    """What an operator typed for an operation's declared outputs; raises ValidationError at each field.

    A number is written with a point or a comma for its decimals; a truth value is "true" or "false".
    """
    values: dict[str, object] = {}
    problems = []
    for name, kind in outputs.items():
        text = typed.get(name, "").strip()
        value = _read(kind, text)
        if value is None:
            problems.append(FieldError(f"/{name}", f"output.{kind}", _ASKED[kind]))
        else:
            values[name] = value
    if problems:
        raise ValidationError(problems)
    return values


def fits(outputs: Mapping[str, OutputKind], answer: object) -> bool:
    """Whether an answer, of whatever kind an extension gives, has exactly the declared outputs, each of its kind."""
    if not isinstance(answer, Mapping) or set(answer) != set(outputs):
        return False
    return all(_is(kind, answer[name]) for name, kind in outputs.items())


_ASKED: Mapping[OutputKind, Text] = {
    "text": Text("Nhập nội dung, nhiều nhất 2.000 ký tự.", "Enter a text of at most 2,000 characters."),
    "number": Text("Nhập một số, ví dụ 1500000 hoặc 0,5.", "Enter a number, such as 1500000 or 0.5."),
    "boolean": Text("Chọn có hoặc không.", "Choose yes or no."),
}


def _is(kind: OutputKind, value: object) -> bool:
    if kind == "boolean":
        return isinstance(value, bool)
    if kind == "number":
        return _is_number(value)
    return isinstance(value, str) and len(value) <= MAX_TEXT


def _is_number(value: object) -> bool:
    """JSON readers take NaN, Infinity and integers of any length, with which no condition can reckon."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) < MAX_NUMBER


def _read(kind: OutputKind, text: str) -> object:
    if kind == "text":
        return text if 0 < len(text) <= MAX_TEXT else None
    if kind == "boolean":
        return {"true": True, "false": False}.get(text)
    if re.fullmatch(r"-?[0-9]{1,15}", text):
        return int(text)
    return float(text.replace(",", ".")) if re.fullmatch(r"-?[0-9]{1,15}[.,][0-9]{1,6}", text) else None


def _problem(version: Version, name: str, value: object) -> FieldError | None:
    pointer = f"/values/{name[:64]}"
    if _NAME.fullmatch(name) is None:
        words = Text(
            "Tên giá trị gồm chữ thường không dấu, số và gạch dưới, bắt đầu bằng chữ.",
            "The name of a value has small letters, digits and underscores, and begins with a letter.",
        )
        return FieldError(pointer, "value_name", words)
    if _is_own(version, name):
        words = Text(
            f"“{name}” do người nộp khai, cán bộ điền hoặc quy trình tính ra, không được thay từ bên ngoài. "
            "Gửi bằng tên khác.",
            f"“{name}” is declared by the applicant, filled in by officers or worked out by the process, and is not "
            "replaced from outside. Send it under another name.",
        )
        return FieldError(pointer, "value_declared", words)
    if not any(_is(kind, value) for kind in ("text", "number", "boolean")):
        words = Text(
            "Giá trị phải là chuỗi đến 2.000 ký tự, số, hoặc true/false.",
            "A value must be a text of up to 2,000 characters, a number, or true/false.",
        )
        return FieldError(pointer, "value_kind", words)
    return None


def _is_own(version: Version, name: str) -> bool:
    """Whether the dossier's forms, tables or repeated steps have a value of this name."""
    return any(form.field_at(f"/{name}") is not None for form in version.forms.values()) or any(
        (node.decision is not None and name in node.decision.outputs)
        or (node.loop is not None and name == node.loop.output)
        for node in version.model.nodes
    )
