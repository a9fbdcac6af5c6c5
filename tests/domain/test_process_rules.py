"""The rules of the checker: each finding has a model that fails it, and sound models pass.

Models are written as flows: "S>a a>X X>b:von>5 X>c c>E b>E". S and E begin start and end events, X exclusive and
P parallel gateways, B sub-processes ("B.S>B.a" lies in B); everything else is a step. `X>c*` is the default.
"""

from __future__ import annotations

import dataclasses
import time
from typing import Any

import pytest

from motcua.domain.process import Finding, Flow, Node, ProcedureFacts, ProcessModel, Step
from motcua.domain.process_graph import scopes, step_order
from motcua.domain.process_rules import MAX_NODES, check
from motcua.domain.process_rules_time import longest_path, words
from motcua.domain.process_words import is_agency_rule, position_key

KINDS = {
    "S": "startEvent",
    "E": "endEvent",
    "X": "exclusiveGateway",
    "P": "parallelGateway",
    "B": "subProcess",
}
FACTS = ProcedureFacts("1.009141", "Cấp số nhà", "xay_dung", "xa", limit="30d", form="so_nha")
SCHEMA: dict[str, Any] = {
    "required": ["von", "loai", "ket_qua", "gap"],
    "properties": {
        "von": {"type": "integer"},
        "loai": {"$ref": "#/$defs/loai"},
        "ket_qua": {"type": "string", "enum": ["dat", "khong_dat"]},
        "gap": {"type": "boolean"},
        "ghi_chu": {"type": "string"},
    },
    "$defs": {"loai": {"type": "string", "enum": ["a", "b", "c"]}},
}
FORMS = {"so_nha": SCHEMA, "kiem_tra": {"required": ["dung"], "properties": {"dung": {"type": "boolean"}}}}


def node_of(path: str) -> Node:
    parent, _, own = path.rpartition(".")
    return Node(path, path, KINDS.get(own[0], "userTask"), parent)


def model_of(drawing: str, facts: ProcedureFacts | None = FACTS, **steps: dict[str, Any]) -> ProcessModel:
    nodes: dict[str, Node] = {}
    flows = []
    for part in drawing.split():
        ends, _, condition = part.replace("~", " ").partition(":")
        source, _, target = ends.rstrip("*").partition(">")
        flow = Flow(f"{source}>{target}", "", source, target, condition)
        for key in filter(None, (source, target)):
            nodes.setdefault(key, node_of(key))
        if target:
            flows.append(flow)
        if ends.endswith("*"):
            nodes[source] = dataclasses.replace(nodes[source], default_flow=flow.id)
    order = step_order(list(nodes.values()), flows)
    made = [
        Step(key, key, **({"position": "van_thu", "budget": "1h", "order": at} | steps.get(key, {})))
        for at, key in enumerate(order, 1)
    ]
    return ProcessModel("p", "Cấp số nhà", facts, tuple(made), tuple(nodes.values()), tuple(flows))


def found(model: ProcessModel, **options: Any) -> list[tuple[str, str]]:
    skipped = {"procedure.sheet_incomplete"}
    return [(item.code, item.element) for item in check(model, **options) if item.code not in skipped]


SOUND = {
    "line": "S>a a>b b>E",
    "choice": "S>a a>X X>b:von>5 X>c* b>E c>E",
    "choice of opposites": "S>X X>b:von>5 X>c:von<=5 b>E c>E",
    "choice and its negation": "S>X X>b:filled(von) X>c:not~filled(von) b>E c>E",
    "choice of all keys": 'S>X X>b:loai=="a" X>c:loai~in~["b","c"] b>E c>E',
    "choice of yes and no": "S>X X>b:gap==true X>c:gap==false b>E c>E",
    "choice merged": "S>X1 X1>b:von>5 X1>c* b>X2 c>X2 X2>d d>E",
    "correction loop": 'S>a a>X X>b:ket_qua=="dat" X>a* b>E',
    "parallel": "S>P1 P1>a P1>b a>P2 b>P2 P2>c c>E",
    "parallel to separate ends": "S>P1 P1>a P1>b a>E1 b>E2",
    "parallel to one end": "S>P1 P1>a P1>b a>E b>E",
    "parallel and a straight flow": "S>P1 P1>a P1>P2 a>P2 P2>E",
    "parallel joined in two turns": "S>P1 P1>a P1>b P1>c a>P2 b>P2 P2>d d>P3 c>P3 P3>E",
    "parallel split in two turns": "S>P1 P1>P2 P1>c P2>a P2>b a>P3 b>P3 c>P3 P3>E",
    "choice inside parallel": "S>P1 P1>X1 P1>b X1>c:von>5 X1>d* c>X2 d>X2 X2>P2 b>P2 P2>E",
    "loop inside parallel": "S>P1 P1>a P1>b a>X X>a:von>5 X>P2* b>P2 P2>E",
    "loop round parallel": "S>X0 X0>P1 P1>a P1>b a>P2 b>P2 P2>X X>X0:von>5 X>E*",
    "parallel inside choice": "S>X X>P1:von>5 X>c* P1>a P1>b a>P2 b>P2 P2>E c>E",
    "sub-process": "S>B B>E B.S>B.a B.a>B.E",
    "sub-process in sub-process": "S>B B>E B.S>B.B B.B>B.E B.B.S>B.B.a B.B.a>B.B.E",
    "field of an earlier step": "S>a a>X X>b:dung X>c* b>E c>E",
    "condition in brackets": "S>X X>b:filled(ghi_chu)~and~len(ghi_chu)>5 X>c* b>E c>E",
}


