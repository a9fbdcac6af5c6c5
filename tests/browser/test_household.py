"""Business-household registration in the browser, from the search to the certificate handed over."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from browser import citizen, officer
from browser.asking import Answer, answer_all, expect_errors, expect_said, field, group, press
from browser.citizen import Person
from browser.looking import look
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

NAME = "Đăng ký thành lập hộ kinh doanh"
HANH = Person("Nguyễn Thị Mỹ Hạnh", "045191004418", "0935774120", "my.hanh@example.vn")
HIDDEN = [*HANH.secrets, *officer.STAFF, "Chè Mỹ Hạnh"]
WHO = [
    Answer("Chủ thể thành lập", "Cá nhân", "choose"),
    Answer("Họ và tên chủ hộ", HANH.name),
    Answer("Giới tính của chủ hộ", "Nữ", "choose"),
    Answer("Ngày sinh của chủ hộ", "14/02/1991"),
    Answer("Dân tộc", "Kinh", "search", "Dân tộc và quốc tịch"),
    Answer("Quốc tịch", "Việt Nam", "search", "Dân tộc và quốc tịch"),
]
WHERE = [
    Answer("Tên hộ kinh doanh", "Chè Mỹ Hạnh"),
    Answer("Tỉnh, thành phố", "Tỉnh Quảng Trị", "search", "Địa chỉ trụ sở"),
    Answer("Xã, phường, đặc khu", "Phường Nam Đông Hà", "search", "Địa chỉ trụ sở"),
    Answer("Số nhà, đường, khu phố hoặc thôn", "72 Lê Thế Hiếu, khu phố 3", group="Địa chỉ trụ sở"),
    Answer("Điện thoại của hộ kinh doanh", HANH.phone),
]
APPRAISAL = [
    Answer("Tên hộ kinh doanh đúng quy định và không trùng", "Có", "choose"),
    Answer("Ngành nghề được phép kinh doanh và đúng mã", "Có", "choose"),
    Answer("Địa chỉ trụ sở rõ ràng và thuộc địa bàn", "Có", "choose"),
    Answer("Kết quả thẩm định", "Đạt: đủ điều kiện", "choose"),
]
# Who does which step, what its button says, and where the dossier is then.
STEPS = [
    ("ha.tran", "Tiếp nhận, số hóa hồ sơ", "Chuyển: Phân công thụ lý", "Phân công thụ lý"),
    ("thang.nguyen", "Phân công thụ lý", "Chuyển: Thẩm định hồ sơ", "Thẩm định hồ sơ"),
    ("vinh.le", "Thẩm định hồ sơ", "Chuyển: Ký giấy chứng nhận", "Ký giấy chứng nhận"),
    ("thang.nguyen", "Ký giấy chứng nhận", "Chuyển: Vào sổ, đóng dấu", "Vào sổ, đóng dấu"),
    ("dung.vo", "Vào sổ, đóng dấu", "Chuyển: Trả kết quả", "Trả kết quả"),
]
SEEN = (1, 3, 5)


@pytest.mark.req("C-02", "C-03", "B-06", "C-10", "D-02", "D-05", "D-14", "E-07", "N-17")
def test_a_business_household_goes_from_the_search_to_the_certificate(site, open_page, tmp_path) -> None:
    page, public = open_page(), open_page()
    citizen.find_procedure(page, site.address, "ho kinh doanh", NAME)
    read_the_sheet(page)
    citizen.register(page, HANH, site)
    look(page, "form-agency")
    citizen.begin(page)
    fill_in(page)
    code = send(page)
    follow = Follower(public, page, site.address, code)
    follow.both("Chờ Bộ phận Một cửa tiếp nhận", "Tiếp nhận, số hóa hồ sơ", shot="sent")
    site.run_jobs()
    citizen.expect_message(page, site.address, code, "đã gửi đến")
    desks = Desks(open_page, site.address, tmp_path)
    read_messages(desks.of("ha.tran"), site.address, code)
    receive(desks.of("ha.tran"), site.address, code)
    site.run_jobs()
    citizen.expect_message(page, site.address, code, "đã được tiếp nhận", "Hẹn trả kết quả")
    look(page, "own-list")
    for number, (login, step, button, then) in enumerate(STEPS, 1):
        follow.both(f"Đang xử lý, bước {number} trên 6", step)
        desks.work(number, code, login, step, button)
        assert then != step
    follow.both("Đang xử lý, bước 6 trên 6", "Trả kết quả", shot="working")
    confirm(desks.of("ha.tran"), site.address, code)
    follow.both("Đã có kết quả", "", shot="result")
    site.run_jobs()
    citizen.expect_message(page, site.address, code, "đã có kết quả")
    expect(page.get_by_text("Mời bạn đến nhận kết quả.")).to_be_visible()
    officer.hand_over(desks.of("ha.tran"), HANH.name, shot="desk-return")
    look(desks.of("ha.tran"), "desk-returned")
    follow.both("Đã trả kết quả", "", shot="returned")
    site.run_jobs()
    citizen.expect_message(page, site.address, code, "đã được trả")


class Follower:
    """The two who watch from outside: the public with the code alone, and the applicant."""

    def __init__(self, public: Page, own: Page, address: str, code: str) -> None:
        self.public, self.own, self.address, self.code = public, own, address, code

    def both(self, state: str, here: str, shot: str = "") -> None:
        citizen.follow_publicly(self.public, self.address, self.code, state, here, HIDDEN)
        citizen.follow_own(self.own, self.address, self.code, state, here)
        if shot:
            look(self.public, f"track-{shot}")
            look(self.own, f"own-{shot}")


class Desks:
    """The officers at their desks, each in a browser of his own; every opinion comes with a file."""

    def __init__(self, open_page, address: str, folder: Path) -> None:
        self.open_page, self.address, self.folder = open_page, address, folder
        self.pages: dict[str, Page] = {}
        self.written: list[tuple[str, Path]] = []

    def of(self, login: str) -> Page:
        if login not in self.pages:
            self.pages[login] = officer.sign_in(self.open_page, self.address, login)
        return self.pages[login]

    def work(self, number: int, code: str, login: str, step: str, button: str) -> None:
        """Open the dossier from the list, read what was written before, take the step, write and forward."""
        page = self.of(login)
        page.goto(f"{self.address}/desk")
        expect(officer.row(page, code)).to_contain_text(step)
        if number == 3:
            look(page, "desk-list")
        officer.open_dossier(page, self.address, code)
        self.read_earlier(page)
        expect(page.get_by_role("heading", name=f"Bước {number} trên 6: {step}")).to_be_visible()
        officer.take(page)
        if number == 3:
            refuse_an_empty_appraisal(page)
        paper = self.folder / f"phieu-buoc-{number}.pdf"
        paper.write_bytes(citizen.PDF.read_bytes() + f"% {number}\n".encode())
        opinion = f"Ý kiến của bước {number}: hồ sơ đủ & hợp lệ, <b>đề nghị</b> làm tiếp."
        officer.write(page, opinion, paper, answers=APPRAISAL if number == 3 else ())
        # The first has nothing written before it, the third a form, the last the most to read.
        if number in SEEN:
            look(page, "desk-step", keep=number == 3)
        officer.forward(page, button)
        self.written.append((opinion, paper))
        if number in SEEN:
            look(page, "desk-forwarded", keep=number == 3)
        page.goto(f"{self.address}/desk")
        expect(page.get_by_role("link", name=code)).to_have_count(0)

    def read_earlier(self, page: Page) -> None:
        """Every opinion so far is there, and the latest one's file opens beside it."""
        written = officer.opinions(page)
        expect(written).to_have_count(len(self.written))
        for place, (opinion, _) in enumerate(self.written):
            expect(written.nth(place)).to_contain_text(opinion)
        if self.written:
            paper = self.written[-1][1]
            written.last.get_by_role("link", name=paper.name).click()
            frame = page.locator(f"iframe[title='{paper.name}']")
            expect(frame).to_be_visible()
            source = frame.get_attribute("src")
            assert source is not None
            stored = page.context.request.get(self.address + source)
            assert stored.body() == paper.read_bytes()


