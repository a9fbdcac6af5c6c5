"""The rules of the checker: each finding has a model that fails it, and sound models pass."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from domain.process_drawings import FORMS, found, model_of

from motcua.domain.check.process_rules import check
from motcua.domain.process.process import Finding, ProcessModel

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
        "P1",
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
    ["task", "scriptTask", "callActivity", "complexGateway", "transaction", "adHocSubProcess", "whatever"],
)
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


def test_every_sentence_is_in_both_languages_and_names_its_element() -> None:
    findings: list[Finding] = []
    for drawing, _, _ in UNSOUND.values():
        findings += check(model_of(drawing, a={"form": "kiem_tra"}), FORMS)
    assert len(findings) > len(UNSOUND)
    for finding in findings:
        assert finding.element
        assert finding.message.vi != finding.message.en
        assert finding.message.vi.endswith((".", "?"))
