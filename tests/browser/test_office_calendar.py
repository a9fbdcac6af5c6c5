"""The administration's calendar and agencies in a real browser: keyboard, preview, axe, a phone's width."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from browser.looking import look
from fixtures_server import Site
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

SignIn = Callable[[str], FlaskClient]


def administrator(site: Site, open_page: Callable[..., Page], sign_in: SignIn) -> Page:
    """A browser in which the province's administrator is signed in already, second factor and all."""
    cookie = sign_in("quantri.tinh").get_cookie("motcua")
    assert cookie is not None
    page = open_page(width=1280)
    page.context.add_cookies([{"name": "motcua", "value": cookie.value, "url": site.address}])
    return page


@pytest.mark.req("E-01")
def test_a_day_off_is_found_by_keyboard_previewed_and_saved(
    site: Site, open_page: Callable[..., Page], sign_in: SignIn
) -> None:
    page = administrator(site, open_page, sign_in)
    page.goto(f"{site.address}/desk")
    page.get_by_role("link", name="Quản trị").first.click()
    look(page, "office-agencies")
    page.get_by_role("link", name="Lịch làm việc").first.click()
    page.get_by_role("link", name="Lịch làm việc của tỉnh").click()
    page.goto(f"{page.url}?nam=2027")
    look(page, "office-calendar")
    first = page.get_by_role("link", name="Thứ Sáu 01/01/2027")
    first.focus()
    for key in ("ArrowDown", "ArrowRight", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    expect(page.locator(":focus")).to_have_attribute("data-day", "2027-01-11")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Cho nghỉ…").click()
    page.get_by_label("Tên ngày nghỉ").fill("Nghỉ bù")
    look(page, "office-day-off")
    page.get_by_role("button", name="Xem trước").click()
    expect(page.get_by_role("heading", name="1 ngày đổi giờ")).to_be_visible()
    look(page, "office-calendar-preview")
    page.get_by_role("button", name="Lưu lịch").click()
    expect(page.get_by_role("status")).to_contain_text("Đã lưu lịch")
    expect(page.get_by_role("link", name="Thứ Hai 11/01/2027, nghỉ, chưa có quyết định")).to_be_visible()


@pytest.mark.req("N-18")
@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("office-new-commune", "/quan-tri/co-quan/moi"),
        ("office-agency", "/quan-tri/co-quan/2"),
        ("office-merge", "/quan-tri/co-quan/2/sap-nhap"),
        ("office-split", "/quan-tri/co-quan/2/chia-tach"),
        ("office-hours", "/quan-tri/lich/A/gio"),
        ("office-swap", "/quan-tri/lich/A/lam-bu"),
        ("office-proposed", "/quan-tri/lich/A/de-xuat?nam=2027"),
        ("office-calendars", "/quan-tri/lich"),
        ("agencies", "/agencies"),
    ],
)
def test_pages_fit_a_phone_and_axe_has_no_objection(
    site: Site, open_page: Callable[..., Page], sign_in: SignIn, name: str, address: str
) -> None:
    page = administrator(site, open_page, sign_in)
    page.goto(f"{site.address}{address}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    look(page, name)
