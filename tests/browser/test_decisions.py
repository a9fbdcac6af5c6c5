"""Time and money of a dossier in a browser: an extension decided, an apology, a fee with its receipt, the cash list."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from browser import officer
from browser.asking import expect_said, field, press
from browser.looking import look
from fixtures_dossier import accepted_at
from playwright.sync_api import Page, expect
from services.time_story import give_role

pytestmark = pytest.mark.browser
SLIP = Path(__file__).parent.parent / "data" / "giay_to.pdf"


@pytest.mark.req("D-10", "E-17", "I-02")
def test_decisions_fees_and_the_cash_list_are_read_on_their_pages(site, open_page) -> None:
    give_role(site.house, "quoc.dang", "lanh_dao_co_quan")
    code, _ = accepted_at(site.house, "T_tham_dinh", now=datetime.now(UTC))
    address = f"{site.address}/desk/{code}"

    expert = officer.sign_in(open_page, site.address, "vinh.le")
    expert.goto(f"{address}/actions/request_extension")
    field(expert, "Lý do").fill("Chờ trích lục bản đồ")
    expert.locator("input[name=slip]").set_input_files(SLIP)
    field(expert, "Thêm bao lâu").fill("1 ngày")
    press(expert, "Xác nhận: Xin gia hạn")
    leader = officer.sign_in(open_page, site.address, "quoc.dang")
    leader.goto(f"{address}/actions/approve_extension")
    look(leader, "decisions-approve")
    press(leader, "Xác nhận: Duyệt gia hạn")

    desk = officer.sign_in(open_page, site.address, "ha.tran")
    desk.goto(f"{address}/actions/collect_fee")
    look(desk, "decisions-collect")
    press(desk, "Xác nhận: Thu phí, lệ phí")
    desk.goto(f"{address}/actions/apologise")
    field(desk, "Lý do").fill("Nhiều hồ sơ cùng lúc")
    desk.locator("input[name=slip]").set_input_files(SLIP)
    look(desk, "decisions-apologise")
    press(desk, "Xác nhận: Xin lỗi và hẹn lại")
    expect_said(desk, "Đã làm: Xin lỗi và hẹn lại.")
    expect(desk.get_by_role("heading", name="Gia hạn, xin lỗi, tạm dừng")).to_be_visible()
    expect(desk.get_by_text("Chờ trích lục bản đồ")).to_be_visible()
    desk.get_by_text("Vì sao là ngày này?").click()
    look(desk, "decisions-dossier")

    desk.get_by_role("link", name="Biên lai số").click()
    expect(desk.get_by_role("heading", name="Biên lai thu phí, lệ phí số")).to_be_visible()
    look(desk, "decisions-receipt")
    desk.go_back()
    desk.get_by_role("link", name="Thu trong ngày").click()
    expect(desk.get_by_text("Khớp: số biên lai liền nhau")).to_be_visible()
    look(desk, "decisions-cash")
    void(leader, address)
    desk.reload()
    expect(desk.get_by_text("1 đã hủy")).to_be_visible()
    look(desk, "decisions-cash-voided")


def void(leader: Page, address: str) -> None:
    """The leader voids the receipt, not without a reason; the fee is to be collected again."""
    leader.goto(address)
    leader.get_by_role("link", name="Biên lai số").click()
    leader.get_by_text("Hủy biên lai", exact=True).click()
    press(leader, "Hủy biên lai này")
    expect(leader.get_by_role("alert")).to_be_focused()
    field(leader, "Lý do hủy").fill("Ghi nhầm người nộp")
    look(leader, "decisions-void")
    press(leader, "Hủy biên lai này")
    expect_said(leader, "Đã hủy biên lai.")
    expect(leader.get_by_text("Ghi nhầm người nộp")).to_be_visible()
    look(leader, "decisions-receipt-voided")
    leader.goto(address)
    expect(leader.get_by_text("Biên lai đã hủy")).to_be_visible()
    expect(leader.get_by_text("chưa thu")).to_be_visible()
