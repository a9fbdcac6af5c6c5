"""Refused, stopped, withdrawn, closed: what ends, what counts as a result, and what never happens afterwards (D-12)."""

from __future__ import annotations

import pytest
from fixtures_dossier import actor_of, open_page, waiting_of
from fixtures_model import finish
from fixtures_watch import local, race, rows, run_jobs_telling_at_once, value
from services.ending_story import (
    CITIZEN,
    DESK,
    EXPERT,
    LEADER,
    SLIP,
    act,
    ask,
    at_expert,
    dossier,
    sent,
    set_up,
    under,
)

from motcua.domain.errors import ConflictError, NotAllowedError, ValidationError
from motcua.services.desk import lookup
from motcua.services.dossier import results
from motcua.services.intake import withdrawal
from motcua.services.work import House

TUESDAY = "2026-12-08 09:00"
GROUNDS = {"reason": "Không đủ điều kiện", "slip": SLIP}
ENDINGS = {
    "refuse": (EXPERT, GROUNDS, "refused"),
    "stop": (LEADER, GROUNDS, "stopped"),
    "withdraw": (DESK, {"reason": "Người nộp xin rút"}, "withdrawn"),
}


def ended(house: House, key: str) -> str:
    set_up(house)
    code = at_expert(house)
    who, given, _ = ENDINGS[key]
    act(house, who, code, key, TUESDAY, **given)
    return code


@pytest.mark.req("D-12", "D-09", "E-19")
@pytest.mark.parametrize("key", ENDINGS)
def test_an_ending_ends_all_that_waits_and_runs(house: House, key: str) -> None:
    code = ended(house, key)
    row = dossier(house, code)
    assert (row.state, row.outcome) == (ENDINGS[key][2], ENDINGS[key][2])
    assert waiting_of(house, code) == []
    assert rows(house, "select 1 from clock_interval where ended_at is null") == []
    (step,) = rows(house, "select left_at, counted_to, completed_by from dossier_step where step_id = 'b'")
    assert (step.left_at, step.counted_to, step.completed_by) == (local(TUESDAY), local(TUESDAY), None)
    ((reason, at),) = rows(house, "select reason_sealed, ended_at from dossier_ending")
    assert (house.cipher.open(reason), at) == (ENDINGS[key][1]["reason"], local(TUESDAY))
    assert value(house, "select count(*) from audit where action = :key", key=key) == 1


@pytest.mark.req("D-12", "E-19")
@pytest.mark.parametrize(("key", "counted"), [("refuse", "early"), ("stop", "early"), ("withdraw", None)])
def test_a_refusal_and_a_stop_are_results_a_withdrawal_is_none(
    house: House, key: str, counted: str | None
) -> None:
    code = ended(house, key)
    assert (dossier(house, code).result_at == local(TUESDAY)) is (counted is not None)
    # Long after the due time: what was withdrawn is never late (D-09).
    assert open_page(house, code, local("2027-03-01 09:00"), DESK).timeliness == counted
    with house.work() as work:
        (track,) = lookup.mine(work, actor_of(house, CITIZEN), local("2027-03-01 09:00"))
    assert track.timeliness == counted
    assert track.remaining is None


@pytest.mark.req("D-12", "E-21")
@pytest.mark.parametrize("key", ["refuse", "stop"])
def test_nothing_is_refused_without_slip_and_reason(house: House, key: str) -> None:
    set_up(house)
    code = at_expert(house)
    with pytest.raises(ValidationError) as refused:
        act(house, ENDINGS[key][0], code, key, TUESDAY)
    assert [one.pointer for one in refused.value.errors] == ["/reason", "/slip"]
    assert dossier(house, code).state == "processing"


@pytest.mark.parametrize(
    ("key", "who"),
    [("refuse", LEADER), ("refuse", DESK), ("stop", EXPERT), ("withdraw", EXPERT), ("reopen", LEADER)],
)
def test_who_may_not_end_a_dossier_does_not(house: House, key: str, who: str) -> None:
    set_up(house)
    code = at_expert(house)
    with pytest.raises(NotAllowedError):
        act(house, who, code, key, TUESDAY, **GROUNDS)
    assert dossier(house, code).state == "processing"


@pytest.mark.req("A-13")
def test_a_step_that_does_not_list_it_cannot_refuse(house: House) -> None:
    set_up(house, b={"actions": "forward return"})
    code = at_expert(house)
    with pytest.raises(NotAllowedError):
        act(house, EXPERT, code, "refuse", TUESDAY, **GROUNDS)
    with pytest.raises(NotAllowedError):
        ask(house, code, TUESDAY)


@pytest.mark.req("C-08")
@pytest.mark.parametrize(("profile", "closed"), [("001", True), ("004", False)])
def test_the_desk_refuses_what_it_does_not_accept(house: House, profile: str, *, closed: bool) -> None:
    house = under(house, profile)
    set_up(house)
    code = sent(house)
    act(house, DESK, code, "refuse_at_intake", "2026-12-07 09:00", **GROUNDS)
    row = dossier(house, code)
    assert (row.state, row.result_at, row.closed_at is not None) == ("refused_at_intake", None, closed)
    assert rows(house, "select 1 from clock_interval") == []
    assert value(house, "select slot from file where slot like 'slip:%'") == "slip:refusal"
    with pytest.raises(ConflictError):
        act(house, DESK, code, "accept", "2026-12-07 10:00", marks={"*": "good"})


