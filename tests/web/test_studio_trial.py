"""The pages of trials: a person without code takes a test dossier from sending to the result (A-18)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from fixtures_house import token_of
from flask.testing import FlaskClient
from lxml import html

from motcua.services.work import House
from motcua.store.process import procedure as procedures

pytestmark = pytest.mark.req("A-18")

Sign = Callable[..., FlaskClient]


def inputs(page: str, prefix: str) -> dict[str, str]:
    """What a browser would send of the fields of an e-form, as they are drawn."""
    return {
        name: value or ""
        for form in html.fromstring(page).forms
        for name, value in form.form_values()
        if name.startswith(prefix)
    }


def version_id(house: House, code: str) -> int:
    with house.work() as work:
        row = procedures.current(work.connection, code)
    assert row is not None
    return int(row.version_id)


def test_a_test_dossier_goes_from_its_made_up_form_to_the_result(sign_in: Sign, house: House) -> None:
    browser = sign_in("soan.quytrinh")
    address = f"/thiet-ke/phien-ban/{version_id(house, '1.013225')}/chay-thu"
    page = browser.get(address).get_data(as_text=True)
    agency = re.search(r'<select[^>]*name="agency"[^>]*>\s*<option value="(\d+)"', page)
    assert agency is not None
    token = token_of(page)
    sent = browser.post(
        address,
        data={**inputs(page, "form-"), "csrf_token": token, "agency": agency[1], "at": "2026-12-07T08:00"},
    )
    assert sent.status_code == 303, sent.get_data(as_text=True)
    run = sent.headers["Location"]

    def do(**data: Any) -> str:
        shown = browser.get(run).get_data(as_text=True)
        revision = re.search(r'name="revision" value="(\d+)"', shown)
        assert revision is not None
        answer = browser.post(run, data={"csrf_token": token, "revision": revision[1], **data})
        assert answer.status_code == 303, answer.get_data(as_text=True)
        return browser.get(answer.headers["Location"]).get_data(as_text=True)

    shown = do(do="accept")
    assert "Vì sao là ngày này?" in shown
    shown = do(do="working_day")
    assert "08:00" in shown
    for _ in range(40):
        task = re.search(r'name="task" value="(\d+)"', shown)
        if task is None:
            break
        shown = do(do="finish", task=task[1], **inputs(shown, "step-"))
    assert "Xác nhận có kết quả" in shown or "Trả kết quả" in shown
    english = browser.get(run, headers={"Accept-Language": "en"})
    assert english.status_code == 200
    shown = do(do="hand_out")
    assert "Đã trả kết quả" in shown


def test_a_reason_is_asked_for_and_a_stranger_sees_nothing(sign_in: Sign, house: House) -> None:
    browser = sign_in("soan.quytrinh")
    address = f"/thiet-ke/phien-ban/{version_id(house, '1.013225')}/chay-thu"
    page = browser.get(address).get_data(as_text=True)
    token = token_of(page)
    empty = browser.post(address, data={"csrf_token": token, "agency": "999999", "at": "mai"})
    assert empty.status_code == 422
    assert "Ngày giờ chưa đúng" in empty.get_data(as_text=True)
    stranger = sign_in("vinh.le")
    assert stranger.get(address).status_code == 403
    token = token_of(stranger.get("/desk").get_data(as_text=True))
    assert stranger.post(address, data={"csrf_token": token}).status_code == 403
