"""What the form designer does to a schema, done by its own modules: nothing is damaged, and rules follow their questions."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from motcua.domain.forms import FormDefinition
from motcua.domain.forms.form_review import review

ROOT = Path(__file__).resolve().parents[2]
FORMS = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(ROOT.glob("forms/*/*.schema.json"))]
IS_HOUSEHOLD = {"join": "all", "rows": [{"field": "chu_the", "operator": "is", "value": "ho"}]}
FORM: dict[str, Any] = {
    "title": "Đơn", "type": "object", "x-foreign": {"keep": 1},
    "x-sections": [
        {"key": "a", "title": "A", "fields": ["chu_the", "thanh_vien"]}, {"key": "b", "title": "B", "fields": ["so", "nhom"]},
    ],
    "required": ["chu_the"],
    "properties": {
        "chu_the": {"type": "string", "title": "Chủ thể", "enum": ["ca_nhan", "ho"], "x-unknown": True},
        "thanh_vien": {"type": "string", "title": "Thành viên"},
        "so": {"type": "number", "title": "Số", "x-formula": "chu_the * 2", "contentEncoding": "base64"},
        "nhom": {"type": "object", "title": "Nhóm", "properties": {"ten": {"type": "string", "title": "Tên"}}},
    },
    "allOf": [{"anyOf": [{"required": ["so"]}, {"required": ["nhom"]}], "x-field": "so"}],
}  # fmt: skip
DEEDS = [
    {
        "deed": "asked",
        "path": "/properties/thanh_vien",
        "asked": {"shown": IS_HOUSEHOLD, "must": True},
    },
    {"deed": "rename", "path": "/properties/chu_the", "name": "nguoi"},
    {"deed": "copy", "path": "/properties/thanh_vien"},
    {
        "deed": "move",
        "path": "/properties/thanh_vien",
        "container": "/properties/nhom",
        "section": -1,
        "index": 0,
    },
    {"deed": "asked", "path": "/properties/nhom", "asked": {"shown": {"join": "all", "rows": [
        {"field": "nguoi", "operator": "in", "value": ["ho", "ca_nhan"]}]}, "must": False}},
    {"deed": "remove", "path": "/properties/nguoi"},
    {"deed": "remove", "path": "/properties/so"},
    {"deed": "label", "path": "/properties/nhom", "label": "Đất ở, nhà ở"},
    {"deed": "add", "path": "", "section": 1, "index": 0, "snippet": {"type": "boolean", "title": "Cam đoan", "const": True,
        "x-widget": "declaration", "x-text": "Tôi cam đoan."}},
]  # fmt: skip


@pytest.fixture(scope="module")
def done() -> dict[str, Any]:
    node = shutil.which("node")
    assert node is not None, "Node is needed to build the front end"
    given = {
        "forms": FORMS, "form": FORM, "deeds": DEEDS, "labels": ["Họ và tên", "Đường, số nhà", "2 người", "…"],
        "pasted": "Một\tOne\nHai, ba\tTwo\n\nHai ba\n",
    }  # fmt: skip
    script = str(Path(__file__).with_name("form_edits.mjs"))
    ran = subprocess.run(
        [node, script], input=json.dumps(given), capture_output=True, text=True, timeout=60, check=True
    )
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def meaning(schema: dict[str, Any]) -> list[Any]:
    """What a form asks and when."""
    form = FormDefinition.from_schema(schema)
    return [
        (path, one.kind, one.label, one.required, one.choices, one.shown_if, one.required_if)
        for path, one in form.walk()
    ]


def test_a_form_whose_rules_and_choices_are_written_anew_asks_the_same(done: dict[str, Any]) -> None:
    for before, after in zip(FORMS, done["rewritten"], strict=True):
        assert meaning(after) == meaning(before), before["title"]
        assert {key: value for key, value in after.items() if key != "allOf"} == {
            key: value for key, value in before.items() if key != "allOf"
        }


def test_every_question_of_every_form_is_found_and_none_of_ours_is_by_hand(done: dict[str, Any]) -> None:
    for form, pointers in zip(FORMS, done["questions"], strict=True):
        assert {f"/properties/{key}" for key in form["properties"]} <= set(pointers)
    assert not any(done["byHand"])


def test_rules_follow_a_question_that_is_renamed_copied_moved_and_removed(done: dict[str, Any]) -> None:
    asked, renamed, copied, moved, grouped, removed, less, labelled, declared = done["steps"]
    rule = {"if": {"properties": {"chu_the": {"const": "ho"}}, "required": ["chu_the"]}}
    assert asked["schema"]["allOf"][1] == {
        **rule, "then": {"required": ["thanh_vien"]}, "else": {"properties": {"thanh_vien": False}}
    }  # fmt: skip
    assert list(renamed["schema"]["properties"]) == ["nguoi", "thanh_vien", "so", "nhom"]
    assert renamed["schema"]["required"] == ["nguoi"]
    assert renamed["schema"]["allOf"][1]["if"]["required"] == ["nguoi"]
    assert renamed["schema"]["properties"]["so"]["x-formula"] == "nguoi * 2"
    assert copied["schema"]["x-sections"][0]["fields"] == ["nguoi", "thanh_vien", "thanh_vien_2"]
    assert moved["isCut"] is True
    assert moved["path"] == "/properties/nhom/properties/thanh_vien"
    assert list(moved["schema"]["properties"]["nhom"]["properties"]) == ["thanh_vien", "ten"]
    assert len(moved["schema"]["allOf"]) == 1
    assert len(grouped["schema"]["allOf"]) == 2
    assert removed["schema"]["allOf"] == FORM["allOf"]
    assert "allOf" not in less["schema"]
    assert labelled["path"] == "/properties/dat_o_nha_o"
    final = declared["schema"]
    assert final["x-sections"][1]["fields"] == ["cam_doan", "dat_o_nha_o"]
    assert final["required"] == ["cam_doan"]
    assert final["x-foreign"] == FORM["x-foreign"]
    assert [one for one in review(final) if one.severity == "error"] == []


def test_words_that_the_builder_cannot_draw_are_kept(done: dict[str, Any]) -> None:
    after = done["steps"][1]["schema"]["properties"]
    assert after["nguoi"]["x-unknown"] is True
    assert after["so"]["contentEncoding"] == "base64"


def test_keys_are_made_of_labels_and_lines_of_a_table_become_choices(done: dict[str, Any]) -> None:
    assert done["keys"] == ["ho_va_ten", "duong_so_nha", "muc_2_nguoi", "muc"]
    assert done["pasted"] == [
        {"value": "a", "label": "Một", "english": ""}, {"value": "hai_ba", "label": "Hai, ba", "english": "Two"},
        {"value": "hai_ba_2", "label": "Hai ba", "english": ""},
    ]  # fmt: skip
    assert done["history"] == [True, True]
