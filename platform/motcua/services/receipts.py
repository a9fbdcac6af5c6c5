"""Receipts of the desk: numbered by agency and year, and the cash list of a day that balances (I-02)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from motcua.domain.permissions import Actor, lacking, may, may_work, require
from motcua.services import desk
from motcua.services.case import Case
from motcua.services.work import Work
from motcua.store import agency as agencies
from motcua.store import receipt as receipts
from motcua.store.base import Record


@dataclass(frozen=True)
class CashList:
    """What an agency took on one day, in đồng; `by_charge` adds up what was paid for, by name."""

    day: date
    rows: Sequence[Record]

    @property
    def total(self) -> int:
        return sum(row.amount for row in self.rows)

    @property
    def by_charge(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for row in self.rows:
            for fee in row.fees:
                found[fee["name"]] = found.get(fee["name"], 0) + fee["amount"]
        return found

    @property
    def balances(self) -> bool:
        """Whether the receipts come to what was charged, and no number of the day is left out."""
        numbers = [(row.year, row.number) for row in self.rows]
        is_whole = all(late[0] != early[0] or late[1] == early[1] + 1 for early, late in pairwise(numbers))
        return is_whole and self.total == sum(self.by_charge.values())


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


def words(year: int, number: int) -> str:
    """A receipt's number as it is printed: "000123/2026"."""
    return f"{number:06d}/{year}"


def cash_list(work: Work, actor: Actor, agency_id: int, day: date) -> CashList:
    """The receipts of an agency's day, for the desk that took the money and for its leaders; raises NotAllowedError."""
    require(actor, "staff")
    found = CashList(day, receipts.of_day(work.connection, agency_id, day))
    lineage = agencies.lineage(work.connection, agency_id)
    if not any(may(actor, right, lineage) for right in ("report.view", "dossier.return")):
        _require_desk(work, actor, agency_id, found)
    return found


def _require_desk(work: Work, actor: Actor, agency_id: int, found: CashList) -> None:
    """An officer of the agency without a role of his own sees what a desk of his took."""
    if actor.agency_id != agency_id or not may_work(actor, "dossier.return"):
        raise lacking("dossier.return")
    procedures = {row.version_id: row for row in found.rows}
    for version_id, row in procedures.items():
        if desk.receives(work, actor, work.house.versions.get(work.connection, version_id), row):
            return
    if procedures:
        raise lacking("dossier.return")
