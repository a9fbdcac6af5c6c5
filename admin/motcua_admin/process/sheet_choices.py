"""What the sheet lets a clerk choose instead of typing: cases of the form, ways of charging, settings of the province."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from motcua.domain.conditions.condition_builder import Operator, Row, Rows, build
from motcua.domain.conditions.condition_nodes import ConditionError
from motcua.domain.conditions.conditions import parse_condition
from motcua.domain.forms.form_definition import Field, FormDefinition
from motcua.web.context import say

NUMBERS: Final = ("number", "integer", "money")
COMPARED: Final[Mapping[Operator, LazyString]] = {
    ">=": _l("từ … trở lên"),
    ">": _l("trên …"),
    "<=": _l("không quá …"),
    "<": _l("dưới …"),
}
WITH_NUMBER: Final = "number "
"""Begins the value of a case that a number must follow: "number von >="."""
EACH: Final = " *"
"""Ends the value of a way of charging by each unit of a field: "dien_tich *"."""

_COMPARISON = re.compile(r"([a-zA-Z][a-zA-Z0-9_]*) (>=|>|<=|<) ([0-9]+(?:\.[0-9]+)?)")
_PRODUCT = re.compile(r"([a-zA-Z][a-zA-Z0-9_]*) \* ([0-9]{1,12})")

Choices = Sequence[tuple[str, str]]

SETTINGS: Final[Mapping[str, tuple[LazyString, Sequence[tuple[str, LazyString]]]]] = {
    "clock.supplement_policy": (
        _l("Khi yêu cầu bổ sung"),
        (
            ("pause_resume", _l("Tạm dừng, rồi tính tiếp")),
            ("restart_same", _l("Giữ hồ sơ, tính lại từ đầu")),
            ("close_and_restart", _l("Đóng hồ sơ, nộp lại thành hồ sơ mới")),
            ("continue", _l("Vẫn tính giờ")),
        ),
    ),
    "supplement.max": (
        _l("Số lần được yêu cầu bổ sung"),
        (("1", _l("Một lần")), ("2", _l("Hai lần")), ("3", _l("Ba lần")), ("0", _l("Không hạn chế"))),
    ),
    "clock.payment_wait": (
        _l("Khi chờ nộp nghĩa vụ tài chính"),
        (("pause", _l("Tạm dừng tính giờ")), ("continue", _l("Vẫn tính giờ"))),
    ),
    "clock.internal_return": (
        _l("Khi trả lại bước trước"),
        (
            ("continue_previous", _l("Bước trước tính tiếp giờ còn lại")),
            ("restart_previous", _l("Bước trước tính lại từ đầu")),
        ),
    ),
    "original_check": (
        _l("Đối chiếu bản chính"),
        (
            ("none", _l("Không")),
            ("before_accept", _l("Trước khi tiếp nhận")),
            ("at_return", _l("Khi trả kết quả")),
        ),
    ),
    "appointment.rule": (
        _l("Giờ hẹn trả kết quả"),
        (
            ("same_as_deadline", _l("Đúng giờ hết hạn")),
            ("next_session_start", _l("Đầu buổi làm việc tiếp theo")),
        ),
    ),
    "process.fully_digital": (
        _l("Quy trình điện tử toàn phần"),
        (("true", _l("Có")), ("false", _l("Không"))),
    ),
}
"""The settings that a clerk may decide for one procedure (R-29); a file may hold others, which stay as they are."""


def case_entry(condition: str) -> dict[str, str]:
    """A condition of the model as the inputs show it: a case to choose, with a number where it compares one."""
    found = _COMPARISON.fullmatch(condition)
    if found is None:
        return {"case": condition, "case_number": ""}
    return {"case": f"{WITH_NUMBER}{found[1]} {found[2]}", "case_number": found[3].replace(".", ",")}


def case_of(entry: Mapping[str, str]) -> str:
    """The condition chosen; empty for every case. Raises ConditionError for one that cannot be read."""
    chosen = entry.get("case", "")
    if chosen.startswith(WITH_NUMBER):
        number = entry.get("case_number", "").strip().replace(",", ".")
        chosen = f"{chosen.removeprefix(WITH_NUMBER)} {number}"
    if chosen:
        parse_condition(chosen)
    return chosen


def cases(form: FormDefinition | None, chosen: str) -> Choices:
    """The cases that the answers of the form distinguish; one written otherwise stands among them as a sentence."""
    fields = form.field_by_key if form is not None else {}
    found = [("", str(_("Mọi trường hợp"))), *(one for field in fields.values() for one in _cases_of(field))]
    if chosen and chosen not in dict(found):
        found.append((chosen, _sentence(chosen, fields)))
    return found


def _cases_of(field: Field) -> Iterator[tuple[str, str]]:
    label = say(field.label)
    for choice in field.choices if field.kind in ("choice", "choices") else ():
        row = Row(field.key, "==" if field.kind == "choice" else "has", choice.key)
        yield build(Rows("all", (row,))), f"{label}: {say(choice.label)}"
    if field.kind == "yes_no":
        for is_so, answer in ((True, _("Có")), (False, _("Không"))):
            yield build(Rows("all", (Row(field.key, "==", is_so),))), f"{label}: {answer}"
    if field.kind in NUMBERS:
        yield from (
            (f"{WITH_NUMBER}{field.key} {operator}", f"{label} {words}")
            for operator, words in COMPARED.items()
        )


def _sentence(condition: str, fields: Mapping[str, Field]) -> str:
    try:
        return say(parse_condition(condition).describe(fields))
    except ConditionError:
        return condition


def formula_entry(formula: str, amount: int) -> dict[str, str]:
    """How a fee is charged as the inputs show it: a fixed amount, or so much for each unit of a field."""
    found = _PRODUCT.fullmatch(formula)
    if found is None:
        return {"formula": formula, "amount": str(amount)}
    return {"formula": f"{found[1]}{EACH}", "amount": found[2]}


def formula_of(entry: Mapping[str, str], amount: int) -> str:
    """The formula chosen, empty for a fixed amount. Raises ConditionError for one that cannot be read."""
    chosen = entry.get("formula", "")
    if chosen.endswith(EACH):
        chosen = f"{chosen} {amount}"
    if chosen:
        parse_condition(chosen)
    return chosen


def formulas(form: FormDefinition | None, chosen: str) -> Choices:
    """How the amount is meant; a formula written otherwise stands among them."""
    fields = form.fields if form is not None else ()
    each = [
        (f"{field.key}{EACH}", str(_("nhân với “%(field)s”", field=say(field.label))))
        for field in fields
        if field.kind in NUMBERS
    ]
    found = [("", str(_("cố định"))), *each]
    return [*found, (chosen, chosen)] if chosen and chosen not in dict(found) else found
