"""Rows and files of an e-form without a script: added, removed, dropped, with all that was typed kept."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from web.form_pages import Inputs, draw, form_app, library, small
from werkzeug.datastructures import MultiDict

from motcua.domain.forms import validate_section
from motcua.web.forms import FormView


@pytest.fixture(autouse=True)
def app() -> Iterator[Flask]:
    with form_app() as made:
        yield made


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
    assert re.search(r'<button[^>]*value="add:/d"[^>]* hidden', draw(view))
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