@pytest.mark.parametrize("name", SOUND)
def test_sound_drawing_has_no_finding(name: str) -> None:
    assert found(model_of(SOUND[name], a={"form": "kiem_tra"}), forms=FORMS) == []


UNSOUND = {
    "no start": ("a>E", "start.missing", "p"),
    "two starts": ("S1>a S2>a a>E", "start.several", "S2"),
    "no end": ("S>a a>a", "end.missing", "p"),
    "unreachable": ("S>a a>E b>E", "node.unreachable", "b"),
    "loose step": ("S>a a>E b>", "node.unreachable", "b"),
    "no way out": ("S>X X>a:von>5 X>b* a>E", "node.no_way_out", "b"),
    "endless circle": ("S>X X>a:von>5 X>b* a>E b>c c>b", "node.no_way_out", "c"),
    "flow into the start": ("S>a a>X X>S:von>5 X>E*", "start.entered", "S"),
    "flow out of the end": ("S>a a>E E>a", "end.left", "E"),
    "two flows from a step": ("S>a a>b a>c b>E c>E", "node.splits", "a"),
    "flow into a sub-process": ("S>B B>E B.S>B.a B.a>B.E S2>B.a", "flow.crosses_border", "S2>B.a"),
    "empty sub-process": ("S>B B>E", "start.missing", "B"),
    "sub-process without end": ("S>B B>E B.S>B.a", "end.missing", "B"),
    "branch without condition": ("S>X X>a X>b* a>E b>E", "gateway.condition_missing", "X"),
    "no default": ("S>X X>a:von>5 X>b:von>9 a>E b>E", "gateway.default_missing", "X"),
    "keys left out": ('S>X X>a:loai=="a" X>b:loai=="b" a>E b>E', "gateway.default_missing", "X"),
    "optional field in all branches": (
        'S>X X>a:ghi_chu=="a" X>b:ghi_chu=="b" a>E b>E',
        "gateway.default_missing",
        "X",
    ),
    "single condition": ("S>X X>a:von>5 a>E", "gateway.default_missing", "X"),
    "condition after a step": ("S>a a>E:von>5", "flow.condition_misplaced", "a>E"),
    "condition after a parallel gateway": (
        "S>P1 P1>a:von>5 P1>b a>E b>E",
        "flow.condition_misplaced",
        "P1>a",
    ),
    "choice into a parallel join": ("S>X X>a:von>5 X>b* a>P b>P P>E", "gateway.join_waits", "P"),
    "parallel join fed twice by one branch": (
        "S>P1 P1>X P1>b X>c:von>5 X>d* c>P2 d>P2 b>P2 P2>E",
        "gateway.join_waits",
        "P2",
    ),
    "branch that may end before the join": (
        "S>P1 P1>X P1>b X>E2:von>5 X>P2* b>P2 P2>E",
        "gateway.join_waits",
        "P2",
    ),
    "loop into one of the branches": (
        "S>P1 P1>a P1>b a>P2 b>P2 P2>X X>a:von>5 X>E*",
        "gateway.join_waits",
        "P2",
    ),
    "loop from a branch to the split": (
        "S>P1 P1>X P1>b X>P1:von>5 X>P2* b>P2 P2>E",
        "gateway.join_waits",
        "P2",
    ),
    "parallel branch that comes round again": (
        "S>X X>a:von>5 X>b* a>P P>X P>E b>E",
        "gateway.parallel_not_joined",
        "P",
    ),
    "parallel branches into one step": ("S>P1 P1>a P1>b a>c b>c c>E", "gateway.parallel_not_joined", "P1"),
    "parallel branches merged by choice": (
        "S>P1 P1>a P1>b a>X b>X X>c c>E",
        "gateway.parallel_not_joined",
        "P1",
    ),
    "two branches merged before the join": (
        "S>P1 P1>a P1>b P1>c a>X b>X X>P2 c>P2 P2>E",
        "gateway.parallel_not_joined",
        "P1",
    ),
    "unreadable condition": ("S>X X>a:von=5 X>b* a>E b>E", "condition.syntax", "X>a"),
    "absurd condition": (f"S>X X>a:{'(' * 99} X>b* a>E b>E", "condition.too_large", "X>a"),
    "condition that asks nothing": ("S>X X>a:von+1 X>b* a>E b>E", "condition.not_a_question", "X>a"),
    "unknown field": ("S>X X>a:vn>5 X>b* a>E b>E", "condition.name_unknown", "X>a"),
    "field of a later step": ("S>X X>a:dung X>b* a>E b>E", "condition.name_too_late", "X>a"),
    "optional field": ('S>X X>a:ghi_chu=="a" X>b* a>E b>E', "condition.name_optional", "X>a"),
}


