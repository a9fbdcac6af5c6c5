"""Moving open dossiers on the screen: who can and who cannot, chosen and confirmed in words, followed, taken back."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from fixtures_house import Clock, token_of
from fixtures_model import bpmn_of, release
from fixtures_watch import rows, value
from flask.testing import FlaskClient
from services.routing_story import at
from services.test_version_migration import APPROVER, NEW, OLD, carried, filed, versions

from motcua.services.work import House

SignIn = Callable[..., FlaskClient]


def text_of(answer: Any) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True))))


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None
    return found[1]


def ticked(page: str) -> list[str]:
    return re.findall(r'name="dossier" value="(\d+)" checked', page)


@pytest.fixture
def moved_on(house: House, clock: Clock) -> tuple[str, str]:
    """Two open dossiers of a replaced version: one at a step that the new one has, one at a step it has not."""
    release(house, bpmn_of(OLD, limit="40h"))
    codes = filed(house), filed(house, von=9)
    release(house, bpmn_of(NEW, limit="40h"), now=at("08:45"))
    clock.now = at("09:00")
    return codes


@pytest.mark.req("A-12")
def test_dossiers_are_looked_at_chosen_confirmed_moved_and_taken_back(
    house: House, sign_in: SignIn, moved_on: tuple[str, str]
) -> None:
    can, cannot = moved_on
    old, new = versions(house)
    browser = sign_in(APPROVER)
    address = f"/thiet-ke/phien-ban/{old}/chuyen-ho-so"
    shown = browser.get(address)
    assert "1 chuyển được" in text_of(shown)
    assert re.search(rf"“Bước x” không còn trong phiên bản mới.*{cannot}", text_of(shown))

    page = shown.get_data(as_text=True)
    (chosen,) = ticked(page)
    sent = {
        "csrf_token": token_of(page),
        "key": hidden(page, "key"),
        "tu": hidden(page, "tu"),
        "dossier": chosen,
    }
    refused = browser.post(address, data={**sent, "reason": "QĐ 12"})
    assert refused.status_code == 422
    assert "Đánh dấu để xác nhận" in text_of(refused)
    assert rows(house, "select 1 from version_migration") == []
    for _ in range(2):
        begun = browser.post(address, data={**sent, "reason": "QĐ 12", "confirm": "yes"})
        assert begun.status_code == 303
    run_id = int(value(house, "select id from version_migration"))
    assert "Đang chuyển, còn 1 hồ sơ" in text_of(browser.get(begun.location))

    carried(house, run_id, 1)
    done = browser.get(begun.location)
    assert "1 đã chuyển" in text_of(done)
    assert can in text_of(done)
    assert value(house, "select version_id from dossier where code = :code", code=can) == new

    token = token_of(done.get_data(as_text=True))
    undone = browser.post(f"{begun.location}/hoan-lai", data={"csrf_token": token})
    carried(house, int(undone.location.rsplit("/", 1)[1]), 1)
    assert "Chuyển từ phiên bản 2 sang phiên bản 1" in text_of(browser.get(undone.location))
    assert value(house, "select version_id from dossier where code = :code", code=can) == old


def test_step_that_is_gone_gets_another_chosen_for_it(
    house: House, sign_in: SignIn, moved_on: tuple[str, str]
) -> None:
    _, new = versions(house)
    browser = sign_in(APPROVER)
    address = f"/thiet-ke/phien-ban/{new}/chuyen-ho-so"
    assert "Bước thay cho “Bước x”" in text_of(browser.get(address))
    shown = browser.get(address, query_string={"thay-x": "k"})
    assert "2 chuyển được" in text_of(shown)
    page = shown.get_data(as_text=True)
    at_b = browser.get(address, query_string={"buoc": "b"}).get_data(as_text=True)
    assert len(ticked(at_b)) == 1
    sent = {
        "csrf_token": token_of(page), "key": hidden(page, "key"), "tu": hidden(page, "tu"), "thay-x": hidden(page, "thay-x"),
        "dossier": ticked(page), "reason": "QĐ 12", "confirm": "yes",
    }  # fmt: skip
    browser.post(address, data=sent)
    carried(house, int(value(house, "select id from version_migration")), 2)
    waiting = rows(house, "select step_id from dossier_step where left_at is null order by step_id")
    assert [row.step_id for row in waiting] == ["b", "k"]
    assert "Không có hồ sơ nào để chuyển" in text_of(browser.get(address))


def test_desk_shows_a_moved_dossier_with_its_trail(
    house: House, sign_in: SignIn, moved_on: tuple[str, str]
) -> None:
    can, _ = moved_on
    browser = sign_in(APPROVER)
    old, new = versions(house)
    page = browser.get(f"/thiet-ke/phien-ban/{old}/chuyen-ho-so").get_data(as_text=True)
    sent = {
        "csrf_token": token_of(page),
        "key": hidden(page, "key"),
        "dossier": ticked(page),
        "reason": "QĐ 12",
    }
    browser.post(f"/thiet-ke/phien-ban/{old}/chuyen-ho-so", data={**sent, "confirm": "yes"})
    carried(house, int(value(house, "select id from version_migration")), 1)
    shown = text_of(sign_in("vinh.le").get(f"/desk/{can}"))
    assert "Chuyển từ phiên bản 1 sang phiên bản 2 của quy trình" in shown
    assert "Chuyển hồ sơ đang giải quyết" in text_of(sign_in(APPROVER).get(f"/thiet-ke/phien-ban/{new}"))
