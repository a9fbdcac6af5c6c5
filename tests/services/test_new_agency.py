"""The first administrator of a new agency is nobody's own choice, but where one office grants alone (N-18, J-06)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fixtures_accounts import person
from fixtures_house import NOW
from fixtures_watch import rows
from staff_people import agency_id

from motcua.domain.errors import NotAllowedError
from motcua.domain.people.agency import AgencyFacts
from motcua.services.accounts import account_requests
from motcua.services.agencies import new_agency
from motcua.services.agencies.new_agency import FirstAdministrator, Opened
from motcua.services.work import House

FACTS = AgencyFacts(
    name="Ủy ban nhân dân xã Ba Lòng", name_en="", code="H50.99", level="xa", place="xã Ba Lòng"
)
NGAN = FirstAdministrator("ngan.ho", "Hồ Thị Ngân", "Quản trị của xã")


def opened(house: House, login: str = "quantri.tinh") -> Opened:
    with house.work() as work:
        return new_agency.open_agency(work, person(house, login), agency_id(house, "H50"), FACTS, NGAN, NOW)


def account(house: House) -> list[object]:
    found = rows(house, "select must_change_password from account where login = 'ngan.ho'")
    return [row.must_change_password for row in found]


@pytest.mark.req("J-06")
def test_a_password_that_somebody_has_seen_is_changed_at_the_first_sign_in(house: House) -> None:
    alone = replace(house, profile=replace(house.profile, account_single_office=True))
    made = opened(alone)
    assert made.password
    assert account(alone) == [True]
    held = rows(alone, f"select role_key from role_grant where agency_id = {made.agency_id}")
    assert [one.role_key for one in held] == ["quan_tri_co_quan"]


@pytest.mark.req("J-06", "N-18")
def test_who_asked_for_the_first_administrator_cannot_approve_him(house: House) -> None:
    made = opened(house)
    assert made.password == ""
    assert account(house) == []
    (request,) = rows(house, "select id from account_request where login = 'ngan.ho'")
    with house.work() as work, pytest.raises(NotAllowedError):
        account_requests.approve(work, person(house, "quantri.tinh"), request.id, "", NOW)
    with house.work() as work:
        assert account_requests.approve(work, person(house, "duyet.tinh"), request.id, "", NOW)
    assert account(house) == [True]