def read_the_sheet(page: Page) -> None:
    steps = page.get_by_role("table").filter(has=page.get_by_role("columnheader", name="Ai làm"))
    expect(steps.get_by_role("row")).to_have_count(8)
    expect(steps).to_contain_text("Thẩm định hồ sơ")
    expect(page.get_by_role("heading", name="Hồ sơ đi qua 6 bước")).to_be_visible()
    expect(page.get_by_role("cell", name=re.compile("^Giấy đề nghị đăng ký hộ kinh doanh"))).to_be_visible()
    expect(page.get_by_role("cell", name="150.000 đ").first).to_be_visible()
    look(page, "portal-sheet")


def fill_in(page: Page) -> None:
    fill_in_the_owner(page)
    citizen.fill_part(page, "Tên và nơi kinh doanh", "2 trên 6", WHERE)
    fill_in_the_lines(page)
    press(page, "Để sau làm tiếp")
    expect_said(page, "Đã lưu")
    look(page, "own-draft")
    page.get_by_role("link", name="Làm tiếp").click()
    citizen.fill_part(page, "Thông tin thuế", "4 trên 6", [Answer("Số lao động dự kiến", "2")])
    citizen.fill_part(page, "Người nộp hồ sơ", "5 trên 6", [], shot="form-filer")
    citizen.expect_part(page, "Giấy tờ kèm theo", "6 trên 6")


