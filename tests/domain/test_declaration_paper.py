"""What stands on a declaration: every question asked, numbered, with ticks, tables and places to write in."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from motcua.domain.catalogues.units import Unit, Units
from motcua.domain.declaration.declaration import DECLARATION
from motcua.domain.declaration.declaration_items import Item, Tick
from motcua.domain.declaration.declaration_paper import Filed, Paper, paper_of
from motcua.domain.declaration.declaration_words import Catalogues
from motcua.domain.forms import FormDefinition

UNITS = Units((Unit("45", "Tỉnh Quảng Trị", (Unit("19333", "Phường Nam Đông Hà"),)),))
SCHEMA: dict[str, Any] = {
    "title": "Giấy đề nghị",
    "x-en": {"title": "Application"},
    "type": "object",
    "x-sections": [
        {"key": "a", "title": "Người đề nghị", "fields": ["ho_ten", "gioi_tinh", "dia_chi", "me"]},
        {"key": "b", "title": "Nội dung", "fields": ["loai", "so_tien", "thanh_vien", "ly_do", "dong_y"]},
    ],
    "properties": {
        "ho_ten": {"type": "string", "title": "Họ và tên", "x-en": {"title": "Full name"}},
        "gioi_tinh": {
            "type": "string", "title": "Giới tính", "enum": ["nam", "nu"], "x-labels": {"nam": "Nam", "nu": "Nữ"},
        },
        "dia_chi": {
            "type": "object", "title": "Nơi cư trú", "x-widget": "address",
            "properties": {
                "tinh": {"type": "string", "title": "Tỉnh"}, "xa": {"type": "string", "title": "Xã"},
                "dia_chi": {"type": "string", "title": "Số nhà"},
            },
        },
        "me": {
            "type": "object", "title": "Người mẹ",
            "properties": {
                "ngay_sinh": {"type": "string", "format": "date", "title": "Ngày sinh"},
                "so": {"type": "integer", "title": "Số con"},
            },
        },
        "loai": {"type": "string", "title": "Chủ thể", "enum": ["ca_nhan", "ho"], "x-labels": {"ca_nhan": "Cá nhân", "ho": "Hộ"}},
        "so_tien": {"type": "integer", "x-widget": "money", "x-suffix": "đồng", "title": "Vốn"},
        "thanh_vien": {
            "type": "array", "title": "Thành viên",
            "items": {
                "type": "object",
                "properties": {
                    "ten": {"type": "string", "title": "Tên"},
                    "chinh": {"type": "boolean", "title": "Chính", "x-widget": "checkbox"},
                },
            },
        },
        "ly_do": {"type": "string", "title": "Lý do", "x-widget": "textarea"},
        "dong_y": {"type": "boolean", "title": "Đồng ý tra cứu"},
    },
    "allOf": [
        {
            "if": {"properties": {"loai": {"const": "ho"}}, "required": ["loai"]},
            "then": {"required": ["thanh_vien"]},
            "else": {"properties": {"thanh_vien": False}},
        }
    ],
}  # fmt: skip
DATA = {
    "ho_ten": "Nguyễn Phúc Bảo Hoàng",
    "gioi_tinh": "nu",
    "dia_chi": {"tinh": "45", "xa": "19333", "dia_chi": "12 Lê Lợi"},
    "me": {"ngay_sinh": "1956-08-21", "so": 2},
    "loai": "ho",
    "so_tien": 80_000_000,
    "thanh_vien": [{"ten": "An", "chinh": True}, {"ten": "Bình"}],
    "ly_do": "Dòng một\nDòng hai",
    "dong_y": True,
}


def paper(data: object = None, language: str = "vi", **words: Any) -> Paper:
    form = FormDefinition.from_schema({**SCHEMA, **words})
    catalogues = Catalogues(units=lambda: UNITS)
    return paper_of(form, data, language, catalogues=catalogues)  # type: ignore[arg-type]


def by_label(shown: Paper) -> dict[str, Item]:
    return {one.label: one for one in shown.items}


@pytest.mark.req("B-03")
def test_a_filled_declaration_says_every_answer_as_paper_does() -> None:
    found = by_label(paper(DATA))
    assert found["Nơi cư trú"].answer == "12 Lê Lợi, Phường Nam Đông Hà, Tỉnh Quảng Trị"
    assert found["Giới tính"].ticks == (Tick("Nam"), Tick("Nữ", True))
    assert (found["Vốn"].answer, found["Vốn"].suffix) == ("80.000.000 đồng", "")
    assert found["Vốn"].items[0].answer == "Tám mươi triệu đồng"
    assert found["Lý do"].answer == "Dòng một\nDòng hai"
    assert found["Thành viên"].heads == ("TT", "Tên", "Chính")
    assert found["Thành viên"].rows == (("1", "An", "X"), ("2", "Bình", ""))
    (pair,) = found["Người mẹ"].items
    assert [(one.label, one.answer) for one in pair.items] == [("Ngày sinh", "21/08/1956"), ("Số con", "2")]
    numbers = [one.number for one in paper(DATA).items if one.kind != "heading"]
    assert numbers == [f"{at}." for at in range(1, 10)]


def test_a_question_that_is_not_asked_is_not_on_paper_and_an_unanswered_one_is_a_line() -> None:
    alone = by_label(paper({"loai": "ca_nhan"}))
    assert "Thành viên" not in alone
    assert (alone["Họ và tên"].answer, alone["Họ và tên"].lines) == ("", 1)


@pytest.mark.req("B-03")
def test_without_answers_it_is_the_blank_form_that_says_when_a_question_is_for_whom() -> None:
    blank = paper()
    note = by_label(blank)["Thành viên"].note
    assert note.startswith("(chỉ khai khi")
    assert "Hộ" in note
    table = next(one for one in blank.items if one.kind == "table")
    assert table.rows == tuple((str(at), "", "") for at in (1, 2, 3))
    assert by_label(blank)["Lý do"].lines == 3
    assert by_label(blank)["Vốn"].suffix == "đồng"
    assert not any(tick.is_on for one in blank.items for tick in one.ticks)
    assert "ngày ....." in blank.place_and_day
    assert blank.pledge == (DECLARATION.vi,)


def test_the_paper_may_differ_from_the_screen() -> None:
    words = {
        "number": "Mẫu số 01", "legal": "Ban hành kèm theo Thông tư", "title": "Tờ khai", "numbering": "sections",
        "order": [{"title": "Nội dung", "text": "Đề nghị:", "fields": ["ly_do", "ho_ten"]}, "khong_co", 7],
        "leave_out": ["dong_y"], "addressee": "Ủy ban nhân dân xã", "pledge": ["Một.", "Hai."],
        "signer": "Người yêu cầu", "signer_field": "ho_ten", "x-en": {"title": "Form"},
    }  # fmt: skip
    shown = paper(DATA, **{"x-paper": words})
    assert (shown.number, shown.title, shown.addressee) == ("Mẫu số 01", "TỜ KHAI", "Ủy ban nhân dân xã")
    assert [(one.kind, one.number, one.label) for one in shown.items[:3]] == [
        ("heading", "1.", "Nội dung"),
        ("text", "", "Đề nghị:"),
        ("answer", "", "Lý do"),
    ]
    assert "Đồng ý tra cứu" not in by_label(shown)
    assert (shown.pledge, shown.signer_name) == (("Một.", "Hai."), "Nguyễn Phúc Bảo Hoàng")
    assert paper(DATA, "en", **{"x-paper": words}).title == "FORM"


@pytest.mark.parametrize(
    "word", [7, [], "x", {"order": 7, "pledge": {}, "numbering": []}, {"order": [[]] * 9}]
)
def test_a_plan_of_the_wrong_shape_leaves_nothing_out(word: object) -> None:
    assert len(paper(DATA, **{"x-paper": word}).items) >= len(SCHEMA["properties"])


def test_a_filed_declaration_carries_its_code_and_the_words_that_were_accepted() -> None:
    filed = Filed("H50-1", "https://dvc/track/H50-1", "UBND phường", date(2026, 2, 3), "An", "Tôi cam đoan.")
    shown = paper_of(FormDefinition.from_schema(SCHEMA), DATA, filed=filed)
    assert (shown.code, shown.addressee, shown.pledge) == ("H50-1", "UBND phường", ("Tôi cam đoan.",))
    assert shown.place_and_day.endswith("ngày 03 tháng 02 năm 2026")


def test_marks_that_no_paper_shows_and_answers_that_no_longer_fit_do_no_harm() -> None:
    data = {
        "ho_ten": "\u202eevil\0\ud800 \u200fA",
        "me": "cũ",
        "thanh_vien": "cũ",
        "loai": "bo",
        "so_tien": "x",
        "dia_chi": 3,
    }
    found = by_label(paper(data))
    assert found["Họ và tên"].answer == "evil A"
    assert (found["Chủ thể"].answer, found["Vốn"].answer) == ("bo", "x")


def test_an_answer_of_thousands_of_lines_does_not_become_hundreds_of_pages() -> None:
    told = by_label(paper({"ly_do": "a\n" * 4_000}))["Lý do"].answer
    assert told.count("\n") == 200
    assert told.count("a") == 4_000
