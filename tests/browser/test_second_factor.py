"""An administrator's first sign-in sets the second factor up; the next one asks for it; pages fit a telephone."""

from __future__ import annotations

import pyotp
import pytest
from browser.asking import press
from browser.looking import look
from playwright.sync_api import Page, expect

from motcua.services.sample.demo import PASSWORD

LOGIN = "quantri.phuong"


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/account/sign-in?next=/quan-tri/tai-khoan")
    page.get_by_label("Tên đăng nhập").fill(LOGIN)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    press(page, "Đăng nhập")


@pytest.mark.browser
@pytest.mark.req("N-08")
def test_an_administrator_sets_the_second_factor_up_and_is_asked_for_it(site, open_page) -> None:
    page = open_page()
    sign_in(page, site.address)
    expect(page.get_by_role("heading", level=1)).to_have_text("Cài đặt xác thực hai lớp")
    picture = page.locator("svg.qr-code").bounding_box()
    assert picture is not None
    assert picture["width"] >= 120
    look(page, "account-factor-set-up")
    page.get_by_text("Không quét được?").click()
    secret = page.locator("#secret").inner_text().replace(" ", "")
    page.get_by_label("Mã xác thực").fill(pyotp.TOTP(secret).now())
    press(page, "Xác nhận")
    expect(page.locator(".code-list li")).to_have_count(10)
    look(page, "account-recovery-codes")
    spare = page.locator(".code-list li").first.inner_text()
    press(page, "Tôi đã ghi lại, tiếp tục")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tài khoản")
    look(page, "office-accounts")
    page.goto(f"{site.address}/account")
    expect(page.get_by_text("đang bật, còn 10 mã dự phòng")).to_be_visible()
    look(page, "account-own")

    phone = open_page(width=360)
    sign_in(phone, site.address)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Xác thực lớp thứ hai")
    look(phone, "account-factor")
    phone.get_by_label("Mã xác thực").fill(spare)
    press(phone, "Tiếp tục")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Tài khoản")
    again = open_page()
    sign_in(again, site.address)
    again.get_by_label("Mã xác thực").fill(spare)
    press(again, "Tiếp tục")
    expect(again.get_by_role("alert")).to_contain_text("chưa đúng hoặc đã dùng")
