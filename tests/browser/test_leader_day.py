"""A day of a leader: what burns in the whole ward, and what he decides about other people's dossiers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from browser import officer
from browser.asking import field, press
from browser.birth import BORN, TODAY
from browser.looking import look
from fixtures_dossier import PDF, VERIFICATION, accept_dossier, accepted_at, file_dossier, finish_step
from fixtures_server import Site
from playwright.sync_api import Page, expect
from services.ending_story import give_role
from services.routing_story import act

from motcua.services.dossier.steps import Completion
from motcua.services.papers.files import Upload
from motcua.services.work import House

pytestmark = pytest.mark.browser
LEADER, EXPERT = "quoc.dang", "vinh.le"
SLIP = Upload("van-ban.pdf", PDF)
WHY = "Chờ phòng Kinh tế xác minh địa chỉ trụ sở"
GIVEN = "Thẩm định kỹ phần vốn, có gì vướng thì báo tôi trong ngày."
URGED = "Người dân đã hỏi hai lần, xong trước cuối buổi chiều."
WRONG = "Số đăng ký ghi nhầm với hồ sơ liền trước, sửa rồi trình lại."
TAKEN_UP = "Khiếu nại đúng: ngành nghề này không thuộc diện có điều kiện."


@dataclass(frozen=True)
class Morning:
    """What waits for the leader: one to give to somebody, one that asks for time, one late, one to sign, one refused."""

    free: str
    asking: str
    late: str
    proposed: str
    refused: str


@pytest.mark.req("D-04", "D-10", "D-17", "D-20", "J-13")
def test_a_day_of_a_leader(house: House, site: Site, open_page: Callable[..., Page]) -> None:
    found = morning(house)
    leader = officer.sign_in(open_page, site.address, LEADER)
    see_the_ward(leader, site.address, found)
    give_to_an_officer(leader, site.address, found.free)
    approve(leader, site.address, found.asking)
    urge(leader, site.address, found.late)
    send_back(leader, site.address, found.proposed)
    reopen(leader, site.address, found.refused)
    expert = officer.sign_in(open_page, site.address, EXPERT)
    read_what_came(expert, site, found)


def morning(house: House) -> Morning:
    for role in ("lanh_dao_co_quan", "lanh_dao_mot_cua"):
        give_role(house, LEADER, role)
    now = datetime.now(UTC)
    late, _ = accepted_at(house, "T_tham_dinh", now=now - timedelta(days=30))
    free, asking, refused = (accepted_at(house, "T_tham_dinh", now=now)[0] for _ in range(3))
    proposed = file_dossier(house, "1.001193", now=now, ngay_sinh_con=BORN.isoformat())
    accept_dossier(house, proposed, now)
    entry = Completion(answers={**VERIFICATION, "ngay_dang_ky": TODAY.isoformat()})
    finish_step(house, proposed, "T_tiep_nhan", entry, now)
    act(house, EXPERT, asking, "request_extension", now, reason=WHY, duration="8h", slip=SLIP)
    act(house, EXPERT, refused, "refuse", now, reason="Ngành nghề có điều kiện", slip=SLIP)
    return Morning(free, asking, late, proposed, refused)


def see_the_ward(page: Page, address: str, found: Morning) -> None:
    """Numbers first, then everything open in the ward, what burns first at the head."""
    page.goto(f"{address}/desk/overview")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tình hình giải quyết hồ sơ")
    expect(page.get_by_role("main").get_by_role("link", name=found.late)).to_be_visible()
    look(page, "leader-overview")
    page.get_by_role("link", name="Xem danh sách").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hồ sơ của")
    codes = page.locator("[data-row]").get_by_role("link")
    expect(codes).to_have_count(5)
    expect(codes.first).to_have_text(found.late)
    look(page, "leader-ward")


def give_to_an_officer(page: Page, address: str, code: str) -> None:
    officer.choose(page, address, code, "Giao việc")
    people = field(page, "Người nhận")
    name = next(one for one in people.locator("option").all_text_contents() if "Lê Quang Vinh" in one)
    people.select_option(label=name)
    field(page, "Nội dung, ý kiến").fill(GIVEN)
    day = datetime.now(UTC) + timedelta(days=3)
    page.locator("input[name=until]").fill(f"{day:%Y-%m-%d}")
    page.locator("input[name=until_time]").fill("16:00")
    look(page, "leader-assign")
    officer.confirm(page, "Giao việc")
    look(page, "leader-assigned")


def approve(page: Page, address: str, code: str) -> None:
    officer.choose(page, address, code, "Duyệt gia hạn")
    expect(page.get_by_role("main")).to_contain_text(WHY)
    officer.confirm(page, "Duyệt gia hạn")
    expect(page.get_by_role("status")).to_contain_text("hẹn trả")


def urge(page: Page, address: str, code: str) -> None:
    officer.choose(page, address, code, "Đôn đốc")
    press(page, "Xác nhận: Đôn đốc")
    expect(page.get_by_role("alert")).to_be_focused()
    look(page, "leader-urge-errors")
    field(page, "Nội dung, ý kiến").fill(URGED)
    officer.confirm(page, "Đôn đốc")
    look(page, "leader-urged")


def send_back(page: Page, address: str, code: str) -> None:
    """The certificate was laid before him; he sends it back to whoever wrote it."""
    officer.choose(page, address, code, "Trả lại bước trước")
    field(page, "Lý do").fill(WRONG)
    officer.confirm(page, "Trả lại bước trước")
    expect(page.locator(".diagram-list [aria-current=step]")).to_contain_text("ghi sổ hộ tịch")


def reopen(page: Page, address: str, code: str) -> None:
    officer.choose(page, address, code, "Mở lại hồ sơ")
    field(page, "Lý do").fill(TAKEN_UP)
    look(page, "leader-reopen")
    officer.confirm(page, "Mở lại hồ sơ")
    expect(page.locator(".diagram-list [aria-current=step]")).to_contain_text("Thẩm định hồ sơ")
    look(page, "leader-reopened")


def read_what_came(page: Page, site: Site, found: Morning) -> None:
    """The officer has all four that are appraised, with what the leader wrote on each."""
    expect(page.locator("[data-row]")).to_have_count(4)
    for code, words in ((found.free, GIVEN), (found.late, URGED), (found.refused, TAKEN_UP)):
        page.goto(f"{site.address}/desk/{code}")
        expect(page.get_by_role("main")).to_contain_text(words)
    site.run_jobs()
    page.goto(f"{site.address}/desk/messages")
    for code in (found.free, found.asking, found.late):
        expect(page.get_by_role("main").get_by_role("link", name=code).first).to_be_visible()
    look(page, "leader-told")
