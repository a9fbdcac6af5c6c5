"""Slips as officers, applicants and programs get them: drafted before the deed, made along with it, printed again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from desk_client import act
from fixtures_portal import words
from fixtures_watch import rows, value
from flask.testing import FlaskClient
from services.ending_story import CITIZEN, DESK, EXPERT, at_expert, dossier, set_up
from web.test_api_act import send

from motcua.services.work import House

REASON = "Bản đồ mờ, không đọc được số thửa"
ASKED = {"papers": "ban_do", "reason": REASON}


@pytest.fixture
def code(house: House) -> str:
    """A dossier at the expert's step."""
    set_up(house)
    return at_expert(house)


@pytest.mark.req("F-10", "F-11", "F-12", "F-19", "E-21", "F-02")
def test_a_slip_is_looked_at_made_with_the_deed_and_printed_again(
    house: House, code: str, sign_in: Callable[..., FlaskClient]
) -> None:
    expert, desk = sign_in(EXPERT), sign_in(DESK)
    key = "request_supplement"
    page = words(expert.get(f"/desk/{code}/actions/{key}"))
    assert "Dùng phiếu lập ở đây từ nội dung trên" in page
    assert act(desk, code, f"slips/{key}", **ASKED).status_code == 403
    empty = act(expert, code, f"slips/{key}", reason="")
    assert (empty.status_code, "Nhập lý do." in words(empty)) == (422, True)
    drafted = act(expert, code, f"slips/{key}", **ASKED)
    assert drafted.status_code == 303
    pdf = expert.get(drafted.location)
    assert (pdf.mimetype, pdf.data[:4]) == ("application/pdf", b"%PDF")
    word = expert.get(drafted.location.replace(".pdf", ".docx"))
    assert word.data[:2] == b"PK"
    assert dossier(house, code).state == "processing"
    assert "Đã lập số 1/PBS" in words(expert.get(f"/desk/{code}/actions/{key}"))
    assert act(expert, code, f"actions/{key}", **ASKED, slip_from="file").status_code == 422
    done = act(expert, code, f"actions/{key}", **ASKED, slip_from="made")
    assert done.status_code == 303
    assert dossier(house, code).state != "processing"
    for _ in range(2):
        assert desk.get(f"/desk/{code}/slips/receipt.pdf").mimetype == "application/pdf"
    shown = words(desk.get(f"/desk/{code}"))
    assert "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ số 1/PBS Có hiệu lực" in shown
    assert "In lần 2: Trần Thị Thu Hà" in shown
    assert "Phiếu có hiệu lực: Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ 1/PBS" in shown
    assert "đã đính kèm phiếu yêu cầu bổ sung" in words(desk.get("/desk/messages"))
    citizen = sign_in(CITIZEN)
    own = words(citizen.get(f"/my/{code}"))
    assert "Có phiếu gửi cho bạn: Phiếu yêu cầu bổ sung Xem phiếu" in own
    assert citizen.get(f"/my/{code}/receipt.pdf").data[:4] == b"%PDF"


@pytest.mark.req("E-21", "F-11")
def test_a_program_drafts_a_slip_and_names_it_in_the_deed(
    house: House, code: str, sign_in: Callable[..., FlaskClient]
) -> None:
    browser: Any = sign_in(EXPERT)
    grounds = {"reason": "Không đủ điều kiện"}
    bare = send(browser, f"dossiers/{code}/actions/refuse", **grounds)
    assert [one["pointer"] for one in bare.json["error"]["fields"]] == ["/slip"]
    made = send(browser, f"dossiers/{code}/slips/refuse", **grounds)
    assert (made.status_code, made.json["slip"]["number"]) == (201, "1/PTC")
    slip_id = made.json["slip"]["id"]
    assert browser.get(f"/api/v1/dossiers/{code}/slips/{slip_id}").data[:4] == b"%PDF"
    other = send(browser, f"dossiers/{code}/actions/refuse", reason="Khác", slip_id=slip_id)
    assert [one["code"] for one in other.json["error"]["fields"]] == ["changed"]
    assert send(browser, f"dossiers/{code}/actions/refuse", **grounds, slip_id=slip_id).status_code == 200
    assert value(house, "select state from slip where id = :id", id=slip_id) == "official"
    assert [row.format for row in rows(house, "select format from slip_print")] == ["pdf"]
