"""A session that ends while a form is open: after signing in again everything typed is there."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from browser import birth, citizen, officer
from browser.asking import answer_all, expect_errors, field, press
from browser.birth import FATHER
from browser.looking import look
from fixtures_dossier import accepted_at
from fixtures_portal import BIRTH
from playwright.sync_api import Page, expect

from motcua.services.sample.demo import PASSWORD

pytestmark = pytest.mark.browser


def sign_in_again(page: Page, login: str, password: str, shot: str) -> None:
    """Sign in on the page that keeps the form, wrongly first; then send what was kept."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Đăng nhập lại để tiếp tục")
    look(page, f"{shot}-sign-in-again")
    field(page, "Tên đăng nhập hoặc thư điện tử").fill(login)
    field(page, "Mật khẩu").fill("không phải mật khẩu này")
    press(page, "Đăng nhập")
    expect_errors(page, "Tên đăng nhập hoặc mật khẩu chưa đúng. Kiểm tra rồi nhập lại.")
    expect(field(page, "Tên đăng nhập hoặc thư điện tử")).to_have_value(login)
    field(page, "Mật khẩu").fill(password)
    press(page, "Đăng nhập")
    expect(page.get_by_role("heading", level=1)).to_have_text("Gửi lại điều bạn đã gõ")
    look(page, f"{shot}-send-again")
    press(page, "Gửi lại")


def test_a_citizen_loses_nothing_when_the_session_ends_in_mid_form(site, open_page) -> None:
    page = open_page()
    citizen.register_and_begin(page, site, BIRTH, FATHER)
    citizen.fill_part(page, "Người yêu cầu", "1 trên 5", birth.REQUESTER)
    answer_all(page, birth.NEWBORN)
    page.context.clear_cookies()
    citizen.go_on(page)
    sign_in_again(page, FATHER.email, citizen.PASSWORD, "session-citizen")
    citizen.expect_part(page, "Cha và mẹ", "3 trên 5")
    page.get_by_role("link", name="Quay lại phần 2").click()
    for answer in birth.NEWBORN:
        if answer.how == "type":
            expect(field(page, answer.question)).to_have_value(answer.value)
    expect(page.get_by_label("Nam", exact=True)).to_be_checked()


def test_an_officer_loses_no_opinion_when_the_session_ends(site, open_page) -> None:
    code, _ = accepted_at(site.house, "T_phan_cong", now=datetime.now(UTC))
    page = officer.sign_in(open_page, site.address, "thang.nguyen")
    officer.open_dossier(page, site.address, code)
    officer.write(page, "Giao chuyên viên Vinh, xem kỹ ngành nghề.", citizen.PDF)
    page.context.clear_cookies()
    press(officer.work_card(page), "Chuyển: Thẩm định hồ sơ")
    expect(page.get_by_role("main")).to_contain_text("giay_to.pdf")
    sign_in_again(page, "thang.nguyen", PASSWORD, "session-officer")
    expect(officer.opinions(page)).to_contain_text(["Giao chuyên viên Vinh, xem kỹ ngành nghề."])


def test_a_wrong_code_is_said_at_the_field_and_kept(site, open_page) -> None:
    page = open_page()
    page.goto(f"{site.address}/track")
    look(page, "track-form")
    for typed, shot in (("H50-mã sai", "track-malformed"), ("H50.16-260101-0009", "track-unknown")):
        field(page, "Mã hồ sơ").fill(typed)
        press(page, "Xem tình trạng hồ sơ")
        expect(page.get_by_role("alert")).to_be_focused()
        expect(field(page, "Mã hồ sơ")).to_have_value(typed)
        look(page, shot)


def test_a_page_that_does_not_exist_says_what_to_do(site, open_page) -> None:
    page = open_page()
    page.goto(f"{site.address}/khong-co")
    expect(page.get_by_role("heading", level=1)).to_have_text("Không tìm thấy trang")
    look(page, "error-not-found")
    staff = officer.sign_in(open_page, site.address, "ha.tran")
    staff.goto(f"{site.address}/desk/H50.16-260101-0009")
    look(staff, "error-desk-not-found")
    staff.goto(f"{site.address}/my")
    look(staff, "error-desk-forbidden")
