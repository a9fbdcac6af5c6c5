"""No script is needed to file a dossier, nor to receive it and to read its papers."""

from __future__ import annotations

import pytest
from browser import birth, citizen, officer
from browser.asking import field, press
from browser.birth import FATHER
from fixtures_portal import BIRTH
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.mark.req("C-03", "N-17")
def test_a_birth_is_filed_and_received_without_scripts(site, open_page) -> None:
    page = open_page(java_script_enabled=False)
    citizen.register_and_begin(page, site, BIRTH, FATHER)
    birth.fill_in(page)
    press(page, "Gửi hồ sơ")
    expect(page.get_by_role("alert")).to_contain_text("Đánh dấu vào lời cam đoan trước khi gửi.")
    code = citizen.send(page)
    citizen.expect_receipt(page, code)
    clerk = officer.sign_in(
        lambda **size: open_page(**size, java_script_enabled=False), site.address, "hien.bui"
    )
    officer.open_dossier(clerk, site.address, code)
    clerk.get_by_role("link", name="giay_to.pdf").first.click()
    expect(clerk.locator("iframe[title='giay_to.pdf']")).to_be_visible()
    officer.mark_papers(clerk, [("Tờ khai", "Hợp lệ"), ("Giấy chứng sinh", "Hợp lệ")])
    officer.accept(clerk)


def test_the_phone_menu_leads_everywhere_without_scripts(site, open_page) -> None:
    page = open_page(width=360, java_script_enabled=False)
    page.goto(site.address)
    page.get_by_text("Trình đơn").click()
    menu = page.get_by_role("navigation", name="Chính").locator("visible=true")
    expect(menu.get_by_role("link")).to_have_text(["Thủ tục", "Tra cứu", "Hồ sơ của tôi", "Đăng nhập"])
    menu.get_by_role("link", name="Tra cứu").click()
    expect(field(page, "Mã hồ sơ")).to_be_visible()
