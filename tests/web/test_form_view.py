"""E-forms on a page: fill in, read back, keep what was typed, add and remove rows without a script."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, render_template_string
from flask_babel import Babel
from werkzeug.datastructures import MultiDict

from motcua.domain.forms import FormDefinition, normalise, validate, validate_section
from motcua.web.forms import FormView, register

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 6, 15)
PAGE = """{% import 'forms/form.html' as forms %}{% from 'macros/errors.html' import error_summary %}
{{ error_summary(view.error_summary()) }}{{ forms.render(view) }}"""


@pytest.fixture(autouse=True)
def app() -> Iterator[Flask]:
    made = Flask("forms", template_folder=str(ROOT / "platform" / "motcua" / "web" / "templates"))
    Babel(made)
    register(made)
    made.jinja_env.globals["icon_url"] = lambda name: f"#{name}"
    with made.test_request_context():
        yield made


def library(name: str) -> FormDefinition:
    return FormDefinition.from_schema(json.loads((ROOT / "forms" / f"{name}.schema.json").read_text("utf-8")))


def small(**properties: Any) -> FormDefinition:
    return FormDefinition.from_schema({"type": "object", "properties": properties})


def draw(view: FormView) -> str:
    return render_template_string(PAGE, view=view)


class Inputs(HTMLParser):
    """What a browser would post back from a drawn form, and the ids it saw."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.pairs: list[tuple[str, str]] = []
        self.ids: list[str] = []
        self.labels: set[str] = set()
        self.attributes: dict[str, dict[str, str | None]] = {}
        self._area = self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, value = given.get("name") or "", given.get("value") or ""
        if given.get("id"):
            self.ids.append(str(given["id"]))
            self.attributes[str(given["id"])] = given
        if tag == "label":
            self.labels.add(str(given["for"]))
        if tag == "input" and given.get("type") in ("radio", "checkbox") and "checked" not in given:
            return
        if tag == "input" and given.get("type") != "file":
            self.pairs.append((name, value))
        self._area = name if tag == "textarea" else self._area
        self._select = name if tag == "select" else self._select
        if tag == "option" and "selected" in given:
            self.pairs.append((self._select, value))

    def handle_data(self, data: str) -> None:
        if self._area:
            self.pairs.append((self._area, data.lstrip("\r\n")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""


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
    "tru_so": {"tinh": "quang_tri", "xa": "Phường Nam Đông Hà", "dia_chi": "118 Nguyễn Huệ"},
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


ROWS = [
    ("nganh_nghe-0-ma", "5630"),
    ("nganh_nghe-0-ten", "Đồ uống"),
    ("nganh_nghe-1-ma", "4711"),
    ("von", "abc"),
]


def rows_view(*more: tuple[str, str]) -> FormView:
    return FormView(
        library("ho_kinh_doanh/hkd_thanh_lap"), "nganh_va_von", formdata=MultiDict([*ROWS, *more])
    )


def test_a_row_is_added_with_everything_typed_kept() -> None:
    view = rows_view()
    assert view.apply_action("add:/nganh_nghe")
    seen = Inputs(draw(view))
    assert set(ROWS) <= set(seen.pairs)
    assert ("nganh_nghe-2-ma", "") in seen.pairs
    assert "autofocus" in seen.attributes["nganh_nghe-2-ma"]


def test_a_row_is_removed_and_those_after_it_move_up() -> None:
    view = rows_view()
    assert view.apply_action("remove:/nganh_nghe/0")
    seen = Inputs(draw(view))
    assert ("nganh_nghe-0-ma", "4711") in seen.pairs
    assert ("von", "abc") in seen.pairs
    assert "nganh_nghe-1-ma" not in seen.attributes
    assert view.data["nganh_nghe"] == [{"ma": "4711", "chinh": False}]


def test_rows_left_empty_are_no_answer_and_the_sentence_counts_rows_in_sight() -> None:
    definition = library("ho_kinh_doanh/hkd_thanh_lap")
    typed = [
        ("nganh_nghe-0-ma", ""),
        ("nganh_nghe-1-ma", ""),
        ("nganh_nghe-2-ma", "56"),
        ("nganh_nghe-2-chinh", "true"),
    ]
    view = FormView(definition, "nganh_va_von", formdata=MultiDict(typed))
    assert view.data["nganh_nghe"] == [{"ma": "56", "chinh": True}]
    view.attach_errors(validate_section(definition, "nganh_va_von", view.data))
    assert [anchor for anchor, _ in view.error_summary()] == ["nganh_nghe-0-ma", "nganh_nghe-0-ten", "von"]
    assert ("nganh_nghe-0-ma", "56") in Inputs(draw(view)).pairs


@pytest.mark.parametrize(
    "action",
    [
        None,
        "",
        "add",
        "add:",
        "add:/von",
        "add:/khac",
        "add:nganh_nghe",
        "remove:/nganh_nghe/9",
        "remove:/nganh_nghe/-1",
        "remove:/nganh_nghe/²",
        "remove:/von/0",
        "remove:/nganh_nghe/0/ma",
        "drop:/von",
        "save:/nganh_nghe",
    ],
)
def test_an_action_of_no_meaning_changes_nothing(action: str | None) -> None:
    view = rows_view()
    before = view.data
    assert not view.apply_action(action)
    assert view.data == before


def test_rows_stop_at_the_most_the_form_allows() -> None:
    row = {"type": "object", "properties": {"a": {"type": "string", "title": "A"}}}
    definition = small(d={"type": "array", "title": "D", "maxItems": 2, "items": row})
    view = FormView(definition, formdata=MultiDict([("d-0-a", "x"), ("d-1-a", "y")]))
    assert "add:/d" not in draw(view)
    assert not view.apply_action("add:/d")


@pytest.mark.parametrize(
    "name",
    [
        "nganh_nghe-²-ma",
        "nganh_nghe-99999999999999999999-ma",
        "nganh_nghe--1-ma",
        "nganh_nghe_0-ma",
        "nganh_nghe-",
        "-",
    ],
)
def test_hostile_row_names_do_no_harm(name: str) -> None:
    assert rows_view((name, "x")).data["nganh_nghe"] == rows_view().data["nganh_nghe"]


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


def test_stored_data_of_any_shape_can_be_drawn() -> None:
    definition = library("ho_kinh_doanh/hkd_thanh_lap")
    for odd in (None, 3, "chữ", [1], {"x": 1}, True):
        draw(FormView(definition, data=dict.fromkeys(definition.field_by_key, odd)))


def test_optional_radios_can_be_taken_back() -> None:
    definition = library("ho_kinh_doanh/hkd_thanh_lap")
    view = FormView(definition, "thue", formdata=MultiDict([("thue_phuong_phap", "")]))
    assert "thue_phuong_phap" not in view.merged({"thue_phuong_phap": "ke_khai", "von": 5})
    assert view.merged({"von": 5})["von"] == 5


FILE = {"type": "string", "format": "motcua-file", "title": "Dự thảo"}


def test_a_file_shows_its_stored_name_and_is_believed_only_when_the_page_knows_it() -> None:
    definition = small(tep=FILE)
    view = FormView(definition, data={"tep": "f1"}, files={"f1": "du-thao.pdf"})
    html = draw(view)
    assert "du-thao.pdf" in html
    assert FormView(definition, formdata=MultiDict(Inputs(html).pairs), files={"f1": "x"}).data == {
        "tep": "f1"
    }
    assert FormView(definition, formdata=MultiDict([("tep", "f2")]), files={"f1": "x"}).data == {}


def test_an_upload_answers_its_question_and_can_be_dropped() -> None:
    row = {"type": "object", "properties": {"tep": FILE}}
    definition = small(giay={"type": "array", "title": "Giấy", "items": row})
    view = FormView(definition, formdata=MultiDict([("giay-0-tep", "f0")]), files={"f0": "cu.pdf"})
    (slot,) = view.file_fields()
    assert (slot.pointer, slot.upload_name, slot.label) == ("/giay/0/tep", "giay-0-tep-upload", "Dự thảo")
    view.set_file(slot.pointer, "f9", "moi.pdf")
    assert view.data == {"giay": [{"tep": "f9"}]}
    assert "moi.pdf" in draw(view)
    assert view.apply_action("drop:/giay/0/tep")
    assert view.data == {}


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
