"""A newcomer's first day as a commune's IT staff: officers imported, gaps filled, a leaver replaced, neighbours safe."""

from __future__ import annotations

import re
from collections.abc import Callable

import pyotp
import pytest
from browser.asking import field, group, press
from browser.looking import look
from fixtures_dossier import accepted_at
from fixtures_house import NOW, SECRET, give_factor
from fixtures_server import Site
from playwright.sync_api import Page, expect
from staff_people import account_id, agency_id, members, person

from motcua.contrib import spreadsheet
from motcua.services.accounts import account_requests
from motcua.services.dossier import steps
from motcua.services.people import officials_sheet
from motcua.services.sample.demo import PASSWORD
from motcua.services.work import House
from motcua.store.accounts import account as stored_accounts

pytestmark = pytest.mark.browser

OPEN = 12
SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Võ")
NAMES = ("An", "Bình", "Chi", "Dung", "Giang")


def officers() -> list[list[str]]:
    """Thirty officers; four of their rows are faulty, in different ways."""
    rows = [
        [
            f"{surname} Văn {name}",
            f"can.bo{place * len(NAMES) + number}",
            "Chuyên viên",
            f"can.bo{place * len(NAMES) + number}@quangtri.gov.vn",
            f"09145521{place}{number}",
            "H50.16",
            "Chuyên viên",
        ]
        for place, surname in enumerate(SURNAMES)
        for number, name in enumerate(NAMES)
    ]
    rows[3][0] = ""
    rows[9][1] = "ha.tran"
    rows[17][5] = "H50.27"
    rows[25][4], rows[25][6] = "0914", "Phi công"
    return [officials_sheet.template()[0], *rows]


def sign_in(site: Site, open_page: Callable[..., Page], login: str) -> Page:
    """Signed in with both factors, at the work list."""
    give_factor(site.house, login)
    page = open_page(width=1280)
    page.goto(f"{site.address}/account/sign-in")
    field(page, "Tên đăng nhập hoặc thư điện tử").fill(login)
    field(page, "Mật khẩu").fill(PASSWORD)
    press(page, "Đăng nhập")
    page.locator("input[name=code]").fill(pyotp.TOTP(SECRET).now())
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Việc của tôi")
    return page


def prepare(house: House) -> list[str]:
    """Twelve dossiers in the hands of an officer who leaves, and a clerk who has left already; the codes."""
    codes = []
    for _ in range(OPEN):
        code, task = accepted_at(house, "T_tham_dinh")
        with house.work() as work:
            steps.claim(work, person(house, "vinh.le"), code, task, NOW)
        codes.append(code)
    with house.work() as work:
        stored_accounts.change(work.connection, account_id(house, "dung.vo"), is_active=False)
        work.commit()
    return codes


def import_officers(page: Page, house: House) -> None:
    page.get_by_role("link", name="Nhập danh sách cán bộ").click()
    look(page, "office-officials")
    page.locator("#file").set_input_files(
        files=[
            {
                "name": "can-bo.xlsx",
                "mimeType": "application/octet-stream",
                "buffer": spreadsheet.write_xlsx(officers(), "Cán bộ"),
            }
        ]
    )
    press(page, "Kiểm tra tệp")
    expect(page.get_by_text("4 dòng có lỗi và sẽ không được nhập")).to_be_visible()
    faults = page.get_by_role("table", name="Lỗi theo dòng và cột").get_by_role("row")
    said = [re.match(r"Dòng (\d+)|(\d+)", row) for row in faults.all_inner_texts()[1:]]
    assert [int(one[1] or one[2]) for one in said if one] == [5, 11, 19, 27, 27]
    expect(faults.filter(has_text="ngoài phạm vi quản lý")).to_have_count(1)
    look(page, "office-officials-preview")
    field(page, "Lý do, số văn bản").fill("Quyết định 12/QĐ-UBND ngày 02/11/2026")
    press(page, "Nhập 26 dòng đúng")
    expect(page.get_by_text("Đã gửi 26 đề nghị cấp tài khoản")).to_be_visible()
    with house.work() as work:
        administrator = person(house, "quantri.phuong")
        for row in account_requests.listed(work, administrator):
            account_requests.approve(work, administrator, row.id, "", NOW)


