"""What the checker says of data: types and keys in conditions, branches never taken, colliding rows of tables."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from domain.process_drawings import FACTS, found, model_of

from motcua.domain.check.process_rules import check
from motcua.domain.process.process import ProcessModel
from motcua.domain.process.process_node import Decision, Event, HitPolicy, Loop, Node, Rule

FORMS: dict[str, Any] = {
    "so_nha": {
        "required": ["von", "loai", "ket_qua", "gap", "ngay", "kenh", "ten", "dong", "co_quan"],
        "properties": {
            "von": {"type": "integer", "minimum": 0, "maximum": 1000},
            "loai": {"$ref": "#/$defs/loai"},
            "ket_qua": {"type": "string", "enum": ["dat", "khong_dat"]},
            "gap": {"type": "boolean"},
            "ngay": {"type": "string", "format": "date", "x-min": "1900-01-01"},
            "kenh": {"type": "array", "items": {"$ref": "#/$defs/loai"}},
            "ten": {"type": "string"},
            "dong": {"type": "array", "items": {"type": "object"}},
            "co_quan": {"type": "array", "items": {"type": "string", "enum": ["H50.1", "H50.2"]}},
            "dien_tich": {"type": "number"},
            "nhom": {"type": "object"},
        },
        "$defs": {"loai": {"type": "string", "enum": ["a", "b", "c"]}},
    },
    "kiem_tra": {"required": ["dung"], "properties": {"dung": {"type": "boolean"}}},
}

PARTS = [
    ("von>5", []),
    ('von=="5"', ["condition.type"]),
    ("von", ["condition.type"]),
    ("not~von", ["condition.type"]),
    ("gap", []),
    ("gap==1", ["condition.type"]),
    ('loai=="a"', []),
    ('loai=="A"', ["condition.key_unknown"]),
    ('loai~in~["a","d"]', ["condition.key_unknown"]),
    ('"a"~in~kenh', []),
    ('"z"~in~kenh', ["condition.key_unknown"]),
    ('loai~in~"abc"', ["condition.type"]),
    ('ngay<"2026-06-30"', []),
    ('ngay<"30/06/2026"', ["condition.type"]),
    ('ten<"b"', ["condition.type"]),
    ('year(ngay)>2020', []),
    ("year(von)>2020", ["condition.type"]),
    ('add_days(ngay,30)>"2026-06-30"', []),
    ("len(dong)>1", []),
    ('ten~in~dong', []),
    ("filled(nhom)", []),
    ("filled(nhom)~and~nhom==1", ["condition.type"]),
    ("ten*2>5", ["condition.type"]),
    ("von>5~and~von<3", ["condition.never"]),
    ("von>5~and~von<6", ["condition.never"]),
    ("filled(dien_tich)~and~dien_tich>5~and~dien_tich<6", []),
    ('loai=="a"~and~loai=="b"', ["condition.never"]),
    ('ten=="a"~and~ten=="b"', ["condition.never"]),
    ("von>1000", ["condition.never"]),
    ("von<0", ["condition.never"]),
    ('ngay<"1900-01-01"', ["condition.never"]),
    ("gap~and~not~gap", ["condition.never"]),
    ('starts_with(loai,"x")', ["condition.never"]),
    ('contains(ten,"x")~and~not~contains(ten,"x")', ["condition.never"]),
    ('contains(ten,"x")~and~not~contains(ten,"y")', []),
    ("von>=0", ["condition.always"]),
    ("gap~or~not~gap", ["condition.always"]),
    ('loai!="a"~or~von<2000', ["condition.always"]),
    ("true", ["condition.always"]),
]  # fmt: skip


@pytest.mark.req("A-11")
@pytest.mark.parametrize(("condition", "codes"), PARTS)
def test_condition_that_does_not_fit_its_fields_is_named(condition: str, codes: list[str]) -> None:
    model = model_of(f"S>X X>a:{condition} X>b* a>E b>E")
    assert found(model, forms=FORMS) == [(code, "X>a") for code in codes]


def test_unknown_key_suggests_the_near_one() -> None:
    model = model_of('S>X X>a:ket_qua=="khongdat" X>b* a>E b>E')
    (finding,) = [item for item in check(model, FORMS) if item.code == "condition.key_unknown"]
    assert "Có phải “khong_dat”?" in finding.message.vi
    assert "Did you mean “khong_dat”?" in finding.message.en


BRANCHES = [
    ("S>X X>a:von>9 X>b:von>5~and~von<=9 X>c* a>E b>E c>E", []),
    ("S>X X>a:von>5 X>b:von>9 X>c* a>E b>E c>E", [("branch.never_taken", "X>b")]),
    ("S>X X>a:von>9 X>b:von>5 X>c* a>E b>E c>E", [("branch.overlaps", "X>b")]),
    ('S>X X>a:loai=="a" X>b:gap X>c* a>E b>E c>E', [("branch.overlaps", "X>b")]),
    ('S>X X>a:loai=="a" X>b:loai!="a" X>c* a>E b>E c>E', [("branch.never_taken", "X>c")]),
    ("S>X X>a:von==0 X>b:von>0 X>c* a>E b>E c>E", [("branch.never_taken", "X>c")]),
    ('S>X X>a:contains(ten,"x") X>b:contains(ten,"y") X>c* a>E b>E c>E', []),
    ("S>X X>a:len(ten)>von X>b:len(ten)<=von a>E b>E", []),
]


@pytest.mark.req("A-11")
@pytest.mark.parametrize(("drawing", "expected"), BRANCHES)
def test_branches_of_a_gateway_are_judged_together(drawing: str, expected: list[tuple[str, str]]) -> None:
    assert found(model_of(drawing), forms=FORMS) == expected


def test_overlap_gives_an_example_and_says_which_branch_is_taken() -> None:
    model = model_of("S>X X>a:von>9 X>b:von>5 X>c* a>E b>E c>E")
    (finding,) = [item for item in check(model, FORMS) if item.code == "branch.overlaps"]
    assert finding.severity == "warning"
    assert "von = 10 thì đi nhánh “X” → “a”" in finding.message.vi


def test_default_that_is_never_taken_is_only_a_warning() -> None:
    model = model_of("S>X X>a:gap X>b:not~gap X>c* a>E b>E c>E")
    assert [item.severity for item in check(model, FORMS) if item.code == "branch.never_taken"] == ["warning"]


DEFAULTS = [
    ("S>X X>a:von>5 X>b:von<=3 X>c:von==4~or~von==5 a>E b>E c>E", None),
    ("S>X X>a:von>5 X>b:von<5 a>E b>E", "von = 5"),
    ('S>X X>a:loai=="a" X>b:loai=="b" a>E b>E', "loai = “c”"),
    ('S>X X>a:loai!="a" X>b:loai=="a"~and~gap a>E b>E', "gap = false, loai = “a”"),
    (
        "S>X X>a:filled(dien_tich)~and~dien_tich>5 X>b:filled(dien_tich)~and~dien_tich<=5 a>E b>E",
        "dien_tich để trống",
    ),
    ('S>X X>a:contains(ten,"x") X>b:contains(ten,"y") a>E b>E', "điều kiện nào đúng."),
    ("S>X X>a:len(ten)>5 X>b:len(kenh)>len(dong) X>c:len(dong)>len(ten) a>E b>E c>E", "điều kiện nào đúng."),
    (
        "S>X X>a:" + "~and~".join(f"len(ten)>{n}" for n in range(12)) + " X>b:gap a>E b>E",
        "điều kiện nào đúng.",
    ),
]


@pytest.mark.parametrize(("drawing", "example"), DEFAULTS)
def test_gateway_without_default_must_cover_every_case(drawing: str, example: str | None) -> None:
    findings = [item for item in check(model_of(drawing), FORMS) if item.code == "gateway.default_missing"]
    assert len(findings) == (example is not None)
    for finding in findings:
        assert finding.severity == "error"
        assert example is not None
        assert example in finding.message.vi


def inclusive(drawing: str) -> ProcessModel:
    model = model_of(drawing)
    return with_node(model, "X", kind="inclusiveGateway")


def with_node(model: ProcessModel, key: str, **changes: Any) -> ProcessModel:
    nodes = (dataclasses.replace(node, **changes) if node.id == key else node for node in model.nodes)
    return dataclasses.replace(model, nodes=tuple(nodes))


def codes_of(model: ProcessModel) -> set[tuple[str, str]]:
    families = ("condition", "branch", "decision", "loop")
    return {pair for pair in found(model, forms=FORMS) if pair[0].split(".")[0] in families}


def test_branches_of_an_inclusive_gateway_may_overlap_but_not_be_impossible() -> None:
    assert codes_of(inclusive("S>X X>a:von>9 X>b:von>5 X>c* a>E1 b>E2 c>E3")) == set()
    model = inclusive("S>X X>a:von>9~and~von<3 X>b:vonn>5 X>c* a>E1 b>E2 c>E3")
    assert codes_of(model) == {("condition.never", "X>a"), ("condition.name_unknown", "X>b")}


def table(policy: HitPolicy, *rules: tuple[str, object]) -> Decision:
    rows = tuple(Rule(condition, (value,)) for condition, value in rules)
    return Decision("phi", "Mức phí", policy, ("von",), ("muc",), rows)


def deciding(decision: Decision, condition: str) -> ProcessModel:
    model = model_of(f"S>r r>X X>a:{condition} X>b* a>E b>E")
    model = dataclasses.replace(model, steps=tuple(step for step in model.steps if step.id != "r"))
    return with_node(model, "r", kind="businessRuleTask", decision=decision)


FULL = table("UNIQUE", ("von > 5", "cao"), ("von <= 5", "thap"))

TABLES = [
    (FULL, 'filled(muc)~and~muc=="cao"', set()),
    (FULL, 'muc=="cao"', {("condition.name_optional", "X>a")}),
    (FULL, 'filled(muc)~and~muc=="caoo"', {("condition.key_unknown", "X>a")}),
    (table("FIRST", ("von > 5", 1), ("", 2)), "muc>1", set()),
    (table("FIRST", ("von > 5", 1), ("", 2)), 'muc=="a"', {("condition.type", "X>a")}),
    (table("COLLECT", ("von > 5", "x"), ("von > 9", "y")), '"x"~in~muc', set()),
    (table("UNIQUE", ("von > 5", 1), ("von > 9", 2), ("von <= 5", 3)), "filled(muc)", {("decision.rules_overlap", "r")}),
    (table("ANY", ("von > 5", 1), ("von > 9", 2), ("von <= 5", 3)), "filled(muc)", {("decision.rules_overlap", "r")}),
    (table("ANY", ("von > 5", 1), ("von > 9", 1), ("von <= 5", 3)), "filled(muc)", set()),
    (table("FIRST", ("von > 5", 1), ("von > 9", 2), ("", 3)), "muc>1", {("decision.rule_never", "r")}),
    (table("UNIQUE", ("von > 5 and von < 3", 1), ("von >= 0", 3)), "filled(muc)", {("decision.rule_never", "r")}),
    (table("UNIQUE", ("von > 5", 1), ("von < 5", 2)), "filled(muc)", {("decision.gap", "r")}),
    (table("UNIQUE", ("vonn > 5", 1)), "filled(muc)", {("condition.name_unknown", "r")}),
    (table("UNIQUE", ('von > "5"', 1)), "filled(muc)", {("condition.type", "r")}),
    (table("UNIQUE", ("von >> 5", 1)), "filled(muc)", {("condition.syntax", "r")}),
]  # fmt: skip


@pytest.mark.parametrize(("decision", "condition", "expected"), TABLES)
def test_decision_table_is_judged_and_what_it_sets_is_known(
    decision: Decision, condition: str, expected: set[tuple[str, str]]
) -> None:
    assert codes_of(deciding(decision, condition)) == expected


def test_gap_and_overlap_of_a_table_name_a_case() -> None:
    gap = check(deciding(table("UNIQUE", ("von > 5", 1), ("von < 5", 2)), "filled(muc)"), FORMS)
    assert any("von = 5" in item.message.vi for item in gap if item.code == "decision.gap")
    both = check(deciding(table("UNIQUE", ("von >= 5", 1), ("von <= 5", 2)), "filled(muc)"), FORMS)
    assert any("von = 5" in item.message.en for item in both if item.code == "decision.rules_overlap")


def looped(loop: Loop, **step: Any) -> ProcessModel:
    return with_node(model_of("S>a a>E", a=step), "a", loop=loop)


LOOPS = [
    (Loop("parallel", items="co_quan", item="noi"), set()),
    (Loop("parallel", items="dong", item="mot"), set()),
    (Loop("parallel", items="coquan", item="noi"), {("loop.items_unknown", "a")}),
    (Loop("parallel", items="von", item="noi"), {("loop.items_no_list", "a")}),
    (Loop("parallel", items="co_quan", item="noi", completion="nrOfCompletedInstances >= 2"), set()),
    (Loop("parallel", items="co_quan", item="noi", completion='noi == "H50.1"'), set()),
    (Loop("parallel", items="co_quan", item="noi", completion='noi == "H50"'), {("condition.key_unknown", "a")}),
    (Loop("parallel", items="co_quan", completion='nrOfInstances == "2"'), {("condition.type", "a")}),
    (Loop("parallel", items="co_quan", completion="soLan > 2"), {("condition.name_unknown", "a")}),
    (Loop("standard", condition="dung", maximum=3), set()),
    (Loop("standard", condition="nrOfInstances > 2", maximum=3), {("condition.name_unknown", "a")}),
    (Loop("standard", condition="von >", maximum=3), {("condition.syntax", "a")}),
]  # fmt: skip


@pytest.mark.parametrize(("loop", "expected"), LOOPS)
def test_conditions_and_items_of_a_repeated_step(loop: Loop, expected: set[tuple[str, str]]) -> None:
    assert codes_of(looped(loop, form="kiem_tra")) == expected


@pytest.mark.parametrize(
    ("agency", "codes"), [("field:noi", set()), ("field:nio", {"step.agency_field_unknown"})]
)
def test_agency_of_a_repeated_step_may_be_the_item(agency: str, codes: set[str]) -> None:
    model = looped(Loop("parallel", items="co_quan", item="noi"), agency=agency)
    assert {code for code, _ in found(model, forms=FORMS) if code.startswith("step")} == codes


def test_field_filled_before_an_interrupted_step_is_known_after_the_interruption() -> None:
    model = model_of("S>z z>a a>E T>X X>b:dung X>c* b>E c>E", FACTS, z={"form": "kiem_tra"})
    model = dataclasses.replace(
        model,
        nodes=(
            *(node for node in model.nodes if node.id != "T"),
            Node("T", "T", "boundaryEvent", attached_to="a"),
        ),
    )
    assert not [pair for pair in codes_of(model) if pair[0].startswith("condition")]


@pytest.mark.parametrize(
    ("kind", "event", "severity"),
    [
        ("manualTask", None, "error"),
        ("serviceTask", None, "warning"),
        ("receiveTask", Event("message", "tra_loi"), "warning"),
        ("intermediateCatchEvent", Event("message", "tra_loi"), "warning"),
        ("intermediateThrowEvent", Event("message", "tra_loi"), "error"),
        ("businessRuleTask", None, "warning"),
    ],
)
def test_services_and_messages_may_bring_names_no_form_knows(
    kind: str, event: Event | None, severity: str
) -> None:
    model = with_node(model_of("S>a a>X X>b:tra_loi_thue>5 X>c* b>E c>E"), "a", kind=kind, event=event)
    findings = [item for item in check(model, FORMS) if item.code == "condition.name_unknown"]
    assert [item.severity for item in findings] == [severity]
