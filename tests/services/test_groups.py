"""Account groups: assigned, narrowed, copied and written out by who manages the agency, and by nobody else."""

from __future__ import annotations

import pytest
from fixtures_dossier import accepted_at
from fixtures_house import NOW
from staff_people import account_id, agency_id, hire, members, person, recorded

from motcua.contrib import spreadsheet
from motcua.domain.errors import ConflictError, InputError, NotAllowedError
from motcua.services.desk import worklist
from motcua.services.people import group_copy, group_matrix, group_sheet, groups
from motcua.services.people.group_matrix import Filters
from motcua.services.people.groups import Binding
from motcua.services.process import offers, procedures
from motcua.services.work import House
from motcua.store.accounts import account as stored_accounts

IT = "cntt.phuong"
BUSINESS, BIRTH = "1.001612", "1.001193"


def withdraw(house: House, login: str) -> None:
    with house.work() as work:
        row = stored_accounts.by_login(work.connection, login)
        stored_accounts.change(work.connection, row.id, is_active=False)
        work.commit()


def codes_of(house: House, login: str) -> list[str]:
    with house.work() as work:
        return [item.code for item in worklist.of(work, person(house, login), NOW)]


def offering(house: House, procedure: str) -> list[str]:
    with house.work() as work:
        return [row.code for row in offers.agencies_for(work, procedure)]


@pytest.mark.req("A-08")
def test_officer_added_while_a_dossier_waits_sees_it_at_once(house):
    code, _ = accepted_at(house, "T_tham_dinh")
    newcomer = hire(house, "moi.nguyen", "Nguyễn Văn Mới")
    assert codes_of(house, "moi.nguyen") == []
    with house.work() as work:
        groups.assign(work, person(house, IT), agency_id(house), [Binding("chuyen_vien")], [newcomer], NOW)
    assert codes_of(house, "moi.nguyen") == [code]
    assert codes_of(house, "vinh.le") == [code]


@pytest.mark.req("J-08")
def test_neighbouring_commune_is_refused_everywhere(house):
    it, there, hotich = person(house, IT), agency_id(house, "H50.27"), account_id(house, "tp.hotich")
    mine = agency_id(house)
    attempts = [
        lambda work: group_matrix.matrix(work, it, there),
        lambda work: groups.assign(work, it, there, [Binding("tiep_nhan")], [hotich], NOW),
        lambda work: groups.remove(work, it, there, [Binding("tiep_nhan")], [hotich], NOW),
        lambda work: groups.set_members(work, it, there, Binding("tiep_nhan"), [], NOW),
        lambda work: group_copy.copy(work, it, there, mine, NOW),
        lambda work: group_copy.copy(work, it, mine, there, NOW),
        lambda work: group_sheet.export(work, it, there, NOW),
    ]
    for attempt in attempts:
        with house.work() as work, pytest.raises(NotAllowedError):
            attempt(work)
    # Nor can somebody of theirs be put into our groups.
    with house.work() as work, pytest.raises(InputError):
        groups.assign(work, it, mine, [Binding("tiep_nhan")], [hotich], NOW)
    assert members(house, "tiep_nhan", "H50.27") == ["tp.tiepnhan"]


@pytest.mark.req("J-07")
def test_change_is_kept_with_logins_before_and_after(house):
    with house.work() as work:
        groups.assign(
            work,
            person(house, IT),
            agency_id(house),
            [Binding("van_thu"), Binding("lanh_dao")],
            [account_id(house, "mai.ho")],
            NOW,
        )
    kept = {
        row.subject: (row.detail["before"], row.detail["after"]) for row in recorded(house, "group.change")
    }
    assert kept == {
        "H50.16/van_thu": (["dung.vo"], ["dung.vo", "mai.ho"]),
        "H50.16/lanh_dao": (["quoc.dang"], ["mai.ho", "quoc.dang"]),
    }


def test_same_change_twice_is_recorded_once(house):
    for _ in range(2):
        with house.work() as work:
            groups.assign(
                work,
                person(house, IT),
                agency_id(house),
                [Binding("van_thu")],
                [account_id(house, "mai.ho")],
                NOW,
            )
    assert len(recorded(house, "group.change")) == 1


@pytest.mark.req("A-23")
def test_narrower_group_replaces_the_wider_and_its_end_brings_it_back(house):
    code, _ = accepted_at(house, "T_tham_dinh")
    narrow = Binding("chuyen_vien", BUSINESS, "T_tham_dinh")
    it, place = person(house, IT), agency_id(house)
    with house.work() as work:
        groups.set_members(work, it, place, narrow, [account_id(house, "mai.ho")], NOW)
    assert (codes_of(house, "mai.ho"), codes_of(house, "vinh.le")) == ([code], [])
    with house.work() as work:
        groups.set_members(work, it, place, narrow, [], NOW)
    assert (codes_of(house, "mai.ho"), codes_of(house, "vinh.le")) == ([code], [code])


def test_step_cannot_be_bound_without_its_procedure(house):
    with house.work() as work, pytest.raises(InputError):
        groups.assign(work, person(house, IT), agency_id(house), [Binding("van_thu", "", "x")], [], NOW)


@pytest.mark.req("J-07")
def test_step_without_anybody_ends_the_offer_until_it_is_filled(house):
    assert offering(house, BUSINESS) == ["H50.16"]
    withdraw(house, "dung.vo")
    assert offering(house, BUSINESS) == []
    with house.work() as work:
        shown = group_matrix.matrix(work, person(house, IT), agency_id(house), Filters(gaps_only=True))
        assert shown.gaps == sum(len(line.cells) for line in shown.lines) > 0
        assert {cell.step.position for line in shown.lines for cell in line.cells} == {"van_thu"}
        groups.assign(
            work,
            person(house, IT),
            agency_id(house),
            [cell.binding for line in shown.lines for cell in line.cells],
            [account_id(house, "mai.ho")],
            NOW,
        )
    assert offering(house, BUSINESS) == ["H50.16"]


