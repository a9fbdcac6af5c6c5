"""The administration's screens of accounts, requests, incidents, roles and presence."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from fixtures_accounts import person
from fixtures_house import NOW, Clock, post
from fixtures_portal import words
from fixtures_watch import value
from flask.testing import FlaskClient

from motcua.services.accounts import incidents
from motcua.services.work import House

REQUESTS = "/quan-tri/de-nghi-tai-khoan"


def ask(browser: FlaskClient, **typed: str):
    page = browser.get(f"{REQUESTS}/moi").get_data(as_text=True)
    agency = re.search(r'<option value="([0-9]+)"', page).group(1)
    given = {"agency": agency, "name": "Nguyễn Văn An", "login": "an.nguyen", "reason": "QĐ 12", **typed}
    return post(browser, f"{REQUESTS}/moi", **given)


@pytest.mark.req("J-06")
def test_a_request_is_approved_by_another_and_its_first_password_is_shown_once(
    client: FlaskClient, sign_in: Callable[..., FlaskClient]
) -> None:
    asker, boss = sign_in("cntt.phuong"), sign_in("quantri.phuong")
    assert ask(asker).location == REQUESTS
    assert "chờ người khác duyệt" in words(asker.get(REQUESTS))
    page = boss.get(REQUESTS).get_data(as_text=True)
    (request_id,) = re.findall(r'name="request" value="([0-9]+)"', page)
    assert post(boss, REQUESTS).status_code == 422, "nothing was ticked"
    assert post(boss, REQUESTS, request=request_id, outcome="refuse").status_code == 422, "without a reason"
    issued = post(boss, REQUESTS, request=request_id).get_data(as_text=True)
    password = re.search(r'<code class="secret">([^<]+)</code>', issued).group(1)
    assert password not in boss.get(REQUESTS).get_data(as_text=True)
    entered = post(client, "/account/sign-in", login="an.nguyen", password=password)
    assert entered.location == "/account/new-password"


def test_what_is_wrong_is_said_at_its_field_and_the_rest_kept(sign_in: Callable[..., FlaskClient]) -> None:
    answer = ask(sign_in("cntt.phuong"), login="ha.tran", reason="")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'href="#login"' in page
    assert 'href="#reason"' in page
    assert 'value="Nguyễn Văn An"' in page


def test_an_administrator_sees_locks_and_withdraws_his_own_people_only(
    house: House, sign_in: Callable[..., FlaskClient]
) -> None:
    boss = sign_in("quantri.phuong")
    listed = words(boss.get("/quan-tri/tai-khoan"))
    assert "Trần Thị Thu Hà" in listed
    assert "Lê Thị Hoài Thương" not in listed
    assert "Không có tài khoản nào như vậy" in words(boss.get("/quan-tri/tai-khoan?q=Hoài+Thương"))
    neighbour, officer = person(house, "tp.tiepnhan").id, person(house, "ha.tran").id
    assert boss.get(f"/quan-tri/tai-khoan/{neighbour}").status_code == 404
    page = f"/quan-tri/tai-khoan/{officer}"
    for action in ("thu-hoi", "khoa", "go-xac-thuc"):
        refused = post(boss, page, f"/quan-tri/tai-khoan/{neighbour}/{action}", reason="QĐ 1", kind="loss")
        assert refused.status_code in (403, 404), action
    assert value(house, "select count(*) from account where not is_active or blocked_at is not null") == 0
    assert post(boss, page, f"{page}/thu-hoi").status_code == 422
    assert post(boss, page, f"{page}/khoa", kind="misuse", words="Thấy đăng nhập lạ").status_code == 303
    assert "Khóa vì sự cố" in words(boss.get(page))
    incident = boss.get("/quan-tri/su-co").get_data(as_text=True)
    assert "Thấy đăng nhập lạ" in incident
    opening = re.search(r"/quan-tri/su-co/[0-9]+/mo-khoa", incident).group(0)
    assert post(boss, "/quan-tri/su-co", opening, finding="").status_code == 422
    assert "/gop" not in incident, "only what was set aside for its number can be joined"
    with house.engine.begin() as connection:
        connection.exec_driver_sql("update account_incident set identity_digest = %s", (b"x",))
    joining = re.search(
        r"/quan-tri/su-co/[0-9]+/gop", boss.get("/quan-tri/su-co").get_data(as_text=True)
    ).group(0)
    wrong = post(boss, "/quan-tri/su-co", joining, number="045188009999", finding="")
    anchors = re.findall(r'href="#(join-(?:number|finding)-[0-9]+)"', wrong.get_data(as_text=True))
    assert (wrong.status_code, len(anchors)) == (422, 2)
    assert 'value="045188009999"' in wrong.get_data(as_text=True)
    assert all(f'id="{anchor}"' in wrong.get_data(as_text=True) for anchor in anchors)
    opened = post(boss, "/quan-tri/su-co", opening, finding="Gặp trực tiếp")
    assert "chỉ hiện một lần" in words(opened)
    assert post(boss, page, f"{page}/thu-hoi", reason="Nghỉ hưu").status_code == 303
    assert "Đã thu hồi" in words(boss.get(page))


@pytest.mark.req("J-09")
def test_roles_are_given_taken_and_changed_where_one_may(
    house: House, sign_in: Callable[..., FlaskClient]
) -> None:
    boss, top = sign_in("quantri.phuong"), sign_in("quantri.tinh")
    officer = person(house, "ha.tran")
    page = f"/quan-tri/tai-khoan/{officer.id}"
    offered = boss.get(page).get_data(as_text=True)
    assert 'value="cntt_co_quan"' in offered
    assert 'value="quan_tri_cao_nhat"' not in offered
    data = {"account": officer.id, "agency": officer.agency_id, "back": officer.id}
    assert post(boss, page, "/quan-tri/vai-tro", role="cntt_co_quan", **data).location == page
    assert post(boss, page, "/quan-tri/vai-tro", role="quan_tri_cao_nhat", **data).status_code == 403
    held = words(boss.get("/quan-tri/vai-tro"))
    assert "Trần Thị Thu Hà" in held
    taking = re.search(r"/quan-tri/vai-tro/[0-9]+/thu-hoi", boss.get(page).get_data(as_text=True)).group(0)
    assert post(boss, page, taking, back=officer.id).location == page
    assert person(house, "ha.tran").grants == ()
    catalogue = "/quan-tri/vai-tro/danh-muc"
    assert post(top, catalogue, f"{catalogue}/cntt_co_quan", right="group.manage").status_code == 303
    assert post(boss, page, f"{catalogue}/cntt_co_quan", right="group.manage").status_code == 403


def test_presence_is_for_those_who_see_reports(sign_in: Callable[..., FlaskClient], clock: Clock) -> None:
    top = sign_in("quantri.tinh")
    clock.now += timedelta(hours=1)
    assert top.get("/quan-tri/hien-dien").status_code == 200
    page = words(top.get("/quan-tri/hien-dien?from=2026-11-23&to=2026-11-23"))
    assert "Nguyễn Trường Giang" in page
    assert "1:00" in page
    assert "Không ai đăng nhập" in words(top.get("/quan-tri/hien-dien?from=2026-11-01&to=2026-11-02"))
    for wrong in ("from=2026-11-23&to=2026-11-01", "from=9999-12-31&to=9999-12-31", "from=0001-01-01"):
        assert top.get(f"/quan-tri/hien-dien?{wrong}").status_code == 422
    assert sign_in("quantri.phuong").get("/quan-tri/hien-dien").status_code == 403


@pytest.mark.parametrize(
    "path", ["tai-khoan", "de-nghi-tai-khoan", "de-nghi-tai-khoan/moi", "su-co", "vai-tro"]
)
def test_officers_without_a_right_are_refused(sign_in: Callable[..., FlaskClient], path: str) -> None:
    assert sign_in("ha.tran").get(f"/quan-tri/{path}").status_code == 403


@pytest.mark.req("J-18")
def test_the_security_authority_reads_incidents(house: House, sign_in: Callable[..., FlaskClient]) -> None:
    with house.work() as work:
        incidents.report_own(work, person(house, "hang@example.vn"), "theft", "Có người gọi xin mã", NOW)
    assert "Có người gọi xin mã" in words(sign_in("anninh.tinh").get("/quan-tri/su-co"))
