"""“Nhật ký an ninh”: the screen of the security authority, which reads everything and changes nothing."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from fixtures_dossier import accepted_at, file_dossier, open_page
from fixtures_house import NOW, token_of
from fixtures_portal import words
from fixtures_watch import rows
from flask.testing import FlaskClient

from motcua.services.audit import audit as logs
from motcua.services.audit import audit_verify
from motcua.services.work import House

LOG = "/quan-tri/nhat-ky"


@pytest.fixture
def police(sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    """A browser of the security authority."""
    return sign_in("anninh.tinh")


def write(house: House, action: str, **values: Any) -> None:
    with house.work() as work:
        work.record(**{"at": NOW, "actor_name": "Trần Thị Thu Hà", "action": action, "detail": {}, **values})
        work.commit()


def page(browser: FlaskClient, query: str = "") -> str:
    answer = browser.get(f"{LOG}{query}")
    assert answer.status_code == 200, words(answer)
    return str(answer.get_data(as_text=True))


def send(browser: FlaskClient, **data: str) -> Any:
    return browser.post(f"{LOG}/ket-xuat", data={"csrf_token": token_of(page(browser)), **data})


@pytest.mark.req("J-18")
def test_the_security_authority_reads_who_did_what(house: House, police: FlaskClient) -> None:
    code = file_dossier(house)
    open_page(house, code)
    shown = words(page(police))
    assert f"Mở hồ sơ {code}" in shown
    assert "Trần Thị Thu Hà ha.tran · Ủy ban nhân dân phường Nam Đông Hà" in shown
    assert "23/11/2026 09:00:00" in shown


@pytest.mark.req("J-18")
@pytest.mark.parametrize("login", ["ha.tran", "hang@example.vn"])
def test_nobody_else_reads_it(sign_in: Callable[[str], FlaskClient], login: str) -> None:
    browser = sign_in(login)
    assert browser.get(LOG).status_code == 403
    token = token_of(browser.get("/").get_data(as_text=True))
    assert browser.post(f"{LOG}/ket-xuat", data={"csrf_token": token}).status_code == 403


def test_a_stranger_is_asked_to_sign_in(client: FlaskClient) -> None:
    assert client.get(LOG).status_code == 302


@pytest.mark.req("J-18")
def test_the_security_authority_cannot_open_or_work_on_a_dossier(house: House, police: FlaskClient) -> None:
    code, task = accepted_at(house, "T_phan_cong")
    before = rows(house, "select id from audit where dossier_id is not null")
    assert police.get(f"/desk/{code}").status_code == 403
    token = token_of(page(police))
    for action in (f"steps/{task}/finish", f"steps/{task}/claim", "accept"):
        answer = police.post(f"/desk/{code}/{action}", data={"csrf_token": token, "opinion": "Giao."})
        assert answer.status_code == 403, action
    assert rows(house, "select id from audit where dossier_id is not null") == before


@pytest.mark.req("N-20")
def test_a_change_is_shown_with_both_values(house: House, police: FlaskClient) -> None:
    detail = {**logs.changes({"giờ": "07:00"}, {"giờ": "07:30"}), "decision": "12/QĐ-UBND"}
    write(house, "calendar.change", subject="H50", detail=detail)
    shown = words(page(police))
    assert "Sửa lịch làm việc H50" in shown
    assert "Giá trị Trước Sau giờ 07:00 07:30" in shown
    assert "decision: 12/QĐ-UBND" in shown


def test_filters_stay_in_the_address_and_in_the_form(house: House, police: FlaskClient) -> None:
    write(house, "calendar.change", subject="H50")
    write(house, "x.other")
    html = page(police, "?nhom=configuration&tu=2026-11-23&den=2026-11-23")
    assert "Sửa lịch làm việc H50" in html
    assert '<option value="configuration" selected>' in html
    assert 'name="tu" value="2026-11-23"' in html
    assert "Không có dòng nào khớp" in page(police, "?ho_so=H50.16-000000-0000")


@pytest.mark.parametrize(
    "query",
    ["?tu=2026-13-01", "?den=9999-12-31", "?tu=hôm nay", "?tu=2026-11-24&den=2026-11-23"],
)
def test_a_day_that_cannot_be_is_said_in_words(police: FlaskClient, query: str) -> None:
    assert re.search("Ngày chưa đúng|không có dòng nào", words(page(police, query)))


@pytest.mark.parametrize("query", ["?nhom=x", "?truoc=x", "?truoc=0", "?co_quan=x", "?tai_khoan=%25%25"])
def test_a_broken_address_shows_the_log(police: FlaskClient, query: str) -> None:
    assert "Nhật ký an ninh" in page(police, query)


def test_an_agency_that_is_none_is_refused(police: FlaskClient) -> None:
    assert police.get(f"{LOG}?co_quan=999999").status_code == 403


def test_older_rows_are_a_link_away(house: House, police: FlaskClient) -> None:
    for number in range(logs.PAGE):
        write(house, "x.many", subject=str(number))
    html = page(police, "?nhom=configuration")
    older = re.search(r'href="([^"]*truoc=\d+[^"]*)"', html)
    assert older is not None
    address = older[1].replace("&amp;", "&")
    assert "nhom=configuration" in address
    assert "Về mới nhất" in words(police.get(address))


@pytest.mark.req("N-20")
def test_the_export_has_the_rows_of_the_filters_and_is_logged(house: House, police: FlaskClient) -> None:
    write(house, "calendar.change", subject="=cmd()", detail={"before": 1, "after": 2})
    write(house, "x.other")
    answer = send(police, nhom="configuration", tu="2026-11-23")
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="nhat-ky-20261123-0900.csv"'
    table = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    line = next(dict(zip(table[0], row, strict=True)) for row in table if "calendar.change" in row)
    assert (line["Họ và tên"], line["Chi tiết"]) == ("Trần Thị Thu Hà", '{"before": 1, "after": 2}')
    assert line["Đối tượng"] == "'=cmd()"
    (told,) = rows(house, "select actor_name, detail from audit where action = 'audit.export'")
    assert told.detail == {"since": "2026-11-23", "group": "configuration", "rows": len(table) - 1}


def test_an_export_needs_the_token_of_a_form(police: FlaskClient) -> None:
    assert police.post(f"{LOG}/ket-xuat").status_code == 400


@pytest.mark.req("N-09")
def test_the_banner_tells_what_the_last_verification_found(house: House, police: FlaskClient) -> None:
    assert "chưa được kiểm tra lần nào" in words(page(police))
    audit_verify.verify(house, NOW)
    assert "Nhật ký nguyên vẹn" in words(page(police))
    with house.engine.begin() as connection:
        connection.exec_driver_sql("alter table audit disable trigger all")
        connection.exec_driver_sql("update audit set actor_name = 'B' where id = 2")
        connection.exec_driver_sql("alter table audit enable trigger all")
    audit_verify.verify(house, NOW)
    assert "Nhật ký đã bị can thiệp. Dòng 2 (" in words(page(police))


def test_the_log_reads_in_english(house: House, police: FlaskClient) -> None:
    code = file_dossier(house)
    with police.session_transaction() as session:
        session["language"] = "en"
    assert f"Sent the dossier {code}" in words(page(police))
