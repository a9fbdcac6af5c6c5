"""The pages of groups, replacement, import and delegation: what they say, what they change, whom they refuse."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from desk_client import act
from fixtures_dossier import accepted_at
from fixtures_house import NOW, post, token_of
from fixtures_portal import upload, words
from fixtures_watch import rows as rows_of
from flask.testing import FlaskClient
from staff_people import account_id, agency_id, hire, members, person

from motcua.contrib import spreadsheet
from motcua.services.dossier import steps
from motcua.services.people import officials_sheet
from motcua.services.work import House
from motcua.store.accounts import account as stored_accounts

SignIn = Callable[[str], FlaskClient]
IT = "cntt.phuong"
BUSINESS = "1.001612"


def matrix(house: House, code: str = "H50.16") -> str:
    return f"/quan-tri/nhom/{agency_id(house, code)}"


def page(browser: FlaskClient, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, words(answer)
    return str(answer.get_data(as_text=True))


def withdraw(house: House, login: str) -> None:
    with house.work() as work:
        stored_accounts.change(work.connection, account_id(house, login), is_active=False)
        work.commit()


@pytest.mark.req("J-07")
def test_gaps_are_counted_in_words_and_shown_alone(house, sign_in):
    withdraw(house, "dung.vo")
    browser = sign_in(IT)
    everything = words(page(browser, matrix(house)))
    count = re.search(r"Còn (\d+) bước chưa có người", everything)
    assert count is not None
    gaps = page(browser, f"{matrix(house)}?gaps=1")
    assert words(gaps).count("Chưa có ai") == int(count[1])
    assert "Thẩm định hồ sơ" not in words(gaps)


@pytest.mark.req("A-08")
def test_ticked_people_join_the_ticked_steps(house, sign_in):
    withdraw(house, "dung.vo")
    browser = sign_in(IT)
    shown = page(browser, f"{matrix(house)}?gaps=1")
    ticks = [html.unescape(one) for one in re.findall(r'name="step" value="([^"]*)"', shown)]
    answer = post(
        browser, matrix(house), step=ticks, person=[account_id(house, "mai.ho")], scope="", do="add"
    )
    assert answer.status_code == 303, words(answer)
    assert members(house, "van_thu") == ["dung.vo", "mai.ho"]
    assert "Mọi bước đều có người" in words(page(browser, matrix(house)))


def test_nothing_ticked_is_told_and_keeps_the_ticks(house, sign_in):
    browser = sign_in(IT)
    answer = post(browser, matrix(house), person=[account_id(house, "mai.ho")], do="add")
    assert answer.status_code == 400
    assert "Đánh dấu ít nhất một bước và một người" in words(answer)
    assert re.search(r'name="person" value="\d+" checked', answer.get_data(as_text=True))


@pytest.mark.req("A-23")
def test_step_gets_people_of_its_own_and_the_page_says_what_replaces_what(house, sign_in):
    browser = sign_in(IT)
    key = f"chuyen_vien|{BUSINESS}|T_tham_dinh"
    step = f"{matrix(house)}/buoc?step={key}"
    mai = account_id(house, "mai.ho")
    assert post(browser, step, scope="step", person=[mai], step=key, do="save").status_code == 303
    assert members(house, "chuyen_vien", procedure=BUSINESS, step="T_tham_dinh") == ["mai.ho"]
    assert "Nếu bỏ nhóm riêng, bước do những người này làm: Hồ Thị Xuân Mai, Lê Quang Vinh" in words(
        page(browser, step)
    )
    assert post(browser, step, step=key, do="end").status_code == 303
    assert members(house, "chuyen_vien", procedure=BUSINESS, step="T_tham_dinh") == []


@pytest.mark.req("J-08")
@pytest.mark.parametrize("path", ["", "/buoc?step=a|b|c", "/sao-chep", "/bang-tinh", "/nhap"])
def test_neighbouring_commune_is_refused_on_every_page(house, sign_in, path):
    browser = sign_in(IT)
    assert browser.get(matrix(house, "H50.27") + path).status_code == 403


@pytest.mark.req("J-08")
def test_neighbouring_commune_is_refused_by_every_form(house, sign_in):
    browser = sign_in(IT)
    token = token_of(page(browser, matrix(house)))
    hotich, lanhdao = account_id(house, "tp.hotich"), account_id(house, "tp.lanhdao")
    forms = [
        (
            matrix(house, "H50.27"),
            {"step": "tiep_nhan|x|y", "person": hotich, "scope": "position", "do": "add"},
        ),
        (matrix(house, "H50.27") + "/buoc", {"step": "tiep_nhan|x|y", "person": hotich, "scope": "position"}),
        (matrix(house, "H50.27") + "/sao-chep", {"source": agency_id(house)}),
        (matrix(house) + "/sao-chep", {"source": agency_id(house, "H50.27")}),
        ("/quan-tri/thay-nguoi", {"from": hotich, "to": lanhdao, "what": "everywhere"}),
        ("/quan-tri/thay-nguoi", {"from": hotich, "to": lanhdao, "what": "work"}),
    ]
    for address, data in forms:
        answer = browser.post(address, data={"csrf_token": token, **data})
        assert answer.status_code == 403, (address, words(answer))
    assert members(house, "tiep_nhan", "H50.27") == ["tp.tiepnhan"]
    assert members(house, "tu_phap_ho_tich", "H50.27") == ["tp.hotich"]


def test_officer_without_the_role_sees_no_page_of_groups(house, sign_in):
    browser = sign_in("ha.tran")
    for address in ("/quan-tri/nhom", matrix(house), "/quan-tri/thay-nguoi", "/quan-tri/can-bo/nhap"):
        assert browser.get(address).status_code == 403, address


def test_groups_go_out_and_come_back(house, sign_in):
    browser = sign_in(IT)
    answer = browser.get(f"{matrix(house)}/bang-tinh?kind=csv")
    rows = spreadsheet.read(answer.get_data(), "nhom.csv")
    assert ["H50.16", "Văn thư", "", "", "dung.vo", "Võ Văn Dũng"] in rows
    changed = [[*row[:4], "mai.ho", ""] if row[4:5] == ["dung.vo"] else row for row in rows]
    address = f"{matrix(house)}/nhap"
    shown = upload(
        browser, address, token_of(page(browser, address)), file=("nhom.csv", spreadsheet.write_csv(changed))
    )
    assert "dung.vo" in words(shown)
    assert "mai.ho" in words(shown)
    assert members(house, "van_thu") == ["dung.vo"]
    assert confirm(browser, address, shown).status_code == 303
    assert members(house, "van_thu") == ["mai.ho"]


def confirm(browser: FlaskClient, address: str, shown: Any, **data: str) -> Any:
    """Send the preview's form as it stands."""
    text = shown.get_data(as_text=True)
    packed = re.search(r'name="rows" value="([^"]*)"', text)
    assert packed is not None, words(text)
    values = {"csrf_token": token_of(text), "rows": html.unescape(packed[1]), "confirm": "yes", **data}
    return browser.post(address, data=values)


