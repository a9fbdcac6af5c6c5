"""The desk itself: papers checked and accepted, the result confirmed and handed over."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from desk_client import act, state
from fixtures_dossier import (
    accept_dossier,
    accepted_at,
    checklist_of,
    file_dossier,
    open_page,
    walk_dossier,
)
from fixtures_house import NOW, Clock
from flask.testing import FlaskClient

from motcua.services.work import House

SignIn = Callable[[str], FlaskClient]


def marks(house: House, code: str) -> dict[str, str]:
    return {f"paper-{key}": mark for key, mark in checklist_of(house, code).items()}


def test_a_dossier_with_good_papers_is_accepted_and_its_dates_are_told(house: House, sign_in: SignIn) -> None:
    code = file_dossier(house)
    browser = sign_in("ha.tran")
    answer = act(browser, code, "accept", **marks(house, code))
    assert answer.status_code == 303
    html = browser.get(answer.location).get_data(as_text=True)
    assert "Hạn xử lý 27/11/2026 09:00, hẹn trả kết quả 27/11/2026 13:30." in html
    assert open_page(house, code).row.state == "accepted"


@pytest.mark.parametrize(
    ("mark", "message"),
    [
        (
            "bad",
            "“Giấy chứng sinh, hoặc văn bản của người làm chứng, hoặc giấy cam đoan về việc sinh” chưa hợp lệ",
        ),
        ("absent", "giấy tờ bắt buộc"),
        ("", "Chưa đánh dấu kiểm tra “Giấy chứng sinh"),
        ("nonsense", "Chưa đánh dấu kiểm tra “Giấy chứng sinh"),
    ],
)
def test_a_paper_that_is_not_good_keeps_the_dossier_from_being_accepted(
    house: House, sign_in: SignIn, mark: str, message: str
) -> None:
    code = file_dossier(house, "1.001193", "khoi@example.vn")
    before = state(house, code)
    answer = act(sign_in("hien.bui"), code, "accept", **{**marks(house, code), "paper-giay_chung_sinh": mark})
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert message in html
    assert 'href="#paper-giay_chung_sinh"' in html
    assert re.search(r'id="paper-to_khai-good"[^>]*checked', html)
    assert state(house, code) == before


def test_accepting_twice_is_a_conflict(house: House, sign_in: SignIn) -> None:
    code = file_dossier(house)
    accept_dossier(house, code)
    before = state(house, code)
    answer = act(sign_in("lan.phan"), code, "accept", **marks(house, code))
    assert answer.status_code == 409
    assert "Không có gì bị thay đổi." in answer.get_data(as_text=True)
    assert state(house, code) == before


@pytest.mark.parametrize("action", ["result/confirm", "result/return", "accept"])
def test_the_desk_s_actions_are_for_the_desk_only(house: House, sign_in: SignIn, action: str) -> None:
    code, _ = accepted_at(house, "T_tham_dinh")
    before = state(house, code)
    assert act(sign_in("dung.vo"), code, action, recipient="Ai đó", method="desk").status_code == 403
    assert state(house, code) == before


@pytest.mark.req("D-14", "E-07")
def test_the_desk_confirms_the_result_and_later_hands_it_over(
    house: House, sign_in: SignIn, clock: Clock
) -> None:
    code, task = accepted_at(house, "T_tra")
    browser = sign_in("ha.tran")
    assert open_page(house, code).row.result_at is None
    assert act(browser, code, f"steps/{task}/finish").status_code == 303
    clock.now = NOW + timedelta(days=2)
    answer = act(browser, code, "result/return", recipient=" Lê  Văn Tám ", method="post")
    assert answer.status_code == 303
    row = open_page(house, code).row
    assert (row.state, row.returned_to, row.return_method) == ("returned", "Lê Văn Tám", "post")
    assert row.result_at == NOW
    assert row.returned_at == row.closed_at == clock.now


@pytest.mark.req("D-14")
def test_a_result_is_confirmed_once_and_only_when_every_step_is_done(house: House, sign_in: SignIn) -> None:
    code = file_dossier(house, "1.001193", "khoi@example.vn")
    accept_dossier(house, code)
    browser = sign_in("hien.bui")
    assert act(browser, code, "result/confirm").status_code == 409
    list(walk_dossier(house, code))
    assert act(browser, code, "result/confirm").status_code == 303
    before = state(house, code)
    assert before[0] == "result_available"
    assert act(browser, code, "result/confirm").status_code == 409
    assert state(house, code) == before


@pytest.mark.parametrize(
    ("recipient", "method", "anchor"),
    [
        ("", "desk", "recipient"),
        ("A" * 121, "desk", "recipient"),
        ("Lê Văn Tám", "", "method"),
        ("Lê Văn Tám", "x", "method"),
    ],
)
def test_a_result_is_not_handed_over_to_nobody_or_nohow(
    house: House, sign_in: SignIn, recipient: str, method: str, anchor: str
) -> None:
    code, _ = accepted_at(house, "T_tiep_nhan")
    list(walk_dossier(house, code))
    answer = act(sign_in("ha.tran"), code, "result/return", recipient=recipient, method=method)
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert f'href="#{anchor}"' in html
    assert f'value="{recipient}"' in html
    assert open_page(house, code).row.state == "result_available"


def test_a_result_is_not_handed_over_before_there_is_one(house: House, sign_in: SignIn) -> None:
    code, _ = accepted_at(house, "T_tra")
    answer = act(sign_in("ha.tran"), code, "result/return", recipient="Lê Văn Tám", method="desk")
    assert answer.status_code == 409
    assert open_page(house, code).row.state == "processing"
