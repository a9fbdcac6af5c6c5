"""The apology slip of a ward gets a field of its own in the studio, is published, and its next slip is made so (B-09)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from browser import officer
from browser.asking import expect_said, field, press
from browser.looking import look
from fixtures_house import SECRET, give_factor
from fixtures_watch import value
from playwright.sync_api import Locator, Page, expect

from motcua.domain.papers.slip_fields import sample_values
from motcua.domain.papers.slip_paper import slip_paper
from motcua.services.papers import slip_template_choice

pytestmark = pytest.mark.browser
SET = "tt01_2018"


def panel(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Thuộc tính")


def expect_drawn(page: Page) -> None:
    """The preview shows what stands in the editor now."""
    expect(page.locator(".slip-sheet:not([aria-busy]):not(.is-old) img")).to_be_visible(timeout=30_000)


@pytest.mark.req("B-09")
def test_a_field_is_added_to_the_apology_of_a_ward_and_published(
    site: Any, open_page: Callable[..., Page]
) -> None:
    ward = value(site.house, "select id from agency where code = 'H50.16'")
    page = officer.sign_in(open_page, site.address, "soan.quytrinh")
    page.goto(f"{site.address}/thiet-ke/mau-phieu?co-quan={ward}")
    look(page, "studio-slip-templates")
    page.get_by_role("link", name="Phiếu xin lỗi và hẹn lại ngày trả kết quả").click()
    look(page, "studio-slip-place")
    press(page, "Sửa mẫu")
    expect(page.locator("[data-slip-editor][data-ready]")).to_be_visible()
    expect_drawn(page)
    before = page.locator(".slip-sheet img").get_attribute("src")
    add_the_receiver(page)
    expect(page.locator("[data-saved][data-state=saved]")).to_be_visible()
    expect(page.locator(".slip-sheet img")).not_to_have_attribute("src", str(before), timeout=30_000)
    expect_drawn(page)
    look(page, "studio-slip-editor")
    half_written(page)
    page.get_by_role("link", name="Công bố", exact=True).click()
    expect(
        page.get_by_text("Tài khoản của bạn soạn được mẫu phiếu nhưng chưa có quyền công bố")
    ).to_be_visible()
    address = page.url
    page.context.close()
    give_factor(site.house, "duyet.quytrinh")
    page = officer.sign_in(open_page, site.address, "duyet.quytrinh", SECRET)
    page.goto(address)
    expect(page.locator(".form-changes")).to_contain_text("nội dung “Người tiếp nhận: {Người tiếp nhận}”")
    field(page, "Lý do công bố").fill("Người dân hỏi ai đã nhận hồ sơ")
    look(page, "studio-slip-publish")
    press(page, "Công bố")
    expect_said(page, "Đã công bố phiên bản 1")
    with site.house.work() as work:
        now = datetime.now(UTC)
        chosen = slip_template_choice.choose(work, "apology", SET, ward, now)
    (sheet,) = slip_paper(chosen.template, sample_values("apology"), at=now).sheets
    added = sheet[1].texts["text"]
    assert "".join(span.text for span in added) == "Người tiếp nhận: Trần Thị Minh Hạnh"


def add_the_receiver(page: Page) -> None:
    """A text behind the header, by the keyboard down and up again, with a merge field out of the menu."""
    blocks = page.locator("[data-blocks]")
    count = blocks.locator("[data-place]").count()
    blocks.get_by_role("button", name="1. Đầu trang", exact=True).click()
    field(page, "Thêm khối").select_option(label="Đoạn văn")
    press(page, "Thêm")
    expect(blocks.locator("[data-place]")).to_have_count(count + 1)
    text = field(panel(page), "Nội dung")
    expect(text).to_be_focused()
    text.press_sequentially("Người tiếp nhận: ")
    panel(page).get_by_text("Chèn trường", exact=True).first.click()
    field(panel(page), "Tìm trường").first.fill("nguoi tiep nhan")
    panel(page).get_by_role("button", name=re.compile("^Người tiếp nhận ")).click()
    expect(text).to_have_value("Người tiếp nhận: {received_by}")
    added = blocks.locator("[data-place='1'] .fd-pick")
    added.focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(blocks.locator("[data-place='2'] .fd-pick")).to_be_focused()
    page.keyboard.press("Alt+ArrowUp")
    expect(blocks.locator("[data-place='1']")).to_contain_text("Người tiếp nhận: Người tiếp nhận")


def half_written(page: Page) -> None:
    """What is wrong is said at its block; undoing brings the good text back."""
    text = field(panel(page), "Nội dung")
    text.fill("Người tiếp nhận: {received_b")
    expect(panel(page).locator(".panel-problem")).to_contain_text("Khối 2 (Đoạn văn) có dấu “{” lẻ")
    expect(page.locator(".slip-preview-said")).to_contain_text("Khối 2")
    page.locator("[data-do=undo]").click()
    expect(panel(page).locator(".panel-problem")).to_have_count(0)
    expect(page.locator("[data-saved][data-state=saved]")).to_be_visible()
    expect_drawn(page)
