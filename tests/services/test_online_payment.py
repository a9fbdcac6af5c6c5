"""Paying online: once however often the gateway says so, too much is given back, a lost answer is asked for (I-03)."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
import requests
from fixtures_dossier import actor_of, file_dossier
from fixtures_model import CODE
from fixtures_watch import local, race, rows, value
from services.ending_story import CITIZEN
from services.time_story import DESK, EXPERT, FEES, act, dates, started

from motcua.contrib.signed_gateway import SignedGateway, signed
from motcua.domain.errors import ConflictError, NotFoundError
from motcua.domain.money.online_payment import Gateway
from motcua.extend.payment_gateway import GatewayRefusedError, GatewayUnavailableError
from motcua.services.desk import lookup
from motcua.services.money import online_payment, payment_answer
from motcua.services.money.online_payment import Addresses
from motcua.services.work import House

ADDRESSES = Addresses("http://127.0.0.1/back", "http://127.0.0.1:9/notice")
AT = "2026-12-07 10:00"


@pytest.fixture
def house(house: House, gateway: Gateway) -> House:
    """A province whose dossiers are paid at the sandbox; a payment is waited for with the clock standing."""
    profile = dataclasses.replace(house.profile, payment_wait="pause")
    return dataclasses.replace(house, profile=profile, payment_gateways={gateway.key: SignedGateway(gateway)})


def begin(house: House, code: str, at: str = AT, login: str = CITIZEN, gateway: str = "sandbox") -> str:
    with house.work() as work:
        actor = actor_of(house, login)
        return online_payment.begin(work, actor, code, gateway, ADDRESSES, local(at))


def newest(house: House) -> Any:
    return rows(house, "select * from payment_attempt order by id desc limit 1")[0]


def answer(house: House, gateway: Gateway, state: str = "paid", **other: object) -> Mapping[str, Any]:
    """What the gateway says of the newest attempt."""
    row = newest(house)
    said = {
        "merchant": "motcua",
        "reference": row.order_code,
        "state": state,
        "amount": row.amount,
        "transaction": "SB1" if state == "paid" else "",
    }
    return signed({**said, **other}, gateway.secret)


def told(house: House, said: Mapping[str, Any], at: str = AT) -> str:
    with house.work() as work:
        return str(payment_answer.told(work, "sandbox", said, local(at)).state)


@pytest.mark.req("I-03", "E-27")
def test_what_was_asked_for_is_paid_once_and_the_clock_goes_on(house: House, gateway: Gateway) -> None:
    code = started(house, papers=FEES)
    act(house, EXPERT, code, "request_payment", AT, amount=880_000)
    pay_at = begin(house, code)
    assert pay_at.startswith(f"{gateway.address}/pay/")
    assert begin(house, code) == pay_at
    said = answer(house, gateway)
    outcomes = race(*[lambda: told(house, said, "2026-12-08 10:00")] * 4)
    assert outcomes == ["paid"] * 4
    assert told(house, said, "2026-12-09 10:00") == "paid"
    (payment,) = rows(house, "select * from payment")
    assert (payment.amount, payment.paid_at) == (880_000, local("2026-12-08 10:00"))
    assert value(house, "select state from dossier") == "processing"
    assert rows(house, "select actor_name from audit where action = 'confirm_payment'") == [
        ("Cổng thanh toán thử",)
    ]
    # From 10:00 to 10:00 the next day are 8 working hours, as when the desk confirms.
    assert dates(house, code, "2026-12-08 10:30") == ("10/12 17:00", "11/12 07:00")
    with house.work() as work:
        own = lookup.own(work, actor_of(house, CITIZEN), code, local("2026-12-08 11:00"))
        left = online_payment.bill(work, own.track.row)
    assert [one.amount for one in left.charges] == [30_000]


@pytest.mark.req("I-03")
def test_fees_are_paid_without_being_asked_for_and_what_comes_too_late_is_given_back(
    house: House, gateway: Gateway
) -> None:
    code = started(house, papers=FEES)
    begin(house, code)
    assert newest(house).amount == 910_000
    act(house, DESK, code, "collect_fee", AT, amount=30_000)
    assert told(house, answer(house, gateway)) == "surplus"
    begin(house, code, "2026-12-07 11:00")
    short = answer(house, gateway, amount=1_000)
    assert told(house, short) == "surplus"
    begin(house, code, "2026-12-07 11:05")
    assert told(house, answer(house, gateway, "failed")) == "failed"
    # The gateway may come to another mind: money is money.
    assert told(house, answer(house, gateway)) == "paid"
    paid = rows(house, "select amount from payment where paid_at is not null order by id")
    assert [row.amount for row in paid] == [30_000, 880_000]
    assert value(house, "select count(*) from audit where action = 'payment.surplus'") == 2
    assert value(house, "select count(*) from message where event like 'surplus:%'") > 0
    with pytest.raises(ConflictError, match="không còn khoản nào"):
        begin(house, code, "2026-12-07 11:10")


@pytest.mark.req("I-03", "E-27")
def test_an_order_begun_before_an_officer_asks_pays_what_he_asks_for(house: House, gateway: Gateway) -> None:
    code = started(house, papers=FEES)
    first = begin(house, code)
    before = answer(house, gateway)
    act(house, EXPERT, code, "request_payment", AT, amount=910_000)
    assert begin(house, code) != first
    assert told(house, before) == "paid"
    assert value(house, "select state from dossier") == "processing"
    assert value(house, "select count(*) from payment where paid_at is not null") == 1
    assert told(house, answer(house, gateway)) == "surplus"


@pytest.mark.req("I-03")
def test_an_answer_without_the_gateways_signature_changes_nothing(house: House, gateway: Gateway) -> None:
    code = started(house, papers=FEES)
    begin(house, code)
    right = answer(house, gateway)
    for wrong in (
        {**right, "amount": 1},
        {**right, "reference": "ffffffffffffffffffff"},
        signed({name: one for name, one in right.items() if name != "signature"}, "another secret of 16"),
        {name: one for name, one in right.items() if name != "signature"},
        answer(house, gateway, merchant="nguoi-khac"),
        {"a": "\ud800", "signature": "\ud800"},
    ):
        with pytest.raises(GatewayRefusedError):
            told(house, wrong)
    with pytest.raises(NotFoundError):
        told(house, answer(house, gateway, reference="ffffffffffffffffffff"))
    assert newest(house).state == "begun"
    with pytest.raises(NotFoundError):
        begin(house, code, login="khoi@example.vn")
    with pytest.raises(NotFoundError):
        begin(house, code, gateway="la")


@pytest.mark.req("I-03")
def test_a_lost_answer_is_asked_for_and_an_old_attempt_ends(house: House, gateway: Gateway) -> None:
    code = started(house, papers=FEES)
    pay_at = begin(house, code)
    requests.post(pay_at, data={"do": "pay"}, allow_redirects=False, timeout=10).close()
    asked: datetime = local(AT) + timedelta(minutes=6)
    assert payment_answer.ask_gateways(house, asked) == 1
    assert newest(house).state == "paid"
    assert payment_answer.ask_gateways(house, asked) == 0
    other = file_dossier(house, CODE, now=local(AT), von=1)
    begin(house, other)
    assert payment_answer.ask_gateways(house, local(AT) + timedelta(hours=1)) == 0
    assert payment_answer.ask_gateways(house, local(AT) + timedelta(hours=2)) == 1
    assert newest(house).state == "expired"


@pytest.mark.req("I-03")
def test_a_gateway_that_is_down_takes_nothing_and_can_be_tried_again(house: House, gateway: Gateway) -> None:
    code = started(house, papers=FEES)
    dead = dataclasses.replace(gateway, address="http://127.0.0.1:9")
    down = dataclasses.replace(house, payment_gateways={"sandbox": SignedGateway(dead)})
    with pytest.raises(GatewayUnavailableError, match="Chưa có khoản nào bị trừ"):
        begin(down, code)
    assert newest(house).state == "failed"
    begin(house, code)
    assert payment_answer.ask_gateways(down, local(AT) + timedelta(hours=1)) == 0
    assert payment_answer.ask_gateways(down, local(AT) + timedelta(days=2)) == 1
    assert newest(house).state == "expired"
