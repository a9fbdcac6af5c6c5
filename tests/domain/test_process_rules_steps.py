"""What the checker asks of each step, of its forms and of the procedure's own data."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from domain.process_drawings import FACTS, FORMS, found, model_of

from motcua.domain.check.process_rules import check
from motcua.domain.process.process import ProcedureFacts
from motcua.domain.process.process_words import is_agency_rule, position_key

STEPS = [
    pytest.param({"position": ""}, "step.position_missing", marks=pytest.mark.req("A-07")),
    ({"budget": ""}, "step.budget_missing"),
    ({"budget": "4 giờ"}, "step.budget_malformed"),
    ({"budget": "-4h"}, "step.budget_malformed"),
    ({"budget": "PT4H"}, "step.budget_malformed"),
    pytest.param({"actions": ("forward", "dance")}, "step.action_unknown"),
    ({"agency": "tax"}, "step.agency_unknown"),
    ({"agency": "code:h50 16"}, "step.agency_unknown"),
    ({"agency": "field:phuong_xa"}, "step.agency_field_unknown"),
    ({"name": ""}, "step.name_missing"),
    ({"signature": "required"}, "step.document_missing"),
    ({"document": "giay_phep"}, "step.document_unknown"),
    ({"form": "khong_co"}, "step.form_missing"),
]


@pytest.mark.parametrize(("changes", "code"), STEPS)
def test_incomplete_step_is_named(changes: dict[str, Any], code: str) -> None:
    model = model_of("S>a a>b b>E")
    steps = (dataclasses.replace(model.steps[0], **changes), model.steps[1])
    assert found(dataclasses.replace(model, steps=steps), forms=FORMS) == [(code, "a")]


def test_every_action_of_the_regulation_is_a_word() -> None:
    actions = (
        "forward",
        "return",
        "extend",
        "supplement",
        "hand_over",
        "refuse",
        "consult",
        "sign",
        "confirm_result",
    )
    assert found(model_of("S>a a>E", a={"actions": (*actions, "payment")})) == []


@pytest.mark.req("A-07")
def test_step_with_a_position_validates() -> None:
    assert found(model_of("S>a a>E", a={"position": ""})) == [("step.position_missing", "a")]
    assert found(model_of("S>a a>E", a={"position": "van_thu"})) == []


@pytest.mark.parametrize(
    ("facts", "code", "severity"),
    [
        (None, "procedure.missing", "warning"),
        (dataclasses.replace(FACTS, code=""), "procedure.code_missing", "error"),
        (dataclasses.replace(FACTS, name=""), "procedure.name_missing", "error"),
        (dataclasses.replace(FACTS, field=""), "procedure.field_missing", "error"),
        (dataclasses.replace(FACTS, level=""), "procedure.level_missing", "error"),
        (dataclasses.replace(FACTS, form=""), "procedure.form_none", "warning"),
        (dataclasses.replace(FACTS, form="khac"), "procedure.form_missing", "error"),
        pytest.param(FACTS, "procedure.sheet_incomplete", "warning"),
    ],
)
def test_missing_data_of_the_procedure_is_named(
    facts: ProcedureFacts | None, code: str, severity: str
) -> None:
    findings = check(model_of("S>a a>E", facts), FORMS)
    assert [(item.element, item.severity) for item in findings if item.code == code] == [("p", severity)]


def test_field_of_two_types_is_named() -> None:
    forms = FORMS | {"kiem_tra": {"properties": {"von": {"type": "string"}}}}
    assert found(model_of("S>a a>E", a={"form": "kiem_tra"}), forms=forms) == [
        ("form.field_of_two_types", "p")
    ]


def test_field_filled_inside_an_earlier_sub_process_is_known() -> None:
    drawing = "S>B B>X X>b:dung X>c* b>E c>E B.S>B.a B.a>B.E"
    assert found(model_of(drawing, **{"B.a": {"form": "kiem_tra"}}), forms=FORMS) == []


def test_steps_are_numbered_as_a_dossier_meets_them() -> None:
    model = model_of("S>z z>B B>X X>m:von>5 X>z* m>E B.S>B.k B.k>B.E lost>E")
    assert [(step.order, step.id) for step in model.steps] == [(1, "z"), (2, "B.k"), (3, "m"), (4, "lost")]


@pytest.mark.parametrize(
    ("rule", "valid"),
    [("receiving", True), ("parent", True), ("code:H50.16", True), ("code:000.00.10.H53", True),
     ("field:phuong_xa", True), ("", False), ("code:", False), ("field:a b", False), ("parent ", False)],
)  # fmt: skip
def test_agency_rule(rule: str, valid: bool) -> None:
    assert is_agency_rule(rule) is valid


def test_position_key_comes_from_the_lane_name() -> None:
    assert position_key("Văn thư – Đóng dấu (UBND xã)") == "van_thu_dong_dau_ubnd_xa"
