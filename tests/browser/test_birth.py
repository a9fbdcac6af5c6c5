"""Birth registration in the browser: the same way in two steps, with every mistake a person can make on it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from browser import birth, citizen, officer
from browser.asking import Answer, answer_all, expect_errors, field, group, press
from browser.birth import BORN, CHILD, FATHER, PARENTS, TODAY
from browser.looking import look
from fixtures_server import Site
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

HIDDEN = [*FATHER.secrets, *officer.STAFF, CHILD, "Trương Thị Thu Sương"]
ENTRY = [
    Answer("Kết quả thẩm tra", "Đạt: đủ điều kiện", "choose"),
    Answer("Số đăng ký khai sinh", "57"),
    Answer("Quyển số", f"01/{TODAY:%Y}"),
    Answer("Ngày đăng ký", f"{TODAY:%d/%m/%Y}"),
]


@pytest.mark.req("C-02", "C-03", "B-06", "C-10", "D-02", "D-05", "D-14", "E-07", "N-17")
def test_a_birth_goes_from_the_search_to_the_certificate(site, open_page, tmp_path) -> None:
    page, public = open_page(), open_page()
    citizen.find_procedure(page, site.address, "khai sinh", birth.NAME)
    look(page, "birth-sheet")
    register_with_mistakes(page, site)
    begin_without_agency(page)
    fill_in_with_mistakes(page, tmp_path)
    code = send_with_mistakes(page)

    def follow(state: str, here: str, shot: str = "") -> None:
        """What the other states look like is seen on the way of the business household."""
        citizen.follow_publicly(public, site.address, code, state, here, HIDDEN)
        citizen.follow_own(page, site.address, code, state, here)
        if shot:
            look(public, f"birth-track-{shot}")
            look(page, f"birth-own-{shot}")

    follow("Chờ Bộ phận Một cửa tiếp nhận", "Tiếp nhận, thẩm tra, ghi sổ hộ tịch")
    clerk = officer.sign_in(open_page, site.address, "hien.bui")
    receive(clerk, site.address, code)
    follow("Đang xử lý, bước 1 trên 2", "Tiếp nhận, thẩm tra, ghi sổ hộ tịch", "entry")
    enter(clerk, tmp_path / "trich-luc.pdf")
    follow("Đang xử lý, bước 2 trên 2", "Ký giấy khai sinh")
    leader = officer.sign_in(open_page, site.address, "quoc.dang")
    sign(leader, site.address, code)
    follow("Đang xử lý", "", "signed")
    confirm(clerk, site.address, code)
    follow("Đã có kết quả", "")
    officer.hand_over(clerk, FATHER.name)
    follow("Đã trả kết quả", "")
    site.run_jobs()
    read_messages(site.address, code, page, leader)


def register_with_mistakes(page: Page, site: Site) -> None:
    """Every wrong field is named, and what was typed stays except the password."""
    page.get_by_role("link", name="Nộp trực tuyến").locator("visible=true").click()
    page.get_by_role("link", name="Mở tài khoản").click()
    field(page, "Họ và tên").fill(FATHER.name)
    field(page, "Số định danh cá nhân").fill("045 092")
    field(page, "Thư điện tử").fill("loc.phan")
    press(page, "Mở tài khoản")
    expect_errors(
        page,
        "Số định danh cá nhân gồm 12 chữ số. Bạn đã nhập 6.",
        "Số điện thoại gồm 10 chữ số, bắt đầu bằng 0.",
        "Thư điện tử chưa đúng. Ví dụ: ten@gmail.com.",
        "Mật khẩu cần ít nhất 10 ký tự.",
        "Đọc Điều khoản sử dụng rồi đánh dấu đồng ý.",
    )
    look(page, "account-register-errors")
    expect(field(page, "Họ và tên")).to_have_value(FATHER.name)
    expect(field(page, "Thư điện tử")).to_have_value("loc.phan")
    expect(field(page, "Mật khẩu")).to_have_value("")
    citizen.open_account(page, FATHER, site)


def begin_without_agency(page: Page) -> None:
    press(page, "Bắt đầu khai")
    expect_errors(page, "Chọn cơ quan nhận hồ sơ.")
    look(page, "form-agency-errors")
    citizen.begin(page)


def fill_in_with_mistakes(page: Page, folder: Path) -> None:
    """A date that does not exist, no parent at all, and a program that calls itself a PDF."""
    citizen.fill_part(page, "Người yêu cầu", "1 trên 5", birth.REQUESTER, shot="birth-requester")
    citizen.expect_part(page, "Người được khai sinh", "2 trên 5")
    born = field(page, "Ngày sinh của người được khai sinh")
    answer_all(page, birth.NEWBORN)
    born.fill("31/02/2026")
    citizen.go_on(page)
    expect(page.get_by_role("alert")).to_be_focused()
    expect(born).to_have_value("31/02/2026")
    expect(field(page, "Họ, chữ đệm, tên người được khai sinh")).to_have_value(CHILD)
    look(page, "birth-date-error")
    born.fill(f"{BORN:%d/%m/%Y}")
    citizen.go_on(page)
    citizen.expect_part(page, "Cha và mẹ", "3 trên 5")
    citizen.go_on(page)
    expect_errors(page, "Khai ít nhất một trong hai: người mẹ hoặc người cha.")
    look(page, "birth-parents-errors")
    page.get_by_role("alert").get_by_role("link").click()
    expect(group(page, "Người mẹ")).to_be_focused()
    answer_all(page, PARENTS)
    citizen.go_on(page)
    citizen.fill_part(page, "Bản sao Giấy khai sinh", "4 trên 5", birth.COPIES)
    attach_with_mistakes(page, folder)


def attach_with_mistakes(page: Page, folder: Path) -> None:
    citizen.expect_part(page, birth.PAPERS, "5 trên 5")
    look(page, "birth-papers")
    citizen.go_on(page)
    expect(page.get_by_role("alert")).to_contain_text("Đính kèm giấy tờ này trước khi tiếp tục.")
    disguised = folder / "giay-chung-sinh.pdf"
    disguised.write_bytes(b"MZ\x90\x00 this is a program")
    citizen.attach(page, birth.PAPER, disguised)
    expect(page.get_by_text("Nội dung tệp “giay-chung-sinh.pdf” không phải PDF.").first).to_be_visible()
    expect(page.get_by_label(birth.PAPER)).to_be_focused()
    expect(page.get_by_role("button", name="Xoá giay-chung-sinh.pdf")).to_have_count(0)
    look(page, "birth-papers-errors")
    first = folder / "nham.pdf"
    first.write_bytes(citizen.PDF.read_bytes())
    citizen.attach(page, birth.PAPER, [first, citizen.PDF])
    expect(page.get_by_role("heading", level=1)).to_have_text("Xem lại trước khi gửi")
    page.get_by_role("link", name="Sửa Giấy chứng sinh").click()
    page.get_by_role("button", name="Xoá nham.pdf").click()
    expect(page.get_by_role("button", name="Xoá giay_to.pdf")).to_be_visible()
    expect(page.get_by_text("nham.pdf")).to_have_count(0)
    look(page, "birth-papers-kept")
    citizen.go_on(page)


def send_with_mistakes(page: Page) -> str:
    """Without the declaration nothing is sent."""
    expect(page.get_by_role("main")).to_contain_text(CHILD)
    press(page, "Gửi hồ sơ")
    alert = page.get_by_role("alert")
    expect(alert).to_be_focused()
    alert.get_by_role("link").click()
    expect(page.locator("#declared")).to_be_focused()
    look(page, "birth-check-refused")
    code = citizen.send(page)
    citizen.expect_receipt(page, code)
    look(page, "birth-receipt")
    return code


def receive(page: Page, address: str, code: str) -> None:
    """A paper that will not do keeps the dossier from being accepted."""
    expect(officer.row(page, code)).to_contain_text(FATHER.name)
    officer.open_dossier(page, address, code)
    page.get_by_role("link", name="giay_to.pdf").first.click()
    expect(page.locator("iframe[title='giay_to.pdf']")).to_be_visible()
    look(page, "birth-accept-paper")
    officer.mark_papers(page, [("Tờ khai", "Hợp lệ"), ("Giấy chứng sinh", "Chưa hợp lệ")])
    expect(page.get_by_role("button", name="Tiếp nhận hồ sơ", exact=True)).to_be_disabled()
    look(page, "birth-accept-bad")
    officer.mark_papers(page, [("Giấy chứng sinh", "Hợp lệ")])
    officer.accept(page)
    look(page, "birth-accepted")


def enter(page: Page, paper: Path) -> None:
    """The clerk verifies and enters the birth; the step's form asks for what the result needs."""
    paper.write_bytes(citizen.PDF.read_bytes())
    officer.take(page)
    button = "Chuyển: Ký giấy khai sinh"
    officer.write(page, "Đã đối chiếu giấy chứng sinh.", answers=ENTRY[:1])
    press(officer.work_card(page), button)
    expect(page.get_by_role("alert").get_by_role("listitem")).to_have_count(3)
    look(page, "birth-entry-errors")
    officer.write(page, "Đã đối chiếu giấy chứng sinh.", paper, answers=ENTRY)
    officer.forward(page, button)
    expect(page.get_by_role("heading", name="Không có việc cho bạn ở hồ sơ này")).to_be_visible()
    look(page, "birth-entered")


