"""A citizen supplies what was asked, amends and withdraws, on a wide screen and on a phone, with and without scripts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from browser import officer
from browser.looking import look
from fixtures_dossier import accept_dossier, file_dossier
from fixtures_model import CODE, finish
from fixtures_server import Site
from fixtures_watch import QUANG_TRI
from playwright.sync_api import Page, expect
from services.ending_story import CITIZEN, DESK, EXPERT, SLIP, act, set_up, under

from motcua.services.sample.demo import PASSWORD
from motcua.services.work import House

pytestmark = pytest.mark.browser
PDF = Path(__file__).resolve().parents[1] / "data" / "giay_to.pdf"
REASON = "Bản đồ chụp mờ, không đọc được số thửa 214 và ranh giới phía đông."


@pytest.fixture
def house(house: House) -> House:
    """A province where a supplement lets the same dossier wait."""
    return under(house, "000")


def asked_for_papers(house: House) -> str:
    set_up(house)
    first = datetime.now(QUANG_TRI) - timedelta(days=3)
    code = file_dossier(house, CODE, now=first, von=1)
    accept_dossier(house, code, first)
    finish(house, code, "a", now=first, login=DESK)
    given = {"papers": ("ban_do", "uy_quyen"), "reason": REASON, "slip": SLIP}
    asked = first + timedelta(days=1)
    act(house, EXPERT, code, "request_supplement", asked.replace(tzinfo=None).isoformat(), **given)
    return code


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/account/sign-in")
    page.get_by_label("Tên đăng nhập hoặc thư điện tử").fill(CITIZEN)
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hồ sơ của tôi")


@pytest.mark.req("C-15", "D-08", "D-09")
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_papers_asked_for_are_supplied(
    house: House, site: Site, open_page: Callable[..., Page], *, scripts: bool
) -> None:
    code = asked_for_papers(house)
    page = open_page(java_script_enabled=scripts)
    sign_in(page, site.address)
    page.goto(f"{site.address}/my")
    expect(page.get_by_role("link", name="Bổ sung giấy tờ")).to_be_visible()
    if scripts:
        look(page, "citizen-dossiers-asked")
    page.goto(f"{site.address}/my/{code}")
    if scripts:
        look(page, "citizen-dossier-asked")
    page.get_by_role("link", name="Bổ sung", exact=True).click()
    expect(page.get_by_text(REASON)).to_be_visible()
    page.get_by_label("Bản đồ").set_input_files(PDF)
    page.get_by_role("button", name="Nộp bổ sung").click()
    expect(page.get_by_role("alert")).to_contain_text("Giấy ủy quyền")
    if scripts:
        look(page, "citizen-supplement-missing")
    for paper in ("Bản đồ", "Giấy ủy quyền"):
        page.get_by_label(paper).set_input_files(PDF)
    page.get_by_role("button", name="Nộp bổ sung").click()
    expect(page.get_by_text("Đã nộp bổ sung.")).to_be_visible()
    expect(page.get_by_text("bản trước")).to_be_visible()
    if scripts:
        look(page, "citizen-dossier-supplied")
        page.get_by_role("link", name="Xin rút hồ sơ…").click()
        look(page, "citizen-withdraw")
    else:
        page.get_by_role("link", name="Xin rút hồ sơ…").click()
    page.get_by_label("Vì sao bạn rút hồ sơ?").fill("Gia đình không còn nhu cầu.")
    page.get_by_role("button", name="Gửi yêu cầu rút").click()
    expect(page.get_by_text("Bạn đã xin rút hồ sơ lúc")).to_be_visible()


@pytest.mark.req("D-08", "D-09")
def test_the_desk_sees_what_was_asked_and_wished(
    house: House, site: Site, open_page: Callable[..., Page]
) -> None:
    code = asked_for_papers(house)
    page = officer.sign_in(open_page, site.address, EXPERT)
    officer.open_dossier(page, site.address, code)
    expect(page.get_by_text("Chờ người nộp", exact=True)).to_be_visible()
    look(page, "officer-supplement")


@pytest.mark.req("D-09")
def test_a_sent_dossier_is_opened_for_amending(
    house: House, site: Site, open_page: Callable[..., Page]
) -> None:
    set_up(house)
    code = file_dossier(house, CODE, now=datetime.now(QUANG_TRI), von=1)
    page = open_page()
    sign_in(page, site.address)
    page.goto(f"{site.address}/my/{code}")
    look(page, "citizen-dossier-sent")
    page.get_by_role("button", name="Sửa hồ sơ đã gửi").click()
    expect(page.get_by_text(f"Bạn đang sửa hồ sơ {code}.")).to_be_visible()
    look(page, "citizen-amend")
