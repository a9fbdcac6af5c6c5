"""Import of officials: every problem told by row and column first, only good rows written, twice changes nothing."""

from __future__ import annotations

import dataclasses
import io
import zipfile

import pytest
from fixtures_house import NOW
from openpyxl import Workbook
from staff_people import account_id, members, person, recorded

from motcua.contrib import spreadsheet
from motcua.domain.errors import InputError, NotAllowedError, ValidationError
from motcua.services.accounts import account_requests
from motcua.services.people import officials_import, officials_sheet
from motcua.services.work import House

IT, ADMINISTRATOR = "cntt.phuong", "quantri.phuong"
HEADING = officials_sheet.template()[0]
REASON = "Quyết định 12/QĐ-UBND"


def official(number: int, **other: str) -> list[str]:
    cells = {
        "name": f"Nguyễn Văn Số {number}",
        "login": f"so{number}.nguyen",
        "title": "Chuyên viên",
        "email": f"so{number}@quangtri.gov.vn",
        "phone": f"09123456{number:02d}",
        "agency": "H50.16",
        "positions": "Chuyên viên; van_thu",
        **other,
    }
    return [cells[key] for key in officials_sheet.COLUMNS]


def preview(house: House, rows: list[list[str]], login: str = IT):
    with house.work() as work:
        return officials_import.preview(work, person(house, login), [HEADING, *rows])


def carry_out(house: House, rows: list[list[str]], login: str = ADMINISTRATOR):
    """In a province where one office grants accounts."""
    profile = dataclasses.replace(house.profile, account_single_office=True)
    with dataclasses.replace(house, profile=profile).work() as work:
        return officials_import.carry_out(work, person(house, login), [HEADING, *rows], REASON, NOW)


@pytest.mark.req("J-07")
@pytest.mark.parametrize(
    ("other", "columns"),
    [
        ({"name": ""}, ["name"]),
        ({"login": "ha.tran"}, ["login"]),
        ({"login": "Có Dấu"}, ["login"]),
        ({"agency": "H99"}, ["agency"]),
        ({"agency": ""}, ["agency"]),
        ({"agency": "H50.27"}, ["agency"]),
        ({"positions": "Phi công; Văn thư"}, ["positions"]),
        ({"email": "khong phai thu"}, ["email"]),
        ({"phone": "123"}, ["phone"]),
        (
            {"name": "", "phone": "x", "positions": "Phi công", "agency": "H99"},
            ["agency", "positions", "name", "phone"],
        ),
    ],
)
def test_every_problem_is_named_at_its_column(house, other, columns):
    good, bad = preview(house, [official(1), official(2, **other)])
    assert (good.state, good.problems, good.number) == ("new", (), 2)
    assert (bad.state, bad.number) == ("wrong", 3)
    assert [column for column, _ in bad.problems] == columns


@pytest.mark.req("J-07")
def test_doubled_rows_are_named_both(house):
    found = preview(house, [official(1), official(2), official(1, name="Trần Văn Khác")])
    assert [[column for column, _ in one.problems] for one in found] == [
        ["login", "email"],
        [],
        ["login", "email"],
    ]


@pytest.mark.req("J-07")
def test_good_rows_become_accounts_in_their_groups_and_wrong_ones_stay_out(house):
    done = carry_out(house, [official(1), official(2, phone="12"), official(3)])
    assert [one.login for one in done.issued] == ["so1.nguyen", "so3.nguyen"]
    assert [one.number for one in done.wrong] == [3]
    assert members(house, "van_thu") == ["dung.vo", "so1.nguyen", "so3.nguyen"]
    (kept,) = recorded(house, "officials.import")
    assert kept.detail == {"issued": 2, "asked": 0, "joined": 0, "wrong": 1}


@pytest.mark.req("J-06")
def test_who_may_not_approve_asks_for_the_accounts(house):
    done = carry_out(house, [official(1)], IT)
    assert (done.issued, [one.number for one in done.asked]) == ([], [2])
    with house.work() as work:
        administrator = person(house, ADMINISTRATOR)
        (request,) = [
            row for row in account_requests.listed(work, administrator) if row.login == "so1.nguyen"
        ]
        account_requests.approve(work, administrator, request.id, "", NOW)
    assert members(house, "van_thu") == ["dung.vo", "so1.nguyen"]


