"""The designer: a step is drawn and filled in by the keyboard and saved by itself; two people lose nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from browser import officer
from browser.asking import field
from browser.looking import look
from fixtures_dossier import actor_of
from playwright.sync_api import Locator, Page, expect

from motcua.engine.reader.reader import read
from motcua.services.process import process_drafts
from motcua.services.process.process_drafts import NewDraft
from motcua.services.work import House
from motcua.store.process import procedure as procedures
from motcua.store.process import process_draft

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
PLAIN = ROOT / "node_modules" / "bpmn-js" / "dist" / "bpmn-viewer.production.min.js"
CODE = "1.013225"
LAST = "Vào sổ, đóng dấu, phát hành"
SIGNING = "Ký giấy phép xây dựng"
ADDED = "Chụp ảnh hồ sơ"


def begun(house: House) -> int:
    """A draft of the next version of the building permit."""
    author = actor_of(house, "soan.quytrinh")
    with house.work() as work:
        row = procedures.by_code(work.connection, CODE)
        assert row is not None
        version = procedures.version(work.connection, row.version_id)
        assert version is not None
        wanted = NewDraft(
            CODE, row.name, row.field, row.level, bytes(version.bpmn), "version", based_on=version.id
        )
        return process_drafts.create(work, author, wanted, datetime.now(UTC))


def bpmn_of(house: House, draft_id: int) -> bytes:
    with house.work() as work:
        row = process_draft.by_id(work.connection, draft_id)
    assert row is not None
    return bytes(row.bpmn)


def steps_of(house: House, draft_id: int) -> dict[str, tuple[str, str]]:
    """Position and budget of each step of the stored draft, by name."""
    model = read(bpmn_of(house, draft_id)).model
    assert model is not None
    return {step.name: (step.position, step.budget) for step in model.steps}


def warnings_of_plain_viewer(page: Page, bpmn: bytes) -> list[str]:
    """What bpmn-js says of a file when it knows nothing of our words."""
    page.set_content("<div id=drawing></div>")
    page.add_script_tag(path=PLAIN)
    said: list[str] = page.evaluate(
        """async (xml) => {
          const viewer = new BpmnJS({ container: '#drawing' });
          return (await viewer.importXML(xml)).warnings.map(({ message }) => message);
        }""",
        bpmn.decode(),
    )
    return said


def wait_until_open(page: Page) -> None:
    expect(page.locator("[data-designer][data-ready]")).to_be_visible()


def designer(open_page: Callable[..., Page], address: str, login: str, draft_id: int) -> Page:
    page = officer.sign_in(open_page, address, login)
    page.goto(f"{address}/thiet-ke/ban-thao/{draft_id}")
    wait_until_open(page)
    return page


def panel(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Thuộc tính")


def expect_saved(page: Page) -> None:
    expect(page.locator("[data-saved][data-state=saved]")).to_be_visible()


def place_the_mark(page: Page, house: House, draft_id: int) -> None:
    """What a step signs is chosen by its name, and the mark of the signature gets a page and a place."""
    panel(page).get_by_role("button", name=SIGNING).click()
    document = panel(page).locator("[name=document]")
    expect(document.locator("option:checked")).to_have_text("Giấy phép xây dựng kèm bản vẽ đóng dấu")
    said = 'mark="first top middle"'
    with page.expect_response(lambda answer: said in (answer.request.post_data or "")):
        panel(page).locator("[name=mark]").select_option("first")
        panel(page).locator("[name='mark.place']").select_option("top middle")
    expect_saved(page)
    model = read(bpmn_of(house, draft_id)).model
    assert model is not None
    assert [step.mark for step in model.steps if step.name == SIGNING] == ["first top middle"]


@pytest.mark.req("A-10", "A-11")
def test_a_step_is_added_and_described_by_the_keyboard_and_saved_by_itself(site, open_page) -> None:
    draft_id = begun(site.house)
    page = designer(open_page, site.address, "soan.quytrinh", draft_id)
    look(page, "studio-designer")
    panel(page).get_by_role("button", name=LAST).focus()
    page.keyboard.press("Enter")
    expect(field(page, "Tên bước")).to_be_focused()
    panel(page).get_by_role("button", name="Bước", exact=True).focus()
    page.keyboard.press("Enter")
    expect(field(page, "Tên bước")).to_have_value("")
    expect(field(page, "Tên bước")).to_be_focused()
    page.keyboard.type(ADDED)
    page.keyboard.press("Tab")
    expect(panel(page).locator("[name=position]")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("2")
    page.keyboard.press("Tab")
    expect_saved(page)
    expect(page.get_by_role("region", name="Kết quả kiểm tra")).to_contain_text("vượt hạn giải quyết 56 giờ")
    look(page, "studio-designer-step")
    page.keyboard.press("Escape")
    expect(field(page, "Tên bước")).not_to_be_focused()
    assert steps_of(site.house, draft_id)[ADDED] == ("van_thu", "2h")
    page.reload()
    wait_until_open(page)
    expect(panel(page).get_by_role("button", name=ADDED)).to_be_visible()
    place_the_mark(page, site.house, draft_id)
    assert warnings_of_plain_viewer(open_page(), bpmn_of(site.house, draft_id)) == []


@pytest.mark.req("A-11")
def test_of_two_people_the_second_is_told_and_keeps_his_drawing_as_a_draft_of_his_own(
    site, open_page
) -> None:
    draft_id = begun(site.house)
    first = designer(open_page, site.address, "soan.quytrinh", draft_id)
    second = designer(open_page, site.address, "soan.xaydung", draft_id)
    rename(first, "Tên của người thứ nhất")
    expect_saved(first)
    rename(second, "Tên của người thứ hai")
    told = second.get_by_role("dialog", name="Bản thảo đã được người khác lưu")
    expect(told).to_contain_text("Phan Thị Ngọc Nữ đã lưu bản thảo này")
    look(second, "studio-designer-conflict", keep=False)
    told.get_by_role("button", name="Lưu thành bản thảo riêng").click()
    second.wait_for_url(lambda address: not address.endswith(f"/{draft_id}"))
    wait_until_open(second)
    expect(panel(second).get_by_role("button", name="Tên của người thứ hai")).to_be_visible()
    assert "Tên của người thứ nhất" in steps_of(site.house, draft_id)


def rename(page: Page, name: str) -> None:
    panel(page).get_by_role("button", name=LAST).click()
    field(page, "Tên bước").fill(name)
    field(page, "Tên bước").blur()
