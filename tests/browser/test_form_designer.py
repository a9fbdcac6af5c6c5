"""The designer of forms: a form is dragged together, its condition chosen, and it is there after a reload (B-01)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from browser import officer
from browser.asking import field
from browser.looking import look
from fixtures_dossier import actor_of
from playwright.sync_api import FrameLocator, Locator, Page, expect

from motcua.domain.forms.form_review import review
from motcua.services.forms import form_drafts
from motcua.services.forms.form_drafts import BLANK, NewForm
from motcua.services.work import House

pytestmark = pytest.mark.browser
TITLE = "Giấy đề nghị thử"
FIRST = ("full_name", "birth_date", "personal_id", "phone", "choice")
SECOND = ("address", "money", "long_text", "rows", "file")
SECTIONS = [
    ["ho_va_ten", "so_dinh_danh_ca_nhan", "ngay_sinh", "dien_thoai", "chon_mot"],
    ["dia_chi", "so_tien", "trinh_bay", "danh_sach", "tep_dinh_kem"],
]
CONDITION = {
    "if": {"properties": {"chon_mot": {"const": "lua_chon_2"}}, "required": ["chon_mot"]},
    "else": {"properties": {"so_tien": False}},
}


def begun(house: House) -> int:
    author = actor_of(house, "soan.quytrinh")
    with house.work() as work:
        wanted = NewForm("xay_dung", "giay_de_nghi_thu", TITLE, "blank", dict(BLANK))
        return form_drafts.create(work, author, wanted, datetime.now(UTC))


def schema_of(house: House, draft_id: int) -> dict[str, Any]:
    with house.work() as work:
        found: dict[str, Any] = form_drafts.get(work, actor_of(house, "soan.quytrinh"), draft_id).schema
    return found


def canvas(page: Page) -> Locator:
    return page.locator("[data-canvas]")


def panel(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Thuộc tính")


def question(page: Page, label: str) -> Locator:
    head = page.locator(".fd-pick", has_text=re.compile(f"^{re.escape(label)} "))
    return canvas(page).locator("[data-path]").filter(has=head).last


def drag(page: Page, kind: str, section: int) -> None:
    """Take a kind out of the palette and let it go at the end of a section."""
    source = page.locator(f".fd-kind[data-kind={kind}]:not([data-of=shared])")
    target = canvas(page).locator(f"[data-list=''][data-section='{section}']")
    count = target.locator(":scope > [data-path]").count()
    source.scroll_into_view_if_needed()
    # Away from the edge, where the form would scroll on under what is dragged.
    target.evaluate(
        "(list) => { list.scrollIntoView({ block: 'end' }); list.closest('.fd-middle').scrollBy(0, 160); }"
    )
    start, end = source.bounding_box(), target.bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + 30, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(end["x"] + 60, end["y"] + end["height"] - 12, steps=6)
    page.mouse.move(end["x"] + 60, end["y"] + end["height"] - 4, steps=3)
    page.mouse.up()
    expect(target.locator(":scope > [data-path]")).to_have_count(count + 1)


def expect_saved(page: Page) -> None:
    expect(page.locator("[data-saved][data-state=saved]")).to_be_visible()


def preview(page: Page) -> FrameLocator:
    return page.frame_locator("iframe[name=fd-frame]")


@pytest.mark.req("B-01")
def test_a_form_of_two_sections_is_dragged_together_conditioned_previewed_and_kept(
    site: Any, open_page: Callable[..., Page]
) -> None:
    draft_id = begun(site.house)
    page = officer.sign_in(open_page, site.address, "soan.quytrinh")
    page.goto(f"{site.address}/thiet-ke/bieu-mau/{draft_id}")
    expect(page.locator("[data-form-designer][data-ready]")).to_be_visible()
    for _ in range(2):
        page.get_by_role("button", name="Thêm phần").click()
    for section, kinds in enumerate((FIRST, SECOND)):
        for kind in kinds:
            drag(page, kind, section)
    ask_for_money_only_if(page)
    paper = bind_the_file(page)
    name_the_form(page)
    move_by_keyboard(page)
    expect_saved(page)
    look(page, "studio-form-designer")
    before = schema_of(site.house, draft_id)
    assert [one["fields"] for one in before["x-sections"]] == SECTIONS
    assert before["allOf"] == [CONDITION]
    assert before["properties"]["tep_dinh_kem"]["x-component"] == paper
    assert before["required"] == ["so_dinh_danh_ca_nhan"]
    assert [one for one in review(before) if one.severity == "error"] == []
    page.get_by_role("button", name="Xem thử").click()
    shown = preview(page)
    expect(shown.get_by_role("heading", name="1. Phần mới")).to_be_visible()
    shown.get_by_role("button", name="Thử kiểm tra").click()
    expect(shown.get_by_role("heading", name="Có một chỗ cần sửa")).to_be_visible()
    page.get_by_role("button", name="Điền dữ liệu mẫu").click()
    expect(shown.get_by_role("heading", name="Có một chỗ cần sửa")).to_be_hidden()
    expect(field(shown, "Số định danh cá nhân")).not_to_have_value("")
    page.locator("[name='preview.section']").select_option(label="2. Phần mới")
    expect(shown.get_by_role("heading", name="2. Phần mới")).to_be_visible()
    look(page, "studio-form-designer-preview")
    page.reload()
    expect(page.locator("[data-form-designer][data-ready]")).to_be_visible()
    expect(canvas(page).locator("[data-list=''] > [data-path]")).to_have_count(10)
    expect(question(page, "Số tiền")).to_contain_text("Chỉ hỏi khi “Chọn một” là Lựa chọn 2")
    assert schema_of(site.house, draft_id) == before


def ask_for_money_only_if(page: Page) -> None:
    pick(page, "Số tiền")
    field(panel(page), "Hỏi khi nào").select_option(label="Chỉ hỏi khi…")
    row = panel(page).get_by_role("group", name="Chỉ hỏi khi")
    row.get_by_label("Câu hỏi", exact=True).select_option(label="Chọn một")
    row.get_by_label("Giá trị", exact=True).select_option(label="Lựa chọn 2")
    expect(row).to_contain_text("“Chọn một” là Lựa chọn 2")


def bind_the_file(page: Page) -> str:
    pick(page, "Tệp đính kèm")
    papers = field(panel(page), "Thành phần hồ sơ")
    papers.select_option(index=1)
    return papers.input_value()


def name_the_form(page: Page) -> None:
    canvas(page).locator(".fd-title .fd-pick").click()
    field(panel(page), "Tên tiếng Anh").fill("Request on trial")
    field(panel(page), "Tên tiếng Anh").blur()


def move_by_keyboard(page: Page) -> None:
    """The number stands before the day of birth: one place up, by the keyboard alone; then it must be answered."""
    question(page, "Số định danh cá nhân").locator("> .fd-field-head .fd-pick").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(question(page, "Số định danh cá nhân").locator("> .fd-field-head .fd-pick")).to_be_focused()
    page.keyboard.press("Enter")
    field(panel(page), "Bắt buộc trả lời").select_option(label="Có")


def pick(page: Page, label: str) -> None:
    question(page, label).locator("> .fd-field-head .fd-pick").click()
