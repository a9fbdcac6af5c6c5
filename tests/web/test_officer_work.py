"""The officer's list: what waits for him, in what order, and what of it nobody may read there."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import escape, unescape
from typing import Any

import pytest
from fixtures_dossier import (
    accept_dossier,
    accepted_at,
    actor_of,
    file_dossier,
    task_of,
    walk_dossier,
)
from fixtures_house import NOW, Clock, token_of
from fixtures_library import PERMIT
from flask.testing import FlaskClient

from motcua.services.desk import worklist
from motcua.services.dossier import steps
from motcua.services.messages import notifications
from motcua.services.work import House
from motcua.store.dossier import dossier as stored
from motcua.store.people import role as roles

SignIn = Callable[[str], FlaskClient]


def page(browser: FlaskClient, address: str = "/desk") -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def counts(html: str) -> dict[str, int]:
    """The number on every filter, by its words."""
    chips = re.findall(r'<a class="filter-chip.*?</a>', html, re.DOTALL)
    found = {}
    for chip in chips:
        words = re.sub(r"<svg.*?</svg>", "", chip, flags=re.DOTALL)
        number = re.search(r'class="count">(\d+)<', words)
        if number is not None:
            words = re.sub(r"<[^>]+>", " ", words.replace(number[0], ""))
            found[" ".join(words.split())] = int(number[1])
    return found


def groups(html: str) -> dict[str, int]:
    heads = re.findall(r'scope="rowgroup">(.*?) · (\d+)<', html)
    return {title: int(number) for title, number in heads}


def test_strangers_are_asked_to_sign_in(client: FlaskClient) -> None:
    answer = client.get("/desk?show=mine")
    assert answer.status_code == 302
    assert answer.location.startswith("/account/sign-in?next=")


def test_a_citizen_has_no_desk(sign_in: SignIn) -> None:
    assert sign_in("hang@example.vn").get("/desk").status_code == 403


def test_an_empty_list_says_so(sign_in: SignIn) -> None:
    assert "Không còn hồ sơ nào chờ bạn" in page(sign_in("vinh.le"))


@pytest.mark.req("D-02")
def test_a_dossier_stands_in_the_list_of_the_next_group_and_leaves_the_first(
    house: House, sign_in: SignIn
) -> None:
    code, _ = accepted_at(house, "T_phan_cong")
    assert code in page(sign_in("thang.nguyen"))
    assert code not in page(sign_in("ha.tran"))
    assert code not in page(sign_in("tp.tiepnhan"))


@pytest.mark.req("M-14")
def test_the_list_shows_neither_identity_numbers_nor_telephone_numbers(house: House, sign_in: SignIn) -> None:
    file_dossier(house)
    html = page(sign_in("ha.tran"))
    assert "Nguyễn Thị Bích Hằng" in html
    for number in ("045188002417", "045 188 002 417", "0914552187", "0914 552 187"):
        assert number not in html


def test_filters_and_groups_count_the_same(house: House, sign_in: SignIn, clock: Clock) -> None:
    file_dossier(house)
    accepted_at(house, "T_tiep_nhan")
    returned = file_dossier(house, login="khoi@example.vn")
    accept_dossier(house, returned)
    list(walk_dossier(house, returned))
    clock.now = NOW + timedelta(hours=6)
    html = page(sign_in("ha.tran"))
    # Six hours later the receiving step is late, its dossier is not, and it should have been passed on (D-03).
    assert counts(html) == {
        "Tất cả": 3,
        "Quá hạn": 0,
        "Chậm bước": 1,
        "Dưới 1 ngày": 0,
        "Mới đến": 1,
        "Đang xử lý": 0,
        "Chờ trả kết quả": 1,
        "Chờ bổ sung": 0,
        "Chuyển chậm": 1,
    }
    assert groups(html) == {"Chậm bước": 1, "Mới đến": 1, "Chờ trả kết quả": 1}
    assert groups(page(sign_in("ha.tran"), "/desk?show=result")) == {"Chờ trả kết quả": 1}
    assert groups(page(sign_in("ha.tran"), "/desk?late=1")) == {"Chậm bước": 1}
    early = page(sign_in("ha.tran"), "/desk?show=result&class=early")
    assert groups(early) == {"Chờ trả kết quả": 1}
    assert "đã có kết quả, trước hạn" in early
    # A class is of finished dossiers: another list forgets it.
    assert "show=new&amp;class" not in early
    assert groups(page(sign_in("ha.tran"), "/desk?show=result&class=overdue")) == {}
    assert groups(page(sign_in("ha.tran"), "/desk?show=new&class=overdue")) == {"Mới đến": 1}


@pytest.mark.req("E-22")
def test_an_overdue_step_is_red_and_says_by_how_much(house: House, sign_in: SignIn, clock: Clock) -> None:
    accepted_at(house, "T_phan_cong")
    clock.now = NOW + timedelta(hours=6)
    html = page(sign_in("thang.nguyen"))
    assert 'class="work-row is-bad"' in html
    assert "quá hạn 2 giờ" in html


@pytest.mark.req("E-23")
def test_less_than_a_working_day_is_amber(house: House, sign_in: SignIn) -> None:
    accepted_at(house, "T_phan_cong")
    assert 'class="work-row is-warn"' in page(sign_in("thang.nguyen"))
    accepted_at(house, "T_tham_dinh")
    assert 'class="work-row is-ok"' in page(sign_in("vinh.le"))


def search(browser: FlaskClient, query: str, page: str = "/desk") -> Any:
    """Type a search on a page of the desk and follow it to the list."""
    html = browser.get(page).get_data(as_text=True)
    (form,) = re.findall(r'<form class="desk-find".*?action="(.*?)"', html)
    return browser.post(
        unescape(form), data={"csrf_token": token_of(html), "q": query}, follow_redirects=True
    )


@pytest.mark.parametrize(
    "query", ["bich hang", "HẰNG nguyễn", "ho kinh doanh", "045 188 002 417", "1.001612"]
)
def test_search_finds_names_without_diacritics_and_whole_identity_numbers(
    house: House, sign_in: SignIn, query: str
) -> None:
    hers = file_dossier(house)
    his = file_dossier(house, "1.001612", "khoi@example.vn")
    html = search(sign_in("ha.tran"), query).get_data(as_text=True)
    assert f">{hers}<" in html
    assert (f">{his}<" in html) == (query in ("ho kinh doanh", "1.001612"))


@pytest.mark.parametrize("query", ["045188", "khong co", "<script>alert(1)</script>", "x" * 5000])
def test_a_search_without_finds_says_so_and_is_kept(house: House, sign_in: SignIn, query: str) -> None:
    file_dossier(house)
    answer = search(sign_in("ha.tran"), query)
    html = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "Không có hồ sơ nào khớp" in html
    assert escape(query[:200]) in html
    assert "<script>alert" not in html


@pytest.mark.req("M-14")
def test_what_is_typed_stands_in_no_address_and_unreadable_in_the_cookie(
    house: House, sign_in: SignIn
) -> None:
    file_dossier(house)
    browser = sign_in("ha.tran")
    answer = search(browser, "Nguyễn Thị Bích Hằng", "/desk?show=new")
    assert answer.request.full_path == "/desk?show=new&searched=1"
    # A link kept from before the words were sealed searches for nothing.
    assert "Tìm:" not in page(browser, "/desk?q=Bich+Hang")
    with browser.session_transaction() as kept:
        assert "Hằng".encode() not in b64decode(kept["desk_search"])
    # Without the word in the address the list is whole again, and an empty search ends it.
    assert "Tìm:" not in page(browser)
    assert "Tìm:" not in search(browser, " ").get_data(as_text=True)


@pytest.mark.req("D-16")
def test_menus_narrow_the_list_and_the_counters_follow(house: House, sign_in: SignIn) -> None:
    for procedure in ("1.001612", "1.013225"):
        file_dossier(house, procedure, **PERMIT if procedure == "1.013225" else {})
    file_dossier(house, login="khoi@example.vn")
    browser = sign_in("ha.tran")
    html = page(browser)
    address = re.search(r'href="(/desk\?procedure=1\.001612)"', html)
    assert address is not None
    html = page(browser, address[1])
    assert counts(html)["Mới đến"] == 2
    assert groups(html) == {"Mới đến": 2}
    assert groups(page(browser, "/desk?field=xay_dung")) == {"Mới đến": 1}
    assert groups(page(browser, "/desk?channel=post")) == {}
    assert groups(page(browser, "/desk?procedure=nonsense&show=nonsense")) == {}


def test_pages_follow_each_other_without_a_gap(house: House, sign_in: SignIn, monkeypatch: Any) -> None:
    codes = {file_dossier(house, now=NOW + timedelta(minutes=turn)) for turn in range(5)}
    monkeypatch.setattr(worklist, "PAGE", 2)
    browser, seen, address = sign_in("ha.tran"), [], "/desk"
    while address:
        html = page(browser, address)
        seen += re.findall(r'class="work-code" href="[^"]*">(.*?)<', html)
        assert groups(html) == {"Mới đến": 5}
        following = re.search(r'href="(/desk\?after=[^"]+)"', html)
        address = unescape(following[1]) if following else ""
    assert seen == sorted(codes)
    assert groups(page(browser, "/desk?after=nonsense")) == {"Mới đến": 5}


@pytest.mark.req("D-17")
def test_a_leader_lists_what_is_open_at_his_agency_and_at_no_other(house: House, sign_in: SignIn) -> None:
    code = file_dossier(house)
    quoc = actor_of(house, "quoc.dang")
    with house.work() as work:
        roles.grant(
            work.connection, account_id=quoc.id, role_key="lanh_dao_co_quan", agency_id=quoc.agency_id
        )
        work.commit()
    leader = sign_in("quoc.dang")
    assert code in page(leader, "/desk?of=H50.16")
    assert leader.get("/desk?of=H50.27").status_code == 403
    assert leader.get("/desk?of=H50").status_code == 200
    assert leader.get("/desk?of=nowhere").status_code == 404
    assert sign_in("ha.tran").get("/desk?of=H50.16").status_code == 403


def test_what_somebody_else_took_is_not_in_the_list(house: House, sign_in: SignIn) -> None:
    code, task = accepted_at(house, "T_tham_dinh")
    with house.work() as work:
        steps.claim(work, actor_of(house, "mai.ho"), code, task, NOW)
    assert code not in page(sign_in("vinh.le"))
    assert code in page(sign_in("mai.ho"), "/desk?show=mine")


def test_names_are_shown_as_text(house: House, sign_in: SignIn) -> None:
    code = file_dossier(house, chu_ho_ho_ten="Lê <b>Thị</b> Hai")
    with house.work() as work:
        row = stored.by_code(work.connection, code)
        assert row is not None
        stored.change(work.connection, row.id, applicant_name="<img src=x onerror=alert(1)>")
        work.commit()
    browser = sign_in("ha.tran")
    for address in ("/desk", f"/desk/{code}"):
        html = page(browser, address)
        assert "<img src=x" not in html
        assert "&lt;img src=x" in html
    assert "Lê &lt;b&gt;Thị&lt;/b&gt; Hai" in page(browser, f"/desk/{code}")


def test_the_head_tells_the_day_its_hours_left_and_the_next_day_off(sign_in: SignIn, clock: Clock) -> None:
    browser = sign_in("vinh.le")
    html = page(browser)
    assert "Thứ Hai 23/11/2026 09:00. Còn 6 giờ làm việc hôm nay." in html
    assert "Thứ Ba 24/11 nghỉ" in html
    clock.now = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
    assert "Đã hết giờ làm việc; mở lại Thứ Tư 25/11/2026 07:00." in page(browser)


def test_messages_are_new_until_they_are_opened(house: House, sign_in: SignIn) -> None:
    code = file_dossier(house)
    with house.work() as work:
        row = stored.by_code(work.connection, code)
        assert row is not None
        notifications.tell_group(work, row.id, NOW)
    browser = sign_in("ha.tran")
    assert "Thông báo, 1 chưa đọc" in page(browser)
    html = page(browser, "/desk/messages")
    assert "Mới" in html
    (address,) = re.findall(r'href="(/desk/messages/\d+)"', html)
    assert sign_in("vinh.le").get(address).status_code == 404
    assert "Thông báo, 1 chưa đọc" in page(browser)
    answer = browser.get(address)
    assert (answer.status_code, answer.location) == (302, f"/desk/{code}")
    assert "chưa đọc" not in page(browser)
    assert "Chưa có thông báo nào" in page(sign_in("vinh.le"), "/desk/messages")


def test_the_list_asks_for_the_step_that_waits(house: House, sign_in: SignIn) -> None:
    code = file_dossier(house)
    accept_dossier(house, code)
    task = task_of(house, code, "T_tiep_nhan")
    assert f'href="/desk/{code}?task={task}"' in page(sign_in("ha.tran"))