@pytest.mark.req("D-15")
def test_where_ending_is_an_action_the_returned_dossier_stays_open_until_it(house: House) -> None:
    house = under(house, "004")
    code = ended(house, "refuse")
    act(house, DESK, code, "return_result", "2026-12-08 10:00")
    row = dossier(house, code)
    assert (row.state, row.closed_at, row.returned_to) == ("returned", None, row.applicant_name)
    act(house, DESK, code, "close", "2026-12-08 11:00")
    row = dossier(house, code)
    assert (row.state, row.closed_at) == ("closed", local("2026-12-08 11:00"))
    assert row.kept_calendar
    assert row.result_at == local(TUESDAY)
    with pytest.raises(ConflictError):
        act(house, DESK, code, "close", "2026-12-08 12:00")


@pytest.mark.req("D-15")
def test_elsewhere_returning_ends_it_and_nothing_is_left_to_close(house: House) -> None:
    code = ended(house, "stop")
    with house.work() as work:
        results.return_result(
            work, actor_of(house, DESK), code, "Lê Văn An", "desk", local("2026-12-08 10:00")
        )
    row = dossier(house, code)
    assert (row.state, row.closed_at, row.returned_to) == ("returned", local("2026-12-08 10:00"), "Lê Văn An")
    with pytest.raises(ConflictError, match="tự kết thúc"):
        act(house, DESK, code, "close", "2026-12-08 11:00")


def test_an_ended_dossier_takes_no_more_actions(house: House) -> None:
    code = ended(house, "refuse")
    for key, who, given in (
        ("refuse", EXPERT, GROUNDS),
        ("stop", LEADER, GROUNDS),
        ("withdraw", DESK, {"reason": "x"}),
        ("request_supplement", EXPERT, {"papers": ("ban_do",), **GROUNDS}),
    ):
        with pytest.raises(ConflictError):
            act(house, who, code, key, "2026-12-08 10:00", **given)


def test_of_a_refusal_and_a_forwarding_at_once_one_happens(house: House) -> None:
    set_up(house)
    code = at_expert(house)
    task = waiting_of(house, code)[0].task_id
    outcomes = race(
        lambda: act(house, EXPERT, code, "refuse", TUESDAY, task, **GROUNDS),
        lambda: finish(house, code, "b", now=local(TUESDAY), login=EXPERT),
    )
    assert sum(isinstance(one, ConflictError) for one in outcomes) == 1
    assert dossier(house, code).state in ("refused", "processing")


def test_the_applicant_and_the_officers_are_told(house: House) -> None:
    code = ended(house, "stop")
    run_jobs_telling_at_once(house)
    told = rows(
        house, "select m.*, a.login from message m join account a on a.id = m.account_id order by m.id"
    )
    words = {row.login: row for row in told if row.event.startswith(("stopped", "ended"))}
    # The applicant, and the whole group that had it.
    assert {CITIZEN, EXPERT} <= set(words)
    assert LEADER not in words
    assert words[CITIZEN].body == f"Hồ sơ {code} dừng xử lý. Lý do: Không đủ điều kiện."
    assert words[EXPERT].body == f"Hồ sơ {code}: dừng xử lý. Bạn không còn phải xử lý."
    assert words[EXPERT].body_en == f"Dossier {code}: stopped. There is nothing left for you to do."


@pytest.mark.req("D-09")
def test_the_applicant_asks_and_the_desk_confirms_the_withdrawal(house: House) -> None:
    set_up(house)
    code = at_expert(house)
    citizen = actor_of(house, CITIZEN)

    def wish(reason: str = "Không còn nhu cầu") -> None:
        with house.work() as work:
            withdrawal.ask(work, citizen, code, reason, local("2026-12-07 10:00"))

    with pytest.raises(ValidationError):
        wish("  ")
    wish()
    assert dossier(house, code).state == "processing"
    assert value(house, "select count(*) from message where event like 'withdrawal_asked:%'") > 0
    with pytest.raises(ConflictError, match="xin rút hồ sơ này rồi"):
        wish()
    act(house, DESK, code, "withdraw", TUESDAY, reason="Theo đơn của người nộp")
    assert dossier(house, code).state == "withdrawn"
    assert value(house, "select answered_at from withdrawal_request") == local(TUESDAY)


@pytest.mark.req("D-09")
@pytest.mark.parametrize(("until", "allowed"), [("sent", False), ("accepted", False), ("processing", True)])
def test_until_when_one_may_ask_is_a_setting(house: House, until: str, *, allowed: bool) -> None:
    house = under(house, "001", withdraw_until=until)
    set_up(house)
    code = at_expert(house)
    with house.work() as work:
        if allowed:
            withdrawal.ask(work, actor_of(house, CITIZEN), code, "Thôi", local(TUESDAY))
            return
        with pytest.raises(ConflictError, match="không còn"):
            withdrawal.ask(work, actor_of(house, CITIZEN), code, "Thôi", local(TUESDAY))


def test_an_ending_during_the_wait_for_papers_ends_the_request_too(house: House) -> None:
    house = under(house, "000")
    set_up(house)
    code = at_expert(house)
    ask(house, code, TUESDAY)
    act(house, DESK, code, "withdraw", "2026-12-08 10:00", reason="Theo đơn")
    assert value(house, "select cancelled_at from supplement_request") == local("2026-12-08 10:00")
