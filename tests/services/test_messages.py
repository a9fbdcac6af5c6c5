"""Messages: to applicants by what they agreed to, at once or confirmed by the desk; to officers with the act itself."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fixtures_dossier import accept_dossier, actor_of, file_dossier
from fixtures_watch import local, rows, run_jobs, run_jobs_telling_at_once, statements, value
from services.carriage import Carrier
from services.time_story import DESK, EXPERT, LEADER, SLIP, act, give_role, started

from motcua.domain.dossier.dossier import ACTIONS, CONFIRMED_BY_DESK
from motcua.domain.errors import ConflictError, NotAllowedError
from motcua.services.messages import (
    applicant_told,
    deliveries,
    inbox,
    message_templates,
    notifications,
)
from motcua.services.work import House
from motcua.store.dossier import dossier as dossiers

CITIZEN = "hang@example.vn"
GROUNDS = {"reason": "Không đủ điều kiện", "slip": SLIP}


def told(house: House, login: str) -> list[str]:
    """The kinds of what an account was told, oldest first."""
    found = rows(
        house,
        "select m.event from message m join account a on a.id = m.account_id where a.login = :login order by m.id",
        login=login,
    )
    return [row.event.partition(":")[0] for row in found]


def at_once(house: House, *channels: Carrier) -> House:
    profile = replace(house.profile, notify_require_desk_confirm=False)
    return replace(house, profile=profile, channels=channels)


def retried(house: House) -> None:
    """Let the worker take up again, now, what it put off."""
    with house.engine.begin() as connection:
        connection.exec_driver_sql("update procrastinate_jobs set scheduled_at = null where status = 'todo'")
    run_jobs(house)


@pytest.mark.req("D-14", "G-01")
def test_what_others_do_the_desk_confirms_before_the_applicant_is_told(house: House) -> None:
    code = started(house)
    run_jobs(house)
    act(house, EXPERT, code, "refuse", "2026-12-07 09:00", **GROUNDS)
    run_jobs(house)
    assert told(house, CITIZEN) == ["sent", "accepted"]
    assert told(house, DESK)[-2:] == ["slip", "held"]
    with pytest.raises(NotAllowedError):
        act(house, EXPERT, code, "confirm_message", "2026-12-07 10:00")
    act(house, DESK, code, "confirm_message", "2026-12-07 10:00")
    assert told(house, CITIZEN) == ["sent", "accepted", "refused"]
    assert "Không đủ điều kiện" in value(house, "select body from message where event like 'refused%'")
    with pytest.raises(ConflictError, match="chờ gửi"):
        act(house, DESK, code, "confirm_message", "2026-12-07 10:01")
    (done,) = rows(house, "select actor_name, detail from audit where action = 'confirm_message'")
    assert done.detail["events"] == ["refused"]
    run_jobs(house)
    assert told(house, CITIZEN) == ["sent", "accepted", "refused"]


@pytest.mark.req("D-14")
def test_no_message_of_a_result_before_the_desk_has_confirmed_it(house: House) -> None:
    code = started(house)
    from_expert = ("b", "c")
    for _step in from_expert:
        act(house, EXPERT, code, "forward", "2026-12-07 09:00")
    run_jobs(house)
    assert value(house, "select result_at from dossier") is None
    assert "result" not in told(house, CITIZEN)
    act(house, DESK, code, "confirm_result", "2026-12-07 10:00")
    run_jobs(house)
    assert value(house, "select result_at from dossier") == local("2026-12-07 10:00")
    assert told(house, CITIZEN)[-1] == "result"


@pytest.mark.req("D-14")
def test_a_leader_is_told_once_when_the_desk_lets_a_whole_session_pass(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = started(house)
    act(house, EXPERT, code, "refuse", "2026-12-07 09:00", **GROUNDS)
    with house.work() as work:
        row = dossiers.by_code(work.connection, code)
        assert row is not None
        assert applicant_told.tell(work, row.id, "refused:1", local("2026-12-07 09:00"))
    give_role(house, LEADER, "lanh_dao_mot_cua")
    monkeypatch.setattr(applicant_told, "BATCH", 1)
    # Held on Monday morning: the afternoon session, 13:30 to 17:00 in winter, has to pass first.
    for at, escalated in (("2026-12-07 16:59", 0), ("2026-12-07 17:00", 1), ("2026-12-08 08:00", 0)):
        with house.work() as work:
            assert applicant_told.escalate(work, local(at)) == escalated, at
    assert told(house, LEADER).count("unconfirmed") == 1


@pytest.mark.req("D-14")
def test_who_sits_at_the_desk_need_not_confirm_what_he_did_himself(house: House) -> None:
    code = file_dossier(house)
    papers = rows(house, "select v.id from procedure_version v")
    assert papers
    with house.work() as work:
        row = dossiers.by_code(work.connection, code)
        assert row is not None
        own, other = actor_of(house, DESK).id, actor_of(house, EXPERT).id
        assert not applicant_told.waits_for_desk(work, row, "supplement", own)
        assert applicant_told.waits_for_desk(work, row, "supplement", other)
        assert not applicant_told.waits_for_desk(work, row, "accepted", other)
    assert {"supplement", "refused", "payment", "extended", "stopped", "reopened"} == CONFIRMED_BY_DESK
    assert {one.tells for one in ACTIONS.values() if one.tells} <= set(message_templates.templates())


@pytest.mark.req("G-01", "G-02")
def test_four_events_are_four_letters_by_what_was_agreed_and_no_other(house: House) -> None:
    email, sms = Carrier("email", "email"), Carrier("sms", "sms")
    public = replace(at_once(house, email, sms), public_url="https://dvc.example.vn")
    code = started(public)
    act(public, EXPERT, code, "refuse", "2026-12-07 09:00", **GROUNDS)
    act(public, DESK, code, "return_result", "2026-12-07 10:00")
    run_jobs(public)
    assert [note.event.partition(":")[0] for note in email.sent] == [
        "sent",
        "accepted",
        "refused",
        "returned",
    ]
    assert sms.sent == []
    assert all(code in note.body for note in email.sent)
    assert email.sent[0].body.endswith(f"https://dvc.example.vn/my/{code}")
    log = rows(house, "select channel, status, attempts, sent_at from delivery")
    assert [(row.channel, row.status, row.attempts) for row in log] == [("email", "sent", 1)] * 4
    assert all(row.sent_at is not None for row in log)


@pytest.mark.req("G-01")
def test_a_letter_that_fails_for_good_is_in_the_log_and_can_be_sent_again(house: House) -> None:
    email = Carrier("email", "email", is_down=True)
    public = at_once(house, email)
    file_dossier(public)
    run_jobs(public)
    for _attempt in range(deliveries.ATTEMPTS + 1):
        retried(public)
    (row,) = rows(house, "select * from delivery")
    assert (row.status, row.attempts, row.problem) == ("failed", deliveries.ATTEMPTS, "ConnectionError")
    operator = actor_of(house, "quantri.tinh")
    give_role(house, "quantri.tinh", "van_hanh")
    operator = actor_of(house, "quantri.tinh")
    with house.work() as work:
        found = deliveries.listed(work, operator, "failed")
        assert ([one.id for one in found.rows], found.counts) == ([row.id], {"failed": 1})
        with pytest.raises(NotAllowedError):
            deliveries.listed(work, actor_of(house, EXPERT))
        with pytest.raises(NotAllowedError):
            deliveries.send_again(work, actor_of(house, EXPERT), row.id, local("2026-12-07 09:00"))
        deliveries.send_again(work, operator, row.id, local("2026-12-07 09:00"))
    # The button pressed twice: the second finds it waiting. Attempts of one message never overlap.
    with house.work() as work, pytest.raises(ConflictError, match="đang chờ gửi"):
        deliveries.send_again(work, operator, row.id, local("2026-12-07 09:00"))
    locks = rows(house, "select distinct lock from procrastinate_jobs where task_name = 'carry_message'")
    assert [one.lock for one in locks] == [f"carry:{row.message_id}:email"]
    email.is_down = False
    run_jobs(public)
    assert len(email.sent) == 1
    assert value(house, "select status from delivery") == "sent"
    with house.work() as work, pytest.raises(ConflictError):
        deliveries.send_again(work, operator, row.id, local("2026-12-07 10:00"))


@pytest.mark.req("G-01")
def test_what_has_been_carried_is_not_carried_again_and_nobody_without_an_address_is_tried(
    house: House,
) -> None:
    email = Carrier("email", "email")
    public = at_once(house, email)
    code = file_dossier(public)
    run_jobs(public)
    message_id = value(house, "select id from message where event = 'sent'")
    with public.work() as work:
        assert not deliveries.carry(work, message_id, "email", local("2026-12-07 09:00"))
    with house.engine.begin() as connection:
        connection.exec_driver_sql("update account set email = '' where login = %s", (CITIZEN,))
    accept_dossier(public, code)
    run_jobs(public)
    assert len(email.sent) == 1
    assert [row.status for row in rows(house, "select status from delivery order by id")] == [
        "sent",
        "no_address",
    ]
    assert told(house, CITIZEN) == ["sent", "accepted"]


@pytest.fixture
def forwarded(house: House) -> tuple[House, str]:
    """A dossier that the desk has passed on to the experts, who have read everything so far."""
    code = started(house)
    with house.work() as work:
        inbox.read_all(work, actor_of(house, EXPERT), local("2026-12-07 08:00"))
    return house, code


@pytest.mark.req("G-19")
def test_what_happens_to_his_dossier_raises_an_officers_bell(forwarded: tuple[House, str]) -> None:
    house, code = forwarded

    def unread(login: str) -> int:
        with house.work() as work:
            return inbox.unread(work, actor_of(house, login))

    before = unread(EXPERT)
    run_jobs_telling_at_once(house)
    assert unread(EXPERT) == before + 1
    act(house, LEADER, code, "urge", "2026-12-07 09:00", opinion="Làm ngay")
    assert unread(EXPERT) == before + 2
    act(house, EXPERT, code, "request_extension", "2026-12-07 09:30", duration="4h", **GROUNDS)
    assert told(house, DESK)[-1] == "slip"
    assert told(house, LEADER)[-1] == "extension_asked"
    act(house, LEADER, code, "approve_extension", "2026-12-07 10:00")
    assert told(house, EXPERT)[-1] == "extension_granted"
    act(house, EXPERT, code, "forward", "2026-12-07 10:30")
    run_jobs_telling_at_once(house)
    act(house, EXPERT, code, "return", "2026-12-07 11:00", reason="Thiếu chữ ký")
    run_jobs_telling_at_once(house)
    (returned,) = rows(house, "select * from message where body like '%bị trả lại%'")
    assert returned.event.startswith("step:")


@pytest.mark.req("G-19")
def test_an_officer_may_have_his_messages_by_email_too(forwarded: tuple[House, str]) -> None:
    house, code = forwarded
    email = Carrier("email", "email")
    public = at_once(house, email)
    act(public, LEADER, code, "urge", "2026-12-07 09:00", opinion="Làm ngay")
    run_jobs(public)
    to_officers = [note for note in email.sent if note.event.startswith("urge")]
    assert to_officers == []
    expert = actor_of(house, EXPERT)
    with house.engine.begin() as connection:
        connection.exec_driver_sql("update account set email = 'v@example.vn' where id = %s", (expert.id,))
    with house.work() as work:
        inbox.want_email(work, expert, wanted=True)
        assert inbox.by_email(work, expert).is_wanted
    act(public, LEADER, code, "urge", "2026-12-07 09:30", opinion="Làm ngay đi")
    run_jobs(public)
    to_officers = [note for note in email.sent if note.event.startswith("urge")]
    assert [(note.account_id, note.address) for note in to_officers] == [(expert.id, "v@example.vn")]


@pytest.mark.req("G-19")
def test_a_group_of_any_size_is_told_by_one_statement_and_the_bell_counts_by_one(
    forwarded: tuple[House, str],
) -> None:
    house, code = forwarded
    with house.work() as work:
        row = dossiers.by_code(work.connection, code)
        assert row is not None
        everybody = [one.id for one in rows(house, "select id from account where kind = 'staff'")]
        assert len(everybody) > 20
        with statements(house) as sent:
            body = notifications.TO_GROUP.format(code=code, step="b", step_en="b")
            new = notifications.tell_officers(work, row, everybody, "step:x", body, local("2026-12-07 09:00"))
        assert (new, len(sent)) == (len(everybody), 1)
        with statements(house) as sent:
            inbox.unread(work, actor_of(house, EXPERT))
        assert len([one for one in sent if "message" in one]) == 1
