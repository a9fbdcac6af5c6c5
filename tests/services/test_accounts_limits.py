"""What administrators may not do to accounts: free themselves, reach upwards, grant alone, leave nobody (J-06, J-09, J-19)."""

from __future__ import annotations

import dataclasses

import pytest
from fixtures_accounts import HERE, letter, person
from fixtures_house import NOW, give_factor
from fixtures_watch import rows

from motcua.domain.errors import ConflictError, NotAllowedError
from motcua.services import rate
from motcua.services.accounts import (
    account_requests,
    accounts,
    incidents,
    recovery,
    sessions,
    sign_in,
)
from motcua.services.accounts.account_opening import Issued
from motcua.services.accounts.account_wish import Wanted
from motcua.services.people import role_catalogue, roles
from motcua.services.sample.demo import PASSWORD
from motcua.services.work import House
from motcua.store.accounts import account as stored
from motcua.store.agencies import agency as agencies
from motcua.store.people import role as stored_roles

OFFICE = "203.0.113.7"
LOGIN = "hang@example.vn"


def id_of(house: House, code: str = "H50.16") -> int:
    with house.work() as work:
        return int(agencies.by_code(work.connection, code).id)


def give(house: House, login: str, role: str, code: str = "H50.16") -> int:
    """Give an account a role whoever may; the grant's id."""
    with house.work() as work:
        account = stored.by_login(work.connection, login)
        given = stored_roles.grant(
            work.connection, account_id=account.id, role_key=role, agency_id=id_of(house, code)
        )
        work.commit()
    assert given is not None
    return given


def single_office(house: House) -> House:
    return dataclasses.replace(house, profile=dataclasses.replace(house.profile, account_single_office=True))


def issue(house: House) -> Issued:
    wanted = Wanted("an.nguyen", "Nguyễn Văn An", id_of(house))
    with house.work() as work:
        return account_requests.issue(work, person(house, "quantri.phuong"), wanted, "QĐ 12", NOW)


@pytest.mark.req("J-06")
def test_nobody_issues_an_account_alone_unless_the_province_lets_one_office_grant(house: House) -> None:
    with pytest.raises(NotAllowedError, match="người khác"):
        issue(house)
    assert rows(house, "select 1 from account where login = 'an.nguyen'") == []
    assert issue(single_office(house)).login == "an.nguyen"


@pytest.mark.req("J-06")
def test_where_one_office_grants_it_decides_its_own_requests_too(house: House) -> None:
    boss, wanted = person(house, "quantri.phuong"), Wanted("an.nguyen", "Nguyễn Văn An", id_of(house))
    with house.work() as work:
        request_id = account_requests.ask(work, boss, wanted, "QĐ 12", NOW)
        (row,) = account_requests.listed(work, boss)
        assert not account_requests.may_approve(work, boss, row)
    with single_office(house).work() as work:
        assert account_requests.may_approve(work, boss, row)
        assert account_requests.approve(work, boss, request_id, "", NOW) is not None


@pytest.mark.req("J-09")
@pytest.mark.parametrize("role", ["quan_tri_cao_nhat", "an_ninh"])
def test_an_administrator_neither_withdraws_nor_locks_one_above_him(house: House, role: str) -> None:
    """One whose account is of his agency, but who administers more."""
    give(house, "vinh.le", role, "H50")
    boss, above = person(house, "quantri.phuong"), person(house, "vinh.le")
    with pytest.raises(NotAllowedError, match="cao hơn"), house.work() as work:
        account_requests.withdraw(work, boss, above.id or 0, "Nghỉ việc", NOW)
    with pytest.raises(NotAllowedError, match="cao hơn"), house.work() as work:
        incidents.report_for(work, boss, above.id or 0, "misuse", "", NOW)
    with house.work() as work:
        request_id = account_requests.ask_withdrawal(
            work, person(house, "cntt.phuong"), above.id or 0, "Nghỉ việc", NOW
        )
    with pytest.raises(NotAllowedError, match="cao hơn"), house.work() as work:
        account_requests.approve(work, boss, request_id, "", NOW)
    assert person(house, "vinh.le").id == above.id


@pytest.mark.req("J-15", "J-18")
@pytest.mark.parametrize("login", ["quantri.tinh", "quantri.phuong", "anninh.tinh"])
def test_the_security_authority_locks_administrators_too_and_opens_none_of_them(
    house: House, login: str
) -> None:
    give(house, "vinh.le", "an_ninh", "H50")
    police, boss = person(house, "vinh.le"), person(house, login)
    with house.work() as work:
        incidents.report_for(work, police, boss.id or 0, "theft", "", NOW)
        found = rows(house, "select blocked_at from account where login = :login", login=login)
        assert found[0].blocked_at == NOW
        (incident,) = rows(house, "select id from account_incident")
    if login != "anninh.tinh":
        with pytest.raises(NotAllowedError, match="cao hơn"), house.work() as work:
            incidents.settle(work, police, incident.id, "Đã gặp", NOW)


