"""The tree of agencies: who may change what, and what mergers, splits and new names leave behind."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from fixtures_accounts import person
from fixtures_agencies import COMMUNE, facts_of
from fixtures_dossier import file_dossier
from fixtures_house import NOW
from fixtures_watch import rows
from staff_people import agency_id as id_of

from motcua.domain.errors import ConflictError, NotAllowedError, ValidationError
from motcua.domain.people.agency import AgencyFacts
from motcua.services.agencies import agencies, agency_tree
from motcua.services.work import House
from motcua.store.agencies import agency as stored
from motcua.store.dossier import dossier as dossiers


def add(house: House, login: str, parent: str, facts: AgencyFacts = COMMUNE) -> int:
    with house.work() as work:
        return agencies.add(work, person(house, login), id_of(house, parent), facts, NOW)


@pytest.mark.req("A-25")
@pytest.mark.parametrize("kind", ["nganh_doc", "dich_vu", "mot_cua", "huyen"])
def test_any_kind_of_agency_joins_the_tree_and_the_public_list(house: House, kind: str) -> None:
    facts = AgencyFacts("G05.31.2", "Công ty Điện lực Quảng Trị", "Quảng Trị Power Company", kind)
    add(house, "quantri.tinh", "H50", facts)
    with house.work() as work:
        listed = {row.code: row.level for row in agency_tree.directory(work, NOW)}
    assert listed["G05.31.2"] == kind


@pytest.mark.parametrize("code", ["000.00.10.H53", "H15.50.05.13", "H53.10.2", "H50.016"])
def test_codes_stay_as_issued(house: House, code: str) -> None:
    agency_id = add(house, "quantri.tinh", "H50", AgencyFacts(code, "Cơ quan thử", "", "so"))
    with house.work() as work:
        assert stored.by_id(work.connection, agency_id).code == code


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (AgencyFacts("h50 16", "Xã Thử", "", "xa"), "/code"),
        (AgencyFacts("H50.16", "Xã Thử", "", "xa"), "/code"),
        (AgencyFacts("H50.98", "X", "", "xa"), "/name"),
        (AgencyFacts("H50.98", "Xã Thử", "", "thon"), "/level"),
        (AgencyFacts("H50.98", "Xã Thử", "", "xa", calendar_code="khong_co"), "/calendar_code"),
        (AgencyFacts("H50.98", "Xã Thử", "", "xa", email="ubnd"), "/email"),
    ],
)
def test_each_mistake_is_named_at_its_field(house: House, facts: AgencyFacts, field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        add(house, "quantri.tinh", "H50", facts)
    assert [one.pointer for one in refused.value.errors] == [field]
    assert rows(house, "select 1 from agency where code in ('h50 16', 'H50.98')") == []


@pytest.mark.req("J-08")
def test_an_administrator_manages_his_agency_and_not_the_neighbouring_one(house: House) -> None:
    add(house, "quantri.phuong", "H50.16", AgencyFacts("H50.16.01", "Phòng Kinh tế", "", "phong"))
    for parent in ("H50", "H50.27"):
        with pytest.raises(NotAllowedError):
            add(house, "quantri.phuong", parent)
    with house.work() as work:
        seen = [one.row.code for one in agency_tree.tree(work, person(house, "quantri.phuong"))]
        with pytest.raises(NotAllowedError):
            agency_tree.page(work, person(house, "quantri.phuong"), id_of(house, "H50.27"))
    assert seen == ["H50.16", "H50.16.01"]


def test_a_new_name_is_for_the_agency_above_and_contacts_for_its_own_people(house: House) -> None:
    ward, own = id_of(house, "H50.16"), person(house, "quantri.phuong")
    with house.work() as work:
        assert agencies.change(work, own, ward, facts_of(house, "H50.16", email="ubnd@nam.vn"), NOW)
        with pytest.raises(NotAllowedError):
            agencies.change(work, own, ward, facts_of(house, "H50.16", name="Phường Mới"), NOW)


@pytest.mark.req("N-20")
def test_a_change_is_kept_with_its_values_before_and_after(house: House) -> None:
    with house.work() as work:
        boss = person(house, "quantri.tinh")
        facts = facts_of(house, "H50.27", phone="0233123456")
        assert agencies.change(work, boss, id_of(house, "H50.27"), facts, NOW, "Số 5/QĐ-UBND")
        assert not agencies.change(work, boss, id_of(house, "H50.27"), facts, NOW)
    (row,) = rows(house, "select * from audit where action = 'agency.change'")
    assert row.detail["before"] == {"phone": "02333828027"}
    assert row.detail["after"] == {"phone": "0233123456"}
    assert (row.subject, row.detail["document"]) == ("H50.27", "Số 5/QĐ-UBND")


def test_a_renamed_agency_keeps_its_name_on_dossiers_that_ended_before(house: House) -> None:
    code = file_dossier(house)
    house_now = NOW + timedelta(days=3)
    with house.work() as work:
        work.connection.exec_driver_sql(
            "update dossier set closed_at = %(at)s, kept_calendar = 'A', kept_revision = 1",
            {"at": NOW},
        )
        work.commit()
        facts = facts_of(house, "H50.16", name="Ủy ban nhân dân phường Đông Hà", code="H50.70")
        boss = person(house, "quantri.tinh")
        agencies.change(work, boss, id_of(house, "H50.16"), facts, house_now, "Nghị quyết 1/2026")
    still_open = file_dossier(house, agency="H50.70", now=house_now)
    with house.work() as work:
        assert dossiers.by_code(work.connection, code).agency_name.endswith("Nam Đông Hà")
        assert dossiers.by_code(work.connection, still_open).agency_name.endswith("phường Đông Hà")
        page = agency_tree.page(work, person(house, "quantri.tinh"), id_of(house, "H50.70"))
    assert [(one.code, one.valid_to) for one in page.former] == [("H50.16", date(2026, 11, 25))]


def test_the_code_of_the_past_is_not_given_to_another_agency(house: House) -> None:
    with house.work() as work:
        boss, ward = person(house, "quantri.tinh"), id_of(house, "H50.16")
        agencies.change(work, boss, ward, facts_of(house, "H50.16", code="H50.70"), NOW)
    with pytest.raises(ValidationError):
        add(house, "quantri.tinh", "H50", AgencyFacts("H50.16", "Xã Thử", "", "xa"))


def test_an_agency_cannot_stand_below_itself(house: House) -> None:
    with house.work() as work:
        boss = person(house, "quantri.tinh")
        for below in ("H50.12", "H50.12.03"):
            with pytest.raises(ConflictError):
                agencies.move(work, boss, id_of(house, "H50.12"), id_of(house, below), NOW)
        agencies.move(work, boss, id_of(house, "H50.12.03"), id_of(house, "H50.09"), NOW)
        assert stored.lineage(work.connection, id_of(house, "H50.12.03"))[1] == id_of(house, "H50.09")
