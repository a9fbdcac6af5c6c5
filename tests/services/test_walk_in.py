"""Somebody at the counter, with an account or without: entered by the desk, accepted at once, his own once he proves it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fixtures_dossier import PDF, actor_of, open_page
from fixtures_house import NOW
from fixtures_model import CODE
from fixtures_watch import rows, run_jobs, statements, value
from services.carriage import Carrier
from services.counter_story import DESK, GOOD, NUMBER, PERSON, SEEN, entered, offered, received

from motcua.domain.errors import NotAllowedError, NotFoundError, ValidationError
from motcua.domain.people.identity import Provider
from motcua.domain.people.permissions import Actor
from motcua.services.accounts import identity, registration
from motcua.services.accounts.registration import Registration
from motcua.services.desk import lookup
from motcua.services.intake import backfill, drafts, walk_in
from motcua.services.messages import applicant_told
from motcua.services.papers.files import Upload
from motcua.services.version.versions import Versions
from motcua.services.work import House


def proven(house: House) -> Actor:
    """The person comes by the police's identity, which proves the number."""
    given = {"title": "vneid", "issuer": "https://vneid.example", "client_id": "motcua", "client_secret": "x"}
    police = Provider.from_dict({"key": "vneid", "kind": "police", "claims": {"level": "level"}, **given})
    said = {"sub": "chi-quay", "identity_number": NUMBER, "name": "Phan Thị Quầy", "level": 2}
    with house.work() as work:
        return identity.sign_in(work, police, said, NOW).actor


def own(house: House, citizen: Actor) -> list[str]:
    with house.work() as work:
        return [track.row.code for track in lookup.mine(work, citizen, NOW)]


@pytest.mark.req("C-04", "C-10", "M-14")
def test_somebody_without_an_account_is_received_at_once_and_the_clock_runs(house: House) -> None:
    offered(house)
    draft_id = entered(house)
    officer = actor_of(house, DESK)
    with house.work() as work:
        drafts.attach(work, officer, draft_id, "giay_dat", Upload("dat.pdf", PDF), NOW)
    with house.work() as work:
        code = walk_in.receive(work, officer, draft_id, NOW)
    shown = open_page(house, code, login=DESK)
    row = shown.row
    assert (row.state, row.channel, row.applicant_id, row.applicant_name) == (
        "accepted",
        "direct",
        None,
        PERSON.name,
    )
    assert row.accepted_at == row.submitted_at == NOW
    assert shown.deadline is not None
    assert shown.contact == {
        "identity": NUMBER, "phone": "0912345678", "address": PERSON.address, "email": "", "notify": "phone"
    }  # fmt: skip
    assert row.papers_seen == {"ban_do": ["original"], "giay_dat": ["copy", "scan"]}
    assert [one.name for one in shown.files] == ["dat.pdf"]
    assert [one.action for one in shown.history] == ["submit", "accept", "view"]
    assert NUMBER.encode() not in row.applicant_sealed
    with house.work() as work:
        # The button pressed twice: the first dossier again.
        assert walk_in.receive(work, officer, draft_id, NOW) == code
    assert value(house, "select count(*) from dossier") == 1
    run_jobs(house)
    assert rows(house, "select 1 from message where account_id is null") == []


@pytest.mark.req("C-04", "G-01", "G-02")
def test_without_an_account_he_is_told_by_the_e_mail_he_gave_and_later_finds_it_in_his_account(
    house: House,
) -> None:
    carried = Carrier("email", "email")
    public = replace(house, channels=(carried,), public_url="https://dvc.example.vn")
    offered(public)
    mail = "phan.quay@example.vn"
    code = received(public, visitor=replace(PERSON, notify="email", email=mail))
    quiet = received(public, visitor=replace(PERSON, notify="desk", email=mail))
    run_jobs(public)
    (note,) = carried.sent
    assert (note.account_id, note.address, note.event.partition(":")[0]) == (None, mail, "accepted")
    assert note.body.endswith(f"https://dvc.example.vn/track/{code}")
    (told,) = rows(house, "select * from message where account_id is null")
    assert value(house, "select status from delivery") == "sent"
    # A job that runs twice finds the row already there.
    with public.work() as work:
        assert not applicant_told.tell(work, told.dossier_id, "accepted", NOW)
    assert [one.body for one in open_page(public, code, login=DESK).told] == [told.body]
    assert open_page(public, quiet, login=DESK).told == []
    owner = proven(public)
    assert rows(house, "select account_id from message where id = :id", id=told.id) == [(owner.id,)]


