"""Paying online: what may be paid, and the way to a gateway (I-03). What it says afterwards: `payment_answer`.

The gateway is told of an order only after the attempt is stored, so that no money comes for an order we do not know.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from motcua.domain.errors import ConflictError, InputError, NotFoundError
from motcua.domain.money.fees import Charge
from motcua.domain.money.online_payment import GOOD_FOR, Gateway
from motcua.domain.people.permissions import Actor, account_id, require
from motcua.domain.text import Text
from motcua.extend.payment_gateway import Order, PaymentGateway
from motcua.services.dossier import stepping
from motcua.services.money import paying
from motcua.services.work import House, Work
from motcua.store.base import Record
from motcua.store.dossier import dossier as dossiers
from motcua.store.dossier import held
from motcua.store.money import payment as payments
from motcua.store.money import payment_attempt as attempts

PAYABLE: Final = ("sent", "accepted", "processing", "waiting_payment", "result_available")


@dataclass(frozen=True)
class Bill:
    """What the applicant may pay now, in đồng; `request_id` when an officer asked for it. `attempts`: all so far."""

    charges: Sequence[Charge]
    request_id: int | None
    gateways: Sequence[Gateway]
    attempts: Sequence[Record]

    @property
    def amount(self) -> int:
        return sum(one.amount for one in self.charges)


@dataclass(frozen=True)
class Addresses:
    """Where the person comes back to, and where the gateway itself tells us; both whole addresses."""

    return_to: str
    notify_to: str


def bill(work: Work, dossier: Record) -> Bill:
    """What is left to pay for a dossier as `motcua.store.dossier.dossier` selects it; no charges where nothing is."""
    tried = attempts.of_dossiers(work.connection, [dossier.id])[dossier.id]
    gateways = [one.about for one in work.house.payment_gateways.values()]
    if dossier.state not in PAYABLE:
        return Bill((), None, gateways, tried)
    asked = payments.opened(work.connection, dossier.id)
    if asked is not None:
        return Bill([Charge(**fee) for fee in asked.fees], asked.id, gateways, tried)
    return Bill(paying.due_charges(work, dossier), None, gateways, tried)


def begin(work: Work, actor: Actor, code: str, gateway_key: str, addresses: Addresses, now: datetime) -> str:
    """Order what the applicant's own dossier owes; the address where he pays. An attempt still open is gone on with.

    Raises NotFoundError, ConflictError when nothing is to be paid, GatewayUnavailableError. Two commits: see above.
    """
    require(actor, "citizen")
    dossier = dossiers.by_code(work.connection, code)
    if dossier is None or dossier.applicant_id != actor.id:
        raise stepping.unknown_dossier(code)
    gateway = gateway_of(work, gateway_key)
    held.hold(work.connection, code, account_id(actor))
    owed = bill(work, dossier)
    if not owed.amount:
        raise ConflictError(
            Text("Hồ sơ không còn khoản nào phải nộp.", "The dossier has nothing left to pay.")
        )
    open_one = attempts.running(work.connection, dossier.id, gateway_key, now)
    if open_one is not None and (open_one.amount, open_one.payment_id) == (owed.amount, owed.request_id):
        return str(open_one.pay_at)
    attempt_id, order = _stored(work, actor, dossier, owed, gateway_key, addresses, now)
    work.commit()
    try:
        pay_at = gateway.begin(order)
    except InputError:
        attempts.change(work.connection, attempt_id, state="failed", settled_at=now)
        work.commit()
        raise
    attempts.change(work.connection, attempt_id, pay_at=pay_at)
    work.commit()
    return pay_at


def _stored(
    work: Work,
    actor: Actor,
    dossier: Record,
    owed: Bill,
    gateway_key: str,
    addresses: Addresses,
    now: datetime,
) -> tuple[int, Order]:
    order_code = secrets.token_hex(10)
    expires_at = now + GOOD_FOR
    attempt_id = attempts.add(
        work.connection,
        dossier_id=dossier.id,
        payment_id=owed.request_id,
        gateway=gateway_key,
        order_code=order_code,
        fees=[one.to_dict() for one in owed.charges],
        amount=owed.amount,
        state="begun",
        begun_by=account_id(actor),
        begun_at=now,
        expires_at=expires_at,
    )
    work.record(
        at=now,
        actor_id=actor.id,
        actor_name=actor.name,
        action="payment.begin",
        dossier_id=dossier.id,
        subject=order_code,
        detail={"amount": owed.amount, "gateway": gateway_key},
    )
    about = f"Ho so {dossier.code}"
    return attempt_id, Order(
        order_code, owed.amount, about, addresses.return_to, addresses.notify_to, expires_at
    )


@dataclass(frozen=True)
class Attempt:
    """An attempt of a dossier with the charges it was for; `gateway` in words, its key when it is no longer known."""

    row: Record
    dossier: Record
    charges: Sequence[Charge]
    gateway: Text


def own_attempt(work: Work, actor: Actor, code: str, attempt_id: int) -> Attempt:
    """One of the attempts of the actor's own dossier; raises NotFoundError."""
    require(actor, "citizen")
    dossier = dossiers.by_code(work.connection, code)
    if dossier is None or dossier.applicant_id != actor.id:
        raise stepping.unknown_dossier(code)
    found = attempts.of_dossiers(work.connection, [dossier.id])[dossier.id]
    row = next((one for one in found if one.id == attempt_id), None)
    if row is None:
        raise NotFoundError(Text("Hồ sơ không có lần thanh toán này.", "The dossier has no such payment."))
    return Attempt(row, dossier, [Charge(**fee) for fee in row.fees], title_of(work.house, row.gateway))


def received(work: Work, dossier_id: int) -> Sequence[Record]:
    """What came through gateways for a dossier, oldest first; what has to be given back among it."""
    found = attempts.of_dossiers(work.connection, [dossier_id])[dossier_id]
    return [row for row in found if row.state in ("paid", "surplus")]


def own_code(work: Work, actor: Actor, attempt: Record) -> str:
    """The code of the dossier an attempt is of; raises NotFoundError unless it is the actor's own."""
    dossier = dossiers.by_id(work.connection, attempt.dossier_id)
    if dossier is None or dossier.applicant_id != account_id(actor):
        raise NotFoundError(Text("Không có lần thanh toán này.", "There is no such payment."))
    return str(dossier.code)


def title_of(house: House, key: str) -> Text:
    known = house.payment_gateways.get(key)
    return known.about.words if known is not None else Text(key, key)


def gateway_of(work: Work, key: str) -> PaymentGateway:
    """The gateway of that key; raises NotFoundError."""
    found = work.house.payment_gateways.get(key)
    if found is None:
        raise NotFoundError(Text("Không có cổng thanh toán này.", "There is no such gateway."))
    return found
