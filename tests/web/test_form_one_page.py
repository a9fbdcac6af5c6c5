"""A form that is one long page, and a page saved meanwhile from another tab or while somebody types (B-10)."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from fixtures_dossier import HOUSEHOLD
from fixtures_house import NOW, post, token_of
from fixtures_portal import begin, typed, words
from flask.testing import FlaskClient

from motcua import settings
from motcua.domain.people.permissions import SYSTEM
from motcua.services.process import library, procedures
from motcua.services.work import House


@pytest.fixture
def page(house: House, sign_in: Callable[[str], FlaskClient]) -> tuple[FlaskClient, str]:
    """The business-household form on one page, begun."""
    found = library.sources([settings.content("bpmn")], settings.content("forms"))
    source = next(one for _, one in found if b'code="1.001612"' in one.bpmn)
    forms: Any = copy.deepcopy(dict(source.forms))
    forms["hkd_thanh_lap"]["x-layout"] = "one"
    with house.work() as work:
        procedures.release(work, SYSTEM, replace(source, forms=forms), NOW)
    browser = sign_in("hang@example.vn")
    return browser, f"{begin(browser)}/all-parts"


def seen_on(html: str) -> str:
    return re.findall(r'name="_seen" value="([^"]+)"', html)[0]


def autosave(browser: FlaskClient, address: str, **form: str) -> Any:
    form["csrf_token"] = token_of(browser.get(address).get_data(as_text=True))
    return browser.post(address, data={**form, "_autosave": "1"}, headers={"Accept": "application/json"})


@pytest.mark.req("B-10")
def test_all_parts_stand_on_one_page_and_are_saved_together(page: tuple[FlaskClient, str]) -> None:
    browser, address = page
    draft = address.rpartition("/")[0]
    assert browser.get(draft).location == address
    shown = browser.get(address).get_data(as_text=True)
    assert "Phần 1 trên 2" in words(shown)
    for title in ("Chủ hộ và hình thức", "Ngành nghề và vốn"):
        assert title in shown
    wrong = post(browser, address, **typed({**HOUSEHOLD, "von": "abc", "ten_hkd": ""}))
    assert wrong.status_code == 422
    assert "Có 2 chỗ cần sửa" in words(wrong)
    assert post(browser, address, **typed(HOUSEHOLD)).location == f"{draft}/papers"
    back = post(browser, address, **typed({**HOUSEHOLD, "von": 5}), _back="check")
    assert back.location == f"{draft}/check"
    assert "Năm đồng" in words(browser.get(back.location))


@pytest.mark.req("B-10")
def test_what_is_typed_is_saved_without_complaints_and_never_over_another_page(
    page: tuple[FlaskClient, str],
) -> None:
    browser, address = page
    first = seen_on(browser.get(address).get_data(as_text=True))
    saved = autosave(browser, address, ten_hkd="Chè", chu_ho_so_dinh_danh="12", _seen=first)
    assert saved.status_code == 200
    assert re.fullmatch(r"Đã lưu lúc \d\d:\d\d\.", saved.get_json()["words"])
    shown = browser.get(address).get_data(as_text=True)
    assert 'value="Chè"' in shown
    assert seen_on(shown) == saved.get_json()["seen"]
    assert "is-bad" not in shown
    stale = autosave(browser, address, ten_hkd="Phở", _seen=first)
    assert (stale.status_code, stale.get_json()["error"]["code"]) == (409, "saved_elsewhere")
    refused = post(browser, address, ten_hkd="Phở", _seen=first)
    html = refused.get_data(as_text=True)
    assert refused.status_code == 409
    assert 'value="Phở"' in html
    assert "Chè" in words(html)
    again = post(browser, address, ten_hkd="Phở", _seen=seen_on(html), later="1")
    assert again.status_code == 303
    assert 'value="Phở"' in browser.get(address).get_data(as_text=True)
