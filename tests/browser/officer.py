"""An officer at the desk: finds the dossier in the list, opens it, and does the next lawful thing."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pyotp
from browser.asking import Answer, answer_all, expect_said, field, group, press
from browser.looking import look
from playwright.sync_api import Locator, Page, expect

from motcua.services.sample.demo import PASSWORD

WIDTH, HEIGHT = 1366, 768
STAFF = (
    "Trần Thị Thu Hà",
    "Nguyễn Đức Thắng",
    "Lê Quang Vinh",
    "Võ Văn Dũng",
    "Bùi Thị Thanh Hiền",
    "Đặng Bảo Quốc",
)


def sign_in(open_page: Callable[..., Page], address: str, login: str, secret: str = "") -> Page:
    """A browser of the officer's own, at the work list; with the secret of his second factor if he has one."""
    page = open_page(width=WIDTH, height=HEIGHT)
    page.goto(f"{address}/account/sign-in")
    field(page, "Tên đăng nhập hoặc thư điện tử").fill(login)
    field(page, "Mật khẩu").fill(PASSWORD)
    press(page, "Đăng nhập")
    if secret:
        page.locator("input[name=code]").fill(pyotp.TOTP(secret).now())
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Việc của tôi")
    # Keys pressed before the page's script runs are nobody's.
    page.wait_for_load_state("load")
    return page


def row(page: Page, code: str) -> Locator:
    """The dossier's row of the work list."""
    return page.get_by_role("row").filter(has=page.get_by_role("link", name=code))


def open_dossier(page: Page, address: str, code: str) -> None:
    """From the work list to the dossier."""
    page.goto(f"{address}/desk")
    page.get_by_role("link", name=code).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(code)


def mark_papers(page: Page, marks: Sequence[tuple[str, str]]) -> None:
    """Mark papers of the checklist: (beginning of its name, "Hợp lệ")."""
    for paper, mark in marks:
        page.get_by_role("group", name=re.compile(re.escape(paper))).get_by_label(mark, exact=True).check()


def accept(page: Page) -> str:
    """Accept the dossier; what the page then says."""
    press(page, "Tiếp nhận hồ sơ")
    expect_said(page, "Đã tiếp nhận hồ sơ")
    return page.get_by_role("status").inner_text()


def take(page: Page) -> None:
    """Take the step for oneself."""
    press(page, "Nhận việc")
    expect_said(page, "Bạn đã nhận việc này")


def work_card(page: Page) -> Locator:
    """Where the officer's own work stands on the dossier's page."""
    return page.get_by_role("region", name="Việc cần làm")


def write(page: Page, opinion: str, *files: Path, answers: Sequence[Answer] = ()) -> None:
    """Fill in the step's form and write an opinion with files."""
    answer_all(page, answers)
    field(page, "Ý kiến xử lý").fill(opinion)
    if files:
        field(page, "Tệp kèm ý kiến").set_input_files(list(files))


def forward(page: Page, button: str, said: str = "Đã chuyển hồ sơ.") -> None:
    press(work_card(page), button)
    expect_said(page, said)


def choose(page: Page, address: str, code: str, action: str) -> None:
    """From the dossier to the page of an action beside the card's own."""
    page.goto(f"{address}/desk/{code}")
    work_card(page).get_by_role("link", name=f"{action}…", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(action)


def confirm(page: Page, action: str) -> None:
    """Do the action whose page this is."""
    press(page, f"Xác nhận: {action}")
    expect_said(page, f"Đã làm: {action}.")


def opinions(page: Page) -> Locator:
    """The opinions that were written at earlier steps."""
    part = page.locator("section").filter(has=page.get_by_role("heading", name="Ý kiến và kết quả từng bước"))
    return part.locator("ol > li")


def hand_over(page: Page, recipient: str, shot: str = "") -> None:
    """Hand the result over at the desk."""
    expect(field(page, "Họ tên người nhận kết quả")).to_have_value(recipient)
    group(page, "Cách trả").get_by_role("radio").first.check()
    if shot:
        look(page, shot)
    press(page, "Xác nhận đã trả kết quả")
    expect_said(page, "Đã ghi nhận trả kết quả")
