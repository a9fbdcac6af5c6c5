"""The second factor: who must have one, what its codes are good for, and what a lost telephone costs."""

from __future__ import annotations

from datetime import timedelta

import pyotp
import pytest
from fixtures_accounts import person
from fixtures_dossier import actor_of
from fixtures_house import NOW, SECRET, give_factor
from fixtures_watch import rows, value

from motcua.domain.errors import ConflictError, NotAllowedError, TooManyError
from motcua.services.accounts import second_factor, sign_in
from motcua.services.accounts.sign_in import SignInError
from motcua.services.people import roles
from motcua.services.sample.demo import PASSWORD
from motcua.services.work import House

OFFICER = "ha.tran"


def code_at(moment) -> str:
    return pyotp.TOTP(SECRET).at(moment)


def check(house: House, code: str, now=NOW) -> None:
    actor = person(house, OFFICER)
    with house.work() as work:
        second_factor.check(work, actor, code, now)


@pytest.mark.req("N-08")
@pytest.mark.parametrize(
    ("login", "due"),
    [
        ("ha.tran", ()),
        ("hang@example.vn", ()),
        ("cntt.phuong", ("set_up",)),
        ("quantri.tinh", ("set_up",)),
        ("vanhanh.tinh", ("set_up",)),
        ("anninh.tinh", ("set_up",)),
    ],
)
def test_whoever_administers_must_set_a_second_factor_up(house: House, login: str, due) -> None:
    with house.work() as work:
        assert sign_in.sign_in(work, login, PASSWORD, NOW).due == due


def test_after_setting_it_up_its_code_is_asked_for(house: House) -> None:
    actor = person(house, OFFICER)
    with house.work() as work, pytest.raises(SignInError):
        second_factor.set_up(work, actor, SECRET, "000000", NOW)
    with house.work() as work:
        assert second_factor.state(work, actor) is None
        codes = second_factor.set_up(work, actor, SECRET, code_at(NOW), NOW)
    assert len(set(codes)) == 10
    with house.work() as work:
        assert sign_in.sign_in(work, OFFICER, PASSWORD, NOW).due == ("factor",)
    sealed = value(house, "select secret_sealed from second_factor")
    assert SECRET.encode() not in sealed


@pytest.mark.parametrize("shift", [-30, 0, 30])
def test_a_code_of_the_step_before_and_after_is_taken(house: House, shift: int) -> None:
    give_factor(house, OFFICER)
    check(house, code_at(NOW + timedelta(seconds=shift)))


@pytest.mark.parametrize("shift", [-61, 61])
def test_a_code_further_away_is_refused(house: House, shift: int) -> None:
    give_factor(house, OFFICER)
    with pytest.raises(SignInError):
        check(house, code_at(NOW + timedelta(seconds=shift)))


def test_no_code_is_taken_twice_nor_one_before_it(house: House) -> None:
    give_factor(house, OFFICER)
    check(house, code_at(NOW))
    for replayed in (code_at(NOW), code_at(NOW - timedelta(seconds=30))):
        with pytest.raises(SignInError):
            check(house, replayed)
    later = NOW + timedelta(seconds=30)
    check(house, code_at(later), later)


def test_a_recovery_code_is_good_once_with_or_without_its_hyphen(house: House) -> None:
    actor = person(house, OFFICER)
    with house.work() as work:
        first, second, *_ = second_factor.set_up(work, actor, SECRET, code_at(NOW), NOW)
    check(house, first)
    with pytest.raises(SignInError):
        check(house, first)
    check(house, second.replace("-", "").upper())
    with house.work() as work:
        assert second_factor.state(work, actor) == 8
    kept = rows(house, "select digest from recovery_code")
    assert all(first.encode() not in bytes(one.digest) for one in kept)


def test_guessing_ends_after_eight_attempts_even_with_the_right_code(house: House) -> None:
    give_factor(house, OFFICER)
    for _ in range(8):
        with pytest.raises(SignInError):
            check(house, "123456x")
    with pytest.raises(TooManyError, match="chờ"):
        check(house, code_at(NOW))
    later = NOW + timedelta(minutes=15)
    check(house, code_at(later), later)


def test_administrators_cannot_turn_it_off(house: House) -> None:
    give_factor(house, "cntt.phuong")
    with house.work() as work, pytest.raises(ConflictError, match="bắt buộc"):
        second_factor.remove(work, person(house, "cntt.phuong"), code_at(NOW), NOW)


def test_an_administrator_helps_his_own_people_and_nobody_above_or_beside(house: House) -> None:
    admin = person(house, "quantri.phuong")
    for login in (OFFICER, "quantri.tinh", "tp.tiepnhan", "quantri.phuong"):
        give_factor(house, login)
    for login in ("quantri.tinh", "tp.tiepnhan", "quantri.phuong"):
        with house.work() as work, pytest.raises(NotAllowedError):
            second_factor.reset(work, admin, actor_of(house, login).id, NOW)
    before = person(house, OFFICER)
    with house.work() as work:
        second_factor.reset(work, admin, before.id, NOW)
    with house.work() as work:
        assert sign_in.sign_in(work, OFFICER, PASSWORD, NOW).due == ()
    assert value(house, "select count(*) from account_notice where account_id = :id", id=before.id) == 1


def test_nobody_hands_himself_an_account_that_may_more_than_he(house: House) -> None:
    """A ward's officer who also administers the province: the ward's administrator must not become him."""
    admin, officer = person(house, "quantri.phuong"), person(house, OFFICER)
    top = value(house, "select id from agency where parent_id is null")
    with house.work() as work:
        roles.grant(work, person(house, "quantri.tinh"), officer.id, "quan_tri_cao_nhat", top, NOW)
    give_factor(house, OFFICER)
    with house.work() as work, pytest.raises(NotAllowedError, match="cao hơn"):
        second_factor.reset(work, admin, officer.id, NOW)