@pytest.mark.req("J-18")
def test_nobody_rids_himself_of_those_who_watch_over_him(house: House) -> None:
    watching = give(house, "vinh.le", "an_ninh")
    with house.work() as work, pytest.raises(NotAllowedError, match="cao hơn"):
        roles.revoke(work, person(house, "quantri.phuong"), watching, NOW)
    with house.work() as work:
        roles.revoke(work, person(house, "quantri.tinh"), watching, NOW)


@pytest.mark.parametrize("role", ["lanh_dao_co_quan", "can_bo_tiep_nhan"])
def test_an_administrator_withdraws_officers_who_do_what_he_does_not(house: House, role: str) -> None:
    give(house, "vinh.le", role)
    with house.work() as work:
        officer = stored.by_login(work.connection, "vinh.le")
        account_requests.withdraw(work, person(house, "quantri.phuong"), officer.id, "Nghỉ việc", NOW)
    assert rows(house, "select 1 from account where login = 'vinh.le' and is_active") == []


@pytest.mark.req("J-19")
def test_a_locked_administrator_does_not_count_as_the_one_who_is_left(house: House) -> None:
    give(house, "ha.tran", "quan_tri_co_quan")
    top, ward = person(house, "quantri.tinh"), person(house, "quantri.phuong")
    with house.work() as work:
        incidents.report_own(work, person(house, "ha.tran"), "loss", "", NOW)
    with house.work() as work, pytest.raises(ConflictError, match="cuối cùng"):
        account_requests.withdraw(work, top, ward.id or 0, "Nghỉ việc", NOW)


@pytest.mark.req("J-12")
def test_nobody_frees_himself_of_a_role_that_restricts_him(house: House) -> None:
    grant = give(house, "quantri.phuong", "nhan_vien_buu_chinh")
    with house.work() as work, pytest.raises(NotAllowedError, match="người khác"):
        roles.revoke(work, person(house, "quantri.phuong"), grant, NOW)
    with house.work() as work:
        roles.revoke(work, person(house, "quantri.tinh"), grant, NOW)
    assert not person(house, "quantri.phuong").is_restricted


@pytest.mark.req("N-08")
def test_a_role_that_comes_to_administer_asks_its_holders_for_a_second_factor_at_once(house: House) -> None:
    for login in ("vinh.le", "mai.ho"):
        give(house, login, "can_bo_xu_ly")
    give_factor(house, "mai.ho")
    before = {login: person(house, login) for login in ("vinh.le", "mai.ho")}
    with house.work() as work:
        epochs = {login: stored.by_login(work.connection, login).epoch for login in before}
        sessions.begin(work, before["vinh.le"], HERE, NOW)
    rights = ["dossier.process", "group.manage"]
    with house.work() as work:
        role_catalogue.change(work, person(house, "quantri.tinh"), "can_bo_xu_ly", rights, NOW)
        without, with_one = (
            accounts.load(work, before[login].id or 0, epochs[login]) for login in ("vinh.le", "mai.ho")
        )
        assert without is None
        assert with_one is not None
        assert sign_in.sign_in(work, "vinh.le", PASSWORD, NOW).due == ("set_up",)
    with house.work() as work:
        epoch = stored.by_login(work.connection, "vinh.le").epoch
        role_catalogue.change(work, person(house, "quantri.tinh"), "can_bo_xu_ly", ["group.manage"], NOW)
        assert stored.by_login(work.connection, "vinh.le").epoch == epoch, "nothing new was added"


@pytest.mark.parametrize("way", ["recovery", "incident"])
def test_right_codes_from_one_address_are_not_held_against_it(house: House, way: str) -> None:
    with house.engine.begin() as connection:
        connection.exec_driver_sql(
            "insert into rate_window (key, window_start, count) values (%s, to_timestamp(floor("
            "extract(epoch from %s::timestamptz) / 900) * 900), %s)",
            (f"code_tried:{OFFICE}", NOW, rate.CODE_TRIED.most - 1),
        )
    for number in range(2):
        with house.work() as work:
            if way == "recovery":
                recovery.ask(work, LOGIN, NOW)
            else:
                incidents.ask_code(work, LOGIN, NOW)
        with house.work() as work:
            if way == "recovery":
                recovery.reset(work, LOGIN, letter(house), f"mot cau dai va moi {number}", NOW, OFFICE)
            else:
                incidents.report_by_code(work, LOGIN, letter(house), "loss", "", NOW, OFFICE)
