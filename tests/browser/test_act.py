"""Other actions than the one on the card: their effect on the deadline is read before they are done, one or many."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from browser import officer
from browser.asking import expect_said, field, press
from browser.looking import look
from fixtures_dossier import accepted_at
from playwright.sync_api import expect

from motcua.services.desk import bulk

pytestmark = pytest.mark.browser


@pytest.mark.req("D-10", "D-13")
def test_an_extension_is_asked_for_and_many_are_taken_at_once(site, open_page) -> None:
    now = datetime.now(UTC)
    codes = [accepted_at(site.house, "T_tham_dinh", now=now)[0] for _ in range(3)]
    page = officer.sign_in(open_page, site.address, "vinh.le")

    officer.open_dossier(page, site.address, codes[0])
    look(page, "act-dossier")
    page.get_by_role("region", name="Thao tác khác").get_by_role("link", name="Xin gia hạn…").click()
    effect = page.get_by_role("region", name="Việc này làm gì với thời hạn")
    expect(effect).to_contain_text("Chưa có gì thay đổi cho tới khi được duyệt.")
    field(page, "Lý do").fill("Chờ trích lục bản đồ")
    field(page, "Thêm bao lâu").fill("1 ngày 4 giờ")
    page.keyboard.press("Tab")
    expect(effect).to_contain_text("Hẹn trả từ")
    look(page, "act-extension")
    # The slip is looked at beforehand, in a window of its own; the deed makes it the official one.
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Lập phiếu, xem PDF").click()
    opened.value.close()
    press(page, "Xác nhận: Xin gia hạn")
    expect_said(page, "Đã làm: Xin gia hạn.")
    expect(page.get_by_role("region", name="Phiếu", exact=True)).to_contain_text("Phiếu gia hạn số 1/PGH")

    page.goto(f"{site.address}/desk")
    page.locator("[data-row] a").first.focus()
    page.keyboard.press("a")
    bar = page.get_by_role("region", name="Việc với hồ sơ đã chọn")
    expect(bar).to_contain_text("Hồ sơ đã chọn 3")
    bar.get_by_text("Khác", exact=True).click()
    look(page, "act-bulk-bar")
    press(page, "Nhận việc…")
    look(page, "act-bulk-new")
    press(page, "Xác nhận: Nhận việc")
    expect(page.get_by_text("Đang làm, còn 3 hồ sơ")).to_be_visible()
    look(page, "act-bulk-running")
    # The worker's jobs; playwright's own loop leaves no room for the worker's in this thread.
    for number in (1, 2, 3):
        bulk.carry_out(site.house, 1, number, datetime.now(UTC))
    # The page asks by itself how far the run is.
    expect(page.get_by_text("Đã xong 3 hồ sơ")).to_be_visible()
    look(page, "act-bulk-done")
    page.get_by_role("link", name="Việc hàng loạt").click()
    look(page, "act-bulk-runs")
