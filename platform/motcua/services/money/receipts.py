"""Receipts of the desk: numbered by agency and year, voided by a leader, and the cash list of a day that balances (I-02)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from motcua.domain.errors import ConflictError, FieldError, NotFoundError, ValidationError
from motcua.domain.people.permissions import Actor, account_id, lacking, may, may_work, require, require_right
from motcua.domain.text import Text
from motcua.services.agencies.agencies import ZONE
from motcua.services.desk import desk
from motcua.services.dossier.case import MAX_TEXT, Case
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.dossier import dossier as dossiers
from motcua.store.money import payment as payments
from motcua.store.money import payment_attempt as attempts
from motcua.store.money import receipt as receipts

VOIDING = "dossier.approve"
"""The right of those who decide over the desk that took the money."""


@dataclass(frozen=True)
class CashList:
    """What an agency took on one day, in đồng; `by_charge` adds up what was paid for, by name.

    A voided receipt is among the rows, for its number is used up, but not in the sums. `online` is what gateways took
    that day, which the desk has no cash of.
    """

    day: date
    rows: Sequence[Record]
    online: Sequence[Record] = ()

    @property
    def valid(self) -> list[Record]:
        return [row for row in self.rows if row.voided_at is None]

    @property
    def total(self) -> int:
        return sum(row.amount for row in self.valid)

    @property
    def by_charge(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for row in self.valid:
            for fee in row.fees:
                found[fee["name"]] = found.get(fee["name"], 0) + fee["amount"]
        return found

    @property
    def balances(self) -> bool:
        """Whether the receipts come to what was charged, and no number of the day is left out."""
        numbers = [(row.year, row.number) for row in self.rows]
        is_whole = all(late[0] != early[0] or late[1] == early[1] + 1 for early, late in pairwise(numbers))
        return is_whole and self.total == sum(self.by_charge.values())


@dataclass(frozen=True)
class Shown:
    """A receipt; `may_void`: the reader decides over the desk that took the money, and it still counts.

    `reason` is why it was voided, empty while it counts.
    """

    row: Record
    may_void: bool
    reason: str


def issue(work: Work, case: Case, payment_id: int, amount: int) -> str:
    """Write the receipt of a payment; its number. A number given back by a failure goes to the next."""
    place = case.place
    calendar = work.house.calendars.at(work.connection, place.agency_id, place.at, place.revision)
    day = calendar.local(place.at).date()
    number = receipts.next_number(work.connection, place.agency_id, day.year)
    receipts.add(
        work.connection,
        agency_id=place.agency_id,
        year=day.year,
        number=number,
        payment_id=payment_id,
        day=day,
        amount=amount,
        issued_by=case.actor.id,
        issued_at=place.at,
    )
    return words(day.year, number)


def shown(work: Work, actor: Actor, dossier_id: int, receipt_id: int) -> Shown:
    """A receipt of a dossier that the actor has opened; raises NotFoundError."""
    row = _one(work, dossier_id, receipt_id)
    sealed = row.void_reason_sealed
    may_void = row.voided_at is None and may(actor, VOIDING, agencies.lineage(work.connection, row.agency_id))
    return Shown(row, may_void, work.cipher.open(sealed) if sealed is not None else "")


def void(work: Work, actor: Actor, code: str, receipt_id: int, reason: str, now: datetime) -> None:
    """Void a receipt: its number is never given again, and what it was for may be collected anew. One commit.

    Raises NotFoundError, NotAllowedError, ValidationError at "/reason", ConflictError when it is void already.
    """
    require(actor, "staff")
    dossier = dossiers.by_code(work.connection, code)
    if dossier is None:
        raise _unknown()
    receipt = _one(work, dossier.id, receipt_id)
    require_right(actor, VOIDING, agencies.lineage(work.connection, receipt.agency_id))
    if not reason.strip() or len(reason) > MAX_TEXT:
        wanted = Text(
            f"Nhập lý do hủy biên lai, không quá {MAX_TEXT} ký tự.",
            f"Enter why the receipt is voided, in {MAX_TEXT} characters at most.",
        )
        raise ValidationError([FieldError("/reason", "required", wanted)])
    why = work.cipher.seal(reason.strip())
    by = account_id(actor)
    if not receipts.void(work.connection, receipt_id, voided_at=now, voided_by=by, void_reason_sealed=why):
        raise ConflictError(Text("Biên lai này đã bị hủy trước đó.", "This receipt is void already."))
    payments.change(work.connection, receipt.payment_id, cancelled_at=now)
    work.record(
        at=now,
        actor_id=actor.id,
        actor_name=actor.name,
        action="receipt.void",
        dossier_id=receipt.dossier_id,
        subject=words(receipt.year, receipt.number),
        detail={"amount": receipt.amount},
    )
    work.commit()


def _one(work: Work, dossier_id: int, receipt_id: int) -> Record:
    found = receipts.of_dossier(work.connection, dossier_id)
    receipt = next((row for row in found if row.id == receipt_id), None)
    if receipt is None:
        raise _unknown()
    return receipt


def _unknown() -> NotFoundError:
    return NotFoundError(Text("Hồ sơ không có biên lai này.", "The dossier has no such receipt."))


def words(year: int, number: int) -> str:
    """A receipt's number as it is printed: "000123/2026"."""
    return f"{number:06d}/{year}"


def cash_list(work: Work, actor: Actor, agency_id: int, day: date) -> CashList:
    """The receipts of an agency's day, for the desk that took the money and for its leaders; raises NotAllowedError."""
    require(actor, "staff")
    online = attempts.settled_between(work.connection, agency_id, *_day(day))
    found = CashList(day, receipts.of_day(work.connection, agency_id, day), online)
    lineage = agencies.lineage(work.connection, agency_id)
    if not any(may(actor, right, lineage) for right in ("report.view", "dossier.return")):
        _require_desk(work, actor, agency_id, found)
    return found


def _day(day: date) -> tuple[datetime, datetime]:
    """The first instant of a day in Vietnam, and of the next."""
    begins = datetime(day.year, day.month, day.day, tzinfo=ZONE)
    return begins, begins + timedelta(days=1)


def _require_desk(work: Work, actor: Actor, agency_id: int, found: CashList) -> None:
    """An officer of the agency without a role of his own sees what a desk of his took."""
    if actor.agency_id != agency_id or not may_work(actor, "dossier.return"):
        raise lacking("dossier.return")
    procedures = {row.version_id: row for row in (*found.online, *found.rows)}
    for version_id, row in procedures.items():
        if desk.receives(work, actor, work.house.versions.get(work.connection, version_id), row):
            return
    if procedures:
        raise lacking("dossier.return")