def sign(page: Page, address: str, code: str) -> None:
    """The leader reads what the clerk wrote, with his file, and signs."""
    officer.open_dossier(page, address, code)
    written = officer.opinions(page)
    expect(written).to_contain_text(["Đã đối chiếu giấy chứng sinh."])
    expect(written).to_contain_text([re.compile("Đạt: đủ điều kiện")])
    written.get_by_role("link", name="trich-luc.pdf").click()
    expect(page.locator("iframe[title='trich-luc.pdf']")).to_be_visible()
    officer.take(page)
    officer.write(page, "Đồng ý ký.")
    look(page, "birth-signing")
    officer.forward(page, "Hoàn thành bước này", "Đã hoàn thành bước cuối của quy trình.")
    look(page, "birth-signed")


def confirm(page: Page, address: str, code: str) -> None:
    """Only the desk's confirmation makes the result."""
    officer.open_dossier(page, address, code)
    look(page, "birth-confirm")
    officer.forward(page, "Xác nhận có kết quả", "Đã xác nhận có kết quả")
    look(page, "birth-result")


def read_messages(address: str, code: str, page: Page, leader: Page) -> None:
    citizen.expect_message(page, address, code, "đã được trả")
    expect(page.get_by_role("region", name="Tin nhắn").get_by_role("listitem")).to_have_count(4)
    look(page, "birth-own-list")
    leader.goto(f"{address}/desk/messages")
    look(leader, "desk-messages-none")