@pytest.mark.req("J-08")
def test_replacement_is_shown_before_it_is_done(house, sign_in):
    code, task = accepted_at(house, "T_tham_dinh")
    with house.work() as work:
        steps.claim(work, person(house, "vinh.le"), code, task, NOW)
    successor = hire(house, "moi.nguyen", "Nguyễn Văn Mới")
    browser = sign_in(IT)
    leaving = account_id(house, "vinh.le")
    shown = words(page(browser, f"/quan-tri/thay-nguoi?from={leaving}&to={successor}&what=everywhere"))
    assert "1 hồ sơ đang giữ sẽ chuyển" in shown
    assert code in shown
    done = post(browser, "/quan-tri/thay-nguoi", **{"from": leaving, "to": successor, "what": "everywhere"})
    assert "Đã chuyển từ Lê Quang Vinh cho Nguyễn Văn Mới" in words(done)
    assert members(house, "chuyen_vien") == ["mai.ho", "moi.nguyen"]


SHEET = "/quan-tri/can-bo/nhap"


def test_import_lists_what_is_wrong_and_writes_only_when_told(house, sign_in):
    rows = officials_sheet.template()
    rows += [["", "x", "", "", "", "H50.27", "Phi công"]]
    browser = sign_in("quantri.phuong")
    start = page(browser, SHEET)
    shown = upload(browser, SHEET, token_of(start), file=("ds.xlsx", spreadsheet.write_xlsx(rows, "x")))
    said = words(shown)
    assert "1 dòng có lỗi và sẽ không được nhập" in said
    for column in ("Họ tên", "Tên đăng nhập", "Cơ quan: H50.27", "Vị trí: Phi công"):
        assert column in said
    assert "ngoài phạm vi quản lý" in said
    assert members(house, "dia_chinh") == ["duong.tran"]
    refused = confirm(browser, SHEET, shown, reason="")
    assert refused.status_code == 422
    assert "Ghi lý do" in words(refused)
    done = confirm(browser, SHEET, shown, reason="Quyết định 12/QĐ-UBND")
    assert "Đã gửi 1 đề nghị cấp tài khoản" in words(done)
    (asked,) = rows_of(house, "select login, positions from account_request where outcome = ''")
    assert (asked.login, asked.positions) == ("an.nguyen", ["dia_chinh", "chuyen_vien"])


@pytest.mark.parametrize("rows", ["nonsense", "{}", "[1]", "[]"])
def test_damaged_rows_of_a_preview_are_refused_in_words(house, sign_in, rows):
    browser = sign_in("quantri.phuong")
    answer = post(browser, SHEET, rows=rows, confirm="yes", reason="abc")
    assert answer.status_code == 400


@pytest.mark.req("J-14")
def test_delegation_is_entered_and_shown_in_the_history(house, sign_in):
    code, task = accepted_at(house, "T_tham_dinh")
    browser = sign_in("vinh.le")
    answer = post(
        browser,
        "/quan-tri/uy-quyen",
        to=account_id(house, "dung.vo"),
        starts="2026-11-23",
        ends="2026-11-24",
        reason="Đi công tác",
    )
    assert answer.status_code == 303, words(answer)
    assert "Võ Văn Dũng thay Lê Quang Vinh" in words(page(browser, "/quan-tri/uy-quyen"))
    delegate = sign_in("dung.vo")
    assert act(delegate, code, f"steps/{task}/claim").status_code == 303
    assert "Võ Văn Dũng thay Lê Quang Vinh" in words(page(delegate, f"/desk/{code}"))


def test_wrong_period_is_told_at_its_field(house, sign_in):
    browser = sign_in("vinh.le")
    answer = post(browser, "/quan-tri/uy-quyen", starts="2026-11-25", ends="2026-11-23", to="", reason="x")
    assert answer.status_code == 422
    assert "Ngày kết thúc phải sau ngày bắt đầu" in words(answer)
    answer = post(browser, "/quan-tri/uy-quyen", starts="", ends="", reason="x")
    assert answer.status_code == 422