def fill_in_the_owner(page: Page) -> None:
    """The identity number is wrong at first; a member is added and taken off again."""
    citizen.expect_part(page, "Chủ hộ và hình thức", "1 trên 6")
    look(page, "form-part")
    answer_all(page, [*WHO, Answer("Số định danh cá nhân của chủ hộ", "04519100441")])
    founder = group(page, "Chủ thể thành lập")
    founder.get_by_label("Các thành viên hộ gia đình").check()
    members = group(page, "Thành viên hộ gia đình cùng thành lập")
    members.get_by_role("button", name="Thêm dòng").click()
    field(group(page, "Thành viên 1"), "Họ và tên").fill("Nguyễn Văn Tạm")
    members.get_by_role("button", name="Xoá dòng 1").click()
    expect(group(page, "Thành viên 1")).to_have_count(0)
    founder.get_by_label("Cá nhân").check()
    expect(members).to_be_hidden()
    citizen.go_on(page)
    wrong = "Số định danh cá nhân của chủ hộ còn thiếu 1 chữ số. Bạn đã nhập 11 trên 12."
    expect_errors(page, wrong)
    look(page, "form-part-errors")
    expect(field(page, "Họ và tên chủ hộ")).to_have_value(HANH.name)
    identity = field(page, "Số định danh cá nhân của chủ hộ")
    expect(identity).to_have_value("045 191 004 41")
    expect(identity).to_have_accessible_description(re.compile(re.escape(wrong)))
    page.get_by_role("alert").get_by_role("link").click()
    expect(identity).to_be_focused()
    identity.fill(HANH.identity)
    citizen.go_on(page)


def fill_in_the_lines(page: Page) -> None:
    """Three lines of business, of which the second goes again."""
    citizen.expect_part(page, "Ngành nghề và vốn", "3 trên 6")
    lines = group(page, "Ngành nghề kinh doanh")
    rows = [("5630", "Dịch vụ phục vụ đồ uống"), ("9999", "Nhầm"), ("4711", "Bán lẻ tổng hợp")]
    for number, (code, name) in enumerate(rows, 1):
        line = group(page, f"Ngành {number}")
        if not line.is_visible():
            lines.get_by_role("button", name="Thêm dòng").click()
        field(line, "Mã ngành").fill(code)
        field(line, "Tên ngành").fill(name)
    group(page, "Ngành 1").get_by_label("Ngành chính").check()
    lines.get_by_role("button", name="Xoá dòng 2").click()
    expect(group(page, "Ngành 3")).to_have_count(0)
    expect(field(group(page, "Ngành 2"), "Mã ngành")).to_have_value("4711")
    field(page, "Vốn kinh doanh").fill("80.000.000")
    look(page, "form-rows")


