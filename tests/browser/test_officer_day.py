"""A day of an officer of a small ward, who is its desk and its expert at once, through the real pages as she works."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from browser import officer
from browser.asking import field, group, press
from browser.looking import look
from fixtures_dossier import accept_dossier, accepted_at, file_dossier
from fixtures_server import Site
from playwright.sync_api import Page, expect
from services.routing_story import serve
from services.time_story import give_role

from motcua.services.desk import bulk
from motcua.services.work import House

pytestmark = pytest.mark.browser
SLIP = Path(__file__).parent.parent / "data" / "giay_to.pdf"
CLERK, LEADER = "ha.tran", "quoc.dang"
APPRAISAL = "Thẩm định hồ sơ"
PAPERS = [("Giấy đề nghị", "Hợp lệ"), ("Bản sao thẻ căn cước", "Hợp lệ")]


@dataclass(frozen=True)
class Day:
    """The clerk's page at the desk, and the dossiers that wait for her in the morning."""

    page: Page
    address: str
    sent: list[str]
    received: list[str]
    appraised: list[str]

    def choose(self, code: str, action: str) -> None:
        officer.choose(self.page, self.address, code, action)


@pytest.mark.req("D-01", "D-08", "D-10", "D-12", "D-13", "E-11")
def test_a_day_of_an_officer(site: Site, open_page: Callable[..., Page]) -> None:
    day = morning(site, open_page)
    for code in day.sent:
        accept(day, code)
    look(day.page, "day-accepted")
    ask_for_papers(day, day.appraised[0])
    send_back(day, day.appraised[1])
    ask_for_time(day, day.appraised[2])
    hand_over(day, day.appraised[3])
    forward_ten(day, site.house)
    leader = officer.sign_in(open_page, site.address, LEADER)
    approve(leader, day)
    read_why(day, day.appraised[2])
    evening(day)


def morning(site: Site, open_page: Callable[..., Page]) -> Day:
    """Five were sent over night; five more are received and four appraised since a day ago."""
    house, now = site.house, datetime.now(UTC)
    give_role(house, LEADER, "lanh_dao_co_quan")
    serve(house, CLERK, "H50.16")
    earlier = now - timedelta(days=1)
    appraised = [accepted_at(house, "T_tham_dinh", now=earlier)[0] for _ in range(4)]
    received = [file_dossier(house, now=earlier) for _ in range(5)]
    for code in received:
        accept_dossier(house, code, earlier)
    sent = [file_dossier(house, now=now) for _ in range(5)]
    page = officer.sign_in(open_page, site.address, CLERK)
    expect(page.locator("[data-row]")).to_have_count(14)
    look(page, "day-morning")
    return Day(page, site.address, sent, received, appraised)


def accept(day: Day, code: str) -> None:
    """One of the five: its papers are looked at, then it is accepted, and both dates are told."""
    officer.open_dossier(day.page, day.address, code)
    officer.mark_papers(day.page, PAPERS)
    said = officer.accept(day.page)
    assert len(re.findall(r"\d{2}/\d{2}/\d{4} \d{2}:\d{2}", said)) == 2, said


def ask_for_papers(day: Day, code: str) -> None:
    day.choose(code, "Yêu cầu bổ sung")
    page = day.page
    group(page, "Giấy tờ cần bổ sung").get_by_label(re.compile("Bản sao thẻ căn cước")).check()
    field(page, "Lý do").fill("Ảnh chụp thẻ căn cước bị lóa, không đọc được số.")
    page.locator("input[name=slip]").set_input_files(SLIP)
    look(page, "day-supplement")
    officer.confirm(day.page, "Yêu cầu bổ sung")
    look(page, "day-supplement-asked")


def send_back(day: Day, code: str) -> None:
    day.choose(code, "Trả lại bước trước")
    field(day.page, "Lý do").fill("Chưa rõ phòng nào thẩm định ngành nghề có điều kiện.")
    look(day.page, "day-back")
    officer.confirm(day.page, "Trả lại bước trước")
    expect(day.page.locator(".diagram-list [aria-current=step]")).to_contain_text("Phân công thụ lý")


def ask_for_time(day: Day, code: str) -> None:
    day.choose(code, "Xin gia hạn")
    field(day.page, "Lý do").fill("Chờ phòng Kinh tế xác minh địa chỉ trụ sở")
    day.page.locator("input[name=slip]").set_input_files(SLIP)
    field(day.page, "Thêm bao lâu").fill("1 ngày")
    officer.confirm(day.page, "Xin gia hạn")
    expect(day.page.get_by_role("main")).to_contain_text("Chờ phòng Kinh tế xác minh địa chỉ trụ sở")


def hand_over(day: Day, code: str) -> None:
    day.choose(code, "Bàn giao")
    people = field(day.page, "Người nhận")
    name = next(one for one in people.locator("option").all_text_contents() if "Xuân Mai" in one)
    people.select_option(label=name)
    field(day.page, "Lý do").fill("Đi tập huấn hai ngày")
    look(day.page, "day-hand-over")
    officer.confirm(day.page, "Bàn giao")
    look(day.page, "day-handed-over")


def forward_ten(day: Day, house: House) -> None:
    """What was received yesterday and today goes on in one run, each with a line of its own."""
    page = day.page
    page.goto(f"{day.address}/desk")
    for code in day.sent + day.received:
        page.get_by_label(f"Chọn {code}").check()
    bar = page.get_by_role("region", name="Việc với hồ sơ đã chọn")
    expect(bar).to_contain_text("Hồ sơ đã chọn 10")
    press(bar, "Chuyển bước…")
    expect(page.get_by_role("heading", level=1)).to_have_text("Chuyển bước: 10 hồ sơ")
    field(page, "Nội dung, ý kiến").fill("Đã số hóa đủ giấy tờ.")
    look(page, "day-forward-ten")
    press(page, "Xác nhận: Chuyển bước")
    expect(page.get_by_text("Đang làm, còn 10 hồ sơ")).to_be_visible()
    # The worker's jobs; playwright's own loop leaves no room for the worker's in this thread.
    for number in range(1, 11):
        assert bulk.carry_out(house, 1, number, datetime.now(UTC))
    expect(page.get_by_text("Đã xong 10 hồ sơ")).to_be_visible()
    look(page, "day-forwarded-ten")


def approve(leader: Page, day: Day) -> None:
    """The leader reads the reason and the slip, and gives the time that was asked for."""
    officer.choose(leader, day.address, day.appraised[2], "Duyệt gia hạn")
    expect(leader.get_by_role("main")).to_contain_text("Chờ phòng Kinh tế xác minh địa chỉ trụ sở")
    look(leader, "day-approve")
    officer.confirm(leader, "Duyệt gia hạn")


def read_why(day: Day, code: str) -> None:
    """The new date explains itself: sessions counted, and the day that was granted."""
    page = day.page
    page.goto(f"{day.address}/desk/{code}")
    expect(page.get_by_text("Đã duyệt", exact=True)).to_be_visible()
    page.locator("summary").filter(has_text="Vì sao là ngày này?").first.click()
    expect(page.get_by_role("table", name="Các buổi làm việc được tính").first).to_be_visible()
    expect(page.locator(".why-summary").first).to_contain_text("Gia hạn thêm 8 giờ")
    look(page, "day-why")


def evening(day: Day) -> None:
    """Of fourteen dossiers only the one with more time is still hers."""
    day.page.goto(f"{day.address}/desk")
    expect(day.page.locator("[data-row]")).to_have_count(1)
    expect(officer.row(day.page, day.appraised[2])).to_contain_text(APPRAISAL)
    look(day.page, "day-evening")
