"""Accounts: what registering asks for, locking after wrong passwords, signing out everywhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from fixtures_dossier import actor_of
from fixtures_house import NOW
from fixtures_watch import everything, race, rows, value

from motcua.domain.errors import ConflictError, ValidationError
from motcua.services.accounts import accounts, passwords, registration
from motcua.services.accounts import sign_in as signing
from motcua.services.accounts.registration import Registration
from motcua.services.accounts.sign_in import SignInError
from motcua.services.sample.demo import PASSWORD
from motcua.services.work import House
from motcua.store.accounts import account as stored

GIVEN = Registration(
    "Lê Văn An", "An@Example.vn ", "0912 345 678", "045 200 001 234", "mat-khau-rat-dai", terms=1
)
LOGIN = "hang@example.vn"


@pytest.fixture(autouse=True)
def _cheap_hashing(monkeypatch: pytest.MonkeyPatch, house: House) -> None:
    """Argon2 at its least: these tests are about counting attempts, not about the cost of one."""
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", cheap)
    with house.work() as work:
        person = stored.by_login(work.connection, LOGIN)
        assert person is not None
        stored.change(work.connection, person.id, password_hash=cheap.hash(PASSWORD))
        work.commit()


def sign_in(house: House, password: str, now=NOW, login: str = LOGIN) -> accounts.SignedIn:
    with house.work() as work:
        return signing.sign_in(work, login, password, now)


def test_a_registered_citizen_signs_in_by_the_tidied_address(house: House) -> None:
    with house.work() as work:
        registered = registration.register(work, GIVEN, NOW)
    assert sign_in(house, "mat-khau-rat-dai", login=" AN@example.vn") == registered
    assert (registered.actor.name, registered.actor.kind) == ("Lê Văn An", "citizen")
    (row,) = rows(house, "select login, email, kind from account where id = :id", id=registered.actor.id)
    assert tuple(row) == ("an@example.vn", "an@example.vn", "citizen")


WRONG = [
    ("name", " "),
    ("name", "x" * 121),
    ("email", "an@example"),
    ("email", "an example@x.vn"),
    ("email", "a@" + "b" * 200 + ".vn"),
    ("phone", "912345678"),
    ("phone", "09123456789"),
    ("identity", "04520000123"),
    ("identity", "04520000123a"),
    ("identity", "٠٤٥٢٠٠٠٠١٢٣٤"),
    ("password", "ngan"),
    ("password", "x" * 129),
]


def test_registering_names_the_field_that_is_wrong(house: House) -> None:
    before = everything(house)
    for field, wrong in WRONG:
        with pytest.raises(ValidationError) as caught, house.work() as work:
            registration.register(work, replace(GIVEN, **{field: wrong}), NOW)
        named = [(error.pointer, error.code) for error in caught.value.errors]
        assert named == [(f"/{field}", f"account.{field}")], wrong
    assert everything(house) == before


def test_everything_wrong_is_named_at_once(house: House) -> None:
    with pytest.raises(ValidationError) as caught, house.work() as work:
        registration.register(work, Registration("", "", "", "", ""), NOW)
    assert [error.pointer for error in caught.value.errors] == [
        "/name",
        "/email",
        "/phone",
        "/identity",
        "/password",
        "/terms",
    ]


def test_a_taken_address_or_identity_number_opens_no_second_account(house: House) -> None:
    before = value(house, "select count(*) from account")
    for taken in ({"email": LOGIN}, {"identity": "045188002417"}):
        with pytest.raises(ConflictError, match="đã có tài khoản"), house.work() as work:
            registration.register(work, replace(GIVEN, **taken), NOW)
    assert value(house, "select count(*) from account") == before


def test_one_person_registering_twice_at_once_has_one_account(house: House) -> None:
    def register() -> object:
        with house.work() as work:
            return registration.register(work, GIVEN, NOW)

    outcomes = race(register, register)
    assert sorted(isinstance(outcome, ConflictError) for outcome in outcomes) == [False, True]
    assert value(house, "select count(*) from account where login = 'an@example.vn'") == 1


def test_five_wrong_passwords_lock_and_a_quarter_of_an_hour_unlocks(house: House) -> None:
    for _ in range(5):
        with pytest.raises(SignInError, match="chưa đúng"):
            sign_in(house, "sai")
    with pytest.raises(SignInError, match="sau 15 phút"):
        sign_in(house, PASSWORD)
    with pytest.raises(SignInError, match="sau 1 phút"):
        sign_in(house, PASSWORD, NOW + timedelta(minutes=14, seconds=59))
    signed_in = sign_in(house, PASSWORD, NOW + timedelta(minutes=15))
    assert signed_in.actor.name == "Nguyễn Thị Bích Hằng"
    actions = [
        row.action
        for row in rows(house, "select action from audit where action like 'account.%' order by id")
    ]
    assert actions == ["account.sign_in_failed"] * 4 + ["account.lock"]


def test_a_right_password_forgives_earlier_wrong_ones(house: House) -> None:
    for _ in range(2):
        for _ in range(4):
            with pytest.raises(SignInError, match="chưa đúng"):
                sign_in(house, "sai")
        sign_in(house, PASSWORD)


def test_wrong_passwords_sent_at_once_are_all_counted(house: House) -> None:
    def attempt() -> object:
        return sign_in(house, "sai")

    for outcome in race(*[attempt] * 5):
        assert isinstance(outcome, SignInError)
    with pytest.raises(SignInError, match="sau 15 phút"):
        sign_in(house, PASSWORD)


def test_an_unknown_login_is_told_the_same_as_a_wrong_password(house: House) -> None:
    with pytest.raises(SignInError) as unknown:
        sign_in(house, "sai", login="nobody@example.vn")
    with pytest.raises(SignInError) as wrong:
        sign_in(house, "sai")
    assert unknown.value.message == wrong.value.message


def test_a_session_ends_with_the_epoch_or_the_account(house: House) -> None:
    signed_in = sign_in(house, PASSWORD)
    actor_id = signed_in.actor.id or 0
    with house.work() as work:
        assert accounts.load(work, actor_id, signed_in.epoch) == signed_in.actor
        stored.change(work.connection, actor_id, epoch=signed_in.epoch + 1)
        assert accounts.load(work, actor_id, signed_in.epoch) is None
        assert accounts.load(work, actor_id, signed_in.epoch + 1) == signed_in.actor
        stored.change(work.connection, actor_id, is_active=False)
        assert accounts.load(work, actor_id, signed_in.epoch + 1) is None
    with pytest.raises(SignInError, match="chưa đúng"):
        sign_in(house, PASSWORD)


def test_staff_know_their_agency(house: House) -> None:
    officer = actor_of(house, "vinh.le")
    assert (officer.kind, officer.title) == ("staff", "Chuyên viên phòng Kinh tế, Hạ tầng và Đô thị")
    assert value(house, "select code from agency where id = :id", id=officer.agency_id) == "H50.16"
