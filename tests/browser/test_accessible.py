"""Every page of the portal by WCAG 2.1 AA: words for pictures, order of focus, a phone's width (N-11, N-12)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from browser.looking import AXE, look
from fixtures_dossier import PDF, actor_of, file_dossier
from fixtures_model import bpmn_of, release
from fixtures_server import Site
from playwright.sync_api import Page, expect

from motcua.services.accounts import terms
from motcua.services.dossier import conversation
from motcua.services.forms import prefill
from motcua.services.intake import drafts
from motcua.services.papers.files import Upload
from motcua.services.process import offers
from motcua.services.sample import demo
from motcua.services.work import House

pytestmark = pytest.mark.browser
LOGIN = "khoi@example.vn"
FIRST, SECOND = "1.900001", "1.900002"
CARD = '<m:paper key="can_cuoc" name="Bản sao căn cước" name-en="Copy of the identity card"/>'
FORM: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "title": "Đơn",
    "additionalProperties": False,
    "required": ["ho_ten"],
    "properties": {
        "ho_ten": {"type": "string", "title": "Họ và tên", "x-source": "account.full_name"},
        "ngay_sinh": {
            "type": "string",
            "title": "Ngày sinh",
            "format": "date",
            "x-source": "account.birth_date",
        },
        "nghe": {"type": "string", "title": "Nghề nghiệp", "x-shared": "nghe_nghiep"},
    },
}
# The success criteria of level A and AA, old and new; what stands in the way of nobody is not among them.
CRITERIA = """async () => (await axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'], resultTypes: ['violations']}))
    .violations.map(({id, nodes}) => [id, ...nodes.map(({html}) => html)])"""
# Pictures with words or said to be decoration; the keyboard meets everything in the order in which it is seen.
ORDER = """() => [
    ...[...document.querySelectorAll('img:not([alt]), svg:not([aria-hidden]):not([aria-label]):not([role])')].map((one) =>
        'no words: ' + one.outerHTML.slice(0, 120)),
    ...[...document.querySelectorAll('[tabindex]')].filter((one) => one.tabIndex > 0).map((one) =>
        'out of order: ' + one.outerHTML.slice(0, 120)),
]"""
PUBLIC = ("/", "/procedures", "/procedures/1.001193", "/track", "/agencies", "/terms", "/accessibility")
WAY_IN = ("/account/sign-in", "/account/register", "/account/recover", "/account/report")


def began(house: House, procedure: str, now: datetime) -> str:
    """A form of the second procedure to be filled in, after a dossier of the first with an identity card."""
    citizen = actor_of(house, LOGIN)
    with house.work() as work:
        agency = next(one for one in offers.agencies_for(work, procedure) if one.code == "H50.16")
        return str(drafts.begin(work, citizen, procedure, agency.id, now))


def story(house: House, now: datetime) -> tuple[str, str, str]:
    """A dossier with a question on it, a form that may be filled in from it, and one that has been."""
    for code in (FIRST, SECOND):
        release(house, bpmn_of("S>a a>E", code=code, papers=CARD), {"don": FORM})
    data = {"ho_ten": "Võ Đình Khôi", "ngay_sinh": "1990-05-01", "nghe": "Thợ mộc"}
    code = file_dossier(house, FIRST, LOGIN, now, **data)
    citizen = actor_of(house, LOGIN)
    with house.work() as work:
        question = "Tôi nhận kết quả qua bưu chính được không?"
        conversation.ask(work, citizen, code, question, [Upload("giấy.pdf", PDF)], now)
    with house.work() as work:
        conversation.answer(work, actor_of(house, "vinh.le"), code, "Được, gọi số ghi ở cuối trang.", [], now)
    offered, filled = began(house, SECOND, now), began(house, SECOND, now)
    with house.work() as work:
        draft_id = drafts.mine(work, citizen, now)[0].id
        prefill.decide(work, citizen, draft_id, agreed=True, now=now)
    return code, *((offered, filled) if str(draft_id) == filled else (filled, offered))


def check(page: Page, site: Site, path: str, name: str) -> None:
    page.goto(f"{site.address}{path}")
    expect(page.locator("h1")).to_have_count(1)
    page.evaluate(AXE)
    assert page.evaluate(CRITERIA) == [], path
    assert page.evaluate(ORDER) == [], path
    look(page, f"portal-{name}")


@pytest.mark.req("N-11", "N-12")
def test_every_page_of_the_portal_is_for_everybody(
    house: House, site: Site, open_page: Callable[..., Page]
) -> None:
    now = datetime.now(UTC)
    code, offered, filled = story(house, now)
    page = open_page()
    for path in (*PUBLIC, *WAY_IN, f"/track/{code}"):
        check(page, site, path, f"all-{path.strip('/').replace('/', '-') or 'home'}")
    page.goto(f"{site.address}/account/sign-in")
    # From the address bar on: first the way past the head, then what is seen, in its order.
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Đến nội dung chính")).to_be_focused()
    page.locator("#login").fill(LOGIN)
    page.locator("#password").fill(demo.PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hồ sơ của tôi")
    section = "don"
    page.goto(f"{site.address}/drafts/{offered}")
    section = page.url.rsplit("/", 1)[1]
    for path, name in (
        ("/my", "my"),
        ("/my/papers", "papers"),
        (f"/my/{code}", "dossier"),
        (f"/procedures/{SECOND}/apply", "begin"),
        (f"/drafts/{offered}/{section}", "reuse-asked"),
        (f"/drafts/{filled}/{section}", "reuse-filled"),
        (f"/drafts/{filled}/papers", "reuse-papers"),
        (f"/drafts/{filled}/check", "check"),
        ("/account", "account"),
        ("/account/terms", "terms-accepted"),
    ):
        check(page, site, path, f"all-{name}")
    expect(page.get_by_text("Bạn đã đồng ý bản này")).to_be_visible()


@pytest.mark.req("C-19")
def test_new_terms_are_put_before_the_citizen_at_his_next_sign_in(
    house: House, site: Site, open_page: Callable[..., Page]
) -> None:
    with house.work() as work:
        top, body = actor_of(house, "quantri.tinh"), terms.current(work).body
        changed = f"{body.vi}\n- Điều mới.", f"{body.en}\n- A new point."
        terms.publish(work, top, *changed, "Thêm một điều", 1, datetime.now(UTC))
    page = open_page()
    page.goto(f"{site.address}/account/sign-in")
    page.locator("#login").fill(LOGIN)
    page.locator("#password").fill(demo.PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Điều khoản sử dụng")
    look(page, "portal-terms-asked")
    page.get_by_role("button", name="Đồng ý và tiếp tục").click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_label("Tôi đã đọc và đồng ý").check()
    page.get_by_role("button", name="Đồng ý và tiếp tục").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hồ sơ của tôi")
