"""The life of a staff account: asked for by one, approved by another, withdrawn with a reason; incidents."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fixtures_accounts import HERE, letter, person
from fixtures_dossier import actor_of
from fixtures_house import NOW
from fixtures_watch import everything, rows, value

from motcua.domain.errors import ConflictError, NotAllowedError, NotFoundError, ValidationError
from motcua.services.accounts import (
    account_requests,
    accounts,
    incidents,
    one_time_codes,
    sessions,
    sign_in,
    staff_accounts,
)
from motcua.services.accounts.account_requests import Wanted
from motcua.services.accounts.sessions import Limits
from motcua.services.accounts.sign_in import SignInError
from motcua.services.people import role_catalogue, roles
from motcua.services.sample.demo import PASSWORD
from motcua.services.work import House
from motcua.store.accounts import account as stored
from motcua.store.agencies import agency as agencies


def agency(house: House, code: str) -> int:
    with house.work() as work:
        return agencies.by_code(work.connection, code).id


def wanted(house: House, code: str = "H50.16", **values) -> Wanted:
    given = Wanted("An.Nguyen", "Nguyễn  Văn An", agency(house, code), email="an@quangtri.gov.vn")
    return replace(given, **values)


def ask(house: House, by: str = "cntt.phuong", **values) -> int:
    with house.work() as work:
        return account_requests.ask(work, person(house, by), wanted(house, **values), "QĐ 12/QĐ-UBND", NOW)


def approve(house: House, request_id: int, login: str = "quantri.phuong"):
    with house.work() as work:
        return account_requests.approve(work, person(house, login), request_id, "Đồng ý", NOW)


@pytest.mark.req("J-06")
def test_an_account_is_asked_for_by_one_and_issued_by_another(house: House) -> None:
    request_id = ask(house, positions=("tiep_nhan",))
    issued = approve(house, request_id)
    with house.work() as work:
        signed_in = sign_in.sign_in(work, "an.nguyen", issued.password, NOW)
    assert signed_in.due == ("password",), "the first password was handed over, so it is changed at once"
    (row,) = rows(house, "select * from account_request where id = :id", id=request_id)
    assert (row.outcome, row.account_id, row.reason) == ("approved", issued.account_id, "QĐ 12/QĐ-UBND")
    assert row.requested_by == person(house, "cntt.phuong").id
    assert row.decided_by == person(house, "quantri.phuong").id
    positions = rows(house, "select position from group_member where account_id = :id", id=issued.account_id)
    assert [one.position for one in positions] == ["tiep_nhan"]
    done = rows(house, "select action from audit where subject = 'an.nguyen' order by id")
    assert [one.action for one in done] == ["account.request", "account.issue"]
    with pytest.raises(ConflictError):
        approve(house, request_id)


def test_nobody_decides_his_own_request(house: House) -> None:
    request_id = ask(house, by="quantri.phuong")
    with pytest.raises(NotAllowedError, match="người khác"):
        approve(house, request_id)
    assert approve(house, request_id, "quantri.tinh") is not None


@pytest.mark.parametrize(
    ("login", "code"),
    [("cntt.phuong", "H50.27"), ("cntt.phuong", "H50"), ("ha.tran", "H50.16"), ("anninh.tinh", "H50.16")],
)
def test_accounts_are_asked_for_within_the_subtree_only(house: House, login: str, code: str) -> None:
    before = everything(house)
    with house.work() as work, pytest.raises(NotAllowedError):
        account_requests.ask(work, person(house, login), wanted(house, code), "QĐ 12", NOW)
    assert everything(house) == before


def test_who_may_only_ask_approves_nothing(house: House) -> None:
    request_id = ask(house, by="quantri.phuong")
    with pytest.raises(NotAllowedError):
        approve(house, request_id, "cntt.phuong")


@pytest.mark.parametrize(
    ("field", "bad"),
    [
        ("login", "Á b"),
        ("login", "ha.tran"),
        ("name", " "),
        ("email", "an@x"),
        ("phone", "12"),
        ("title", "x" * 201),
    ],
)
def test_what_is_wrong_with_a_wish_is_said_at_its_field(house: House, field: str, bad: str) -> None:
    with pytest.raises(ValidationError) as caught:
        ask(house, **{field: bad})
    assert [one.pointer for one in caught.value.errors] == [f"/{field}"]


def test_one_login_is_asked_for_once(house: House) -> None:
    ask(house)
    with pytest.raises(ValidationError) as caught:
        ask(house)
    assert "đang chờ duyệt" in caught.value.errors[0].message.vi


def test_a_refusal_needs_a_reason_and_issues_nothing(house: House) -> None:
    request_id, boss = ask(house), person(house, "quantri.phuong")
    with house.work() as work, pytest.raises(ValidationError):
        account_requests.refuse(work, boss, request_id, " ", NOW)
    with house.work() as work:
        account_requests.refuse(work, boss, request_id, "Đã có người", NOW)
    assert value(house, "select count(*) from account where login = 'an.nguyen'") == 0
    with pytest.raises(ConflictError):
        approve(house, request_id)


@pytest.mark.req("J-06")
def test_a_withdrawn_account_ends_at_the_next_request_and_keeps_its_name(house: House) -> None:
    officer, boss = person(house, "ha.tran"), person(house, "quantri.phuong")
    with house.work() as work:
        session_id = sessions.begin(work, officer, HERE, NOW)
        assert sessions.keep_up(work, officer, session_id, Limits(), NOW) is not None
    with house.work() as work:
        account_requests.withdraw(work, boss, officer.id, "Nghỉ hưu, QĐ 20", NOW)
    with house.work() as work:
        row = stored.by_id(work.connection, officer.id)
        assert accounts.load(work, officer.id, row.epoch) is None
        assert sessions.keep_up(work, officer, session_id, Limits(), NOW) is None
    assert row.display_name == officer.name
    with house.work() as work, pytest.raises(SignInError, match="chưa đúng"):
        sign_in.sign_in(work, "ha.tran", PASSWORD, NOW)
    (request,) = rows(house, "select * from account_request where kind = 'withdraw'")
    assert (request.reason, request.outcome, request.decided_at) == ("Nghỉ hưu, QĐ 20", "approved", NOW)


def test_withdrawal_that_is_only_asked_for_waits(house: House) -> None:
    officer = person(house, "ha.tran")
    with house.work() as work:
        request_id = account_requests.ask_withdrawal(
            work, person(house, "cntt.phuong"), officer.id, "Chuyển công tác", NOW
        )
    assert person(house, "ha.tran")
    assert approve(house, request_id) is None
    assert value(house, "select is_active from account where id = :id", id=officer.id) is False


@pytest.mark.req("J-19")
def test_neither_oneself_nor_the_last_administrator_is_withdrawn(house: House) -> None:
    ward, top = person(house, "quantri.phuong"), person(house, "quantri.tinh")
    with house.work() as work, pytest.raises(NotAllowedError):
        account_requests.withdraw(work, ward, ward.id, "tự rút", NOW)
    with house.work() as work, pytest.raises(ConflictError, match="cuối cùng"):
        account_requests.withdraw(work, top, ward.id, "nghỉ việc", NOW)


@pytest.mark.req("J-15")
def test_a_reported_account_is_locked_at_once_and_opened_after_verification(house: House) -> None:
    officer, boss = person(house, "ha.tran"), person(house, "quantri.phuong")
    with house.work() as work:
        incidents.report_own(work, officer, "loss", "Mất điện thoại ở chợ", NOW)
    with house.work() as work, pytest.raises(SignInError, match="đang khóa"):
        sign_in.sign_in(work, "ha.tran", PASSWORD, NOW)
    with house.work() as work:
        (incident,) = incidents.listed(work, boss)
    assert incident.words == "Mất điện thoại ở chợ"
    with house.work() as work, pytest.raises(ValidationError):
        incidents.settle(work, boss, incident.row.id, " ", NOW)
    with house.work() as work:
        password = incidents.settle(work, boss, incident.row.id, "Gặp trực tiếp", NOW)
    with house.work() as work, pytest.raises(SignInError):
        sign_in.sign_in(work, "ha.tran", PASSWORD, NOW)
    with house.work() as work:
        assert sign_in.sign_in(work, "ha.tran", password, NOW).due == ("password",)
    with house.work() as work, pytest.raises(ConflictError):
        incidents.settle(work, boss, incident.row.id, "lần nữa", NOW)


@pytest.mark.req("J-15")
def test_a_citizen_who_is_signed_out_locks_his_account_by_a_code(house: House) -> None:
    citizen = actor_of(house, "hang@example.vn")
    with house.work() as work, pytest.raises(one_time_codes.CodeError):
        incidents.report_by_code(work, "hang@example.vn", "123456", "theft", "", NOW)
    with house.work() as work:
        incidents.ask_code(work, "hang@example.vn", NOW)
    code = letter(house)
    with house.work() as work:
        incidents.report_by_code(work, "hang@example.vn", code, "theft", "", NOW)
        assert accounts.load(work, citizen.id, 1) is None
    with house.work() as work:
        assert [one.row.login for one in incidents.listed(work, person(house, "anninh.tinh"))] == [
            "hang@example.vn"
        ], "citizens' incidents are the province's"
        assert incidents.listed(work, person(house, "quantri.phuong")) == []


@pytest.mark.parametrize("login", ["ha.tran", "tp.tiepnhan"])
def test_only_administrators_of_the_subtree_lock_for_somebody(house: House, login: str) -> None:
    target = person(house, "lan.phan")
    with house.work() as work, pytest.raises(NotAllowedError):
        incidents.report_for(work, person(house, login), target.id, "misuse", "", NOW)


def test_incidents_of_an_account_that_may_more_are_settled_above(house: House) -> None:
    target, police = person(house, "quantri.phuong"), person(house, "anninh.tinh")
    with house.work() as work:
        incidents.report_own(work, target, "loss", "", NOW)
        (incident,) = incidents.listed(work, police)
    with house.work() as work, pytest.raises(NotAllowedError, match="cao hơn"):
        incidents.settle(work, police, incident.row.id, "gọi điện", NOW)
    with house.work() as work:
        assert incidents.settle(work, person(house, "quantri.tinh"), incident.row.id, "gọi điện", NOW)


@pytest.mark.parametrize("login", ["cntt.phuong", "quantri.phuong"])
def test_the_neighbours_accounts_do_not_exist_for_an_administrator(house: House, login: str) -> None:
    actor, neighbour = person(house, login), person(house, "tp.tiepnhan")
    with house.work() as work:
        names = {one.login for one in staff_accounts.listed(work, actor)}
        assert "ha.tran" in names
        assert not {"tp.tiepnhan", "quantri.tinh"} & names
        assert staff_accounts.listed(work, actor, agency_id=agency(house, "H50.27")) == []
        with pytest.raises(NotFoundError):
            staff_accounts.known(work, actor, neighbour.id)
    with house.work() as work, pytest.raises(NotAllowedError):
        account_requests.withdraw(work, actor, neighbour.id, "không phải của tôi", NOW)


@pytest.mark.req("J-09")
def test_a_changed_role_counts_at_once_and_its_rights_before_and_after_are_kept(house: House) -> None:
    top, here = person(house, "quantri.tinh"), agency(house, "H50.16")
    with house.work() as work:
        assert role_catalogue.change(work, top, "cntt_co_quan", ["group.manage"], NOW)
        assert not role_catalogue.change(work, top, "cntt_co_quan", ["group.manage"], NOW)
    assert {right for one in person(house, "cntt.phuong").grants for right in one.rights} == {"group.manage"}
    (row,) = rows(house, "select detail from audit where action = 'role.change'")
    assert row.detail == {
        "before": ["account.request", "dossier.reassign", "group.manage"],
        "after": ["group.manage"],
    }
    with house.work() as work, pytest.raises(NotAllowedError):
        role_catalogue.change(work, person(house, "quantri.phuong"), "cntt_co_quan", [], NOW)
    with house.work() as work, pytest.raises(ConflictError, match="không còn ai"):
        role_catalogue.change(work, top, "quan_tri_cao_nhat", ["dossier.view"], NOW)
    with house.work() as work:
        assert {one.key for one in roles.givable(work, top, here)} > {"quan_tri_co_quan"}
        assert "quan_tri_cao_nhat" not in {
            one.key for one in roles.givable(work, person(house, "quantri.phuong"), here)
        }
