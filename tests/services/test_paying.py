"""Money: only what the procedure charges, waited for, taken with a receipt (E-27, I-01, I-02, I-06)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fixtures_dossier import actor_of, open_page
from fixtures_model import finish
from fixtures_watch import local, rows, run_jobs_telling_at_once, value
from services.ending_story import CITIZEN, sent, set_up
from services.time_story import DESK, EXPERT, FEES, LEADER, act, dates, give_role, started

from motcua.domain.errors import ConflictError, NotAllowedError, ValidationError
from motcua.domain.money.fees import Charge, charges_of, matching
from motcua.domain.process.process import Fee
from motcua.services.intake import amendment, submission
from motcua.services.work import House


def ask(house: House, code: str, amount: int, at: str = "2026-12-07 10:00") -> None:
    act(house, EXPERT, code, "request_payment", at, amount=amount)


@pytest.mark.req("I-01")
def test_charges_follow_the_way_of_filing_and_an_amount_is_one_of_them_or_all() -> None:
    fees = [Fee("a", 50_000, "direct"), Fee("b", 150_000, "online"), Fee("c", 30_000), Fee("d", 0)]
    online = charges_of(fees, "online")
    assert [one.name for one in online] == ["b", "c"]
    assert [one.name for one in charges_of(fees, "direct")] == ["a", "c"]
    assert matching(online, 30_000) == [Charge("c", "c", 30_000)]
    assert matching(online, 180_000) == online
    for wrong in (0, -1, 50_000, 180_001):
        assert matching(online, wrong) is None


@pytest.mark.req("I-01")
def test_another_amount_than_the_procedures_is_refused(house: House) -> None:
    code = started(house, papers=FEES)
    for amount in (1, 5_000, 915_000, -880_000):
        with pytest.raises(ValidationError) as wrong:
            ask(house, code, amount)
        (problem,) = wrong.value.errors
        assert (problem.pointer, problem.code) == ("/amount", "not_configured")
        assert "880.000\N{NO-BREAK SPACE}đ" in problem.message.vi
    assert rows(house, "select * from payment") == []
    ask(house, code, 910_000)
    (row,) = rows(house, "select * from payment")
    assert [fee["name"] for fee in row.fees] == ["Phí thẩm định", "Lệ phí"]


@pytest.mark.req("E-27")
@pytest.mark.parametrize(
    ("policy", "expected"),
    [("pause", ("10/12 17:00", "11/12 07:00")), ("continue", ("09/12 17:00", "10/12 07:00"))],
)
def test_waiting_for_the_payment_stops_the_clock_where_the_province_says_so(
    house: House, policy: str, expected: tuple[str, str]
) -> None:
    ruled = replace(house, profile=replace(house.profile, payment_wait=policy))
    code = started(ruled, papers=FEES)
    ask(ruled, code, 880_000)
    assert value(house, "select state from dossier") == "waiting_payment"
    act(ruled, DESK, code, "confirm_payment", "2026-12-08 10:00")
    assert value(house, "select state from dossier") == "processing"
    # From 10:00 to 10:00 the next day are 8 working hours.
    assert dates(ruled, code, "2026-12-08 10:30") == expected


@pytest.mark.req("I-06")
def test_nothing_is_forwarded_before_the_money_has_come(house: House) -> None:
    code = started(house, papers=FEES)
    ask(house, code, 880_000)
    with pytest.raises(ConflictError, match="Chưa có xác nhận đã nộp"):
        finish(house, code, "b", now=local("2026-12-07 11:00"))
    act(house, DESK, code, "confirm_payment", "2026-12-07 11:10")
    finish(house, code, "b", now=local("2026-12-07 11:20"))
    assert value(house, "select step_id from dossier_step where left_at is null") == "c"


@pytest.mark.req("I-02")
def test_a_receipt_goes_with_the_payment_and_the_applicant_is_told(house: House) -> None:
    code = started(house, papers=FEES)
    ask(house, code, 880_000)
    act(house, DESK, code, "confirm_payment", "2026-12-07 11:00")
    (receipt,) = rows(house, "select r.*, p.paid_at from receipt r join payment p on p.id = r.payment_id")
    assert (receipt.year, receipt.number, receipt.amount) == (2026, 1, 880_000)
    assert receipt.paid_at == local("2026-12-07 11:00")
    (history,) = rows(house, "select detail from audit where action = 'confirm_payment'")
    assert (history.detail["amount"], history.detail["receipt"]) == (880_000, "000001/2026")
    run_jobs_telling_at_once(house)
    told = rows(house, "select body from message where event like 'pa%' order by id")
    assert ["880.000" in row.body for row in told] == [True, True]


@pytest.mark.req("I-01", "I-02")
def test_each_charge_is_taken_once_also_at_the_desk_without_a_request(house: House) -> None:
    code = started(house, papers=FEES)
    act(house, DESK, code, "collect_fee", "2026-12-07 08:00", amount=30_000)
    assert value(house, "select state from dossier") == "processing"
    assert dates(house, code, "2026-12-07 08:30") == ("09/12 17:00", "10/12 07:00")
    for amount in (30_000, 910_000):
        with pytest.raises(ValidationError):
            act(house, DESK, code, "collect_fee", "2026-12-07 08:30", amount=amount)
    ask(house, code, 880_000)
    act(house, DESK, code, "confirm_payment", "2026-12-07 11:00")
    with pytest.raises(ValidationError) as wrong:
        act(house, DESK, code, "collect_fee", "2026-12-07 11:30", amount=880_000)
    assert "không còn khoản" in wrong.value.errors[0].message.vi
    assert value(house, "select sum(amount) from receipt") == 910_000


def test_who_may_not_and_what_is_not_waited_for(house: House) -> None:
    code = started(house, papers=FEES)
    with pytest.raises(ConflictError):
        act(house, DESK, code, "confirm_payment", "2026-12-07 09:00")
    with pytest.raises(NotAllowedError):
        act(house, LEADER, code, "request_payment", "2026-12-07 09:00", amount=880_000)
    ask(house, code, 880_000)
    with pytest.raises(NotAllowedError):
        act(house, EXPERT, code, "confirm_payment", "2026-12-07 11:00")
    shown = open_page(house, code, local("2026-12-07 11:00"), DESK)
    assert shown.row.state == "waiting_payment"


def test_a_charge_taken_before_acceptance_stays_when_the_applicant_changes_his_form(house: House) -> None:
    set_up(house, facts=FEES)
    code = sent(house)
    act(house, DESK, code, "collect_fee", "2026-12-07 08:00", amount=880_000)
    citizen, at = actor_of(house, CITIZEN), local("2026-12-07 09:00")
    with house.work() as work:
        draft = amendment.begin(work, citizen, code, at)
        submission.submit(work, citizen, draft, declared=True, now=at)
    (row,) = rows(house, "select amount, paid_at, step_row_id from payment")
    assert (row.amount, row.paid_at, row.step_row_id) == (880_000, local("2026-12-07 08:00"), None)


@pytest.mark.req("E-27", "D-20")
def test_off_the_route_the_payment_is_still_waited_for(house: House) -> None:
    code = started(house, papers=FEES)
    give_role(house, "thang.nguyen", "lanh_dao_mot_cua")
    ask(house, code, 880_000)
    act(house, "thang.nguyen", code, "leave_route", "2026-12-08 09:00", step="c", reason="Làm trước")
    assert value(house, "select state from dossier") == "waiting_payment"
    act(house, DESK, code, "confirm_payment", "2026-12-08 10:00")
    assert value(house, "select state from dossier") == "processing"
