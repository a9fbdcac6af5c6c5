"""Sending: check the answers, declare, get the code once and for all."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from fixtures_dossier import accept_dossier
from fixtures_house import NOW, post
from fixtures_portal import BIRTH, attach, begin, fill, send, words
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from motcua import settings as house_settings
from motcua.domain.declaration.declaration import DECLARATION
from motcua.domain.people.permissions import SYSTEM
from motcua.services.process import library, procedures
from motcua.services.work import House


@pytest.fixture
def hang(sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return sign_in("hang@example.vn")


def count(house: House, table: str) -> int:
    with house.engine.connect() as connection:
        return int(connection.execute(text(f"select count(*) from {table}")).scalar_one())


@pytest.mark.req("B-06")
def test_the_last_look_shows_answers_with_their_way_back_and_the_declaration(hang: FlaskClient) -> None:
    draft = begin(hang)
    fill(hang, draft)
    answer = hang.get(f"{draft}/check")
    page = words(answer)
    assert "Hộ kinh doanh Cà phê Bích Hằng" in page
    assert "80.000.000 đ" in page
    assert DECLARATION.vi in page
    assert f'href="{draft}/ten_va_noi?back=check#ten_hkd"' in answer.get_data(as_text=True)


@pytest.mark.req("B-06")
def test_nothing_is_sent_without_the_declaration(hang: FlaskClient, house: House) -> None:
    draft = begin(hang)
    fill(hang, draft)
    answer = post(hang, f"{draft}/check")
    assert answer.status_code == 422
    assert "Đánh dấu vào lời cam đoan trước khi gửi." in words(answer)
    assert 'href="#declared"' in answer.get_data(as_text=True)
    assert count(house, "dossier") == 0


@pytest.mark.req("G-01")
def test_the_carriers_ticked_at_filing_are_kept_and_no_tick_is_an_answer(
    hang: FlaskClient, house: House
) -> None:
    draft = begin(hang)
    fill(hang, draft)
    page = hang.get(f"{draft}/check").get_data(as_text=True)
    # Only what this house carries is offered, ticked at first.
    assert re.findall(r'name="tell_by" value="(\w+)"( checked)?', page) == [("email", " checked")]
    refused = post(hang, f"{draft}/check", tell_by_asked="1").get_data(as_text=True)
    assert re.findall(r'name="tell_by" value="(\w+)"( checked)?', refused) == [("email", "")]
    post(hang, f"{draft}/check", declared="yes", tell_by_asked="1")
    other = begin(hang)
    fill(hang, other)
    post(hang, f"{other}/check", declared="yes", tell_by_asked="1", tell_by=["email", "sms"])
    with house.engine.connect() as connection:
        kept = connection.execute(text("select tell_by from dossier order by id")).scalars().all()
    assert kept == [[], ["email"]]


@pytest.mark.req("B-06")
def test_the_declaration_is_kept_with_time_and_words(hang: FlaskClient, house: House) -> None:
    draft = begin(hang)
    fill(hang, draft)
    send(hang, draft)
    with house.engine.connect() as connection:
        row = connection.execute(text("select declaration, declared_at from dossier")).one()
    assert (row.declaration, row.declared_at) == (DECLARATION.vi, NOW)


def test_missing_answers_and_papers_are_linked_to_their_parts(hang: FlaskClient, house: House) -> None:
    draft = begin(hang, BIRTH)
    answer = post(hang, f"{draft}/check", declared="yes")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert f'href="{draft}/nguoi_yeu_cau?back=check&amp;review=1#ho_ten_nguoi_yeu_cau"' in page
    assert f'href="{draft}/papers?review=1#paper-giay_chung_sinh"' in page
    assert 'name="declared" value="yes" checked' in page
    assert "Nhập họ, chữ đệm, tên người yêu cầu" in words(hang.get(f"{draft}/nguoi_yeu_cau?review=1"))
    assert "Đính kèm giấy tờ này" in words(hang.get(f"{draft}/papers?review=1"))
    assert count(house, "dossier") == 0


def test_parts_that_are_not_done_are_named_before_sending(hang: FlaskClient) -> None:
    draft = begin(hang, BIRTH)
    page = hang.get(f"{draft}/check").get_data(as_text=True)
    assert "Còn phần chưa xong" in page
    assert f'href="{draft}/cha_me?review=1&amp;back=check"' in page


@pytest.mark.req("C-03", "C-10")
def test_sending_gives_the_code_and_says_what_happens_next(hang: FlaskClient) -> None:
    draft = begin(hang)
    fill(hang, draft)
    code = send(hang, draft)
    assert code == "H50.16-261123-0001"
    answer = hang.get(f"/my/{code}/filed")
    page = words(answer)
    assert code in page
    assert "gửi thứ Hai 23/11/2026 09:00" in page
    assert "Muộn nhất thứ Tư 25/11/2026 09:00." in page, "eight working hours, the holiday 24/11 left out"
    assert "Dự kiến không muộn hơn thứ Hai 30/11/2026 13:30." in page


def test_the_receipt_has_a_code_to_scan(hang: FlaskClient, app: Flask) -> None:
    draft = begin(hang)
    fill(hang, draft)
    page = hang.get(f"/my/{send(hang, draft)}/filed").get_data(as_text=True)
    picture = re.search(r"<svg[^>]*class=\"qr-code\".*?</svg>", page, re.DOTALL)
    assert picture is not None
    assert "style=" not in picture[0]


@pytest.mark.req("C-03")
def test_sending_twice_leads_to_the_same_dossier(hang: FlaskClient, house: House) -> None:
    draft = begin(hang)
    fill(hang, draft)
    page = hang.get(f"{draft}/check").get_data(as_text=True)
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    codes = {
        hang.post(f"{draft}/check", data={"csrf_token": token, "declared": "yes"}).location for _ in range(3)
    }
    assert codes == {"/my/H50.16-261123-0001/filed"}
    assert count(house, "dossier") == 1


def test_the_back_button_leads_to_the_receipt(hang: FlaskClient) -> None:
    draft = begin(hang)
    fill(hang, draft)
    filed = f"/my/{send(hang, draft)}/filed"
    for page in ("", "/chu_ho", "/papers", "/check"):
        assert hang.get(f"{draft}{page}").location == filed


def test_a_sent_form_cannot_be_changed_from_a_stale_page(hang: FlaskClient) -> None:
    draft = begin(hang)
    fill(hang, draft)
    code = send(hang, draft)
    answer = post(hang, f"/my/{code}", f"{draft}/chu_ho", chu_ho_ho_ten="Khác")
    assert answer.status_code == 409
    assert "đã gửi rồi" in words(answer)
    assert "Khác" not in words(hang.get(f"/my/{code}"))


def test_a_sent_form_cannot_be_thrown_away(hang: FlaskClient, house: House) -> None:
    draft = begin(hang)
    fill(hang, draft)
    send(hang, draft)
    assert post(hang, "/my", draft).status_code == 409
    assert count(house, "draft") == 1


def test_an_agency_that_stopped_offering_it_is_told_clearly(hang: FlaskClient, house: House) -> None:
    draft = begin(hang)
    fill(hang, draft)
    with house.engine.begin() as connection:
        connection.execute(text("delete from group_member"))
    answer = post(hang, f"{draft}/check", declared="yes")
    assert answer.status_code == 409
    assert "Chưa gửi được hồ sơ." in words(answer)
    assert "Cơ quan này hiện chưa nhận thủ tục" in words(answer)
    assert "Hộ kinh doanh Cà phê Bích Hằng" in words(answer), "nothing typed is lost"


def test_a_procedure_released_anew_is_looked_through_again(hang: FlaskClient, house: House) -> None:
    draft = begin(hang)
    fill(hang, draft)
    with house.work() as work:
        source = next(
            source
            for path, source in library.sources(
                [house_settings.content("bpmn")], house_settings.content("forms")
            )
            if b'code="1.001612"' in source.bpmn
        )
        changed = source.bpmn.replace("Phân công thụ lý".encode(), "Phân công người thụ lý".encode())
        assert procedures.release(work, SYSTEM, replace(source, bpmn=changed), NOW).number == 2
    answer = post(hang, f"{draft}/check", declared="yes")
    assert answer.status_code == 409
    assert "Thủ tục đã có bản mới từ khi bạn bắt đầu khai" in words(answer)
    assert "Hộ kinh doanh Cà phê Bích Hằng" in words(answer)
    code = send(hang, draft)
    with house.engine.connect() as connection:
        number = connection.execute(
            text(
                "select number from procedure_version v join dossier d on d.version_id = v.id where d.code = :code"
            ),
            {"code": code},
        ).scalar_one()
    assert number == 2


def test_the_receipt_of_an_accepted_dossier_is_its_page(hang: FlaskClient, house: House) -> None:
    draft = begin(hang)
    fill(hang, draft)
    code = send(hang, draft)
    accept_dossier(house, code)
    assert hang.get(f"/my/{code}/filed").location == f"/my/{code}"


@pytest.mark.req("C-03")
def test_a_birth_is_registered_through_the_pages(sign_in: Callable[[str], FlaskClient]) -> None:
    khoi = sign_in("khoi@example.vn")
    draft = begin(khoi, BIRTH)
    fill(khoi, draft, BIRTH)
    assert attach(khoi, draft, "giay_chung_sinh", "giấy chứng sinh.pdf").location == f"{draft}/check"
    code = send(khoi, draft)
    page = words(khoi.get(f"/my/{code}"))
    assert "VÕ MINH AN" in page
    assert "giấy chứng sinh.pdf" in page