@pytest.mark.req("J-06")
def test_where_another_must_decide_even_an_administrator_asks(house):
    with house.work() as work:
        done = officials_import.carry_out(
            work, person(house, ADMINISTRATOR), [HEADING, official(1)], REASON, NOW
        )
    assert (done.issued, [one.number for one in done.asked]) == ([], [2])


@pytest.mark.req("J-07")
@pytest.mark.parametrize("login", [IT, ADMINISTRATOR])
def test_same_file_again_changes_nothing(house, login):
    rows = [official(1), official(2)]
    carry_out(house, rows, login)
    before = len(recorded(house, "account.request"))
    again = carry_out(house, rows, login)
    assert (again.issued, again.asked, again.joined, again.wrong) == ([], [], [], [])
    assert len(again.unchanged) == 2
    assert len(recorded(house, "account.request")) == before
    assert len(recorded(house, "officials.import")) == 1


def test_known_person_joins_the_further_groups_of_his_row(house):
    row = official(1, name="Hồ Thị Xuân Mai", login="mai.ho")
    (shown,) = preview(house, [row])
    assert shown.state == "joins"
    carry_out(house, [row])
    assert members(house, "van_thu") == ["dung.vo", "mai.ho"]


def test_import_without_a_reason_writes_nothing(house):
    with house.work() as work, pytest.raises(ValidationError):
        officials_import.carry_out(work, person(house, ADMINISTRATOR), [HEADING, official(1)], "", NOW)
    with pytest.raises(AttributeError):
        account_id(house, "so1.nguyen")


def test_officer_without_the_role_imports_nobody(house):
    with pytest.raises(NotAllowedError):
        preview(house, [official(1)], "ha.tran")


@pytest.mark.parametrize("rows", [[], [["Họ tên", "Tên"]], [HEADING], [HEADING, [""] * 7]])
def test_sheet_without_heading_or_people_is_refused_in_words(house, rows):
    with house.work() as work, pytest.raises(InputError):
        officials_import.preview(work, person(house, IT), rows)


def test_number_that_lost_its_first_nought_is_a_phone_number(house):
    (shown,) = preview(house, [official(1, phone="912345678")])
    assert shown.wanted is not None
    assert shown.wanted.phone == "0912345678"


def test_template_can_be_read_back():
    rows = officials_sheet.template()
    assert spreadsheet.read(spreadsheet.write_xlsx(rows, "Cán bộ"), "mau.xlsx") == rows
    assert spreadsheet.read(spreadsheet.write_csv(rows), "mau.csv") == rows


@pytest.mark.parametrize("cell", ["=1+1", "+84", "-1", "@SUM(A1)", "=HYPERLINK(1)"])
def test_cell_that_looks_like_a_formula_is_written_as_text_and_read_back(cell):
    rows = [["Họ tên"], [cell]]
    assert b"'" in spreadsheet.write_csv(rows)
    assert spreadsheet.read(spreadsheet.write_csv(rows), "x.csv") == rows
    assert spreadsheet.read(spreadsheet.write_xlsx(rows, "x"), "x.xlsx") == rows


def test_formula_is_read_as_its_text():
    book = Workbook()
    book.active.append(["Họ tên"])
    book.active.append(["=1+1"])
    out = io.BytesIO()
    book.save(out)
    assert spreadsheet.read(out.getvalue(), "x.xlsx")[1] == ["=1+1"]


def _bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (spreadsheet.MAX_UNPACKED + 1))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"PK\x03\x04 broken", "x.xlsx"),
        (b"\xd0\xcf\x11\xe0 old", "x.xls"),
        (b"plain words", "x.xlsx"),
        ("Họ tên".encode("utf-16"), "x.csv"),
        (b"\0" * 20, "x.csv"),
        (b"a\n" * (spreadsheet.MAX_ROWS + 1), "x.csv"),
        (b"x" * (spreadsheet.MAX_BYTES + 1), "x.csv"),
        (_bomb(), "x.xlsx"),
    ],
)
def test_file_that_is_no_spreadsheet_is_refused_in_words(content, name):
    with pytest.raises(spreadsheet.SpreadsheetError):
        spreadsheet.read(content, name)