@pytest.mark.req("C-04")
def test_the_dossier_becomes_the_own_of_whoever_proves_the_number_and_of_nobody_else(house: House) -> None:
    offered(house)
    code = received(house)
    given = Registration(
        "Phan Thị Quầy", "kia@example.vn", "0912345678", NUMBER, "mot mat khau that dai", terms=1
    )
    with house.work() as work:
        claimant = registration.register(work, given, NOW).actor
    assert own(house, claimant) == []
    owner = proven(house)
    assert owner.id != claimant.id
    assert own(house, owner) == [code]
    assert own(house, claimant) == []
    (told,) = rows(house, "select * from audit where action = 'adopt'")
    assert (told.actor_id, told.actor_name) == (owner.id, owner.name)
    # From now on what is entered for the same person is his own at once.
    assert received(house) in own(house, owner)


@pytest.mark.req("C-04", "C-08")
def test_everything_that_stands_in_the_way_is_said_at_once_and_nothing_is_lost(house: House) -> None:
    offered(house)
    officer = actor_of(house, DESK)
    bad = replace(PERSON, identity="04519", name="", phone="12", address="", notify="email")
    draft_id = entered(house, visitor=bad, answers={"von": "x"}, marks={**GOOD, "giay_dat": "bad"}, seen={})
    with house.work() as work, pytest.raises(ValidationError) as wrong:
        walk_in.receive(work, officer, draft_id, NOW)
    assert [one.pointer for one in wrong.value.errors] == [
        "/_visitor/identity", "/_visitor/name", "/_visitor/phone", "/_visitor/address", "/_visitor/email",
        "/von", "/_papers/ban_do", "/_papers/giay_dat",
    ]  # fmt: skip
    assert value(house, "select count(*) from dossier") == 0
    with house.work() as work:
        kept = walk_in.get(work, officer, draft_id).entry
    assert (kept.visitor, kept.answers, kept.marks["giay_dat"]) == (bad, {"von": "x"}, "bad")


@pytest.mark.req("C-08")
def test_with_a_paper_not_in_order_it_is_registered_for_a_supplement_but_never_accepted(house: House) -> None:
    offered(house)
    officer = actor_of(house, DESK)
    draft_id = entered(house, marks={**GOOD, "giay_dat": "bad"})
    with house.work() as work, pytest.raises(ValidationError) as wrong:
        walk_in.receive(work, officer, draft_id, NOW)
    assert [one.pointer for one in wrong.value.errors] == ["/_papers/giay_dat"]
    with house.work() as work:
        code = walk_in.hand_in(work, officer, draft_id, NOW)
    shown = open_page(house, code, login=DESK)
    assert (shown.row.state, shown.deadline, shown.row.papers_seen) == ("sent", None, SEEN)


@pytest.mark.req("C-04", "J-12")
def test_only_the_desk_enters_dossiers_and_each_officer_his_own(house: House) -> None:
    offered(house)
    with house.work() as work:
        found = [row.code for row in walk_in.offered(work, actor_of(house, DESK))]
        assert CODE in found
        # An expert is no desk, whatever his agency takes.
        assert CODE not in [row.code for row in walk_in.offered(work, actor_of(house, "dung.vo"))]
    with house.work() as work, pytest.raises(NotAllowedError):
        walk_in.begin(work, actor_of(house, "dung.vo"), CODE, NOW)
    with house.work() as work, pytest.raises(NotAllowedError):
        walk_in.begin(work, actor_of(house, "hang@example.vn"), CODE, NOW)
    draft_id = entered(house)
    with house.work() as work, pytest.raises(NotFoundError):
        walk_in.receive(work, actor_of(house, "lan.phan"), draft_id, NOW)


@pytest.mark.req("C-04")
def test_what_a_desk_receives_is_asked_in_as_many_statements_for_one_procedure_as_for_all(
    house: House,
) -> None:
    offered(house)
    officer = actor_of(house, DESK)

    def asked(query: str) -> tuple[int, int]:
        fresh = replace(house, versions=Versions())
        with fresh.work() as work, statements(house) as seen:
            return len(walk_in.offered(work, officer, query)), len(seen)

    def back_entries() -> tuple[int, int]:
        fresh = replace(house, versions=Versions())
        with fresh.work() as work, statements(house) as seen:
            return len(backfill.procedures_of(work, officer)), len(seen)

    one, all_, back = asked(CODE), asked(""), back_entries()
    assert (one[0], all_[0] > 3, back[0] >= all_[0]) == (1, True, True)
    assert one[1] == all_[1] == back[1] + 1
