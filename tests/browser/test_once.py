"""What is sent twice is done once: double clicks, pages opened twice, a dossier that has moved on meanwhile."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from browser import birth, citizen, officer
from browser.asking import expect_said, field, press
from browser.looking import look
from fixtures_dossier import accepted_at
from fixtures_portal import BIRTH
from fixtures_watch import everything, rows, value
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

NEXT = "Chuyển: Thẩm định hồ sơ"
DONE = "select count(*) from audit where action = :action"


@pytest.fixture
def waiting(site) -> str:
    """The code of a dossier that waits to be assigned by the head of the division."""
    code, _ = accepted_at(site.house, "T_phan_cong", now=datetime.now(UTC))
    return code


def times(site, action: str) -> int:
    return int(value(site.house, DONE, action=action))


def at_desk(site, open_page, code: str, **options: object) -> Page:
    page = officer.sign_in(lambda **size: open_page(**size, **options), site.address, "thang.nguyen")
    officer.open_dossier(page, site.address, code)
    return page


@pytest.mark.req("C-03")
@pytest.mark.parametrize("with_scripts", [True, False])
def test_a_double_click_on_sending_files_one_dossier(site, open_page, with_scripts: bool) -> None:
    page = open_page(java_script_enabled=with_scripts)
    citizen.register_and_begin(page, site, BIRTH, birth.FATHER)
    birth.fill_in(page)
    citizen.declare(page)
    page.get_by_role("button", name="Gửi hồ sơ").dblclick()
    code = citizen.code_of_receipt(page)
    assert [row.code for row in rows(site.house, "select code from dossier")] == [code]


@pytest.mark.parametrize("with_scripts", [True, False])
def test_a_double_click_on_forwarding_forwards_once(
    site, open_page, waiting: str, with_scripts: bool
) -> None:
    before = times(site, "forward")
    page = at_desk(site, open_page, waiting, java_script_enabled=with_scripts)
    page.get_by_role("button", name=NEXT).dblclick()
    expect(page.get_by_role("heading", name="Không có việc cho bạn ở hồ sơ này")).to_be_visible()
    assert times(site, "forward") == before + 1
    assert value(site.house, "select count(*) from dossier_step where left_at is null") == 1


@pytest.mark.req("D-02")
def test_forwarding_from_a_second_page_is_a_conflict_and_changes_nothing(
    site, open_page, waiting: str
) -> None:
    first = at_desk(site, open_page, waiting)
    second = first.context.new_page()
    officer.open_dossier(second, site.address, waiting)
    officer.write(first, "Ý kiến thứ nhất")
    officer.write(second, "Ý kiến thứ hai, viết ở trang mở trước", citizen.PDF)
    officer.forward(first, NEXT)
    before = everything(site.house)
    with second.expect_response(lambda answer: answer.request.method == "POST") as posted:
        press(officer.work_card(second), NEXT)
    assert posted.value.status == 409
    expect(second.get_by_role("alert")).to_be_focused()
    expect(second.get_by_label("Ý kiến bạn vừa viết")).to_have_value("Ý kiến thứ hai, viết ở trang mở trước")
    expect(second.get_by_role("alert")).to_contain_text("giay_to.pdf")
    look(second, "desk-conflict")
    assert unviewed(everything(site.house)) == unviewed(before)


def test_a_step_taken_by_a_colleague_is_not_offered(site, open_page) -> None:
    code, _ = accepted_at(site.house, "T_tham_dinh", now=datetime.now(UTC))
    vinh = officer.sign_in(open_page, site.address, "vinh.le")
    mai = officer.sign_in(open_page, site.address, "mai.ho")
    for page in (vinh, mai):
        officer.open_dossier(page, site.address, code)
    officer.take(vinh)
    press(mai, "Nhận việc")
    expect(mai.get_by_role("alert")).to_be_focused()
    look(mai, "desk-taken-meanwhile")
    mai.goto(f"{site.address}/desk/{code}")
    expect(mai.get_by_text("Lê Quang Vinh đang giữ")).to_be_visible()
    expect(officer.work_card(mai).get_by_role("button")).to_have_count(0)
    look(mai, "desk-held")
    press(vinh, "Trả về nhóm")
    expect_said(vinh, "Đã trả việc về nhóm.")
    mai.reload()
    officer.take(mai)
    expect(field(mai, "Ý kiến xử lý")).to_be_visible()


def unviewed(tables: dict[str, list[str]]) -> dict[str, list[str]]:
    """All rows but the record of who opened what, which reading alone adds to."""
    return {name: [row for row in found if "|view|" not in row] for name, found in tables.items()}
