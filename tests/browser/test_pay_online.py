"""A citizen pays at the gateway and is back at his dossier with the proof, told twice and paid once (I-03)."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from browser.looking import look
from fixtures_dossier import file_dossier
from fixtures_model import CODE, bpmn_of, release
from fixtures_server import Site
from fixtures_watch import QUANG_TRI, rows
from playwright.sync_api import Page, expect
from services.ending_story import CITIZEN
from services.time_story import FEES

from motcua.contrib.signed_gateway import SignedGateway
from motcua.domain.money.online_payment import Gateway
from motcua.services.sample.demo import PASSWORD
from motcua.services.work import House
from motcua.settings import Settings

pytestmark = pytest.mark.browser


@pytest.fixture
def house(house: House, gateway: Gateway) -> House:
    return dataclasses.replace(house, payment_gateways={gateway.key: SignedGateway(gateway)})


@pytest.fixture
def site_settings(settings: Settings, gateway: Gateway) -> Settings:
    """With the gateway among the places where a form may end."""
    return dataclasses.replace(settings, payment_gateways=(gateway,))


@pytest.mark.req("I-03")
def test_the_fees_are_paid_on_a_phone(house: House, site: Site, open_page: Callable[..., Page]) -> None:
    release(house, bpmn_of("S>a a>b b>E", papers=FEES, a={"position": "tiep_nhan", "phase": "receive"}))
    code = file_dossier(house, CODE, now=datetime.now(QUANG_TRI) - timedelta(minutes=5), von=1)
    page = open_page(width=360, height=740)
    page.goto(f"{site.address}/account/sign-in")
    page.get_by_label("Tên đăng nhập hoặc thư điện tử").fill(CITIZEN)
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hồ sơ của tôi")
    page.goto(f"{site.address}/my/{code}")
    look(page, "pay-online-bill")
    page.get_by_role("button", name="Nộp qua Cổng thanh toán thử").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cổng thanh toán thử")
    page.get_by_role("button", name="Thanh toán", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đã nộp tiền")
    look(page, "pay-online-proof")
    page.get_by_role("link", name=f"Hồ sơ {code}").click()
    expect(page.get_by_role("link", name="Chứng từ nộp tiền")).to_be_visible()
    expect(page.get_by_role("button", name="Nộp qua Cổng thanh toán thử")).to_have_count(0)
    assert [row.amount for row in rows(house, "select amount from payment where paid_at is not null")] == [
        910_000
    ]
