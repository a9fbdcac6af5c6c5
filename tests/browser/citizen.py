"""A citizen at the portal: finds the procedure, opens an account, fills in, sends, and follows the dossier."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from browser.asking import Answer, answer_all, expect_said, field, press
from browser.looking import look
from fixtures_server import Site
from playwright.sync_api import Page, expect

PASSWORD = "mưa nắng quê nhà 2026"
WARD = "Ủy ban nhân dân phường Nam Đông Hà"
CODE = re.compile(r"H50\.16-\d{6}-\d{4}")
PDF = Path(__file__).resolve().parents[1] / "data" / "giay_to.pdf"


@dataclass(frozen=True, slots=True)
class Person:
    """Who registers."""

    name: str
    identity: str
    phone: str
    email: str

    @property
    def secrets(self) -> list[str]:
        """What no public page may hold."""
        groups = [self.identity[start : start + 3] for start in range(0, 12, 3)]
        return [self.name, self.identity, " ".join(groups), self.phone, self.email]


def find_procedure(page: Page, address: str, typed: str, name: str) -> None:
    """From the first page to the procedure's sheet, by a search without diacritics."""
    page.goto(address)
    look(page, "portal-home")
    page.get_by_label("Gõ tên việc").fill(typed)
    press(page, "Tìm thủ tục")
    expect_said(page, f"khớp với “{typed}”")
    look(page, "portal-search")
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def register(page: Page, person: Person, site: Site) -> None:
    """From the sheet over signing in to a new account."""
    page.get_by_role("link", name="Nộp trực tuyến").locator("visible=true").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đăng nhập")
    look(page, "account-sign-in")
    page.get_by_role("link", name="Mở tài khoản").click()
    look(page, "account-register")
    open_account(page, person, site, seen=True)


def open_account(page: Page, person: Person, site: Site, *, seen: bool = False) -> None:
    """Fill in the registration, send it, and verify the contact by the code of the letter.

    `seen` looks at the page between; axe would wait for ever on a page without scripts.
    """
    answer_all(
        page,
        [
            Answer("Họ và tên", person.name),
            Answer("Số định danh cá nhân", person.identity),
            Answer("Số điện thoại", person.phone),
            Answer("Thư điện tử", person.email),
            Answer("Mật khẩu", PASSWORD),
        ],
    )
    page.locator("#terms").check()
    press(page, "Mở tài khoản")
    expect(page.get_by_role("heading", level=1)).to_have_text("Xác nhận thư điện tử")
    if seen:
        look(page, "account-contact")
    page.get_by_label("Mã xác nhận").fill(site.code_of_letter("contact"))
    press(page, "Xác nhận")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nộp hồ sơ cho cơ quan nào?")


def register_and_begin(page: Page, site: Site, procedure: str, person: Person) -> None:
    """A new account, and the form of a procedure opened with it."""
    page.goto(f"{site.address}/account/register?next=/procedures/{procedure}/apply")
    open_account(page, person, site)
    begin(page)


def begin(page: Page) -> None:
    """Choose the agency and open the form."""
    page.get_by_label(WARD).check()
    press(page, "Bắt đầu khai")


def fill_part(page: Page, title: str, place: str, answers: Sequence[Answer], shot: str = "") -> None:
    """Fill in one part of the form, whose place is given as "2 trên 6", and go on."""
    expect_part(page, title, place)
    answer_all(page, answers)
    if shot:
        look(page, shot)
    go_on(page)


def expect_part(page: Page, title: str, place: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.get_by_text(f"Phần {place}")).to_be_visible()


def go_on(page: Page) -> None:
    press(page, "Lưu và tiếp tục")


def attach(page: Page, paper: str, files: list[Path] | Path) -> None:
    """Attach a file to a paper."""
    page.get_by_label(paper).set_input_files(files)
    go_on(page)


def declare(page: Page) -> None:
    page.locator("#declared").check()


def send(page: Page) -> str:
    """Declare and send from the page of the last look; the code on the receipt."""
    declare(page)
    press(page, "Gửi hồ sơ")
    return code_of_receipt(page)


def code_of_receipt(page: Page) -> str:
    expect(page.get_by_role("heading", level=1)).to_have_text("Đã gửi hồ sơ")
    found = CODE.search(page.title())
    assert found is not None, page.title()
    return found[0]


def expect_receipt(page: Page, code: str) -> None:
    """The receipt has the code, its picture to scan, and what comes next and when."""
    expect(page.get_by_role("main").get_by_text(code, exact=True)).to_be_visible()
    expect(page.get_by_role("img", name=f"Mã QR mở trang theo dõi hồ sơ {code}")).to_be_visible()
    expect(page.get_by_text(re.compile(r"Muộn nhất .+ \d{2}/\d{2}/\d{4} \d{2}:\d{2}"))).to_be_visible()


def expect_at(page: Page, state: str, here: str) -> None:
    """A dossier's page says where it stands: in words, and in the diagram when a step waits."""
    expect(page.get_by_role("main").get_by_text(state, exact=True).first).to_be_visible()
    now = page.locator(".diagram-list [aria-current=step]")
    if here:
        expect(now).to_contain_text(here)
    else:
        expect(now).to_have_count(0)


def follow_publicly(
    page: Page, address: str, code: str, state: str, here: str, hidden: Sequence[str]
) -> None:
    """Anybody with the code sees how far the dossier is, and nobody's name (R-30)."""
    page.goto(f"{address}/track")
    field(page, "Mã hồ sơ").fill(f" {code.lower()} ")
    press(page, "Xem tình trạng hồ sơ")
    expect(page.get_by_role("heading", level=1)).to_have_text(code)
    expect_at(page, state, here)
    content = page.content()
    assert [name for name in hidden if name in content] == []


def follow_own(page: Page, address: str, code: str, state: str, here: str) -> None:
    """The applicant opens his dossier from his own list."""
    page.goto(f"{address}/my")
    page.get_by_role("listitem").filter(has_text=code).get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(code)
    expect_at(page, state, here)


def expect_message(page: Page, address: str, *parts: str) -> None:
    """The newest message in the citizen's list."""
    page.goto(f"{address}/my")
    newest = page.get_by_role("region", name="Tin nhắn").get_by_role("listitem").first
    for part in parts:
        expect(newest).to_contain_text(part)
