"""Slips as officers, applicants and programs get them: drafted before the deed, made along with it, printed again."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from desk_client import act
from fixtures_model import CODE
from fixtures_portal import words
from fixtures_watch import rows, value
from flask.testing import FlaskClient
from services.ending_story import CITIZEN, DESK, EXPERT, SLIP, at_expert, dossier, set_up
from services.ending_story import act as act_as
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


@pytest.mark.req("F-01", "F-19")
def test_the_ledger_the_list_of_results_and_the_guidance_sheet_are_printed(
    house: House, code: str, sign_in: Callable[..., FlaskClient], client: FlaskClient
) -> None:
    desk, period = sign_in(DESK), "from=2026-12-01&to=2026-12-31"
    assert "Sổ theo dõi hồ sơ" in words(desk.get("/desk/register"))
    assert desk.get(f"/desk/register/ledger.pdf?{period}").data[:4] == b"%PDF"
    assert code in written(desk.get(f"/desk/register/ledger.docx?{period}").data)
    # The expert serves no desk: nothing of what others received is his to list.
    assert code not in written(sign_in(EXPERT).get(f"/desk/register/ledger.docx?{period}").data)
    act_as(house, EXPERT, code, "refuse", "2026-12-08 09:00", reason="Sai", slip=SLIP)
    handed = written(desk.get(f"/desk/register/result_hand_over.docx?{period}").data)
    assert code in handed
    assert "Trả không giải quyết" in handed
    wrong = desk.get("/desk/register/ledger.pdf?from=2026-12-31&to=2026-12-01")
    assert (wrong.status_code, "Chọn từ ngày đến ngày" in words(wrong)) == (422, True)
    logged = rows(
        house, "select detail ->> 'count' as count from audit where action = 'slip.print' order by id"
    )
    assert [row.count for row in logged] == ["1", "1", "0", "1"]
    sheet = written(client.get(f"/procedures/{CODE}/guidance.docx").data)
    assert "Bản đồ" in sheet
    assert client.get(f"/procedures/{CODE}/guidance.pdf").data[:4] == b"%PDF"


def written(document: bytes) -> str:
    """The text of a Word document."""
    with ZipFile(BytesIO(document)) as parts:
        return re.sub(r"<[^>]+>", "", parts.read("word/document.xml").decode())
