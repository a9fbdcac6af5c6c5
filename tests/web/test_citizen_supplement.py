"""The applicant's side of a supplement, of amending and of withdrawing, without scripts (C-15, D-08, D-09)."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from fixtures_dossier import PDF, accept_dossier, file_dossier
from fixtures_house import NOW, post, token_of
from fixtures_model import CODE, finish
from fixtures_portal import words
from fixtures_watch import rows, value
from flask.testing import FlaskClient
from services.ending_story import CITIZEN, DESK, EXPERT, SLIP, act, dossier, set_up, under

from motcua.services.work import House

AT = NOW.isoformat()
ASKED = {"papers": ("ban_do",), "reason": "Bản đồ mờ, không đọc được số thửa", "slip": SLIP}


@pytest.fixture
def house(house: House) -> House:
    """A province where a supplement lets the same dossier wait."""
    return under(house, "000")


@pytest.fixture
def hang(sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    return sign_in(CITIZEN)


def filed(house: House) -> str:
    set_up(house)
    return file_dossier(house, CODE, von=1)


def waiting_for_papers(house: House) -> str:
    code = filed(house)
    accept_dossier(house, code)
    finish(house, code, "a", login=DESK)
    act(house, EXPERT, code, "request_supplement", AT, **ASKED)
    return code


def hand_in(browser: FlaskClient, code: str, **files: tuple[bytes, str]) -> Any:
    page = f"/my/{code}/supplement"
    token = token_of(browser.get(page).get_data(as_text=True))
    sent = {f"paper-{key}": (BytesIO(content), name) for key, (content, name) in files.items()}
    return browser.post(page, data={"csrf_token": token, **sent}, content_type="multipart/form-data")


@pytest.mark.req("C-15", "D-08")
def test_a_waiting_dossier_opens_only_the_papers_asked_for(house: House, hang: FlaskClient) -> None:
    code = waiting_for_papers(house)
    listed = hang.get("/my")
    assert f'href="/my/{code}/supplement"' in listed.get_data(as_text=True)
    assert "Chờ bổ sung" in words(listed)
    shown = words(hang.get(f"/my/{code}"))
    assert "Cơ quan cần bạn bổ sung giấy tờ. Bản đồ." in shown
    assert "Phiếu yêu cầu bổ sung" in shown
    page = hang.get(f"/my/{code}/supplement").get_data(as_text=True)
    assert 'name="paper-ban_do"' in page
    assert 'name="paper-uy_quyen"' not in page
    assert "Bản đồ mờ, không đọc được số thửa" in words(page)


@pytest.mark.req("D-08")
def test_what_is_supplied_goes_on_and_every_version_stays_in_sight(house: House, hang: FlaskClient) -> None:
    code = waiting_for_papers(house)
    answer = hand_in(hang, code, ban_do=(PDF, "ban_do_ro.pdf"))
    assert (answer.status_code, answer.location) == (303, f"/my/{code}")
    shown = words(hang.get(f"/my/{code}"))
    assert "Đã nộp bổ sung" in shown
    assert shown.index("ban_do_ro.pdf") < shown.index("ban_do.pdf")
    assert "bản trước, thay lúc" in shown
    assert "Cơ quan cần bạn bổ sung" not in shown
    assert hang.get(f"/my/{code}/supplement").location == f"/my/{code}"


def test_a_paper_without_a_file_or_with_a_bad_one_is_named_at_its_place(
    house: House, hang: FlaskClient
) -> None:
    code = waiting_for_papers(house)
    answer = hand_in(hang, code)
    assert answer.status_code == 422
    assert "Đính kèm “Bản đồ”." in words(answer)
    assert 'href="#paper-ban_do"' in answer.get_data(as_text=True)
    answer = hand_in(hang, code, ban_do=(b"<html></html>", "ban_do.pdf"))
    assert answer.status_code == 422
    assert "không phải PDF" in words(answer)
    assert dossier(house, code).state == "waiting_supplement"


def test_sending_twice_says_that_nothing_is_asked_for(house: House, hang: FlaskClient) -> None:
    code = waiting_for_papers(house)
    token = token_of(hang.get(f"/my/{code}/supplement").get_data(as_text=True))
    for _ in range(2):
        data = {"csrf_token": token, "paper-ban_do": (BytesIO(PDF), "b.pdf")}
        answer = hang.post(f"/my/{code}/supplement", data=data, content_type="multipart/form-data")
        assert answer.status_code == 303
    assert value(house, "select count(*) from file where name = 'b.pdf'") == 1
    assert "Không thể “nộp bổ sung”" in words(hang.get(f"/my/{code}"))


@pytest.mark.req("C-15")
def test_nobody_supplies_amends_or_withdraws_for_another(
    house: House, sign_in: Callable[..., FlaskClient]
) -> None:
    code = waiting_for_papers(house)
    khoi = sign_in("khoi@example.vn")
    assert khoi.get(f"/my/{code}/supplement").status_code == 404
    assert khoi.get(f"/my/{code}/withdraw").status_code == 404
    token = token_of(khoi.get("/procedures/1.001612/apply").get_data(as_text=True))
    for what in ("supplement", "amend", "withdraw"):
        answer = khoi.post(f"/my/{code}/{what}", data={"csrf_token": token, "reason": "Thử"})
        assert answer.status_code == 404, what


@pytest.mark.req("D-09")
def test_what_was_sent_is_amended_until_it_is_accepted(house: House, hang: FlaskClient) -> None:
    code = filed(house)
    assert "Sửa hồ sơ đã gửi" in words(hang.get(f"/my/{code}"))
    answer = post(hang, f"/my/{code}", f"/my/{code}/amend")
    check = answer.location
    draft = check.removesuffix("/check")
    assert f"Bạn đang sửa hồ sơ {code}" in words(hang.get(check))
    # Begun again, it is the same draft.
    assert post(hang, f"/my/{code}", f"/my/{code}/amend").location == check
    section = next(
        part.partition("#")[0]
        for part in hang.get(check).get_data(as_text=True).split('"')
        if part.startswith(f"{draft}/") and "#" in part and "/papers" not in part
    )
    answer = post(hang, section, von="7")
    assert answer.status_code == 303, words(answer)
    # Until it is sent again the dossier is as it was.
    assert house.cipher.open_json(dossier(house, code).data_sealed)["von"] == 1
    answer = post(hang, check, declared="yes")
    assert (answer.status_code, answer.location) == (303, f"/my/{code}/filed")
    row = dossier(house, code)
    assert house.cipher.open_json(row.data_sealed)["von"] == 7
    ((before,),) = rows(house, "select data_sealed from dossier_amendment")
    assert house.cipher.open_json(before)["von"] == 1
    files = rows(house, "select name, replaced_at from file where dossier_id is not null")
    assert [(file.name, file.replaced_at) for file in files] == [("ban_do.pdf", None)]
    assert value(house, "select count(*) from dossier") == 1
    accept_dossier(house, code)
    finish(house, code, "a", login=DESK)
    assert "Sửa hồ sơ đã gửi" not in words(hang.get(f"/my/{code}"))


@pytest.mark.req("D-09")
def test_an_amendment_comes_too_late_once_it_is_accepted(house: House, hang: FlaskClient) -> None:
    code = filed(house)
    check = post(hang, f"/my/{code}", f"/my/{code}/amend").location
    token = token_of(hang.get(check).get_data(as_text=True))
    accept_dossier(house, code)
    answer = hang.post(check, data={"csrf_token": token, "declared": "yes"})
    assert answer.status_code == 409
    assert "hồ sơ đang ở trạng thái “đã tiếp nhận”" in words(answer)
    assert value(house, "select count(*) from dossier_amendment") == 0


@pytest.mark.req("D-09")
def test_the_applicant_asks_to_withdraw_with_a_reason(house: House, hang: FlaskClient) -> None:
    code = waiting_for_papers(house)
    page = f"/my/{code}/withdraw"
    answer = post(hang, page, reason=" ")
    assert answer.status_code == 422
    assert "Cho biết vì sao bạn rút hồ sơ." in words(answer)
    assert post(hang, page, reason="Không còn nhu cầu").status_code == 303
    shown = words(hang.get(f"/my/{code}"))
    assert "Bạn đã xin rút hồ sơ lúc" in shown
    assert hang.get(page).location == f"/my/{code}"
    act(house, DESK, code, "withdraw", AT, reason="Theo đơn")
    assert "Đã rút" in words(hang.get(f"/my/{code}"))


def test_the_pages_read_in_english(house: House, hang: FlaskClient) -> None:
    code = waiting_for_papers(house)
    post(hang, "/my", "/language/en", next="/my")
    assert "Map" in words(hang.get(f"/my/{code}/supplement"))
    assert "Map" in words(hang.get(f"/my/{code}"))


@pytest.mark.req("E-20")
def test_a_returned_dossier_is_sent_again_as_a_new_one(house: House, hang: FlaskClient) -> None:
    code = waiting_under_quang_tri(under(house, "001"))
    answer = hand_in(hang, code, ban_do=(PDF, "moi.pdf"))
    later = value(house, "select code from dossier where earlier_id is not null")
    assert answer.location == f"/my/{later}/filed"
    assert "Hồ sơ này đã được nộp lại." in words(hang.get(f"/my/{code}"))
    assert f"Xem hồ sơ {code}" in words(hang.get(f"/my/{later}"))


def waiting_under_quang_tri(house: House) -> str:
    code = waiting_for_papers(house)
    assert dossier(house, code).state == "returned_for_supplement"
    return code


@pytest.mark.req("D-08", "D-09", "E-20")
def test_the_officer_sees_requests_wishes_and_the_chain(
    house: House, sign_in: Callable[..., FlaskClient]
) -> None:
    code = waiting_for_papers(house)
    hang, officer = sign_in(CITIZEN), sign_in(EXPERT)
    shown = words(officer.get(f"/desk/{code}"))
    assert "Yêu cầu bổ sung: Bản đồ" in shown
    assert "Bản đồ mờ, không đọc được số thửa" in shown
    assert "Chờ người nộp" in shown
    hand_in(hang, code, ban_do=(PDF, "ban_do_ro.pdf"))
    post(hang, f"/my/{code}/withdraw", reason="Không còn nhu cầu")
    shown = words(officer.get(f"/desk/{code}"))
    assert "Đã bổ sung" in shown
    assert "Người nộp xin rút hồ sơ" in shown
    assert "Không còn nhu cầu" in shown
    act(house, EXPERT, code, "refuse", AT, reason="Sai thẩm quyền", slip=SLIP)
    assert "Sai thẩm quyền" in words(officer.get(f"/desk/{code}"))