@pytest.mark.req("J-07")
def test_narrow_group_of_people_who_left_is_a_gap_too(house):
    with house.work() as work:
        groups.set_members(
            work,
            person(house, IT),
            agency_id(house),
            Binding("chuyen_vien", BUSINESS, "T_tham_dinh"),
            [account_id(house, "mai.ho")],
            NOW,
        )
    withdraw(house, "mai.ho")
    assert offering(house, BUSINESS) == []


@pytest.mark.req("J-07")
def test_step_of_another_agency_without_anybody_ends_the_offer_too(house):
    with house.work() as work:
        code = next(
            row.code
            for row in procedures.search(work, "")
            for step in house.versions.get(work.connection, row.version_id).model.steps
            if step.agency == "code:G12.45.02"
        )
    assert offering(house, code) == ["H50.16"]
    withdraw(house, "thue.canbo")
    assert offering(house, code) == []
    with pytest.raises(ConflictError), house.work() as work:
        offers.find(work, code, agency_id(house))


def test_matrix_is_filtered_by_procedure_position_and_person(house):
    it, place = person(house, IT), agency_id(house)

    def shown(**filters: object) -> list[tuple[str, str]]:
        with house.work() as work:
            found = group_matrix.matrix(work, it, place, Filters(**filters))
            return [(line.row.code, cell.step.position) for line in found.lines for cell in line.cells]

    everything = shown()
    assert {code for code, _ in everything} >= {BUSINESS, BIRTH}
    assert {code for code, _ in shown(query="khai sinh")} < {code for code, _ in everything}
    assert {position for _, position in shown(position="van_thu")} == {"van_thu"}
    assert {position for _, position in shown(person=account_id(house, "hien.bui"))} == {"tu_phap_ho_tich"}
    assert shown(gaps_only=True) == []


def test_copy_takes_over_people_with_the_same_names(house):
    hire(house, "lan.tp", "Bùi Thị Thanh Hiền", "H50.27")
    top = person(house, "quantri.tinh")
    source, target = agency_id(house, "H50.16"), agency_id(house, "H50.27")
    with house.work() as work:
        done = group_copy.copy(work, top, source, target, NOW)
    assert [one.binding for one in done] == [Binding("tu_phap_ho_tich")]
    assert members(house, "tu_phap_ho_tich", "H50.27") == ["lan.tp", "tp.hotich"]


def test_copy_takes_nobody_for_another_of_the_same_name_and_says_so(house):
    for number in (1, 2):
        hire(house, f"hien{number}.tp", "Bùi Thị Thanh Hiền", "H50.27")
    top = person(house, "quantri.tinh")
    source, target = agency_id(house, "H50.16"), agency_id(house, "H50.27")
    with house.work() as work:
        unclear = {one.binding: one.unclear for one in group_copy.preview(work, top, source, target)}
        assert group_copy.copy(work, top, source, target, NOW) == []
    assert unclear[Binding("tu_phap_ho_tich")] == ("Bùi Thị Thanh Hiền",)
    assert members(house, "tu_phap_ho_tich", "H50.27") == ["tp.hotich"]


@pytest.mark.req("J-07")
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_sheet_of_groups_comes_back_unchanged_and_with_changes(house, kind):
    it, place = person(house, IT), agency_id(house)
    write = {"xlsx": lambda rows: spreadsheet.write_xlsx(rows, "Nhóm"), "csv": spreadsheet.write_csv}[kind]
    with house.work() as work:
        rows = group_sheet.export(work, it, place, NOW)
    assert [one.subject for one in recorded(house, "group.export")] == ["H50.16"]
    with house.work() as work:
        back = spreadsheet.read(write(rows), f"nhom.{kind}")
        assert group_sheet.carry_out(work, it, back, NOW) == []
        changed = [[*row[:4], "mai.ho", ""] if row[4] == "dung.vo" else row for row in back]
        group_sheet.carry_out(work, it, changed, NOW)
    assert members(house, "van_thu") == ["mai.ho"]
    assert members(house, "tiep_nhan") == ["ha.tran", "lan.phan"]


def test_sheet_of_groups_names_every_problem_and_writes_nothing(house):
    it = person(house, IT)
    rows = [
        list(group_sheet.HEADING),
        ["H50.27", "Tiếp nhận", "", "", "tp.hotich", ""],
        ["H50.16", "Phi công", "", "", "mai.ho", ""],
        ["H50.16", "Văn thư", "9.999999", "", "mai.ho", ""],
        ["H50.16", "Văn thư", BUSINESS, "khong_co", "mai.ho", ""],
        ["H50.16", "Văn thư", "", "", "tp.hotich", ""],
        ["H50.16", "Văn thư", "", "", "khong.co", ""],
        ["H50.16", "Văn thư", "", "", "mai.ho", ""],
    ]
    with house.work() as work:
        plan = group_sheet.preview(work, it, rows)
        assert [(one.number, one.column) for one in plan.problems] == [
            (2, "Cơ quan"),
            (3, "Vị trí"),
            (4, "Thủ tục"),
            (5, "Bước"),
            (6, "Tên đăng nhập"),
            (7, "Tên đăng nhập"),
        ]
        with pytest.raises(InputError):
            group_sheet.carry_out(work, it, rows, NOW)
    assert members(house, "van_thu") == ["dung.vo"]


def test_officer_without_the_role_manages_no_groups(house):
    with house.work() as work, pytest.raises(NotAllowedError):
        groups.places(work, person(house, "ha.tran"))
