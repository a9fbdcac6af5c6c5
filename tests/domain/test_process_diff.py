"""The difference of two processes: nothing for the same, everything that was changed, in words."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping

import pytest
from domain.process_sides import DRAWING, SCHEMA, forms_of, renumbered, side_of
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.domain.diff.process_diff import Side, difference

TEXT_FIELD = {"type": "string", "title": "Loại đất"}


def said(old: Side, new: Side) -> list[str]:
    return [change.sentence.vi for change in difference(old, new).changes]


@pytest.mark.req("A-12")
def test_time_of_a_step_is_told_in_the_words_of_the_approval() -> None:
    new = difference(side_of(b={"budget": "12h"}), side_of(b={"budget": "8h"}))
    assert [one.sentence.vi for one in new.changes] == ["Bước “b”: 12 giờ → 8 giờ"]
    assert [one.sentence.en for one in new.changes] == ["Step “b”: 12 hours → 8 hours"]
    assert (new.steps["changed"], new.old_marks, new.new_marks) == (1, {"b": "changed"}, {"b": "changed"})
    assert new.totals == ((1 + 12 + 1 + 1) * 3600, (1 + 8 + 1 + 1) * 3600)
    assert said(side_of(b={"budget": "60m"}), side_of(b={"budget": "1h"})) == []


def test_ids_of_a_new_import_are_no_change() -> None:
    side = side_of()
    assert said(side, renumbered(side)) == []


def test_step_put_between_two_others_is_one_change() -> None:
    old = side_of("S>a a>b b>E")
    assert said(old, side_of("S>a a>g g>b b>E")) == ["Thêm bước “g”: Văn thư, 1 giờ"]
    assert said(side_of("S>a a>g g>b b>E"), old) == ["Bỏ bước “g”: Văn thư, 1 giờ"]


def test_shifted_ids_do_not_hide_which_step_was_put_in() -> None:
    """An import that counts gives the second id to the step put in; names tell that the others only moved on."""
    old, new = side_of("S>a a>b b>E"), renumbered(side_of("S>a a>g g>b b>E"))
    shifted = {"g": "b", "b": "c"}
    names = {node.id: node.name for node in new.model.nodes}
    ids = {key: shifted.get(name, name or key) for key, name in names.items()}
    nodes = tuple(dataclasses.replace(node, id=ids[node.id]) for node in new.model.nodes)
    steps = tuple(dataclasses.replace(step, id=ids[step.id]) for step in new.model.steps)
    flows = tuple(
        dataclasses.replace(flow, source=ids[flow.source], target=ids[flow.target])
        for flow in new.model.flows
    )
    moved = dataclasses.replace(new.model, nodes=nodes, steps=steps, flows=flows)
    assert said(old, Side(moved, new.forms)) == ["Thêm bước “g”: Văn thư, 1 giờ"]


def test_conditions_are_sentences_and_stand_behind_the_step_before_them() -> None:
    new = side_of(DRAWING.replace("von>5", "von>=7"))
    assert said(side_of(), new) == [
        "Sau điểm rẽ một nhánh sau bước “a”, đi tiếp: nếu vốn trên 5 thì đến bước “b”; còn lại thì đến bước “c” → "
        "nếu vốn từ 7 trở lên thì đến bước “b”; còn lại thì đến bước “c”"
    ]
    assert said(side_of(), side_of(DRAWING.replace("von>5", "(von>5)"))) == []


def test_default_branch_moved_and_order_changed_are_told() -> None:
    turned = DRAWING.replace("X1>b:von>5", "X1>b*").replace("X1>c*", "X1>c:von>5")
    assert len(said(side_of(), side_of(turned))) == 1
    swapped = said(side_of("S>a a>b b>c c>E"), side_of("S>a a>c c>b b>E"))
    assert swapped[0] == "Sau bước “a”, đi tiếp: đến bước “b” → đến bước “c”"


def test_questions_of_the_form_are_told_in_both_languages() -> None:
    schema = {
        **SCHEMA,
        "required": ["von", "to_ban_do"],
        "properties": {
            "to_ban_do": {"type": "string", "title": "Tờ bản đồ"},
            "von": {"type": "number", "title": "Vốn"},
            "loai": {**SCHEMA["properties"]["loai"], "enum": ["a"], "x-labels": {"a": "Đất ở"}},
        },
    }
    old, new = side_of(), dataclasses.replace(side_of(), forms=forms_of(schema))
    changes = difference(old, new).changes
    assert [one.sentence.vi for one in changes] == [
        "Thêm biểu mẫu “Tờ khai”, mục “Tờ bản đồ”: chữ, bắt buộc",
        "Mục “Vốn”, kiểu: số nguyên → số",
        "Bỏ mục “Loại đất”, lựa chọn: Đất vườn",
    ]
    assert changes[0].new == "so_nha/to_ban_do"
    renamed = {
        **SCHEMA,
        "required": [],
        "properties": {"von_moi": SCHEMA["properties"]["von"], "loai": TEXT_FIELD},
    }
    keys = difference(old, dataclasses.replace(new, forms=forms_of(renamed))).changes
    assert ("key", "so_nha/von", "so_nha/von_moi") in [(one.aspect, one.old, one.new) for one in keys]


def test_when_a_question_is_asked_is_told_in_words() -> None:
    case = {"properties": {"loai": {"const": "a"}}, "required": ["loai"]}
    asked = {
        **SCHEMA,
        "required": [],
        "if": case,
        "then": {"required": ["von"]},
        "else": {"properties": {"von": False}},
    }
    old = side_of()
    told = [one.sentence for one in difference(old, dataclasses.replace(old, forms=forms_of(asked))).changes]
    assert [one.vi for one in told] == [
        "Mục “Vốn”, bắt buộc: bắt buộc → bắt buộc khi",
        "Mục “Vốn”, hỏi khi: luôn luôn → Loại đất là Đất ở",
        "Mục “Vốn”, bắt buộc khi: không ghi → Loại đất là Đất ở",
        "Biểu mẫu “Tờ khai”, quy tắc giữa các mục: 0 quy tắc → 1 quy tắc",
    ]
    assert told[1].en == "Question “Vốn”, asked when: always → Loại đất is Đất ở"


MUTATIONS: Mapping[str, Callable[[str], str]] = {
    "added": lambda drawing: drawing.replace("d>e", "d>neu neu>e"),
    "removed": lambda drawing: drawing.replace("X2>d d>e", "X2>e"),
    "next": lambda drawing: drawing.replace("von>5", "von>6"),
}


@settings(max_examples=60, deadline=None)
@given(
    st.sets(st.sampled_from(sorted(MUTATIONS))),
    st.dictionaries(st.sampled_from("abce"), st.sampled_from(("2h", "3h", "1d"))),
    st.booleans(),
)
def test_all_of_several_changes_are_reported_and_nothing_else(
    drawn: set[str], budgets: dict[str, str], is_renumbered: bool
) -> None:
    drawing = DRAWING
    for name in drawn:
        drawing = MUTATIONS[name](drawing)
    new = side_of(drawing, **{key: {"budget": budget} for key, budget in budgets.items()})
    found = difference(side_of(), renumbered(new) if is_renumbered else new).changes
    expected = {("changed", "budget", f"Bước “{key}”") for key in budgets}
    if "added" in drawn and "d>neu" in drawing:
        expected.add(("added", "", "Bước “neu”"))
    if "removed" in drawn and "X2>e" in drawing:
        expected.add(("removed", "", "Bước “d”"))
    if "next" in drawn:
        expected.add(("changed", "next", "Sau điểm rẽ một nhánh sau bước “a”"))
    assert {(one.kind, one.aspect, one.where.vi) for one in found} == expected
    assert difference(new, new).changes == []
