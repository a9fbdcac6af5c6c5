"""The administration's pages of agencies: the tree, one agency, a new commune, mergers."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from fixtures_house import NOW, post
from fixtures_watch import rows
from flask.testing import FlaskClient

from motcua.services.process import offers
from motcua.services.work import House
from motcua.store.agencies import agency as stored
from motcua.store.people import group as groups

SignIn = Callable[[str], FlaskClient]
REQUESTS = "/quan-tri/de-nghi-tai-khoan"
COMMUNE = {
    "name": "Ủy ban nhân dân xã Ba Lòng",
    "code": "H50.99",
    "level": "xa",
    "place": "xã Ba Lòng",
    "calendar_code": "A6",
    "receives": "yes",
    "person_name": "Hồ Thị Ngân",
    "login": "ngan.ho",
    "title": "Quản trị của xã",
}


def id_of(house: House, code: str) -> int:
    with house.work() as work:
        return int(stored.by_code(work.connection, code).id)


def approved(browser: FlaskClient) -> str:
    """Approve the only request that waits; the first password."""
    (request_id,) = re.findall(r'name="request" value="([0-9]+)"', text(browser, REQUESTS))
    page = post(browser, REQUESTS, request=request_id).get_data(as_text=True)
    (password,) = re.findall(r'<code class="secret">([^<]+)</code>', page)
    return str(password)


def text(browser: FlaskClient, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_data(as_text=True)


def test_the_tree_shows_what_the_person_manages_and_who_runs_it(sign_in: SignIn) -> None:
    page = text(sign_in("quantri.tinh"), "/quan-tri/co-quan")
    assert "Chi nhánh Văn phòng đăng ký đất đai khu vực Đông Hà" in page
    assert "Chưa có quản trị" in page
    own = text(sign_in("quantri.phuong"), "/quan-tri/co-quan")
    assert "Nam Đông Hà" in own
    assert "Triệu Phong" not in own


def test_a_search_keeps_what_stands_above(sign_in: SignIn) -> None:
    page = text(sign_in("quantri.tinh"), "/quan-tri/co-quan?q=trieu+phong")
    assert "<mark>Ủy ban nhân dân xã Triệu Phong</mark>" in page
    assert "Ủy ban nhân dân tỉnh Quảng Trị" in page
    assert "Sở Xây dựng" not in page
    assert "Không có cơ quan nào như vậy" in text(sign_in("quantri.tinh"), "/quan-tri/co-quan?q=zzz")


@pytest.mark.req("J-08")
@pytest.mark.parametrize("rest", ["", "/sua", "/them", "/chuyen", "/sap-nhap", "/chia-tach", "/giai-the"])
def test_the_neighbours_pages_are_closed(house: House, sign_in: SignIn, rest: str) -> None:
    browser = sign_in("quantri.phuong")
    assert browser.get(f"/quan-tri/co-quan/{id_of(house, 'H50.27')}{rest}").status_code == 403
    assert sign_in("ha.tran").get(f"/quan-tri/co-quan/{id_of(house, 'H50.16')}{rest}").status_code == 403


@pytest.mark.req("N-18")
def test_a_commune_opened_on_one_page_works_once_another_person_approved_its_administrator(
    house: House, sign_in: SignIn, client: FlaskClient
) -> None:
    browser = sign_in("quantri.tinh")
    province, model = id_of(house, "H50"), id_of(house, "H50.27")
    answer = post(browser, "/quan-tri/co-quan/moi", parent_id=province, like=model, **COMMUNE)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200, page
    assert "tu_phap_ho_tich" in page
    assert "Mật khẩu dùng lần đầu</dt>" not in page, "nobody appoints an administrator alone (J-06)"
    commune = id_of(house, "H50.99")
    assert rows(house, "select 1 from account where login = 'ngan.ho'") == []
    own = browser.get(REQUESTS).get_data(as_text=True)
    assert 'name="request"' not in own
    assert "Kèm vai trò: Quản trị cơ quan" in own
    password = approved(sign_in("duyet.tinh"))
    (grant,) = rows(house, f"select role_key from role_grant where agency_id = {commune}")
    assert grant.role_key == "quan_tri_co_quan"
    entered = post(client, "/account/sign-in", login="ngan.ho", password=password)
    assert entered.location == "/account/second-factor/set-up"
    with house.work() as work:
        for position, login in (("tiep_nhan", "tp.tiepnhan"), ("tu_phap_ho_tich", "tp.hotich")):
            (person,) = rows(house, f"select id from account where login = '{login}'")
            groups.add(work.connection, agency_id=commune, position=position, account_id=person.id)
        for position in ("lanh_dao", "tra_ket_qua", "van_thu", "truong_phong", "chuyen_vien"):
            groups.add(work.connection, agency_id=commune, position=position, account_id=person.id)
        work.commit()
        assert "H50.99" in {one.code for one in offers.agencies_for(work, "1.001193")}
        assert work.house.calendars.at(work.connection, commune, NOW).code == "A6"


def test_every_problem_of_a_new_commune_is_at_its_field_and_nothing_is_kept(
    house: House, sign_in: SignIn
) -> None:
    browser = sign_in("quantri.tinh")
    wrong = {**COMMUNE, "code": "h50-99", "login": "ha.tran", "person_name": ""}
    answer = post(browser, "/quan-tri/co-quan/moi", parent_id=id_of(house, "H50"), **wrong)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert {name for name in ("code", "login", "person_name") if f'id="{name}-error"' in page} == {
        "code",
        "login",
        "person_name",
    }
    assert 'value="Ủy ban nhân dân xã Ba Lòng"' in page
    assert rows(house, "select 1 from agency where name like '%%Ba Lòng'") == []


@pytest.mark.req("N-20")
def test_a_change_stands_in_the_agencys_past_with_both_values(house: House, sign_in: SignIn) -> None:
    browser, ward = sign_in("quantri.tinh"), id_of(house, "H50.16")
    known = {"name": "Ủy ban nhân dân phường Đông Hà", "code": "H50.16", "level": "xa", "receives": "yes"}
    post(browser, f"/quan-tri/co-quan/{ward}/sua", document="NQ 7/2026", **known)
    page = text(browser, f"/quan-tri/co-quan/{ward}")
    assert "NQ 7/2026" in page
    assert "Ủy ban nhân dân phường Nam Đông Hà → Ủy ban nhân dân phường Đông Hà" in page
    assert "Tên và mã trước đây" in page


def test_communes_are_merged_into_one_from_its_page(house: House, sign_in: SignIn) -> None:
    browser, ward = sign_in("quantri.tinh"), id_of(house, "H50.16")
    answer = post(
        browser,
        f"/quan-tri/co-quan/{ward}/sap-nhap",
        on="2026-11-23",
        document="NQ 1680",
        heir="into",
        into=id_of(house, "H50.27"),
        accounts="yes",
        dossiers="yes",
    )
    assert answer.status_code == 303
    ended = text(browser, f"/quan-tri/co-quan/{ward}")
    assert "Cơ quan này kết thúc hoạt động ngày 22/11/2026" in ended
    assert "Sáp nhập vào Ủy ban nhân dân xã Triệu Phong" in ended


@pytest.mark.parametrize("what", ["sap-nhap", "chia-tach", "giai-the"])
def test_a_missing_date_is_asked_for_at_its_field(house: House, sign_in: SignIn, what: str) -> None:
    browser, ward = sign_in("quantri.tinh"), id_of(house, "H50.16")
    answer = post(browser, f"/quan-tri/co-quan/{ward}/{what}", into=id_of(house, "H50.27"))
    assert answer.status_code == 422
    assert 'id="on-error"' in answer.get_data(as_text=True)


def test_a_refused_dissolution_says_why(house: House, sign_in: SignIn) -> None:
    browser, department = sign_in("quantri.tinh"), id_of(house, "H50.12")
    answer = post(browser, f"/quan-tri/co-quan/{department}/giai-the", on="2026-11-23")
    assert answer.status_code == 422
    assert "Cơ quan còn đơn vị trực thuộc" in answer.get_data(as_text=True)


@pytest.mark.req("A-25")
def test_everybody_sees_the_agencies_in_force_by_kind(
    client: FlaskClient, house: House, sign_in: SignIn
) -> None:
    browser = sign_in("quantri.tinh")
    company = {"name": "Công ty Điện lực Quảng Trị", "code": "E01.50", "level": "dich_vu", "receives": "yes"}
    post(browser, f"/quan-tri/co-quan/{id_of(house, 'H50')}/them", **company)
    post(browser, f"/quan-tri/co-quan/{id_of(house, 'H50.41')}/giai-the", on="2026-11-23", document="QĐ 3")
    page = text(client, "/agencies")
    assert "Công ty Điện lực Quảng Trị" in page
    assert "Đơn vị, doanh nghiệp dịch vụ công" in page
    assert "Cơ quan ngành dọc ở địa phương" in page
    assert "Hướng Hóa" not in page


@pytest.mark.req("A-25")
def test_a_later_merger_is_called_off_from_the_agencys_past(house: House, sign_in: SignIn) -> None:
    browser, ward = sign_in("quantri.tinh"), id_of(house, "H50.16")
    page = f"/quan-tri/co-quan/{ward}"
    plan = {"on": "2026-12-23", "heir": "into", "into": id_of(house, "H50.27"), "dossiers": "yes"}
    post(browser, f"{page}/sap-nhap", document="NQ 1680", **plan)
    (event,) = rows(house, "select id from agency_event where kind = 'merge'")
    way = f"{page}/quyet-dinh/{event.id}/huy"
    assert way in text(browser, page)
    post(browser, way, document="")
    assert "Ghi số văn bản hoặc lý do hủy" in text(browser, page)
    post(browser, way, document="NQ 1700")
    after = text(browser, page)
    assert "Đã hủy: NQ 1700 (Nguyễn Trường Giang)" in after
    assert way not in after
    post(browser, way, document="NQ 1701")
    assert "đã có hiệu lực hoặc đã hủy" in text(browser, page)


def test_a_decision_that_nobody_above_made_offers_no_way_to_call_it_off(
    house: House, sign_in: SignIn
) -> None:
    ward = id_of(house, "H50.16")
    post(
        sign_in("quantri.tinh"),
        f"/quan-tri/co-quan/{ward}/sap-nhap",
        on="2026-12-23",
        heir="into",
        into=id_of(house, "H50.27"),
    )
    assert "/huy" not in text(sign_in("quantri.phuong"), f"/quan-tri/co-quan/{ward}")
