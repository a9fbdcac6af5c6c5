"""The counter in a browser: a person without an account, entered by the keyboard, a paper not in order, then accepted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from browser import officer
from browser.asking import expect_said, field, group, press
from browser.looking import look
from playwright.sync_api import Page, expect
from services.counter_story import PERSON, offered

pytestmark = pytest.mark.browser
PDF = Path(__file__).parent.parent / "data" / "giay_to.pdf"
ACCEPT = "Tiếp nhận và hẹn trả"


def begin(page: Page, address: str, procedure: str) -> None:
    page.goto(f"{address}/desk/new")
    page.get_by_label(procedure).check()
    press(page, "Bắt đầu nhập")
    expect(page.get_by_role("heading", name="1. Người nộp")).to_be_visible()


def paper(page: Page, name: str, *words: str) -> None:
    for one in words:
        page.get_by_role("group", name=re.compile(name)).get_by_label(one, exact=True).check()


@pytest.mark.req("C-04", "C-08")
def test_a_person_at_the_counter_is_entered_and_accepted(site, open_page) -> None:
    offered(site.house)
    page = officer.sign_in(open_page, site.address, "ha.tran")
    page.get_by_role("link", name="Nhận tại quầy").locator("visible=true").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nhận hồ sơ tại quầy")
    look(page, "counter-new")
    begin(page, site.address, "Đăng ký thành lập hộ kinh doanh")
    look(page, "counter-long-form")
    begin(page, site.address, "Thủ tục thử")
    # The person by the keyboard alone.
    field(page, "Số định danh cá nhân").focus()
    for typed in (PERSON.identity, PERSON.name, "12", PERSON.address):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    # Past the box and the button that fill in what was told before.
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    field(page, "Số vốn").fill("1")
    paper(page, "Bản đồ", "Bản chính", "Hợp lệ")
    page.get_by_role("group", name=re.compile("Giấy tờ đất")).locator("input[type=file]").set_input_files(PDF)
    paper(page, "Giấy tờ đất", "Chưa hợp lệ")
    expect(page.get_by_role("button", name=ACCEPT)).to_be_disabled()
    expect(page.get_by_role("button", name="Yêu cầu bổ sung…")).to_be_visible()
    look(page, "counter-bad-paper")
    paper(page, "Giấy tờ đất", "Hợp lệ")
    expect(page.get_by_role("button", name="Yêu cầu bổ sung…")).to_be_hidden()
    press(page, ACCEPT)
    expect(page.get_by_role("alert")).to_contain_text("Số điện thoại gồm 10 chữ số")
    expect(field(page, "Họ và tên")).to_have_value(PERSON.name)
    expect(page.get_by_role("link", name="giay_to.pdf")).to_be_visible()
    expect(group(page, "Báo tin cho người nộp bằng cách nào").get_by_role("radio").first).to_be_checked()
    look(page, "counter-error")
    field(page, "Số điện thoại").fill("0912345678")
    press(page, ACCEPT)
    expect_said(page, "Đã tiếp nhận hồ sơ")
    expect(page.get_by_role("heading", level=1)).to_have_text("Giấy tiếp nhận hồ sơ và hẹn trả kết quả")
    expect(page.get_by_text("Giấy tờ đất – Bản quét")).to_be_visible()
    look(page, "counter-receipt")
    page.get_by_role("link", name="Mở hồ sơ").click()
    expect(page.get_by_text("Nộp trực tiếp")).to_be_visible()
    look(page, "counter-dossier")
    page.goto(f"{site.address}/desk/new")
    begin(page, site.address, "Thủ tục thử")
    press(page, "Lưu, làm tiếp sau")
    expect(page.get_by_role("heading", name="Đang nhập dở")).to_be_visible()
    look(page, "counter-begun")
