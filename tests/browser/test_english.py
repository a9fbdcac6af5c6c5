"""The whole way of a citizen in English: no Vietnamese on any page but names, places and what people typed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import birth, citizen
from browser.asking import pick
from browser.birth import BORN, FATHER
from browser.looking import ROOT, look
from fixtures_portal import BIRTH
from fixtures_server import Site
from playwright.sync_api import Page, expect

from motcua.settings import PACKAGE

pytestmark = pytest.mark.browser

VIETNAMESE = re.compile(
    r"\S*[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]\S*", re.IGNORECASE
)
# What is on the page in text, without the other language's name in the switch.
SEEN = """() => {
    const page = document.body.cloneNode(true);
    page.querySelectorAll('[lang=vi]').forEach((part) => part.remove());
    const words = [...page.querySelectorAll('[aria-label], [title], [placeholder], [alt]')].flatMap((part) =>
        ['aria-label', 'title', 'placeholder', 'alt'].map((name) => part.getAttribute(name) ?? ''));
    return [document.title, page.textContent, ...words].join('\\n');
}"""
MONEY = "đ"
FORM = ROOT / "forms" / "ho_tich" / "khai_sinh.schema.json"
CALENDAR = PACKAGE / "data" / "calendars" / "A.json"
MOTHER = "Trương Thị Thu Sương"
TYPED = {
    "requester": {
        "ho_ten_nguoi_yeu_cau": FATHER.name,
        "ngay_sinh_nguoi_yeu_cau": "09/06/1992",
        "giay_to_tuy_than_loai": "can_cuoc",
        "giay_to_tuy_than_so": FATHER.identity,
        "quan_he": "cha",
    },
    "child": {
        "ho_ten_con": birth.CHILD,
        "ngay_sinh_con": f"{BORN:%d/%m/%Y}",
        "ngay_sinh_bang_chu": "the twelfth",
        "gioi_tinh": "nam",
        "dan_toc": "kinh",
        "quoc_tich": "viet_nam",
        "noi_sinh": "Bệnh viện Đa khoa tỉnh Quảng Trị",
        "que_quan": "Phường Nam Đông Hà, tỉnh Quảng Trị",
    },
    "parents": {"me-ho_ten": MOTHER, "me-nam_sinh": "1994"},
    "copies": {"de_nghi_ban_sao": "false"},
}
# Names of people, places, agencies' addresses, and the words under which Vietnamese law is quoted.
DATA = (
    *(value for part in TYPED.values() for value in part.values()),
    "đường Hùng Vương, phường Nam Đông Hà",
    "118 Nguyễn Huệ, phường Nam Đông Hà",
    "Quốc lộ 1, xã Triệu Phong",
    "Nam Đông Hà",
    "Triệu Phong",
    "Quảng Trị",
    "Nguyễn Thị Bích Hằng",
    "NĐ-CP",
)


def told_by_the_form(part: object) -> Iterator[str]:
    """Examples of answers, which stay Vietnamese, and the names of peoples, alike in every language."""
    if isinstance(part, dict):
        if "x-example" in part:
            yield str(part["x-example"])
        labels = part.get("x-labels", {})
        if "kinh" in labels:
            yield from (name for key, name in labels.items() if key != "khac")
        for inner in part.values():
            yield from told_by_the_form(inner)


def told_by_the_calendar(part: object) -> Iterator[str]:
    """The names of the calendar and of its days off, which the province writes once."""
    if isinstance(part, dict):
        if "name" in part:
            yield str(part["name"])
        part = list(part.values())
    if isinstance(part, list):
        for inner in part:
            yield from told_by_the_calendar(inner)


def parsed(path: Path) -> object:
    return json.loads(path.read_text(encoding="utf-8"))


def read(page: Page, name: str) -> None:
    """The page holds no Vietnamese word beside the data; its look is checked as well."""
    page.wait_for_load_state()
    text = page.evaluate(SEEN)
    known_words = [*DATA, *told_by_the_form(parsed(FORM)), *told_by_the_calendar(parsed(CALENDAR))]
    for known in sorted(known_words, key=len, reverse=True):
        text = re.sub(re.escape(known), " ", text, flags=re.IGNORECASE)
    assert " ".join(word for word in VIETNAMESE.findall(text) if word != MONEY) == "", name
    expect(page.locator("html")).to_have_attribute("lang", "en")
    look(page, f"english-{name}")


def fill(page: Page, part: str) -> None:
    """Fill in by the names of the fields, see that nothing is Vietnamese, and go on."""
    for name, value in TYPED[part].items():
        inputs = page.locator(f"[name='{name}']")
        if inputs.first.get_attribute("type") == "radio":
            page.locator(f"[name='{name}'][value='{value}']").check()
        elif inputs.evaluate("element => element.tagName") == "SELECT":
            label = inputs.evaluate(
                "(list, key) => [...list.options].find(({ value }) => value === key).label", value
            )
            box = page.locator(".search-select").filter(has=inputs).get_by_role("combobox")
            pick(box if box.count() else inputs, label)
        else:
            inputs.fill(value)
    read(page, part)
    go_on(page)


def go_on(page: Page) -> None:
    """Press the main button and wait for the page that it leads to: a click by itself does not wait."""
    with page.expect_navigation():
        page.get_by_role("main").locator(".btn-primary").first.click()


@pytest.mark.req("C-02", "C-03", "B-06")
def test_a_birth_is_filed_and_followed_in_english(site, open_page) -> None:
    page = open_page()
    page.goto(site.address)
    page.get_by_role("button", name="English").click()
    read(page, "home")
    page.locator("#q").fill("birth")
    go_on(page)
    read(page, "search")
    page.get_by_role("link", name="Birth registration", exact=True).click()
    read(page, "sheet")
    page.goto(f"{site.address}/account/sign-in?next=/procedures/{BIRTH}/apply")
    go_on(page)
    read(page, "sign-in-errors")
    page.goto(f"{site.address}/account/register?next=/procedures/{BIRTH}/apply")
    go_on(page)
    read(page, "register-errors")
    register(page, site)
    file(page)
    code = citizen.CODE.search(page.url)
    assert code is not None
    follow(page, site, code[0])


def register(page: Page, site: Site) -> None:
    """A new account, which reads English from the first page on; then the agency."""
    typed = {
        "name": FATHER.name,
        "identity": FATHER.identity,
        "phone": FATHER.phone,
        "email": FATHER.email,
        "password": citizen.PASSWORD,
    }
    for name, value in typed.items():
        page.locator(f"#{name}").fill(value)
    page.locator("#terms").check()
    go_on(page)
    read(page, "contact")
    page.locator("#code").fill(site.code_of_letter("contact"))
    go_on(page)
    read(page, "agency")
    page.get_by_role("radio").first.check()
    go_on(page)


def file(page: Page) -> None:
    """Every part, once left empty, then filled; the paper; the declaration."""
    for part in TYPED:
        go_on(page)
        read(page, f"{part}-errors")
        fill(page, part)
    go_on(page)
    read(page, "papers-errors")
    page.locator("#paper-giay_chung_sinh").set_input_files(citizen.PDF)
    go_on(page)
    read(page, "check")
    go_on(page)
    read(page, "check-errors")
    declaration = page.locator("#declared")
    expect(page.get_by_text("I declare")).to_be_visible()
    declaration.check()
    go_on(page)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    read(page, "receipt")


def follow(page: Page, site, code: str) -> None:
    """The dossier's pages, the messages, and pages that are not there."""
    page.goto(f"{site.address}/my/{code}")
    page.locator("details.why summary").click()
    read(page, "own")
    page.goto(f"{site.address}/track/{code}")
    read(page, "track")
    page.goto(f"{site.address}/track?code=H50.16-260101-0009")
    read(page, "track-unknown")
    page.goto(f"{site.address}/khong-co")
    read(page, "not-found")
    site.run_jobs()
    page.goto(f"{site.address}/my")
    read(page, "list")
