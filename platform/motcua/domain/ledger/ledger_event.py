"""What happens to a dossier in a ledger: one event, the chain of dossiers it meets, and the refusal of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from motcua.domain.errors import ConflictError
from motcua.domain.ledger.ledger import Calendars, Ledger, Plan
from motcua.domain.profile import Profile
from motcua.domain.text import Text
from motcua.domain.time.limits import Budget
from motcua.domain.time.timeliness import effective


class RefusedError(ConflictError):
    """The rules forbid the event; nothing was changed (R-11)."""

    code = "refused"

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(Text(vi, en))


@dataclass(frozen=True, slots=True)
class Event:
    """One event at its actual instant. `source` and `to` are steps, agencies or people, as `do` asks.

    `has_slip` is whether the slip the law wants is attached (R-16); `extend` working time; `until` the appointment
    an apology names; `calendar` the dates a change of calendar brings, in the file form of a calendar.
    """

    number: int
    at: datetime
    do: str
    step: str = ""
    agency: str = ""
    source: str = ""
    to: tuple[str, ...] = ()
    by: str = ""
    to_person: str = ""
    reason: str = ""
    has_slip: bool = True
    is_approved: bool = False
    budget: Budget | None = None
    extend: Budget | None = None
    until: datetime | None = None
    delivered_at: datetime | None = None
    code: str = ""
    dossier: str = ""
    calendar: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Chain:
    """A dossier and those that came of it (R-09), the newest last, under one plan and one set of rules."""

    plan: Plan
    rules: Profile
    calendars: Calendars
    dossiers: tuple[Ledger, ...] = ()

    def place_of(self, event: Event) -> int:
        """The position of the dossier an event is about: the one it names, else the newest."""
        if not self.dossiers:
            raise RefusedError("Chưa có hồ sơ nào.", "There is no dossier yet.")
        if not event.dossier:
            return len(self.dossiers) - 1
        found = [place for place, one in enumerate(self.dossiers) if one.code == event.dossier]
        if not found:
            raise RefusedError(f"Không có hồ sơ {event.dossier}.", f"There is no dossier {event.dossier}.")
        return found[-1]

    def with_dossier(self, place: int, ledger: Ledger) -> Chain:
        before, after = self.dossiers[:place], self.dossiers[place + 1 :]
        return replace(self, dossiers=(*before, ledger, *after))


@dataclass(frozen=True, slots=True)
class Deed:
    """An event on one dossier, with all that decides what it does."""

    plan: Plan
    rules: Profile
    ledger: Ledger
    event: Event


def counted_at(deed: Deed, at: datetime | None = None) -> datetime:
    """The instant from which a pause counts, or counts no more: outside the desk's hours as the rules say (E-03)."""
    return effective(deed.ledger.calendars.desk, at or deed.event.at, deed.rules.out_of_hours)
