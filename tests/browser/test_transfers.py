"""A dossier that goes to another agency and comes back, on the real pages: acknowledged, given back with its document."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from browser import officer
from browser.looking import look
from fixtures_server import Site
from playwright.sync_api import Page, expect
from services.routing_story import DIGITAL, DOCUMENT, act, serve, started

from motcua.services.work import House

pytestmark = pytest.mark.browser


@pytest.mark.req("E-13", "E-15", "H-01")
def test_the_next_agency_acknowledges_the_dossier_and_gives_it_back(
    house: House, site: Site, open_page: Callable[..., Page]
) -> None:
    serve(house, "mai.ho", "H50.27")
    first = datetime.now(UTC) - timedelta(days=7)
    code = started(house, now=first, facts=DIGITAL, b={"agency": "code:H50.27"})
    act(house, "vinh.le", code, "forward", first + timedelta(hours=1))
    page = officer.sign_in(open_page, site.address, "mai.ho")
    officer.open_dossier(page, site.address, code)
    page.get_by_role("link", name="Xác nhận đã nhận hồ sơ").click()
    page.get_by_role("button", name="Xác nhận: Xác nhận đã nhận hồ sơ").click()
    expect(page.get_by_text("Đã làm: Xác nhận đã nhận hồ sơ")).to_be_visible()
    page.get_by_role("link", name="Trả lại cơ quan chuyển đến").click()
    expect(page.get_by_role("heading", name="Trả lại cơ quan chuyển đến")).to_be_visible()
    page.get_by_role("button", name="Xác nhận: Trả lại cơ quan chuyển đến").click()
    expect(page.get_by_text("Chọn một trong ba lý do.").first).to_be_visible()
    look(page, "officer-give-back")
    page.get_by_label("Cần người nộp bổ sung giấy tờ").check()
    page.get_by_label("Lý do").fill("Thiếu bản vẽ mặt bằng.")
    page.get_by_label("Số, ký hiệu văn bản").fill("12/CV")
    page.get_by_label("Ngày văn bản").fill(f"{first:%Y-%m-%d}")
    page.locator("#files").set_input_files(
        {"name": DOCUMENT.name, "mimeType": "application/pdf", "buffer": DOCUMENT.content}
    )
    page.get_by_role("button", name="Xác nhận: Trả lại cơ quan chuyển đến").click()
    expect(page.get_by_text("Đã làm: Trả lại cơ quan chuyển đến")).to_be_visible()
    panel = page.locator("section.involved")
    expect(panel.get_by_text("Đã chuyển đi", exact=False).first).to_be_visible()
    look(page, "officer-given-back")
