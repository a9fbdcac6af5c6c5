"""The desk by the keyboard alone: through the list, into a dossier, past the head, to what is wrong."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from browser import officer
from browser.asking import field
from browser.looking import look
from fixtures_dossier import accepted_at, file_dossier
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(site, open_page) -> Page:
    """The desk's list with three dossiers that wait to be received."""
    for _ in range(3):
        file_dossier(site.house, now=datetime.now(UTC))
    return officer.sign_in(open_page, site.address, "ha.tran")


def codes(page: Page) -> list[str]:
    return page.locator("[data-row]").get_by_role("link").all_text_contents()


def test_j_and_k_move_through_the_list_and_enter_opens_the_dossier(desk: Page) -> None:
    first, second, third = codes(desk)
    links = [desk.get_by_role("link", name=code) for code in (first, second, third)]
    for key, here in (("j", 0), ("j", 1), ("j", 2), ("j", 2), ("k", 1)):
        desk.keyboard.press(key)
        expect(links[here]).to_be_focused()
    look(desk, "desk-list-cursor")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_contain_text(second)


def test_the_slash_searches_and_letters_typed_there_move_nothing(desk: Page) -> None:
    code = codes(desk)[2]
    desk.keyboard.press("/")
    search = desk.get_by_role("searchbox")
    expect(search).to_be_focused()
    desk.keyboard.type("jk" + code)
    expect(search).to_have_value("jk" + code)
    search.fill(code)
    desk.keyboard.press("Enter")
    expect(desk.locator("[data-row]")).to_have_count(1)
    expect(desk.get_by_role("link", name=code, exact=True)).to_be_visible()
    look(desk, "desk-list-found")
    search.fill("không có ai")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", name="Không có hồ sơ nào khớp")).to_be_visible()
    look(desk, "desk-list-not-found")


def test_an_empty_list_says_so(site, open_page) -> None:
    page = officer.sign_in(open_page, site.address, "quoc.dang")
    expect(page.get_by_role("heading", name="Không còn hồ sơ nào chờ bạn")).to_be_visible()
    look(page, "desk-list-empty")


def test_the_skip_link_leads_past_the_head(desk: Page) -> None:
    desk.keyboard.press("Tab")
    skip = desk.get_by_role("link", name="Đến nội dung chính")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("main")).to_be_focused()
    desk.keyboard.press("Tab")
    assert desk.evaluate("() => document.querySelector('main').contains(document.activeElement)")


def test_a_step_is_finished_without_a_mouse(site, open_page) -> None:
    code, _ = accepted_at(site.house, "T_phan_cong", now=datetime.now(UTC))
    page = officer.sign_in(open_page, site.address, "thang.nguyen")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(code)
    opinion = field(page, "Ý kiến xử lý")
    # However many papers there are, one link leads past them to the card beside.
    skip = page.get_by_role("link", name="Đến việc cần làm")
    skip.focus()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    for _ in range(6):
        page.keyboard.press("Tab")
        if opinion.evaluate("element => element === document.activeElement"):
            break
    page.keyboard.type("Giao chuyên viên thẩm định.")
    button = page.get_by_role("button", name="Chuyển: Thẩm định hồ sơ")
    # Past the files and the choice of a person.
    for _ in range(6):
        page.keyboard.press("Tab")
        if button.evaluate("element => element === document.activeElement"):
            break
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(officer.opinions(page)).to_contain_text(["Giao chuyên viên thẩm định."])
