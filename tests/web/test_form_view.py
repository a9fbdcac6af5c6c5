"""E-forms on a page: fill in, read back and keep what was typed, without a script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from flask import Flask
from web.form_pages import Inputs, draw, form_app, library, small
from werkzeug.datastructures import MultiDict

from motcua.domain.forms import normalise, validate, validate_section
from motcua.web.forms import FormView


@pytest.fixture(autouse=True)
def app() -> Iterator[Flask]:
    with form_app() as made:
        yield made


TODAY = date(2026, 6, 15)
HOUSEHOLD = {
    "hinh_thuc_dang_ky": "thanh_lap_moi",
    "chu_the": "thanh_vien_ho_gia_dinh",
    "chu_ho_ho_ten": "Nguyễn Thị “Bích” <Hằng> & con",
    "chu_ho_gioi_tinh": "nu",
    "chu_ho_ngay_sinh": "1988-03-27",
    "chu_ho_so_dinh_danh": "045188002417",
    "chu_ho_dan_toc_quoc_tich": {"dan_toc": "kinh", "quoc_tich": "viet_nam"},
    "thanh_vien": [{"ho_ten": "Lê Văn Tám", "so_dinh_danh": "045190001234", "ngay_sinh": "1990-01-02"}],
    "ten_hkd": "Cà phê Bích Hằng",
    "tru_so": {"tinh": "44", "xa": "19351", "dia_chi": "118 Nguyễn Huệ"},
    "tru_so_lien_he": {"dien_thoai": "0914552187", "email": "bich.hang@example.vn"},
    "nganh_nghe": [
        {"ma": "5630", "ten": "Dịch vụ phục vụ đồ uống", "chinh": True},
        {"ma": "4711", "ten": "Bán lẻ", "chinh": False},
    ],
    "von": 80_000_000,
    "thue_ngay_bat_dau": "2026-07-01",
    "thue_so_lao_dong": 3,
    "thue_phuong_phap": "ke_khai",
    "nguoi_nop_tu_cach": "chu_ho",
}
BIRTH = {
    "ho_ten_nguoi_yeu_cau": "Trần Văn Bình",
    "ngay_sinh_nguoi_yeu_cau": "1990-05-01",
    "giay_to_tuy_than_loai": "can_cuoc",
    "giay_to_tuy_than_so": "045190001234",
    "noi_cu_tru_nguoi_yeu_cau": "Khu phố 5\nphường Nam Đông Hà",
    "quan_he": "cha",
    "ho_ten_con": "TRẦN MINH AN",
    "ngay_sinh_con": "2026-06-01",
    "ngay_sinh_bang_chu": "Ngày một tháng sáu",
    "gioi_tinh": "nam",
    "dan_toc": "bru_van_kieu",
    "quoc_tich": "viet_nam",
    "noi_sinh": "Bệnh viện",
    "que_quan": "Quảng Trị",
    "me": {"ho_ten": "Lê Thị Hoa", "nam_sinh": "1992"},
    "de_nghi_ban_sao": True,
    "so_luong_ban_sao": 2,
}


@pytest.mark.req("B-01")
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    ("name", "data"), [("ho_kinh_doanh/hkd_thanh_lap", HOUSEHOLD), ("ho_tich/khai_sinh", BIRTH)]
)
def test_what_the_page_shows_comes_back_as_the_same_data(
    name: str, data: dict[str, Any], language: str
) -> None:
    definition = library(name)
    posted = MultiDict(Inputs(draw(FormView(definition, data=data, language=language))).pairs)
    back = FormView(definition, formdata=posted, language=language).data
    assert normalise(definition, back) == data
    assert validate(definition, back, today=TODAY) == []


@pytest.mark.parametrize(
    "name", ["ho_kinh_doanh/hkd_thanh_lap", "ho_tich/khai_sinh", "ho_kinh_doanh/tham_dinh"]
)
def test_every_input_has_a_label_and_ids_are_unique(name: str) -> None:
    seen = Inputs(draw(FormView(library(name), prefix="buoc")))
    named = [one for one, given in seen.attributes.items() if given.get("name")]
    assert named
    assert set(named) <= seen.labels
    assert len(seen.ids) == len(set(seen.ids))


def test_part_by_part_gives_the_whole_form() -> None:
    definition = library("ho_kinh_doanh/hkd_thanh_lap")
    draft: dict[str, object] = {}
    for section in definition.sections:
        page = draw(FormView(definition, section.key, data=HOUSEHOLD))
        view = FormView(definition, section.key, formdata=MultiDict(Inputs(page).pairs))
        assert validate_section(definition, section.key, view.merged(draft), today=TODAY) == []
        draft = view.merged(draft)
    assert normalise(definition, draft) == HOUSEHOLD


def test_names_and_answers_are_escaped() -> None:
    definition = small(
        a={"type": "string", "title": "<b>Tên</b>", "description": "<script>alert(1)</script>"}
    )
    html = draw(FormView(definition, data={"a": '"><script>alert(2)</script>'}))
    assert "<script" not in html
    assert "<b>" not in html
    assert "&lt;b&gt;Tên" in html


def test_pages_hold_no_inline_style_or_script() -> None:
    html = draw(FormView(library("ho_kinh_doanh/hkd_thanh_lap"), data=HOUSEHOLD))
    assert not re.search(r"<script|\sstyle=|\son[a-z]+=", html)


@pytest.mark.req("B-05")
def test_errors_stand_at_their_field_with_everything_typed_kept() -> None:
    definition = library("ho_kinh_doanh/hkd_thanh_lap")
    typed = MultiDict(
        [
            ("von", "tám mươi triệu"),
            ("nganh_nghe-0-ma", "56"),
            ("nganh_nghe-0-ten", " Đồ uống "),
            ("nganh_nghe-0-chinh", "true"),
        ]
    )
    view = FormView(definition, "nganh_va_von", formdata=typed)
    errors = validate_section(definition, "nganh_va_von", view.data)
    view.attach_errors(errors)
    assert view.error_summary() == [
        ("nganh_nghe-0-ma", "Mã ngành ở dòng 1 còn thiếu 2 chữ số. Bạn đã nhập 2 trên 4."),
        ("von", "Vốn kinh doanh phải là số tiền bằng đồng, ví dụ 80.000.000. Bạn đã nhập “tám mươi triệu”."),
    ]
    html = draw(view)
    seen = Inputs(html)
    assert ("von", "tám mươi triệu") in seen.pairs
    assert ("nganh_nghe-0-ten", " Đồ uống ") in seen.pairs
    assert seen.attributes["von"]["aria-invalid"] == "true"
    assert seen.attributes["von"]["aria-describedby"] == "von-hint von-error"
    for anchor, message in view.error_summary():
        assert f'href="#{anchor}"' in html
        assert html.count(message) == 2


def test_errors_speak_the_readers_language() -> None:
    definition = library("ho_tich/khai_sinh")
    view = FormView(definition, "cha_me", formdata=MultiDict([("x", "y")]), language="en")
    view.attach_errors(validate_section(definition, "cha_me", view.data))
    assert view.error_summary() == [("me", "Fill in at least one of the two: the mother or the father.")]


def test_an_error_no_field_is_to_blame_for_stays_in_the_summary() -> None:
    definition = small(a={"type": "string", "title": "A"})
    view = FormView(definition, formdata=MultiDict([("a", "x")]))
    view.attach_errors(validate(definition, {"la": 1}))
    assert view.error_summary() == [("", "Tờ khai không có mục “la”. Hãy bỏ mục này.")]


def test_dates_are_shown_day_first_and_wrong_ones_as_typed() -> None:
    definition = small(ngay={"type": "string", "format": "date", "title": "Ngày"})
    assert 'value="27/03/1990"' in draw(FormView(definition, data={"ngay": "1990-03-27"}))
    view = FormView(definition, formdata=MultiDict([("ngay", "31/2/1990")]))
    (error,) = validate(definition, view.data)
    assert "không có ngày 31/2/1990" in error.message.vi
    assert 'value="31/2/1990"' in draw(view)


def test_fields_named_like_python_words_are_ordinary_fields() -> None:
    words = [
        "data",
        "errors",
        "meta",
        "prefix",
        "formdata",
        "obj",
        "process",
        "validate",
        "self",
        "kwargs",
        "class",
    ]
    text = {"type": "string", "title": "Mục"}
    definition = small(
        **dict.fromkeys(words, text),
        nhom={"type": "object", "title": "N", "properties": dict.fromkeys(words, text)},
    )
    data: dict[str, object] = {**dict.fromkeys(words, "x"), "nhom": dict.fromkeys(words, "y")}
    html = draw(FormView(definition, data=data))
    assert FormView(definition, formdata=MultiDict(Inputs(html).pairs)).data == data


def test_optional_radios_can_be_taken_back() -> None:
    definition = library("ho_kinh_doanh/hkd_thanh_lap")
    view = FormView(definition, "thue", formdata=MultiDict([("thue_phuong_phap", "")]))
    assert "thue_phuong_phap" not in view.merged({"thue_phuong_phap": "ke_khai", "von": 5})
    assert view.merged({"von": 5})["von"] == 5


def test_defaults_stand_in_a_new_form_but_never_fill_an_optional_group() -> None:
    inner = {"a": {"type": "string", "title": "A", "default": "x"}}
    definition = small(
        b={"type": "string", "title": "B", "default": "y"},
        nhom={"type": "object", "title": "N", "properties": inner},
    )
    assert FormView(definition).data == {"b": "y"}
    assert FormView(definition, formdata=MultiDict([("b", "")])).data == {}


def test_several_choices_are_checkboxes() -> None:
    items = {"type": "string", "enum": ["a", "b"], "x-labels": {"a": "Một", "b": "Hai"}}
    definition = small(c={"type": "array", "title": "C", "items": items})
    html = draw(FormView(definition, data={"c": ["b"]}))
    assert Inputs(html).pairs == [("c", "b")]
    assert FormView(definition, formdata=MultiDict([("c", "b"), ("c", "a"), ("c", "a")])).data == {
        "c": ["b", "a"]
    }


def test_an_unknown_part_is_a_programming_error() -> None:
    with pytest.raises(KeyError):
        FormView(library("ho_tich/khai_sinh"), "khac")
