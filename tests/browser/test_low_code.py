"""From the decision's table in Word to a procedure in use and its first accepted dossier, and not a line of code.

The clerk's, the approver's and the desk's clicks are counted; docs/low-code.md says the same number and the time.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from browser import officer
from browser.asking import expect_said
from browser.counted import Hand, Person, together
from browser.looking import look
from fixtures_dossier import file_dossier
from fixtures_house import SECRET, give_factor
from fixtures_library import PERMIT
from fixtures_server import Site
from playwright.sync_api import Page, expect
from step_table_files import PROCEDURES, plain_word

pytestmark = pytest.mark.browser
CODE = "1.900777"
NAME = "Cấp giấy phép xây dựng nhà ở tại khu tái định cư"
SCAN = Path(__file__).parent.parent / "data" / "giay_to.pdf"
TABLE = {**PROCEDURES["p04"], "code": CODE, "name": NAME}
MOST = 60
LOW_CODE = Path(__file__).parents[2] / "docs" / "low-code.md"


@pytest.mark.req("A-11")
def test_a_clerk_brings_a_table_of_seven_steps_to_a_procedure_in_use(
    site: Site, open_page: Callable[..., Page], tmp_path: Path
) -> None:
    file = tmp_path / "QĐ 1402 - phụ lục 2.docx"
    file.write_bytes(plain_word(TABLE))
    author = Person(officer.sign_in(open_page, site.address, "soan.quytrinh"))
    number = draft_of_table(author, file)
    fill_in_the_sheet(author)
    send_for_approval(author)
    approver = approve(site, open_page, number)
    desk = accept_the_first(site, open_page)
    whole = together(author, approver, desk)
    assert whole.deeds <= MOST
    assert told(whole) in LOW_CODE.read_text(encoding="utf-8")


def told(hand: Hand) -> str:
    """The sentence of docs/low-code.md."""
    seconds = round(hand.seconds, -1)
    return f"{hand.deeds} clicks and keys beyond text, {hand.letters} letters of text, about {seconds:.0f} seconds"


def draft_of_table(author: Person, file: Path) -> str:
    """The table is read, found whole, and becomes a draft with the e-form of the library; the draft's number."""
    author.follow("Thiết kế")
    author.follow("Bắt đầu bản thảo")
    expect(author.page.get_by_role("heading", level=1)).to_have_text("Bắt đầu bản thảo")
    author.attach(author.page.get_by_label("Tệp", exact=True), file)
    author.press("Đọc tệp")
    expect(author.page.get_by_role("heading", level=1)).to_have_text("Nhập từ Word, Excel")
    expect(author.page.get_by_text("7 bước hiểu rõ")).to_be_visible()
    expect(author.page.get_by_text("Khớp với thời hạn.")).to_be_visible()
    look(author.page, "studio-table")
    author.choose("Lĩnh vực", "Hoạt động xây dựng")
    author.choose(
        "Biểu mẫu điện tử của hồ sơ (không bắt buộc)", "Đơn đề nghị cấp giấy phép xây dựng nhà ở riêng lẻ"
    )
    author.press("Tạo bản thảo")
    expect(author.page.get_by_role("heading", level=1)).to_have_text(NAME)
    return author.page.url.rsplit("/", 1)[-1]


def fill_in_the_sheet(author: Person) -> None:
    """What the table does not say, in the words of the decision: nothing of it is in the library yet."""
    author.follow("Thủ tục")
    expect(author.page.get_by_role("heading", name="Thành phần hồ sơ")).to_be_visible()
    for add, words, text in (
        ("Thêm giấy tờ", "Tên giấy tờ 1", "Đơn đề nghị cấp giấy phép xây dựng"),
        ("Thêm kết quả", "Kết quả 1", "Giấy phép xây dựng"),
        ("Thêm khoản thu", "Khoản thu 1", "Không thu"),
        ("Thêm văn bản", "Văn bản 1", "Luật Xây dựng số 50/2014/QH13"),
    ):
        author.press(add)
        expect(author.place(words)).to_be_visible()
        author.write(words, text)
    author.write("Số bộ hồ sơ", "01 bộ")
    author.write("Ai được làm thủ tục", "Chủ hộ được bố trí tái định cư")
    author.write("Cơ quan giải quyết, nơi nộp", "Ủy ban nhân dân cấp xã")
    author.write("Cách thức, mỗi cách một dòng", "Trực tuyến hoặc tại Bộ phận Một cửa")
    author.press("Lưu")
    expect_said(author.page, "Đã lưu")


def send_for_approval(author: Person) -> None:
    author.follow("Phê duyệt")
    author.write("Lý do, nội dung thay đổi", "Theo Quyết định 1402")
    author.press("Gửi phê duyệt", within=author.page.get_by_role("main"))
    expect_said(author.page, "Đã gửi phê duyệt")


def approve(site: Site, open_page: Callable[..., Page], number: str) -> Person:
    """Somebody else approves with the decision, in force from today."""
    give_factor(site.house, "duyet.quytrinh")
    approver = Person(officer.sign_in(open_page, site.address, "duyet.quytrinh", SECRET))
    approver.follow("Thiết kế")
    approver.follow(re.compile("^Chờ phê duyệt"))
    approver.follow(f"Bản thảo {number} – {NAME}")
    approver.follow("Phê duyệt")
    today = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date()
    approver.write("Số quyết định", "1402/QĐ-UBND")
    approver.write("Ngày ký", (today - timedelta(days=1)).isoformat())
    approver.write("Cơ quan ban hành", "Ủy ban nhân dân tỉnh Quảng Trị")
    approver.write("Có hiệu lực từ ngày", today.isoformat())
    approver.attach(approver.page.get_by_label("Bản chụp"), SCAN)
    approver.press("Phê duyệt bản thảo")
    expect_said(approver.page, "Đã phê duyệt.")
    expect(approver.page.get_by_text("Đang dùng")).to_be_visible()
    return approver


def accept_the_first(site: Site, open_page: Callable[..., Page]) -> Person:
    """A citizen has filed; the desk accepts, and the appointment is seven working days away."""
    code = file_dossier(site.house, CODE, "khoi@example.vn", datetime.now(ZoneInfo("UTC")), **PERMIT)
    desk = Person(officer.sign_in(open_page, site.address, "ha.tran"))
    desk.follow(code)
    desk.tick(
        desk.page.get_by_role("group", name=re.compile("Đơn đề nghị")).get_by_label("Hợp lệ", exact=True)
    )
    desk.press("Tiếp nhận hồ sơ")
    expect_said(desk.page, "Đã tiếp nhận hồ sơ")
    return desk
