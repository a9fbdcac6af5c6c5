"""What the checker asks of people and services once it knows the installation: groups, operations, agencies."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from domain.process_drawings import FORMS, found, model_of

from motcua.domain.check.process_rules import check
from motcua.domain.check.process_rules_services import service_findings
from motcua.domain.process.process import Service

LINE = "S>a a>b b>E"


@pytest.mark.req("A-07")
def test_position_no_agency_has_is_a_warning() -> None:
    model = model_of(LINE, a={"position": "van_th"})
    (finding,) = [
        item
        for item in check(model, FORMS, known_positions={"van_thu", "lanh_dao"})
        if item.code.startswith("step")
    ]
    assert (finding.code, finding.element, finding.severity) == ("step.position_unknown", "a", "warning")
    assert "Có phải “van_thu”?" in finding.message.vi
    assert found(model, forms=FORMS) == []


def test_manual_step_needs_a_position_and_a_budget_like_any_other() -> None:
    model = model_of(LINE, a={"position": "", "budget": ""})
    manual = tuple(dataclasses.replace(n, kind="manualTask") if n.id == "a" else n for n in model.nodes)
    codes = {code for code, element in found(dataclasses.replace(model, nodes=manual)) if element == "a"}
    assert {"step.position_missing", "step.budget_missing"} <= codes


@pytest.mark.parametrize(
    ("agency", "codes"),
    [
        ("field:loai", []),
        ("field:ghi_chu", []),
        ("field:von", ["step.agency_field_type"]),
        ("field:gap", ["step.agency_field_type"]),
        ("field:khac", ["step.agency_field_unknown"]),
        ("code:H50.16", []),
        ("code:H50..16", ["step.agency_unknown"]),
        ("code:", ["step.agency_unknown"]),
    ],
)
def test_agency_rule_can_be_resolved(agency: str, codes: list[str]) -> None:
    assert found(model_of(LINE, a={"agency": agency}), forms=FORMS) == [(code, "a") for code in codes]


def services(service: Service | None, **options: Any) -> list[str]:
    model = model_of(LINE)
    nodes = tuple(dataclasses.replace(n, kind="serviceTask") if n.id == "a" else n for n in model.nodes)
    offered = () if service is None else (service,)
    model = dataclasses.replace(model, nodes=nodes, services=offered)
    return [item.code for item in service_findings(model, options.get("known_operations"))]


@pytest.mark.parametrize(
    ("service", "known", "codes"),
    [
        (Service("a", "tax.send", 3, "10m"), {"tax.send"}, []),
        (Service("a", "tax.send", 3, "10m"), None, []),
        (Service("a", "tax.sent", 3, "10m"), {"tax.send"}, ["service.operation_unknown"]),
        (Service("a", ""), {"tax.send"}, ["service.operation_missing"]),
        (None, None, ["service.operation_missing"]),
        (Service("a", "tax.send", 0), None, ["service.attempts_range"]),
        (Service("a", "tax.send", 21), None, ["service.attempts_range"]),
        (Service("a", "tax.send", 20), None, []),
        (Service("a", "tax.send", 3, "10 phút"), None, ["service.timeout_malformed"]),
    ],
)
def test_service_task_calls_something_that_exists(
    service: Service | None, known: set[str] | None, codes: list[str]
) -> None:
    assert services(service, known_operations=known) == codes
