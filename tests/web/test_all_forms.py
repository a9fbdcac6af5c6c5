"""Every form that ships, filled in as a browser posts it and as a program sends it: the same verdict at the same place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from fixtures_house import Clock
from flask.testing import FlaskClient
from form_wrong import wrong_answers
from web.form_pages import ROOT, Inputs, draw, form_app, library
from werkzeug.datastructures import MultiDict

from motcua.domain.errors import FieldError, ValidationError
from motcua.domain.forms import FormDefinition, accept, validate
from motcua.domain.forms.form_review import review
from motcua.domain.forms.form_sample import FILE_ID, FILE_NAME, sample_answers
from motcua.web.forms import FormView

TODAY = date(2026, 12, 7)
FORMS = sorted(
    str(path.relative_to(ROOT / "forms")).removesuffix(".schema.json")
    for path in (ROOT / "forms").glob("*/*.schema.json")
)
SEEDS = (0, 2)
FILES = {FILE_ID: FILE_NAME}


@pytest.fixture(scope="module", autouse=True)
def page() -> Iterator[None]:
    with form_app():
        yield


def posted(form: FormDefinition, data: Any, section: str | None = None) -> FormView:
    """The page, or that of one part, with `data` as a browser sends it back, every answer as it stands there."""
    drawn = Inputs(draw(FormView(form, section, data=data, files=FILES)))
    return FormView(form, section, data=data, formdata=MultiDict(drawn.pairs), files=FILES)


def on_screen(form: FormDefinition, data: Any, pointer: str) -> tuple[FormView, list[FieldError]]:
    """The part that asks `pointer`, posted and judged with the rest."""
    part = form.section_of(pointer.split("/")[1])
    assert part is not None
    view = posted(form, data, part.key)
    errors = validate(form, view.merged(data), today=TODAY)
    view.attach_errors([one for one in errors if view.asks(one.pointer)])
    return view, errors


def in_api(form: FormDefinition, data: Any) -> list[FieldError]:
    """What the API answers with 422."""
    try:
        accept(form, data, today=TODAY)
    except ValidationError as refused:
        return list(refused.errors)
    return []


def pointers(errors: list[FieldError]) -> list[str]:
    return [one.pointer for one in errors]


def blames(form: FormDefinition, view: FormView) -> bool:
    """Whether the summary leads to places of the page, and posting the page again says the same once more."""
    drawn = Inputs(draw(view))
    anchors = {anchor.lstrip("#") for anchor, _ in view.error_summary()}
    again = FormView(form, view.section_key, formdata=MultiDict(drawn.pairs), files=FILES)
    return bool(anchors) and anchors <= set(drawn.ids) and again.data == view.data


@pytest.mark.req("B-01", "B-05")
@pytest.mark.parametrize("name", FORMS)
def test_a_form_takes_right_answers_and_blames_wrong_ones_on_the_page_and_in_the_api(name: str) -> None:
    form = library(name)
    for seed in SEEDS:
        data = sample_answers(form, TODAY, seed)
        read = posted(form, data).data
        assert (seed, validate(form, read, today=TODAY), in_api(form, data)) == (seed, [], [])
    wrongs = wrong_answers(form, TODAY, most=12)
    assert len(wrongs) >= 10
    for wrong in wrongs:
        assert wrong.pointer in pointers(in_api(form, wrong.data)), wrong
        if wrong.on_screen:
            view, errors = on_screen(form, wrong.data, wrong.pointer)
            assert pointers(errors) == pointers(in_api(form, wrong.data)), wrong
            assert blames(form, view), wrong


PROCEDURES = {
    "1.001612": "ho_kinh_doanh/hkd_thanh_lap",
    "1.013225": "xay_dung/gpxd_nha_o",
    "1.013978": "dat_dai/gcn_lan_dau",
    "1.001193": "ho_tich/khai_sinh",
    "2.002621": "ho_tich/lien_thong_khai_sinh",
}


@pytest.mark.req("B-05")
@pytest.mark.parametrize(("code", "name"), PROCEDURES.items())
def test_a_posted_mistake_is_answered_with_422_and_the_place(
    client: FlaskClient, clock: Clock, code: str, name: str
) -> None:
    form, today = library(name), clock.now.date()
    address = f"/api/v1/procedures/{code}/form/check"
    right = client.post(address, json={"answers": sample_answers(form, today, 2)})
    assert right.status_code == 200, right.get_json()
    for wrong in wrong_answers(form, today, most=10):
        refused = client.post(address, json={"answers": wrong.data})
        assert refused.status_code == 422, wrong
        assert wrong.pointer in [one["pointer"] for one in refused.get_json()["error"]["fields"]], wrong


@pytest.mark.parametrize(
    ("pages", "copies", "fee"), [(1, 1, "2.000"), (2, 1, "4.000"), (5, 2, "14.000"), (250, 1, "200.000")]
)
def test_the_fee_of_certified_copies_is_worked_out(pages: int, copies: int, fee: str) -> None:
    form = library("chung_thuc/chung_thuc_ban_sao")
    data = accept(form, {**sample_answers(form, TODAY), "so_trang": pages, "so_ban": copies}, today=TODAY)
    (worked_out,) = (value for key, value in data.items() if key.startswith("phi"))
    assert worked_out == int(fee.replace(".", ""))
    page = " ".join(re.sub(r"<[^>]+>", " ", draw(FormView(form, "phi", data=data))).split())
    assert f" {fee} đồng " in page
    assert "đồng đồng" not in page


SPOKEN = {"/properties/ngay_sinh_bang_chu"}
"""A day in words is text on purpose."""


@pytest.mark.req("B-01")
def test_a_review_finds_nothing_to_put_right_in_the_forms_that_ship() -> None:
    for name in FORMS:
        schema = json.loads((ROOT / "forms" / f"{name}.schema.json").read_text("utf-8"))
        assert [one for one in review(schema) if one.pointer not in SPOKEN] == [], name
