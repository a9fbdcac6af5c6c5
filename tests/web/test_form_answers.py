"""The read-only view: every answer as people write it, in both languages, with the way back to change it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, render_template_string
from flask_babel import Babel

from motcua.domain.forms import FormDefinition
from motcua.web.forms import answer_sections, register

ROOT = Path(__file__).resolve().parents[2]
DATA: dict[str, Any] = {
    "chu_ho_ho_ten": "Nguyễn <i>Hằng</i>",
    "chu_ho_so_dinh_danh": "045188002417",
    "chu_the": "ca_nhan",
    "ten_hkd": "Cà phê Bích Hằng",
    "tru_so": {"tinh": "44", "xa": "19351", "dia_chi": "118 Nguyễn Huệ"},
    "tru_so_lien_he": {"dien_thoai": "0914552187"},
    "nganh_nghe": [
        {"ma": "5630", "ten": "Đồ uống", "chinh": True},
        {"ma": "4711", "ten": "Bán lẻ", "chinh": False},
    ],
    "von": 80_000_000,
    "thue_ngay_bat_dau": "2026-12-01",
    "thue_so_lao_dong": 3,
    "thue_phuong_phap": "khoan_cu",
}
PAGE = """{% import 'forms/form.html' as forms %}
{{ forms.answers(definition, data, lang, edit_url=edit_url, files=files, file_url=file_url) }}"""


@pytest.fixture(scope="module")
def definition() -> FormDefinition:
    path = ROOT / "forms" / "ho_kinh_doanh" / "hkd_thanh_lap.schema.json"
    return FormDefinition.from_schema(json.loads(path.read_text("utf-8")))


@pytest.fixture(autouse=True)
def app() -> Iterator[Flask]:
    made = Flask("forms", template_folder=str(ROOT / "platform" / "motcua" / "web" / "templates"))
    Babel(made)
    register(made)
    made.jinja_env.globals["icon_url"] = lambda name: f"#{name}"
    with made.test_request_context():
        yield made


def told(definition: FormDefinition, language: str) -> dict[str, Any]:
    sections = answer_sections(definition, DATA, language)
    return {one.key: one for section in sections for one in section.answers}


@pytest.mark.parametrize(
    ("key", "vi", "en"),
    [
        ("chu_ho_so_dinh_danh", "045 188 002 417", "045 188 002 417"),
        ("chu_the", "Cá nhân", "An individual"),
        ("ten_hkd", "Hộ kinh doanh Cà phê Bích Hằng", "Hộ kinh doanh Cà phê Bích Hằng"),
        (
            "tru_so",
            "118 Nguyễn Huệ, Phường Nam Đông Hà, Tỉnh Quảng Trị",
            "118 Nguyễn Huệ, Nam Đông Hà Ward, Quảng Trị Province",
        ),
        ("von", "80.000.000\xa0đ", "80,000,000\xa0VND"),
        ("thue_ngay_bat_dau", "01/12/2026", "01/12/2026"),
        ("thue_so_lao_dong", "3 người", "3 people"),
        ("thue_phuong_phap", "khoan_cu", "khoan_cu"),
    ],
)
def test_each_answer_is_told_as_people_write_it(
    definition: FormDefinition, key: str, vi: str, en: str
) -> None:
    assert told(definition, "vi")[key].lines == (vi,)
    assert told(definition, "en")[key].lines == (en,)


def test_rows_become_a_table_and_a_ticked_box_its_own_label(definition: FormDefinition) -> None:
    table = told(definition, "vi")["nganh_nghe"].table
    assert table.heads == ("Mã ngành", "Tên ngành", "Ngành chính")
    assert table.rows == (("5630", "Đồ uống", "Ngành chính"), ("4711", "Bán lẻ", ""))


def test_unanswered_questions_and_empty_parts_are_left_out(definition: FormDefinition) -> None:
    sections = answer_sections(definition, {"von": 5}, "vi")
    assert [(section.key, [one.key for one in section.answers]) for section in sections] == [
        ("nganh_va_von", ["von"])
    ]


def test_the_page_escapes_answers_and_links_back_to_their_part(definition: FormDefinition) -> None:
    html = render_template_string(
        PAGE,
        definition=definition,
        data=DATA,
        lang="vi",
        edit_url=lambda part: f"/sua/{part}",
        files={},
        file_url=None,
    )
    assert "Nguyễn &lt;i&gt;Hằng" in html
    assert 'href="/sua/nganh_va_von#von"' in html
    assert "0914 552 187" in html
    assert '<td data-label="Mã ngành">5630</td>' in html


def test_a_file_is_told_by_its_name_and_linked() -> None:
    definition = FormDefinition.from_schema(
        {"type": "object", "properties": {"tep": {"type": "string", "format": "motcua-file", "title": "Tệp"}}}
    )
    html = render_template_string(
        PAGE,
        definition=definition,
        data={"tep": "f1"},
        lang="vi",
        edit_url=None,
        files={"f1": "<du thao>.pdf"},
        file_url=lambda file_id: f"/tep/{file_id}",
    )
    assert '<a href="/tep/f1">&lt;du thao&gt;.pdf</a>' in html