@pytest.mark.parametrize("name", UNSOUND)
def test_unsound_drawing_is_named(name: str) -> None:
    drawing, code, element = UNSOUND[name]
    assert (code, element) in found(model_of(drawing, a={"form": "kiem_tra"}), forms=FORMS)


def with_node(**changes: Any) -> ProcessModel:
    model = model_of("S>a a>E")
    return dataclasses.replace(
        model,
        nodes=tuple(dataclasses.replace(node, **changes) if node.id == "a" else node for node in model.nodes),
    )


@pytest.mark.parametrize(
    "kind",
    ["task", "manualTask", "scriptTask", "serviceTask", "sendTask", "receiveTask", "businessRuleTask", "callActivity",
     "inclusiveGateway", "eventBasedGateway", "complexGateway", "transaction", "intermediateCatchEvent", "whatever"],
)  # fmt: skip
def test_element_that_does_not_run_is_refused_by_name(kind: str) -> None:
    assert ("element.unsupported", "a") in found(with_node(kind=kind))


@pytest.mark.parametrize(
    "marker", ["multiInstanceLoopCharacteristics", "standardLoopCharacteristics", "timerEventDefinition"]
)
def test_marker_that_does_not_run_is_refused(marker: str) -> None:
    assert found(with_node(markers=(marker,))) == [("element.marker_unsupported", "a")]


def test_terminating_end_runs() -> None:
    model = model_of("S>a a>E")
    end = dataclasses.replace(model.nodes[-1], markers=("terminateEventDefinition",))
    assert found(dataclasses.replace(model, nodes=(*model.nodes[:-1], end))) == []


def test_default_branch_of_another_gateway_is_refused() -> None:
    model = model_of("S>X X>a:von>5 X>b:von<=5 a>E b>E")
    nodes = tuple(
        dataclasses.replace(node, default_flow="f99") if node.id == "X" else node for node in model.nodes
    )
    assert ("gateway.default_unknown", "X") in found(dataclasses.replace(model, nodes=nodes))


def test_missing_default_is_only_a_warning_when_the_forms_are_not_known() -> None:
    model = model_of('S>X X>a:loai=="a" X>b:loai=="b" a>E b>E')
    (finding,) = [item for item in check(model) if item.code == "gateway.default_missing"]
    assert finding.severity == "warning"