def send(page: Page) -> str:
    """Going back, or sending from another page that was left open, leads to the same receipt."""
    citizen.attach(page, "Bản sao thẻ căn cước", citizen.PDF)
    expect(page.get_by_role("heading", level=1)).to_have_text("Xem lại trước khi gửi")
    for answer in ("Chè Mỹ Hạnh", "4711", "80.000.000", "giay_to.pdf", citizen.WARD):
        expect(page.get_by_role("main")).to_contain_text(answer)
    expect(page.get_by_role("main")).not_to_contain_text("9999")
    look(page, "form-check")
    left_open = page.context.new_page()
    left_open.goto(page.url)
    code = citizen.send(page)
    citizen.expect_receipt(page, code)
    look(page, "receipt")
    page.go_back()
    assert citizen.code_of_receipt(page) == code
    assert citizen.send(left_open) == code
    left_open.close()
    return code


def receive(page: Page, address: str, code: str) -> None:
    """The desk checks every paper; a paper not looked at stands in the way."""
    page.goto(f"{address}/desk")
    expect(officer.row(page, code)).to_contain_text(HANH.name)
    look(page, "desk-list-intake")
    officer.open_dossier(page, address, code)
    look(page, "desk-accept")
    press(page, "Tiếp nhận hồ sơ")
    expect(page.get_by_role("alert")).to_be_focused()
    look(page, "desk-accept-errors")
    officer.mark_papers(page, [("Giấy đề nghị", "Hợp lệ"), ("Bản sao thẻ căn cước", "Hợp lệ")])
    said = officer.accept(page)
    dates = re.findall(r"\d{2}/\d{2}/\d{4} \d{2}:\d{2}", said)
    assert len(dates) == 2, said
    expect(page.get_by_role("main")).to_contain_text(f"Hẹn trả kết quả{dates[1]}")
    page.get_by_text("Vì sao là ngày này?").click()
    expect(page.get_by_role("table", name="Các buổi làm việc được tính")).to_be_visible()
    look(page, "desk-accepted")


def refuse_an_empty_appraisal(page: Page) -> None:
    """The step's own form is asked for, and what was written stays."""
    officer.write(page, "Ý kiến viết trước")
    press(officer.work_card(page), STEPS[2][2])
    expect(page.get_by_role("alert")).to_be_focused()
    expect(field(page, "Ý kiến xử lý")).to_have_value("Ý kiến viết trước")
    look(page, "desk-step-errors")


def read_messages(page: Page, address: str, code: str) -> None:
    """The desk is told of the dossier once the worker has run; a message is new until it has been opened."""
    page.get_by_role("link", name="Thông báo, 1 chưa đọc").locator("visible=true").click()
    expect(page.get_by_role("main").get_by_role("link", name=code)).to_be_visible()
    look(page, "desk-messages")
    page.get_by_role("main").get_by_role("link", name=code).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(code)
    page.goto(f"{address}/desk")
    expect(page.get_by_role("link", name="Thông báo", exact=True).locator("visible=true")).to_be_visible()


def confirm(page: Page, address: str, code: str) -> None:
    """The desk finishes the last step, which says that the result is there."""
    officer.open_dossier(page, address, code)
    officer.take(page)
    officer.forward(page, "Xác nhận có kết quả", "Đã hoàn thành bước cuối của quy trình.")
    expect(page.get_by_role("main")).to_contain_text("Có kết quả")
    expect(page.get_by_role("heading", name="Trả kết quả cho người nộp")).to_be_visible()
