"""What a payment gateway says of an attempt, believed when signed and taken once however often it is said (I-03)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from motcua.domain.errors import InputError, NotFoundError
from motcua.domain.forms.form_format import format_money
from motcua.domain.text import Text
from motcua.domain.time.clock import Reason
from motcua.extend.payment_gateway import Answer, PaymentGateway
from motcua.services.dossier import stepping, waits
from motcua.services.dossier.stepping import Place
from motcua.services.messages import officers_told
from motcua.services.money import paying
from motcua.services.money.online_payment import PAYABLE, gateway_of
from motcua.services.work import House, Work
from motcua.store.base import Record
from motcua.store.dossier import dossier as dossiers
from motcua.store.dossier import held
from motcua.store.dossier import move as moves
from motcua.store.dossier.move import Job, Move, Standing
from motcua.store.money import payment as payments
from motcua.store.money import payment_attempt as attempts
from motcua.store.time import interval as intervals


@dataclass(frozen=True, slots=True)
class Settled:
    """The payment that the money has paid; `is_asked`: an officer had asked for it, and the dossier waited."""

    payment_id: int
    is_asked: bool


ASK_AFTER: Final = timedelta(minutes=5)
"""A gateway that has said nothing for so long is asked."""
LATE: Final = timedelta(hours=1)
GIVE_UP_AFTER: Final = timedelta(days=1)
ASKED_AT_ONCE: Final = 100


def told(work: Work, gateway_key: str, said: Mapping[str, Any], now: datetime) -> Record:
    """Take in what was said in a gateway's name, by the gateway itself or brought by the person; the attempt after it.

    Raises NotFoundError for an order that is not ours, GatewayRefusedError without the gateway's signature. One commit.
    """
    gateway = gateway_of(work, gateway_key)
    return _taken_in(work, gateway, gateway.read(said), now)


def ask_gateways(house: House, now: datetime) -> int:
    """Ask about every attempt that was never answered, and give up on the old; how many were ended. A job.

    A gateway that does not answer is not asked again in the same run.
    """
    with house.work() as work:
        waiting = attempts.unanswered(work.connection, now - ASK_AFTER, ASKED_AT_ONCE)
    silent: set[str] = set()
    return sum(_asked(house, row, now, silent) for row in waiting)


def _asked(house: House, row: Record, now: datetime, silent: set[str]) -> bool:
    gateway = house.payment_gateways.get(row.gateway)
    answer = None
    if gateway is not None and row.pay_at and row.gateway not in silent:
        try:
            answer = gateway.ask(row.order_code)
        except InputError:
            silent.add(row.gateway)
    with house.work() as work:
        if gateway is not None and answer is not None and answer.state != "pending":
            return str(_taken_in(work, gateway, answer, now).state) != "begun"
        # Nobody pays an order that ran out; should its money come all the same, it still counts.
        is_over = answer is not None and now > row.expires_at + LATE
        if not is_over and now - row.begun_at < GIVE_UP_AFTER:
            return False
        if attempts.locked(work.connection, row.id).state == "begun":
            attempts.change(work.connection, row.id, state="expired", settled_at=now)
        work.commit()
        return True


def _taken_in(work: Work, gateway: PaymentGateway, answer: Answer, now: datetime) -> Record:
    found = attempts.by_order(work.connection, gateway.about.key, answer.reference)
    if found is None:
        raise NotFoundError(Text("Không có lần thanh toán này.", "There is no such payment."))
    # The dossier first, as every action does: two answers, or an answer and the desk, wait for each other here.
    rows = held.hold(work.connection, found.code, 0)
    attempt = attempts.locked(work.connection, found.id)
    if answer.state == "pending" or attempt.state in ("paid", "surplus"):
        return attempt
    if answer.state == "failed":
        if attempt.state == "begun":
            attempts.change(work.connection, attempt.id, state="failed", settled_at=now)
    elif attempt.state in ("begun", "failed", "expired"):
        _paid(work, gateway, attempt, rows, answer, now)
    after = attempts.locked(work.connection, attempt.id)
    work.commit()
    return after


def _paid(
    work: Work,
    gateway: PaymentGateway,
    attempt: Record,
    rows: Sequence[Record],
    answer: Answer,
    now: datetime,
) -> None:
    """The money has come: it pays what is still owed, or it is too much and somebody gives it back."""
    place = stepping.place_of(work, rows[0], now)
    state = "paid" if answer.amount == attempt.amount else "surplus"
    settled = _settled(work, attempt, place) if state == "paid" else None
    if settled is None:
        state = "surplus"
        _tell_surplus(work, rows, attempt, answer.amount, place)
    attempts.change(
        work.connection,
        attempt.id,
        state=state,
        amount=answer.amount,
        payment_id=settled.payment_id if settled is not None else attempt.payment_id,
        transaction=answer.transaction,
        settled_at=now,
    )
    detail = {"amount": answer.amount, "gateway": gateway.about.title, "transaction": answer.transaction}
    _write(work, gateway, place, settled, detail)


def _settled(work: Work, attempt: Record, place: Place) -> Settled | None:
    """The payment that the money pays; None when what was owed has been paid, changed or called off meanwhile."""
    asked = payments.opened(work.connection, place.dossier_id)
    if asked is not None:
        # Begun before an officer asked for the very same charges, it pays what he asked for.
        if attempt.payment_id not in (None, asked.id) or _sums(asked.fees) != _sums(attempt.fees):
            return None
        payments.change(work.connection, asked.id, paid_at=place.at)
        return Settled(asked.id, is_asked=True)
    if attempt.payment_id is not None:
        return None
    dossier = dossiers.by_id(work.connection, place.dossier_id)
    if dossier is None or dossier.state not in PAYABLE:
        return None
    owed = {(one.name, one.amount) for one in paying.due_charges(work, dossier)}
    if not _sums(attempt.fees) <= owed:
        return None
    values = {"dossier_id": place.dossier_id, "fees": attempt.fees, "amount": attempt.amount}
    return Settled(payments.add(work.connection, **values, paid_at=place.at), is_asked=False)


def _sums(fees: Sequence[Mapping[str, Any]]) -> set[tuple[str, int]]:
    return {(fee["name"], fee["amount"]) for fee in fees}


def _write(
    work: Work,
    gateway: PaymentGateway,
    place: Place,
    settled: Settled | None,
    detail: Mapping[str, object],
) -> None:
    """The line of the history; a request that was waited for ends, and the clock goes on (E-27)."""
    counted = stepping.counted(work, place, place.agency_id)
    action, standing, jobs = "payment.surplus", None, []
    if settled is not None:
        event = f"paid:{settled.payment_id}"
        jobs = [Job("notify_applicant", {"dossier_id": place.dossier_id, "event": event})]
        action = "confirm_payment" if settled.is_asked else "collect_fee"
    if settled is not None and settled.is_asked:
        subject = paying.clock_of(settled.payment_id)
        intervals.end(work.connection, place.dossier_id, subject, counted)
        still = intervals.waits_elsewhere(work.connection, place.dossier_id, subject, Reason.WAITING_PAYMENT)
        standing = Standing("waiting_payment" if still else "processing")
    moves.write(
        work.connection,
        Move(
            dossier_id=place.dossier_id,
            at=place.at,
            counted_at=counted,
            actor_id=None,
            actor_name=gateway.about.title,
            action=action,
            detail=detail,
            standing=standing,
            jobs=jobs,
        ),
    )
    if standing is not None:
        waits.reindex(work, place.dossier_id, place.at)


def _tell_surplus(work: Work, rows: Sequence[Record], attempt: Record, amount: int, place: Place) -> None:
    money = format_money(amount)
    words = Text(
        f"Hồ sơ {rows[0].code}: có {money.vi} nộp trực tuyến không còn khoản phải thu. Cần hoàn trả.",
        f"Dossier {rows[0].code}: {money.en} came online with nothing left to pay. To be given back.",
    )
    event = f"surplus:{attempt.id}"
    officers_told.of_desk(work, rows[0], place.version, words, event, place.at)