def fill_gaps(page: Page, house: House) -> None:
    page.get_by_role("link", name="Ai làm bước nào").click()
    look(page, "office-groups")
    page.get_by_role("link", name=re.compile("Chỉ chỗ trống")).click()
    expect(page.get_by_text("Còn 3 bước chưa có người.")).to_be_visible()
    gaps = page.get_by_role("row").filter(has_text="Chưa có ai")
    expect(gaps).to_have_count(3)
    look(page, "office-groups-gaps")
    for row in gaps.all():
        row.get_by_role("checkbox").check()
    group(page, "Chọn người làm").get_by_label("Trần Văn Chi", exact=True).check()
    group(page, "Chọn người làm").get_by_label("Lê Văn An", exact=True).check()
    press(page, "Thêm người vào bước")
    expect(page.get_by_role("status")).to_contain_text("Đã đổi 1 nhóm")
    expect(page.get_by_text("Mọi bước đều có người.")).to_be_visible()
    assert members(house, "van_thu") == ["can.bo10", "can.bo7", "dung.vo"]


def replace_leaver(page: Page, site: Site, codes: list[str]) -> None:
    page.get_by_role("link", name="Thay người, bàn giao").click()
    look(page, "office-replace")
    field(page, "Người nghỉ, chuyển công tác hoặc vắng mặt").select_option(
        value=str(account_id(site.house, "vinh.le"))
    )
    field(page, "Người nhận").select_option(value=str(account_id(site.house, "can.bo5")))
    press(page, "Xem trước")
    expect(page.get_by_role("heading", name=f"{OPEN} hồ sơ đang giữ sẽ chuyển")).to_be_visible()
    look(page, "office-replace-preview")
    press(page, "Thay người và chuyển hồ sơ")
    expect(page.get_by_text(re.compile(rf"1 nhóm,\s+{OPEN} hồ sơ"))).to_be_visible()
    for code in codes:
        expect(page.get_by_role("row").filter(has_text=code)).to_contain_text("Đã chuyển")
    look(page, "office-replaced")


@pytest.mark.req("J-07")
@pytest.mark.req("J-08")
@pytest.mark.req("D-11")
def test_it_staff_run_their_commune_alone(site: Site, open_page: Callable[..., Page]) -> None:
    house = site.house
    codes = prepare(house)
    page = sign_in(site, open_page, "cntt.phuong")
    page.get_by_role("link", name="Quản trị").first.click()
    import_officers(page, house)
    fill_gaps(page, house)
    replace_leaver(page, site, codes)
    with house.work() as work:
        held = work.connection.exec_driver_sql(
            "select a.login, count(*) from dossier_step s join account a on a.id = s.holder_id"
            " where s.left_at is null group by 1"
        ).all()
    assert [tuple(row) for row in held] == [("can.bo5", OPEN)]
    neighbour = agency_id(house, "H50.27")
    for address in ("", "/nhap", "/sao-chep", "/buoc?step=tiep_nhan|1.001193|x"):
        answer = page.goto(f"{site.address}/quan-tri/nhom/{neighbour}{address}")
        assert answer is not None
        assert answer.status == 403, address
    expect(page.get_by_role("heading", level=1)).to_have_text("Bạn chưa được làm việc này")


@pytest.mark.req("J-14")
def test_delegation_and_absence_are_entered_by_the_officer(
    site: Site, open_page: Callable[..., Page]
) -> None:
    page = sign_in(site, open_page, "vinh.le")
    page.goto(f"{site.address}/quan-tri/uy-quyen")
    look(page, "office-delegations")
    form = page.get_by_role("region", name="Ủy quyền")
    field(form, "Người làm thay").select_option(value=str(account_id(site.house, "mai.ho")))
    field(form, "Từ ngày").fill("2027-01-04")
    field(form, "Đến hết ngày").fill("2027-01-08")
    field(form, "Lý do").fill("Đi công tác")
    press(form, "Ủy quyền")
    expect(page.get_by_role("row").filter(has_text="Hồ Thị Xuân Mai thay Lê Quang Vinh")).to_contain_text(
        "Sắp tới"
    )
    look(page, "office-delegated")
