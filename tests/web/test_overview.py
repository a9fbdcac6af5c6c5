"""The leader's overview as a page: numbers that lead to their lists, urging of what is overdue longest."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from fixtures_dossier import accepted_at, actor_of
from fixtures_house import NOW, Clock, token_of
from flask.testing import FlaskClient

from motcua.services.dossier import actions
from motcua.services.dossier.case import Given
from motcua.services.work import House
from motcua.store.people import role as roles

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def leader(house: House, sign_in: SignIn) -> FlaskClient:
    quoc = actor_of(house, "quoc.dang")
    with house.work() as work:
        roles.grant(
            work.connection, account_id=quoc.id, role_key="lanh_dao_co_quan", agency_id=quoc.agency_id
        )
        work.commit()
    return sign_in("quoc.dang")


@pytest.mark.req("D-17")
def test_a_number_leads_to_its_list_and_the_ticked_are_urged(
    house: House, leader: FlaskClient, sign_in: SignIn, clock: Clock
) -> None:
    code, task = accepted_at(house, "T_phan_cong")
    clock.now = NOW + timedelta(days=30)
    html = leader.get("/desk/overview").get_data(as_text=True)
    assert "Đang quá hạn" in html
    assert html.count('class="tally-overdue"') == 3
    links = {unescape(one) for one in re.findall(r'href="(/desk[?]of=H50.16&amp;[^"]*show=overdue)"', html)}
    assert len(links) >= 3
    for link in links | {"/desk?of=H50.16&show=overdue"}:
        assert f">{code}<" in leader.get(link).get_data(as_text=True), link
    form = {"csrf_token": token_of(html), "item": f"{code}/{task}", "action": "urge"}
    assert code in leader.post("/desk/bulk/new", data=form).get_data(as_text=True)
    # Whoever oversees nothing is not led there.
    assert "/desk/overview" not in sign_in("vinh.le").get("/desk").get_data(as_text=True)
    assert sign_in("vinh.le").get("/desk/overview").status_code == 403


def test_a_step_that_is_late_and_paused_looks_neither_well_nor_late_twice(
    house: House, leader: FlaskClient, clock: Clock
) -> None:
    code, task = accepted_at(house, "T_phan_cong")
    clock.now = NOW + timedelta(hours=6)
    with house.work() as work:
        given = Given(reason="Chờ bản đồ quy hoạch")
        actions.perform(work, actor_of(house, "quoc.dang"), code, "pause", given, clock.now, task)
    page = leader.get(f"/desk/{code}").get_data(as_text=True)
    (bar,) = re.findall(r'<span class="remaining is-(.*?)".*?</progress>(.*?)</span></div>', page, re.DOTALL)
    assert bar[0] == "hold"
    assert "quá hạn 2 giờ" in bar[1]
    assert "khi chạy lại" not in bar[1]


def test_nothing_open_says_so(leader: FlaskClient) -> None:
    html = leader.get("/desk/overview").get_data(as_text=True)
    assert "Không có hồ sơ nào đang mở" in html
    assert "data-bulk-bar" not in html
