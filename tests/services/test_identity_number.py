"""A proven person never comes into an account that somebody else opened on his number, and it is shut at once."""

from __future__ import annotations

import pytest
from fixtures_accounts import HERE, person
from fixtures_dossier import file_dossier
from fixtures_house import NOW, give_factor
from fixtures_watch import everything, rows, run_jobs, value

from motcua.domain.errors import ConflictError, NotAllowedError, ValidationError
from motcua.domain.people.identity import Provider
from motcua.domain.people.permissions import Actor
from motcua.services.accounts import (
    account_joining,
    accounts,
    identity,
    incidents,
    registration,
    sessions,
    sign_in,
)
from motcua.services.accounts.identity import NoAccountError
from motcua.services.accounts.identity_number import NumberTakenError
from motcua.services.accounts.registration import Registration
from motcua.services.accounts.sessions import Limits
from motcua.services.accounts.sign_in import SignInError
from motcua.services.desk import lookup
from motcua.services.work import House

NUMBER, MAIL, PASSWORD = "045188001122", "ke.la@example.vn", "mot mat khau that dai"


def provider(key: str = "vneid") -> Provider:
    kind = {"vneid": "police", "cong": "national_portal"}[key]
    given = {"title": key, "issuer": f"https://{key}.example", "client_id": "motcua", "client_secret": "x"}
    return Provider.from_dict({"key": key, "kind": kind, "claims": {"level": "level"}, **given})


def proven(house: House, key: str = "vneid", **claims: object) -> Actor:
    """Somebody comes by a provider that says so of him."""
    said = {"sub": "nguoi-that", "identity_number": NUMBER, "name": "Trần Thị Thật", "level": 2, **claims}
    with house.work() as work:
        return identity.sign_in(work, provider(key), said, NOW).actor


@pytest.fixture
def stranger(house: House) -> Actor:
    """He registered with somebody else's number and his own mailbox, verified it and filed a dossier."""
    given = Registration("Kẻ Lạ", MAIL, "0912345678", NUMBER, PASSWORD, terms=1)
    with house.work() as work:
        made = registration.register(work, given, NOW).actor
        work.connection.exec_driver_sql(
            "update account set contact_verified_at = now() where login = %s", (MAIL,)
        )
        work.commit()
    give_factor(house, MAIL)
    return made


@pytest.mark.req("J-04", "M-14")
def test_a_strangers_account_on_ones_number_is_shut_and_shows_one_nothing(
    house: House, stranger: Actor
) -> None:
    code = file_dossier(house, login=MAIL)
    with house.work() as work:
        session_id = sessions.begin(work, stranger, HERE, NOW)
    owner = proven(house)
    assert (owner.id, owner.name) != (stranger.id, stranger.name)
    with house.work() as work:
        assert lookup.mine(work, owner, NOW) == []
        assert sessions.keep_up(work, stranger, session_id, Limits(), NOW) is None
        assert accounts.load(work, stranger.id or 0, 0) is None
        assert identity.level_of(work, owner) == 2
        assert identity.level_of(work, stranger) == 0
    with house.work() as work, pytest.raises(SignInError):
        sign_in.sign_in(work, MAIL, PASSWORD, NOW)
    (kept,) = rows(house, "select * from account where login = :login", login=MAIL)
    assert (kept.identity_digest, kept.identity_sealed) == (None, None)
    assert value(house, "select count(*) from second_factor where account_id = :id", id=stranger.id) == 0
    assert value(house, "select applicant_id from dossier where code = :code", code=code) == stranger.id


@pytest.mark.req("J-15")
def test_what_was_set_aside_is_an_incident_in_the_audit_and_both_are_told(
    house: House, stranger: Actor
) -> None:
    owner = proven(house)
    with house.work() as work:
        (incident,) = incidents.listed(work, person(house, "anninh.tinh"))
    assert incident.row.login == MAIL
    (kept,) = rows(house, "select * from audit where action = 'account.set_aside'")
    assert (kept.subject, kept.actor_id) == (MAIL, None)
    (notice,) = rows(house, "select body from account_notice where account_id = :id", id=owner.id)
    assert "Bộ phận Một cửa" in notice.body
    letters = rows(house, "select args from procrastinate_jobs where task_name = 'carry_letter'")
    assert [one.args["account_id"] for one in letters if one.args["event"] == "account.set_aside"] == [
        stranger.id
    ]


@pytest.mark.req("J-04", "J-15")
def test_with_his_card_both_accounts_of_one_person_become_one(house: House, stranger: Actor) -> None:
    code = file_dossier(house, login=MAIL)
    run_jobs(house)
    owner = proven(house)
    manager = person(house, "anninh.tinh")
    incident = value(house, "select id from account_incident")

    def join(number: str, finding: str = "Xem căn cước bản chính", by: Actor = manager) -> str:
        with house.work() as work:
            return account_joining.join(work, by, incident, number, finding, NOW)

    before = everything(house)
    with pytest.raises(ValidationError) as wrong:
        join("045188009999", "")
    assert [one.pointer for one in wrong.value.errors] == ["/number", "/finding"]
    for by in (person(house, "ha.tran"), owner):
        with pytest.raises(NotAllowedError):
            join(NUMBER, by=by)
    assert everything(house) == before
    login = value(house, "select login from account where id = :id", id=owner.id)
    assert join("045 188 001 122") == login
    with house.work() as work:
        assert [track.row.code for track in lookup.mine(work, owner, NOW)] == [code]
    told = "select count(*) from message where account_id = :id"
    assert (value(house, told, id=stranger.id), value(house, told, id=owner.id)) == (0, 1)
    assert value(house, "select is_active from account where login = :login", login=MAIL) is False
    (line,) = rows(house, "select * from audit where action = 'account.join' and dossier_id is not null")
    assert (line.actor_name, line.detail) == (manager.name, {"from": MAIL, "to": login})
    with pytest.raises(ConflictError):
        join(NUMBER)


def test_the_owner_comes_back_to_his_own_account(house: House, stranger: Actor) -> None:
    owner = proven(house)
    assert proven(house).id == owner.id
    assert proven(house, "cong").id == owner.id, "another provider that is as sure of him"


@pytest.mark.req("J-03")
def test_who_is_known_by_the_accounts_verified_mailbox_goes_on_with_it(house: House, stranger: Actor) -> None:
    assert proven(house, email=MAIL).id == stranger.id


def test_a_mailbox_that_nobody_verified_is_no_proof(house: House, stranger: Actor) -> None:
    with house.engine.begin() as connection:
        connection.exec_driver_sql("update account set contact_verified_at = null")
    assert proven(house, email=MAIL).id != stranger.id


@pytest.mark.parametrize("level", [0, "khong ro"])
def test_a_provider_that_is_not_sure_opens_nobodys_account(
    house: House, stranger: Actor, level: object
) -> None:
    with pytest.raises(NumberTakenError, match="đã có tài khoản"):
        proven(house, "cong", level=level)
    owner = proven(house)
    with pytest.raises(NumberTakenError):
        proven(house, "cong", sub="nguoi-khac", level=level, email=MAIL)
    assert proven(house).id == owner.id


def test_a_link_does_not_follow_a_person_to_another_number(house: House) -> None:
    """He had said a number at a provider that did not check it, and was checked later under his own."""
    proven(house, "cong", level=0)
    with pytest.raises(NoAccountError):
        proven(house, "cong", identity_number="045188009999")