STEPS = [
    pytest.param({"position": ""}, "step.position_missing", marks=pytest.mark.req("A-07")),
    ({"budget": ""}, "step.budget_missing"),
    ({"budget": "4 giờ"}, "step.budget_malformed"),
    ({"budget": "-4h"}, "step.budget_malformed"),
    ({"budget": "PT4H"}, "step.budget_malformed"),
    pytest.param({"actions": ("forward", "dance")}, "step.action_unknown", marks=pytest.mark.req("A-13")),
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


@pytest.mark.req("A-13")
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


@pytest.mark.req("A-11")
def test_path_over_the_limit_is_refused_with_path_and_sum() -> None:
    steps = {"a": {"budget": "24h"}, "b": {"budget": "20h"}}
    (finding,) = [
        item
        for item in check(model_of("S>a a>b b>E", **steps), limit_seconds=40 * 3600)
        if item.code.startswith("path")
    ]
    assert (finding.code, finding.severity, finding.element) == ("path.over_limit", "error", "b")
    assert "44h" in finding.message.vi
    assert "a 24h + b 20h" in finding.message.en


@pytest.mark.req("A-11")
@pytest.mark.parametrize(
    ("drawing", "budgets", "hours", "fits"),
    [
        ("S>a a>b b>E", ("20h", "20h"), 40, True),
        ("S>a a>b b>E", ("24h", "20h"), 40, False),
        ("S>a a>b b>E", ("2d", "3d"), 40, True),
        ("S>a a>b b>E", ("2d", "3d1m"), 40, False),
        ("S>P1 P1>a P1>b a>P2 b>P2 P2>E", ("24h", "40h"), 40, True),
        ("S>P1 P1>a P1>b a>P2 b>P2 P2>E", ("24h", "41h"), 40, False),
        ("S>X X>a:von>5 X>b* a>E b>E", ("24h", "40h"), 40, True),
        ("S>a a>X X>a:von>5 X>b* b>E", ("20h", "20h"), 40, True),
        ("S>B B>b b>E B.S>a B.a>B.E", ("24h", "20h"), 40, True),
    ],
)
def test_longest_path_is_held_against_the_limit(
    drawing: str, budgets: tuple[str, str], hours: int, fits: bool
) -> None:
    model = model_of(drawing, a={"budget": budgets[0]}, b={"budget": budgets[1]})
    over = [item for item in check(model, limit_seconds=hours * 3600) if item.code == "path.over_limit"]
    assert (not over) is fits


@pytest.mark.req("A-11")
def test_steps_inside_a_sub_process_count() -> None:
    model = model_of("S>B B>b b>E B.S>B.a B.a>B.E", **{"B.a": {"budget": "24h"}, "b": {"budget": "20h"}})
    way = longest_path(model, scopes(model.nodes, model.flows), 8 * 3600)
    assert way == (("B.a", 24 * 3600), ("b", 20 * 3600))


@pytest.mark.parametrize(
    ("limit", "budget", "codes"),
    [
        ("same-day@15:00", "8h", []),
        ("same-day@15:00", "8h1m", ["path.over_limit"]),
        ("10cd", "80h", []),
        ("10cd", "81h", ["path.over_limit"]),
        ("ba ngày", "8h", ["procedure.limit_malformed"]),
        ("", "800h", ["procedure.limit_missing"]),
    ],
)
def test_limit_of_each_kind(limit: str, budget: str, codes: list[str]) -> None:
    model = model_of("S>a a>E", dataclasses.replace(FACTS, limit=limit), a={"budget": budget})
    assert [code for code, _ in found(model)] == codes


def test_absent_limit_is_a_warning_and_a_given_one_takes_its_place() -> None:
    model = model_of("S>a a>E", dataclasses.replace(FACTS, limit=""))
    assert [item.severity for item in check(model) if item.code == "procedure.limit_missing"] == ["warning"]
    assert found(model, limit_seconds=3600) == []


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
        pytest.param(FACTS, "procedure.sheet_incomplete", "warning", marks=pytest.mark.req("A-02")),
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


def test_too_large_process_is_refused_at_once() -> None:
    drawing = "S>a0 " + " ".join(f"a{n}>a{n + 1}" for n in range(MAX_NODES)) + f" a{MAX_NODES}>E"
    assert [item.code for item in check(model_of(drawing))] == ["process.too_large"]


def hundred_elements() -> ProcessModel:
    blocks = []
    for n in range(14):
        at = f"S>a{n}" if n == 0 else f"X{n - 1}b>a{n}"
        blocks.append(f"{at} a{n}>P{n} P{n}>b{n} P{n}>c{n} b{n}>P{n}b c{n}>P{n}b")
        blocks.append(f"P{n}b>X{n} X{n}>X{n}b* X{n}>a{n}:von>{n}~and~loai=='a'")
    return model_of(" ".join((*blocks, "X13b>E")).replace("'", '"'), dataclasses.replace(FACTS, limit="99d"))


def test_model_of_a_hundred_elements_is_checked_in_200_ms() -> None:
    model = hundred_elements()
    assert len(model.nodes) == 100
    best = min(_timed(model) for _ in range(3))
    assert found(model, forms=FORMS) == []
    assert best < 0.2


def _timed(model: ProcessModel) -> float:
    started = time.perf_counter()
    check(model, FORMS)
    return time.perf_counter() - started


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


@pytest.mark.parametrize(("seconds", "text"), [(0, "0"), (12600, "3h30m"), (209_400, "58h10m"), (61, "1m1s")])
def test_time_in_words(seconds: int, text: str) -> None:
    assert words(seconds) == text


def test_every_sentence_is_in_both_languages_and_names_its_element() -> None:
    findings: list[Finding] = []
    for drawing, _, _ in UNSOUND.values():
        findings += check(model_of(drawing, a={"form": "kiem_tra"}), FORMS)
    assert len(findings) > len(UNSOUND)
    for finding in findings:
        assert finding.element
        assert finding.message.vi != finding.message.en
        assert finding.message.vi.endswith((".", "?"))
