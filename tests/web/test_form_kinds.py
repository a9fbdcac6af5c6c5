"""Every kind of question on a page: drawn, read back and kept; what is not asked, fixed or worked out is not believed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from time import thread_time
from typing import Any

import pytest
from flask import Flask
from web.form_pages import Inputs, draw, form_app, small
from werkzeug.datastructures import MultiDict

from motcua.domain.declaration.declaration_words import Catalogues, Words
from motcua.domain.forms import FormDefinition, normalise, validate
from motcua.services.forms import catalogues
from motcua.web.forms import FormView, answer_sections


@pytest.fixture(autouse=True)
def app() -> Iterator[Flask]:
    with form_app() as made:
        yield made


def text(title: str, **more: Any) -> dict[str, Any]:
    return {"type": "string", "title": title, **more}


ADDRESS = {
    "type": "object",
    "title": "Nơi ở",
    "x-widget": "address",
    "properties": {
        "tinh": text("Tỉnh", pattern="^[0-9]{2}$"),
        "xa": text("Xã", pattern="^[0-9]{5}$"),
        "dia_chi": text("Số nhà"),
    },
}
BANK = {
    "type": "object",
    "title": "Tài khoản",
    "x-widget": "bank_account",
    "properties": {"ngan_hang": text("Ngân hàng"), "so_tai_khoan": text("Số tài khoản")},
}
WAYS = {
    "type": "object",
    "title": "Người",
    "oneOf": [
        {
            "title": "Cá nhân",
            "required": ["loai", "ten"],
            "properties": {"loai": {"const": 1}, "ten": text("Tên")},
        },
        {
            "title": "Tổ chức",
            "required": ["loai", "ten"],
            "properties": {"loai": {"const": 2}, "ten": text("Tên")},
        },
    ],
}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "luu_y": {"type": "null", "title": "Lưu ý", "description": "Hai\ndòng", "x-widget": "note"},
        "muc": {"title": "Mức", "enum": [1, 2, 3], "x-labels": {"1": "Một", "2": "Hai", "3": "Ba"}},
        "so_tang": {"type": "integer", "title": "Số tầng"},
        "gia": {"type": "integer", "title": "Giá", "x-widget": "money"},
        "tong": {
            "type": "integer", "title": "Tổng", "readOnly": True, "x-formula": "gia * so_tang", "x-widget": "money",
        },
        "ma_so_thue": text("Mã số thuế", **{"x-widget": "tax_code"}),
        "ngay": text("Ngày sinh", format="motcua-day"),
        "mau": text("Mẫu", const="01"),
        "noi_o": ADDRESS,
        "tai_khoan": BANK,
        "nguoi": WAYS,
        "ten_goi": {"type": "array", "title": "Tên gọi khác", "items": text("Tên gọi")},
        "dong_y": {"type": "boolean", "title": "Cam đoan", "const": True, "x-widget": "declaration", "x-text": "Tôi cam đoan."},
    },
    "if": {"properties": {"muc": {"const": 2}}, "required": ["muc"]},
    "then": {"required": ["so_tang"]},
    "else": {"properties": {"so_tang": False}},
}  # fmt: skip
DATA: dict[str, Any] = {
    "muc": 2,
    "so_tang": 3,
    "gia": 2_000_000,
    "tong": 6_000_000,
    "ma_so_thue": "0100109106",
    "ngay": "1956-02-30@lunar",
    "mau": "01",
    "noi_o": {"tinh": "44", "xa": "19351", "dia_chi": "118 Nguyễn Huệ"},
    "tai_khoan": {"ngan_hang": "970405", "so_tai_khoan": "0451000412233"},
    "nguoi": {"loai": 2, "ten": "Gió Lào"},
    "ten_goi": ["Hằng", "Bé"],
    "dong_y": True,
}


@pytest.fixture(scope="module")
def definition() -> FormDefinition:
    return FormDefinition.from_schema(SCHEMA)


def pairs_of(view: FormView) -> list[tuple[str, str]]:
    return [pair for pair in Inputs(re.sub(r"(?s)<template.*?</template>", "", draw(view))).pairs if pair[0]]


@pytest.mark.req("B-01")
def test_what_the_page_shows_comes_back_as_the_same_data(definition: FormDefinition) -> None:
    posted = pairs_of(FormView(definition, data=DATA))
    back = FormView(definition, formdata=MultiDict(posted)).data
    assert normalise(definition, back) == DATA
    assert validate(definition, back) == []


def test_a_condition_stands_at_its_question_for_people_and_for_scripts(definition: FormDefinition) -> None:
    for level, asked in ((2, "yes"), (1, "no")):
        html = draw(FormView(definition, data={"muc": level}))
        frame = re.search(r'<div class="ask" data-key="so_tang"[^>]*>', html)
        assert frame is not None
        assert f'data-asked="{asked}"' in frame[0]
    assert "Chỉ khai khi Mức là Hai." in html
    typed = [("muc", "1"), ("so_tang", "9")]
    kept = normalise(definition, FormView(definition, formdata=MultiDict(typed)).data)
    assert isinstance(kept, dict)
    assert (kept["muc"], kept.get("so_tang")) == (1, None)


def test_fixed_and_computed_answers_are_never_believed(definition: FormDefinition) -> None:
    posted = [("mau", "99"), ("tong", "1"), ("gia", "5"), ("muc", "2"), ("so_tang", "2")]
    data = normalise(definition, FormView(definition, formdata=MultiDict(posted)).data)
    assert isinstance(data, dict)
    assert (data["mau"], data["tong"]) == ("01", 10)


def test_only_the_chosen_way_counts(definition: FormDefinition) -> None:
    page = FormView(definition, data=DATA)
    posted = [(name, "Khác" if name.endswith("-ten") else value) for name, value in pairs_of(page)]
    assert FormView(definition, formdata=MultiDict(posted)).data["nguoi"] == {"loai": 2, "ten": "Khác"}
    view = FormView(definition, formdata=MultiDict([pair for pair in posted if pair[1] != "Khác"]))
    view.attach_errors(validate(definition, view.data))
    (anchor,) = [anchor for anchor, words in view.error_summary() if "tên" in words.lower()]
    assert anchor in Inputs(draw(view)).attributes


def test_communes_come_with_their_province_without_scripts(definition: FormDefinition) -> None:
    view = FormView(definition, formdata=MultiDict([("noi_o-tinh", "44")]))
    assert view.apply_action("units:/noi_o")
    html = draw(view)
    assert '<option value="19351">Phường Nam Đông Hà</option>' in html
    assert html.count("<option") < 300, "never all communes of the country"
    assert not view.apply_action("units:/gia")


def test_a_row_yet_to_be_added_is_drawn_once_for_the_script(definition: FormDefinition) -> None:
    html = draw(FormView(definition, data=DATA))
    assert html.count("<template") == 1
    token = re.findall(r'data-blank-row="([^"]+)"', html)[0]
    assert f'name="ten_goi-{token}-"' in html


def test_paper_and_page_say_an_answer_alike(definition: FormDefinition) -> None:
    told = {one.key: one for section in answer_sections(definition, DATA, "vi") for one in section.answers}
    paper = Words("vi", {}, Catalogues(catalogues.units, catalogues.former_units, catalogues.banks))
    said = {
        key: paper.answer(definition.field_by_key[key], DATA[key]) for key in ("ma_so_thue", "ngay", "noi_o")
    }
    assert said == {key: told[key].lines[0] for key in said}
    assert paper.answer(definition.field_by_key["tong"], DATA["tong"]) == "6.000.000 đồng"
    bank = "Agribank – Ngân hàng Nông nghiệp"
    assert bank in told["tai_khoan"].parts[0].lines[0]
    assert bank in paper.answer(definition.field_by_key["tai_khoan"], DATA["tai_khoan"])


def test_answers_are_read_back_in_words(definition: FormDefinition) -> None:
    told = {one.key: one for section in answer_sections(definition, DATA, "vi") for one in section.answers}
    assert (told["tong"].lines, told["tong"].note) == (("6.000.000\N{NO-BREAK SPACE}đ",), "Sáu triệu đồng")
    assert told["ma_so_thue"].lines == ("0100 109 106",)
    assert told["gia"].note == "Hai triệu đồng"
    assert told["ngay"].lines == ("30/02/1956 (âm lịch)",)
    assert told["noi_o"].lines == ("118 Nguyễn Huệ, Phường Nam Đông Hà, Tỉnh Quảng Trị",)
    assert "Ngân hàng Nông nghiệp" in told["tai_khoan"].parts[0].lines[0]
    assert told["nguoi"].parts[0].lines == ("Tổ chức",)
    assert told["ten_goi"].lines == ("Hằng", "Bé")
    assert "luu_y" not in told
    assert "so_tang" not in {
        one.key
        for section in answer_sections(definition, {**DATA, "muc": 1}, "vi")
        for one in section.answers
    }


@pytest.mark.parametrize("odd", [None, 3, "chữ", [1], {"x": 1}, True, {"tinh": ["x"]}])
def test_stored_data_of_any_shape_can_be_drawn_and_told(definition: FormDefinition, odd: object) -> None:
    data = dict.fromkeys(definition.field_by_key, odd)
    ids = Inputs(draw(FormView(definition, data=data))).ids
    assert {"gia", "ngay", "noi_o-dia_chi", "tai_khoan-ngan_hang"} <= set(ids)
    told = {one.key for section in answer_sections(definition, data, "en") for one in section.answers}
    assert ("gia" in told) == (odd is not None)


def test_two_hundred_questions_are_drawn_in_less_than_three_tenths_of_a_second() -> None:
    kinds = [text("Chữ"), text("Ngày", format="date"), {"type": "integer", "title": "Số"}, WAYS, ADDRESS]
    properties = {f"m{number}": json.loads(json.dumps(kinds[number % 5])) for number in range(115)}
    definition = small(**properties)
    assert sum(1 for _ in definition.walk()) >= 200
    draw(FormView(definition))
    spent = []
    for _ in range(3):
        started = thread_time()
        draw(FormView(definition, formdata=MultiDict([("m0", "a"), ("m2", "x")])))
        spent.append(thread_time() - started)
    assert min(spent) < 0.3
