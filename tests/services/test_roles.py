"""Roles: what they allow where, and who may give and take them."""

from __future__ import annotations

import pytest
from fixtures_accounts import person
from fixtures_house import NOW

from motcua.domain.errors import ConflictError, NotAllowedError
from motcua.domain.people.permissions import Actor, Grant, may, may_work
from motcua.services.accounts import accounts
from motcua.services.people import roles
from motcua.services.work import House
from motcua.store.accounts import account as stored_accounts
from motcua.store.agencies import agency as agencies
from motcua.store.people import role as stored_roles


def lineage(house: House, code: str) -> tuple[int, ...]:
    with house.work() as work:
        return agencies.lineage(work.connection, agencies.by_code(work.connection, code).id)


@pytest.mark.req("J-08")
@pytest.mark.parametrize(
    ("login", "right", "code", "allowed"),
    [
        ("cntt.phuong", "group.manage", "H50.16", True),
        ("cntt.phuong", "group.manage", "H50.27", False),
        ("cntt.phuong", "role.grant", "H50.16", False),
        ("quantri.tinh", "group.manage", "H50.27", True),
        ("quantri.tinh", "no.such_right", "H50.27", False),
        ("ha.tran", "group.manage", "H50.16", False),
    ],
)
def test_role_reaches_its_agency_and_all_below(house, login, right, code, allowed):
    assert may(person(house, login), right, lineage(house, code)) is allowed


def test_role_for_one_field_is_none_for_another():
    actor = Actor(1, "A", "staff", grants=(Grant("x", frozenset({"procedure.edit"}), 5, "dat_dai"),))
    assert may(actor, "procedure.edit", (7, 5), "dat_dai")
    assert not may(actor, "procedure.edit", (7, 5), "ho_tich")
    assert not may(actor, "procedure.edit", (7, 5))


def test_restricting_role_takes_away_the_work_of_an_officer(house):
    assert may_work(person(house, "ha.tran"), "dossier.process")
    assert not may_work(person(house, "anninh.tinh"), "dossier.process")


def test_nobody_gives_more_than_he_has(house):
    giver, taker = person(house, "quantri.phuong"), person(house, "ha.tran")
    here = lineage(house, "H50.16")[0]
    with house.work() as work, pytest.raises(NotAllowedError, match="Quản trị cao nhất"):
        roles.grant(work, giver, taker.id, "quan_tri_cao_nhat", here, NOW)
    with house.work() as work:
        roles.grant(work, giver, taker.id, "cntt_co_quan", here, NOW)
    assert may(person(house, "ha.tran"), "group.manage", [here])
    with house.work() as work, pytest.raises(ConflictError):
        roles.grant(work, giver, taker.id, "cntt_co_quan", here, NOW)


@pytest.mark.parametrize("code", ["H50.27", "H50"])
def test_nobody_gives_roles_beside_or_above_himself(house, code):
    giver, taker = person(house, "quantri.phuong"), person(house, "tp.tiepnhan")
    with house.work() as work, pytest.raises(NotAllowedError):
        roles.grant(work, giver, taker.id, "cntt_co_quan", lineage(house, code)[0], NOW)


@pytest.mark.req("J-08")
def test_nobody_gives_a_role_at_his_agency_to_another_agencys_people(house):
    """It would force a second factor on them and put them above their own administrator."""
    giver, neighbour = person(house, "quantri.phuong"), person(house, "tp.tiepnhan")
    with house.work() as work, pytest.raises(NotAllowedError):
        roles.grant(work, giver, neighbour.id, "cntt_co_quan", lineage(house, "H50.16")[0], NOW)


@pytest.mark.req("N-08")
def test_a_session_without_second_factor_does_not_become_an_administrators(house):
    giver, here = person(house, "quantri.phuong"), lineage(house, "H50.16")[0]
    with house.work() as work:
        taker = stored_accounts.by_login(work.connection, "ha.tran")
        roles.grant(work, giver, taker.id, "cntt_co_quan", here, NOW)
        assert accounts.load(work, taker.id, taker.epoch) is None
        after = stored_accounts.by_id(work.connection, taker.id)
        assert accounts.signed_in(work, taker.id, after.epoch, NOW).due == ("set_up",)


@pytest.mark.req("J-19")
def test_last_administrator_of_an_agency_stays(house):
    top, here = person(house, "quantri.tinh"), lineage(house, "H50.16")[0]
    with house.work() as work:
        held = next(
            one for one in stored_roles.granted(work.connection, [here]) if one.login == "quantri.phuong"
        )
    with house.work() as work, pytest.raises(ConflictError):
        roles.revoke(work, top, held.id, NOW)
    with house.work() as work:
        roles.grant(work, top, person(house, "ha.tran").id, "quan_tri_co_quan", here, NOW)
    with house.work() as work:
        roles.revoke(work, top, held.id, NOW)
    assert not may(person(house, "quantri.phuong"), "role.grant", [here])
