"""E-forms in the browser: every widget, conditions and rows at once, nothing lost when the server or the session goes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from browser import citizen, officer
from browser.asking import expect_errors, field, group, press
from browser.birth import FATHER
from browser.form_of_all_kinds import Running, with_all_kinds
from browser.keyboard import FOCUSED, fill_by_keyboard, press_by_keyboard
from browser.looking import look
from fixtures_dossier import HOUSEHOLD
from fixtures_portal import BUSINESS, typed
from playwright.sync_api import Page, expect
from services.counter_story import PERSON, offered

pytestmark = pytest.mark.browser


@pytest.fixture
def site(house: Any, settings: Any, compiled_templates: Any) -> Iterator[Running]:
    """The program on a database of its own, which can be stopped and started again."""
    running = Running(house, settings, compiled_templates)
    running.start()
    yield running
    running.stop()


def test_every_kind_of_question_and_nothing_lost_when_the_server_dies(site, open_page) -> None:
    with_all_kinds(site.house)
    page = open_page(width=360)
    citizen.register_and_begin(page, site, BUSINESS, FATHER)
    react_at_once(page)
    add_and_remove_rows(page)
    choose_from_catalogues(page)
    field(page, "Bản vẽ").set_input_files(citizen.PDF)
    expect(page.get_by_role("button", name=f"Xoá {citizen.PDF.name}")).to_be_visible()
    expect_saved(page)
    look(page, "form-every-kind")
    site.stop()
    field(page, "Ngày sinh của cụ").fill("30/02/1956")
    expect(page.get_by_text("Chưa lưu được: không có kết nối.")).to_be_visible()
    site.start()
    page.get_by_label("Ngày âm lịch").check()
    expect_saved(page)
    page.reload()
    expect(field(page, "Ngày sinh của cụ")).to_have_value("30/02/1956")
    expect(field(page, "Giá nhà")).to_have_value("1.234.567.000")
    expect(field(group(page, "Con 1"), "Họ và tên")).to_have_value("Phan Gia An")
    expect(field(page, "Xã, phường, đặc khu")).to_have_value("Phường Nam Đông Hà")
    two_tabs(page)
    press(page, "Lưu và tiếp tục")
    expect_errors(page, "Đánh dấu vào “Cam đoan” để tiếp tục.")
    look(page, "form-every-kind-wrong")
    page.get_by_label("Tôi cam đoan nhà này của tôi.").check()
    press(page, "Lưu và tiếp tục")
    expect(page.get_by_role("heading", level=1)).to_have_text("Chủ hộ và hình thức")
    check_and_mend(page)


def react_at_once(page: Page) -> None:
    """Conditions, ways, computed answers, sums in words; figures in groups with the caret where it was."""
    storeys = field(page, "Số tầng kinh doanh")
    expect(storeys).to_be_hidden()
    page.get_by_label("Để kinh doanh").check()
    expect(storeys).to_be_visible()
    storeys.fill("3")
    field(page, "Diện tích sàn").fill("12,5")
    expect(page.get_by_role("status", name="Tổng diện tích")).to_have_text("37,5")
    field(page, "Giá nhà").press_sequentially("1234567000")
    expect(
        page.get_by_text("Một tỷ hai trăm ba mươi bốn triệu năm trăm sáu mươi bảy nghìn đồng")
    ).to_be_visible()
    number = field(page, "Số căn cước")
    number.press_sequentially("045188417")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.type("002")
    expect(number).to_have_value("045 188 002 417")
    page.get_by_label("Tổ chức", exact=True).check()
    expect(field(page, "Tên người")).to_be_hidden()
    field(page, "Tên tổ chức").fill("Hợp tác xã Gió Lào")


def add_and_remove_rows(page: Page) -> None:
    """In place: the focus goes into the new row, and a screen reader is told."""
    children = group(page, "Các con")
    for number in (1, 2):
        children.get_by_role("button", name="Thêm dòng").click()
        expect(field(group(page, f"Con {number}"), "Họ và tên")).to_be_focused()
        expect(page.get_by_text(f"Đã thêm dòng {number}.")).to_be_attached()
        page.keyboard.type("Phan Gia An" if number == 2 else "thừa")
    second = group(page, "Con 2")
    expect(field(second, "Trường")).to_be_hidden()
    second.get_by_label("Có", exact=True).check()
    field(second, "Trường").fill("Tiểu học Nam Đông Hà")
    group(page, "Con 1").get_by_role("button", name="Xoá dòng").click()
    expect(group(page, "Con 2")).to_have_count(0)
    expect(field(group(page, "Con 1"), "Trường")).to_have_value("Tiểu học Nam Đông Hà")


def choose_from_catalogues(page: Page) -> None:
    """Units and lines of business by words without diacritics."""
    field(page, "Tỉnh, thành phố").press_sequentially("quang tri")
    page.keyboard.press("Enter")
    expect(field(page, "Tỉnh, thành phố")).to_have_value("Tỉnh Quảng Trị")
    commune = field(page, "Xã, phường, đặc khu")
    expect(page.locator("select[data-unit=xa] option[value='19351']")).to_be_attached()
    commune.press_sequentially("nam dong ha")
    page.keyboard.press("Enter")
    expect(commune).to_have_value("Phường Nam Đông Hà")
    group(page, "Nghề phụ").get_by_role("button", name="Thêm dòng").click()
    page.keyboard.type("phuc vu luu dong")
    expect(page.get_by_role("option", name="5610")).to_be_visible()
    page.keyboard.press("Enter")
    expect(field(page, "Tên ngành, nghề")).to_have_value("Nhà hàng và các dịch vụ ăn uống phục vụ lưu động")


def expect_saved(page: Page) -> None:
    expect(page.get_by_text("Đã lưu lúc")).to_be_visible()
    page.evaluate("() => { document.querySelector('[data-saved]').textContent = ''; }")


def two_tabs(page: Page) -> None:
    """What another tab saved meanwhile is shown beside what stands here; sending once more keeps this one."""
    other = page.context.new_page()
    other.goto(page.url)
    field(other, "Giá nhà").fill("2000000")
    expect_saved(other)
    other.close()
    field(page, "Giá nhà").fill("3000000")
    press(page, "Lưu và tiếp tục")
    expect(page.get_by_role("alert")).to_contain_text("đã được lưu ở một thẻ hoặc thiết bị khác")
    row = page.get_by_role("row").filter(has_text="Giá nhà")
    expect(row).to_contain_text("3.000.000")
    expect(row).to_contain_text("2.000.000")
    expect(field(page, "Giá nhà")).to_have_value("3.000.000")
    look(page, "form-two-tabs")


def check_and_mend(page: Page) -> None:
    """The last look tells what is missing; "Sửa" leads to the answer and back."""
    page.goto(page.url.rsplit("/", 1)[0] + "/check")
    main = page.get_by_role("main")
    for words in ("Ba triệu đồng", "30/02/1956 (âm lịch)", "Phường Nam Đông Hà, Tỉnh Quảng Trị", "37,5"):
        expect(main).to_contain_text(words)
    expect(main.get_by_role("link", name="Chủ hộ và hình thức")).to_be_visible()
    look(page, "form-every-kind-check")
    page.get_by_role("link", name="Sửa Giá nhà").click()
    field(page, "Giá nhà").fill("4000000")
    press(page, "Lưu và xem lại")
    expect(page.get_by_role("main")).to_contain_text("Bốn triệu đồng")


def test_a_business_household_is_registered_on_a_phone_by_the_keyboard_alone(site, open_page) -> None:
    page = open_page(width=360)
    citizen.register_and_begin(page, site, BUSINESS, FATHER)
    answers = typed({**HOUSEHOLD, "chu_ho_ngay_sinh": "27031988"})
    titles = []
    while (title := page.get_by_role("heading", level=1).inner_text()) != "Xem lại trước khi gửi":
        assert title not in titles, page.get_by_role("main").inner_text()
        titles.append(title)
        page.evaluate("() => document.querySelector('h1').scrollIntoView()")
        fill_by_keyboard(page, answers)
        expect(page.get_by_role("heading", level=1)).not_to_have_text(title)
    assert len(titles) >= 5
    press_by_keyboard(page, "declared", "Space")
    press_by_keyboard(page, "Gửi hồ sơ", "Enter")
    citizen.code_of_receipt(page)


def test_a_business_household_is_registered_without_scripts(site, open_page) -> None:
    page = open_page(width=360, java_script_enabled=False)
    citizen.register_and_begin(page, site, BUSINESS, FATHER)
    answers = typed(HOUSEHOLD)
    for _ in range(9):
        title = page.get_by_role("heading", level=1).inner_text()
        if title == "Xem lại trước khi gửi":
            break
        fill_without_scripts(page, answers)
        expect(page.get_by_role("heading", level=1)).not_to_have_text(title)
    citizen.send(page)


def fill_without_scripts(page: Page, answers: dict[str, str]) -> None:
    """Rows and communes come by buttons that the server answers; conditions stand at their question as sentences."""
    if page.locator("[name='nganh_nghe-0-ma']").count():
        page.locator("[data-key=nganh_nghe] [data-add-row]").click()
        expect(page.locator("[name='nganh_nghe-1-ma']")).to_be_attached()
    if page.locator("[name='tru_so-tinh']").count():
        page.locator("[name='tru_so-tinh']").select_option(answers["tru_so-tinh"])
        page.locator("[data-key=tru_so] [data-without-scripts]").click()
        expect(page.locator("[name='tru_so-xa'] option").nth(1)).to_be_attached()
    if page.get_by_role("group", name="Thành viên hộ gia đình").count():
        expect(page.get_by_text("Chỉ khai khi Chủ thể thành lập là").first).to_be_visible()
    for name, value in answers.items():
        inputs = page.locator(f"[name='{name}']")
        if not inputs.count():
            continue
        kind = inputs.first.get_attribute("type")
        if kind in ("radio", "checkbox"):
            page.locator(f"[name='{name}'][value='{value}']").set_checked(True)
        elif kind is None and inputs.first.locator("option").count():
            inputs.first.select_option(value)
        else:
            inputs.first.fill(value)
    citizen.go_on(page)


@pytest.mark.req("C-04")
def test_a_clerk_enters_a_one_page_form_without_the_mouse(site, open_page) -> None:
    offered(site.house)
    page = officer.sign_in(open_page, site.address, "ha.tran")
    page.goto(f"{site.address}/desk/new")
    page.get_by_label("Thủ tục thử").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="1. Người nộp")).to_be_visible()
    # Keys pressed before the page's script runs are nobody's.
    page.wait_for_load_state("load")
    page.keyboard.press("Alt+1")
    expect(field(page, "Số định danh cá nhân")).to_be_focused()
    for answer in (PERSON.identity, PERSON.name, "12", PERSON.address):
        page.keyboard.type(answer)
        page.keyboard.press("Enter")
    # Past the box that fills in what the person told before.
    while page.evaluate(FOCUSED)["type"] == "checkbox":
        page.keyboard.press("Enter")
    page.keyboard.press("1")
    page.keyboard.press("Alt+2")
    page.keyboard.type("80000000")
    page.keyboard.press("Alt+s")
    expect(page.get_by_role("alert")).to_contain_text("Số điện thoại gồm 10 chữ số")
    expect(field(page, "Số điện thoại")).to_be_focused()
    page.get_by_text("Nhập bằng bàn phím").click()
    look(page, "counter-keyboard")
    field(page, "Số điện thoại").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("0912345678")
    page.keyboard.press("Alt+3")
    mark_by_figures(page)
    page.keyboard.press("Alt+s")
    expect(page.get_by_role("heading", level=1)).to_have_text("Giấy tiếp nhận hồ sơ và hẹn trả kết quả")


def mark_by_figures(page: Page) -> None:
    """Every paper: the first box ("Bản chính") and the first radio ("Hợp lệ"), each by the figure 1."""
    for _ in range(40):
        at = page.evaluate(FOCUSED)
        if at["tag"] == "button":
            return
        if at["type"] == "checkbox" and not at["checked"] and at["value"] == "original":
            page.keyboard.press("1")
        if at["type"] == "radio" and at["name"].startswith("paper-") and not at["checked"]:
            page.keyboard.press("1")
        page.keyboard.press("Tab")
