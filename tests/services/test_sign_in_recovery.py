"""Forgotten passwords, verified contacts, the age and strength of passwords, limits of attempts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from fixtures_accounts import letter
from fixtures_dossier import file_dossier
from fixtures_house import NOW
from fixtures_watch import everything, value

from motcua.domain.errors import ConflictError, TooManyError, ValidationError
from motcua.services.accounts import accounts, one_time_codes, recovery, registration, sign_in
from motcua.services.accounts.accounts import UnverifiedError
from motcua.services.accounts.one_time_codes import CodeError
from motcua.services.accounts.registration import Registration
from motcua.services.accounts.sign_in import SignInError
from motcua.services.sample.demo import PASSWORD
from motcua.services.work import House
from motcua.store.accounts import account as stored

LOGIN = "hang@example.vn"
NEW = "mot cau that dai va moi"
GIVEN = Registration("Lê Văn An", "an@example.vn", "0912345678", "045200001234", "mat-khau-rat-dai", terms=1)


def ask(house: House, login: str = LOGIN, now=NOW) -> None:
    with house.work() as work:
        recovery.ask(work, login, now)


def reset(house: House, code: str, password: str = NEW, now=NOW, login: str = LOGIN) -> None:
    with house.work() as work:
        recovery.reset(work, login, code, password, now)


def test_a_forgotten_password_is_replaced_by_a_code_once(house: House) -> None:
    with house.work() as work:
        before = sign_in.sign_in(work, LOGIN, PASSWORD, NOW)
    ask(house)
    code = letter(house)
    reset(house, code)
    with house.work() as work, pytest.raises(SignInError):
        sign_in.sign_in(work, LOGIN, PASSWORD, NOW)
    with house.work() as work:
        sign_in.sign_in(work, LOGIN, NEW, NOW)
        assert accounts.load(work, before.actor.id, before.epoch) is None, "other sessions end"
    with pytest.raises(CodeError):
        reset(house, code, "lai mot cau dai khac nua")


def test_codes_run_out_and_five_wrong_ones_spoil_the_right_one(house: House) -> None:
    ask(house)
    code = letter(house)
    with pytest.raises(CodeError):
        reset(house, code, now=NOW + timedelta(minutes=15))
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    for _ in range(5):
        with pytest.raises(CodeError):
            reset(house, wrong)
    with pytest.raises(CodeError):
        reset(house, code)


def test_a_new_code_replaces_the_old_one(house: House) -> None:
    ask(house)
    old = letter(house)
    ask(house)
    new = letter(house)
    if old != new:
        with pytest.raises(CodeError):
            reset(house, old)
    reset(house, new)


def test_a_weak_new_password_does_not_cost_the_code(house: House) -> None:
    ask(house)
    with pytest.raises(ValidationError):
        reset(house, letter(house), "matkhau123")
    reset(house, letter(house))


def test_nobody_learns_whether_there_is_an_account(house: House) -> None:
    ask(house, "nobody@example.vn")
    with pytest.raises(CodeError) as unknown:
        reset(house, "123456", login="nobody@example.vn")
    ask(house)
    with pytest.raises(CodeError) as wrong:
        reset(house, "not it")
    assert unknown.value.message == wrong.value.message
    for _ in range(5):
        with house.work() as work, pytest.raises(SignInError, match="chưa đúng"):
            sign_in.sign_in(work, "nobody@example.vn", "sai", NOW)
    with house.work() as work, pytest.raises(SignInError, match="tạm khóa"):
        sign_in.sign_in(work, "nobody@example.vn", "sai", NOW)


def test_codes_are_sent_five_times_an_hour(house: House) -> None:
    for _ in range(5):
        ask(house)
    with pytest.raises(TooManyError, match="phút"):
        ask(house)
    ask(house, now=NOW + timedelta(hours=1))


def test_one_address_guesses_sixty_times_in_five_minutes(house: House) -> None:
    def guess(login: str, address: str) -> None:
        with house.work() as work:
            sign_in.sign_in(work, login, "sai", NOW, address)

    for number in range(60):
        with pytest.raises(SignInError, match="chưa đúng"):
            guess(f"nobody{number}@example.vn", "203.0.113.7")
    with pytest.raises(TooManyError):
        guess("another@example.vn", "203.0.113.7")
    with pytest.raises(SignInError, match="chưa đúng"):
        guess("another@example.vn", "203.0.113.8")


def test_codes_and_letters_are_nowhere_in_the_open(house: House) -> None:
    ask(house)
    code = letter(house)
    found = [
        (table, row) for table, all_rows in everything(house).items() for row in all_rows if f" {code}" in row
    ]
    assert found == []


@pytest.mark.req("J-02")
def test_an_unverified_citizen_files_only_after_the_code(house: House) -> None:
    with house.work() as work:
        person = registration.register(work, GIVEN, NOW).actor
    with pytest.raises(UnverifiedError):
        file_dossier(house, login=GIVEN.email)
    with house.work() as work:
        recovery.verify_contact(work, person, letter(house), NOW)
    assert file_dossier(house, login=GIVEN.email)


def test_a_mistyped_address_is_corrected_until_it_is_verified(house: House) -> None:
    with house.work() as work:
        person = registration.register(work, GIVEN, NOW).actor
    old = letter(house)
    with house.work() as work, pytest.raises(ConflictError):
        recovery.correct_contact(work, person, LOGIN, NOW)
    with house.work() as work:
        recovery.correct_contact(work, person, "An.Le@example.vn", NOW)
    new = letter(house)
    if old != new:
        with house.work() as work, pytest.raises(CodeError):
            recovery.verify_contact(work, person, old, NOW)
    with house.work() as work:
        recovery.verify_contact(work, person, new, NOW)
        sign_in.sign_in(work, "an.le@example.vn", GIVEN.password, NOW)
    with house.work() as work, pytest.raises(ConflictError):
        recovery.correct_contact(work, person, "other@example.vn", NOW)


@pytest.mark.req("J-02")
def test_an_organisation_has_its_account_beside_its_representatives_own(house: House) -> None:
    firm = replace(GIVEN, email="cty@example.vn", organisation="Công ty TNHH An", tax_code="3200123456")
    with house.work() as work:
        registration.register(work, GIVEN, NOW)
    with house.work() as work:
        registration.register(work, firm, NOW)
    with house.work() as work, pytest.raises(ConflictError):
        registration.register(work, replace(firm, email="cty2@example.vn", identity="045200009999"), NOW)
    with house.work() as work, pytest.raises(ValidationError) as caught:
        registration.register(work, replace(firm, tax_code=""), NOW)
    assert [one.pointer for one in caught.value.errors] == ["/tax_code"]


@pytest.mark.req("J-13")
@pytest.mark.parametrize(("login", "due"), [("ha.tran", ("password",)), (LOGIN, ())])
def test_staff_must_change_a_password_older_than_the_profile_says(house: House, login: str, due) -> None:
    age = timedelta(days=house.profile.password_days)
    with house.work() as work:
        assert sign_in.sign_in(work, login, PASSWORD, NOW + age).due == ()
        assert sign_in.sign_in(work, login, PASSWORD, NOW + age + timedelta(seconds=1)).due == due


def test_a_changed_password_ends_the_other_sessions_and_starts_its_age_anew(house: House) -> None:
    later = NOW + timedelta(days=400)
    with house.work() as work:
        before = sign_in.sign_in(work, "ha.tran", PASSWORD, later)
        with pytest.raises(ValidationError, match="Có 1 chỗ"):
            recovery.change(work, before.actor, "sai", NEW, later)
        with pytest.raises(ValidationError):
            recovery.replace(work, before.actor, PASSWORD, later)
        epoch = recovery.replace(work, before.actor, NEW, later)
    assert epoch == before.epoch + 1
    with house.work() as work:
        assert sign_in.sign_in(work, "ha.tran", NEW, later).due == ()


def test_hashes_made_with_old_parameters_are_renewed_at_sign_in(house: House) -> None:
    with house.work() as work:
        row = stored.by_login(work.connection, LOGIN)
        old = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1).hash(PASSWORD)
        stored.change(work.connection, row.id, password_hash=old)
        work.commit()
    with house.work() as work:
        sign_in.sign_in(work, LOGIN, PASSWORD, NOW)
    assert value(house, "select password_hash from account where login = :l", l=LOGIN) != old
    with house.work() as work:
        sign_in.sign_in(work, LOGIN, PASSWORD, NOW)


def test_a_code_is_good_for_its_own_account_and_purpose_only(house: House) -> None:
    ask(house)
    code = letter(house)
    with house.work() as work:
        hang = stored.by_login(work.connection, LOGIN)
        with pytest.raises(CodeError):
            one_time_codes.require(work, hang.id, "incident", code, NOW)
    with pytest.raises(CodeError):
        reset(house, code, login="khoi@example.vn")
