"""The counter in a browser: entered on one page, nothing lost on an error, accepted with a receipt, or asked for papers."""

from __future__ import annotations

from typing import Any

import pytest
from desk_client import act, upload
from fixtures_dossier import PDF, file_dossier
from fixtures_house import post, token_of
from fixtures_model import CODE
from fixtures_portal import words
from fixtures_watch import rows, value
from flask.testing import FlaskClient
from services.counter_story import NUMBER, PAPERS, PERSON, offered

from motcua.services.work import House

GIVEN: dict[str, Any] = {
    "visitor-identity": "045 199 007 788",
    "visitor-name": PERSON.name,
    "visitor-phone": "0912345678",
    "visitor-address": PERSON.address,
    "visitor-notify": "phone",
    "form-von": "1",
    "paper-don": "good",
    "paper-ban_do": "good",
    "seen-ban_do": "original",
    "paper-giay_dat": "good",
    "seen-giay_dat": "copy",
    "paper-uy_quyen": "absent",
}


@pytest.fixture
def desk(house: House, sign_in: Any) -> FlaskClient:
    offered(house)
    browser: FlaskClient = sign_in("ha.tran")
    return browser


def begin(desk: FlaskClient) -> str:
    answer = post(desk, "/desk/new", procedure=CODE)
    assert answer.status_code == 303
    address: str = answer.location
    return address


def send(desk: FlaskClient, page: str, do: str, **changed: Any) -> Any:
    token = token_of(desk.get(page).get_data(as_text=True))
    data = {"csrf_token": token, **GIVEN, "do": do, **changed}
    return desk.post(page, data={key: one for key, one in data.items() if one is not None})


@pytest.mark.req("C-04", "C-10")
def test_a_dossier_is_entered_and_accepted_and_its_receipt_printed(house: House, desk: FlaskClient) -> None:
    page = begin(desk)
    done = send(desk, page, "receive", **{"file-giay_dat": upload(PDF, "dat.pdf")})
    assert done.status_code == 303
    code = value(house, "select code from dossier")
    assert done.location == f"/desk/{code}/intake-receipt"
    said = words(desk.get(done.location))
    for part in (
        code,
        PERSON.name,
        "Thứ",
        "Giấy tờ đất – Bản sao, Bản quét",
        "Gọi điện hoặc nhắn tin",
        PERSON.address,
    ):
        assert part in said, part
    assert NUMBER not in said
    # Back to the page that was accepted: its receipt.
    assert desk.get(page).location == done.location
    shown = words(desk.get(f"/desk/{code}"))
    assert "Nộp trực tiếp" in shown
    assert "Không nộp kèm tệp: Bản đồ (Bản chính); Giấy ủy quyền." in shown


@pytest.mark.req("C-04")
def test_an_error_loses_nothing_neither_words_nor_files_nor_marks(house: House, desk: FlaskClient) -> None:
    page = begin(desk)
    wrong = send(
        desk, page, "receive", **{"visitor-phone": "12", "form-von": "x", "seen-ban_do": None, "visitor-name": "<b>Ai</b>",
        "file-giay_dat": upload(PDF, "dat.pdf")},
    )  # fmt: skip
    assert wrong.status_code == 422
    html = wrong.get_data(as_text=True)
    for part in (
        'href="#visitor-phone"',
        'href="#form-von"',
        'href="#paper-ban_do"',
        'value="12"',
        'value="x"',
        "dat.pdf",
    ):
        assert part in html, part
    assert "<b>Ai</b>" not in html
    assert 'id="seen-giay_dat-copy" name="seen-giay_dat" value="copy" checked' in html
    assert value(house, "select count(*) from dossier") == 0
    # A file that will not do is said at its paper, and what was typed is kept.
    refused = send(desk, page, "receive", **{"file-ban_do": upload(b"x", "virus.exe")})
    assert refused.status_code == 422
    assert 'href="#paper-ban_do"' in refused.get_data(as_text=True)
    assert send(desk, page, "later").location == "/desk/new"
    assert "Đang nhập dở" in words(desk.get("/desk/new"))
    assert send(desk, page, "receive").status_code == 303
    assert [row.name for row in rows(house, "select name from file")] == ["dat.pdf"]


@pytest.mark.req("C-08")
def test_with_a_paper_not_in_order_only_a_supplement_or_a_refusal_is_possible(
    house: House, desk: FlaskClient
) -> None:
    page = begin(desk)
    wrong = send(desk, page, "receive", **{"paper-giay_dat": "bad"})
    assert wrong.status_code == 422
    assert "data-accepts disabled" in wrong.get_data(as_text=True)
    done = send(desk, page, "request_supplement", **{"paper-giay_dat": "bad"})
    code = value(house, "select code from dossier")
    assert done.location == f"/desk/{code}/actions/request_supplement?papers=giay_dat"
    html = desk.get(done.location).get_data(as_text=True)
    assert 'id="papers-giay_dat" name="papers" value="giay_dat" checked' in html
    slip = act(desk, code, "slips/request_supplement", papers="giay_dat", reason="Bản sao mờ")
    assert desk.get(slip.location).mimetype == "application/pdf"
    assert value(house, "select state from dossier") == "sent"


@pytest.mark.req("C-08")
def test_the_checklist_of_what_was_sent_online_offers_the_same(house: House, desk: FlaskClient) -> None:
    code = file_dossier(house, CODE, von=1)
    marks = {"paper-don": "good", "paper-ban_do": "good", "paper-giay_dat": "bad", "paper-uy_quyen": "absent"}
    wrong = act(desk, code, "accept", **marks)
    assert wrong.status_code == 422
    assert "data-accepts disabled" in wrong.get_data(as_text=True)
    asked = act(desk, code, "accept", **marks, do="request_supplement")
    assert asked.location.endswith(f"/desk/{code}/actions/request_supplement?papers=giay_dat")
    assert value(house, "select state from dossier") == "sent"


@pytest.mark.req("C-09")
def test_originals_are_confirmed_on_the_card_and_stand_in_the_history(house: House, sign_in: Any) -> None:
    offered(house, PAPERS + '<m:setting key="original_check" value="before_accept"/>')
    desk = sign_in("ha.tran")
    code = file_dossier(house, CODE, von=1)
    marks = {
        "paper-don": "good",
        "paper-ban_do": "good",
        "paper-giay_dat": "good",
        "paper-uy_quyen": "absent",
    }
    wrong = act(desk, code, "accept", **marks)
    assert wrong.status_code == 422
    assert "phải đối chiếu bản chính trước khi tiếp nhận" in words(wrong)
    assert act(desk, code, "actions/check_originals").status_code == 303
    assert act(desk, code, "accept", **marks).status_code == 303
    assert "Đối chiếu bản chính" in words(desk.get(f"/desk/{code}"))


def test_rows_of_the_form_are_added_without_losing_the_rest(house: House, desk: FlaskClient) -> None:
    page = post(desk, "/desk/new", procedure="1.001612").location
    more = send(desk, page, "later", _action="add:/nganh_nghe", **{"form-nganh_nghe-0-ma": "5630"})
    assert more.status_code == 200
    html = more.get_data(as_text=True)
    assert 'name="form-nganh_nghe-1-ma"' in html
    assert 'value="5630"' in html
    assert f'value="{PERSON.name}"' in html
