"""How a dossier goes from hand to hand: forward, return, transfer, consult, claim (Quảng Trị 29/2020, Điều 16.4, 19)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from motcua.domain.ledger.ledger import CONSULT, Ledger
from motcua.domain.ledger.ledger_event import Deed, RefusedError
from motcua.domain.time.clock import Reason, Subject, SubjectKind


def opened(deed: Deed, ledger: Ledger, place: str, at: datetime, person: str = "") -> Ledger:
    """The dossier waits at `place` from `at`: with `person`, else with the group. One that waits already goes on."""
    if place in ledger.waiting:
        return ledger
    return ledger.with_running(deed.plan.subjects(place, person), at, place)


def forward(deed: Deed) -> Ledger:
    """To one or several places (R-18); without any a branch ends."""
    for place in deed.event.to:
        _require_known(deed, place)
    return _handed_on(deed, source_of(deed), deed.event.to)


def go_back(deed: Deed) -> Ledger:
    """To a place where the dossier has been: its time goes on there, or begins anew by the profile (E-11)."""
    source = source_of(deed)
    place = deed.event.to[0] if deed.event.to else _before(deed, source)
    if place == source or not deed.ledger.has_been_at(place):
        raise RefusedError(
            f"Hồ sơ chưa qua “{place}” nên không trả lại đó được.",
            f"The dossier has not been at “{place}”, so it cannot go back there.",
        )
    ledger = _handed_on(deed, source, (place,))
    if deed.rules.internal_return == "restart_previous":
        kind: SubjectKind = "step" if place in deed.plan.steps else "agency"
        return ledger.begun_anew(frozenset({Subject(kind, place)}), arrival(deed))
    return ledger


def _before(deed: Deed, source: str) -> str:
    """Where the dossier came from: the place before, or, when it is given back, the last one of another agency (E-15)."""
    place = deed.ledger.came_from.get(source, "")
    if deed.event.do != "give_back":
        return place
    own, passed_by = deed.plan.agency_of(source), {source}
    while place and place not in passed_by and deed.plan.agency_of(place) == own:
        passed_by.add(place)
        place = deed.ledger.came_from.get(place, "")
    return place


def consult(deed: Deed) -> Ledger:
    """Somebody is asked; the asking step goes on (R-14)."""
    source_of(deed)
    asked = deed.event.to[0]
    note = CONSULT + asked
    if asked in deed.ledger.waiting or deed.ledger.running(note):
        raise RefusedError(f"“{asked}” đang có hồ sơ này.", f"“{asked}” has this dossier already.")
    subjects = deed.plan.subjects(asked) if asked in deed.plan.steps else (Subject("agency", asked),)
    ledger = deed.ledger.with_running(subjects, deed.event.at, note)
    if deed.event.budget is None:
        return ledger
    return replace(ledger, consulted={**ledger.consulted, asked: deed.event.budget})


def answer(deed: Deed) -> Ledger:
    """The one who was asked has answered; without a name the only one there is."""
    asked = {one.note for one in deed.ledger.running() if one.note.startswith(CONSULT)}
    note = CONSULT + deed.event.source if deed.event.source else next(iter(asked), "")
    if note not in asked or (not deed.event.source and len(asked) > 1):
        raise RefusedError(
            "Không có ý kiến nào đang chờ trả lời.", "No such consultation waits for an answer."
        )
    return deed.ledger.without(deed.ledger.running(note), deed.event.at)


def claim(deed: Deed) -> Ledger:
    """From the group to one person (A-09)."""
    place = source_of(deed)
    holder = deed.ledger.holder(place)
    if holder and holder != deed.event.by:
        raise RefusedError(f"“{holder}” đã nhận bước này.", f"“{holder}” has taken this step already.")
    return deed.ledger if holder else passed(deed, place, deed.event.by)


def release(deed: Deed) -> Ledger:
    """Back to the group."""
    place = source_of(deed)
    _require_holder(deed, place, deed.event.by)
    return passed(deed, place, "")


def hand_over(deed: Deed) -> Ledger:
    """From one person to another (D-11)."""
    place = source_of(deed)
    _require_holder(deed, place, deed.event.source)
    return passed(deed, place, deed.event.to[0])


def assign(deed: Deed) -> Ledger:
    """A leader gives the step to a person, whoever has it (D-04)."""
    return passed(deed, source_of(deed), deed.event.to[0])


def passed(deed: Deed, place: str, person: str) -> Ledger:
    """The step is with `person`, or with the group, from now on: time is charged to who holds it (E-10)."""
    if place not in deed.plan.steps:
        raise RefusedError("Quy trình này không có bước để nhận.", "This process has no steps to take.")
    ledger = deed.ledger
    leaving = tuple(one for one in ledger.running(place) if one.subject.kind in ("person", "group"))
    subject = Subject("person", person) if person else Subject("group", place)
    return ledger.without(leaving, deed.event.at).with_running((subject,), deed.event.at, place)


def source_of(deed: Deed) -> str:
    """The place the event is about: the one it names, else the only one at which the dossier waits."""
    by_person = deed.event.do in ("hand_over", "assign")
    named = deed.event.step or ("" if by_person else deed.event.source)
    waiting = deed.ledger.waiting
    place = named or (waiting[0] if len(waiting) == 1 else "")
    if place not in waiting:
        raise RefusedError(
            f"Hồ sơ không chờ ở “{named}”." if named else "Hồ sơ không chờ ở đúng một bước.",
            f"The dossier does not wait at “{named}”." if named else "The dossier does not wait at one step.",
        )
    if any(one.started_at > deed.event.at for one in deed.ledger.running(place)):
        raise RefusedError(f"Hồ sơ chưa đến “{place}”.", f"The dossier has not arrived at “{place}” yet.")
    return place


def arrival(deed: Deed) -> datetime:
    """When the next one's time begins: at the action, or at delivery where all is digital (E-12, E-13)."""
    delivered = deed.event.delivered_at
    if delivered is None or not (deed.plan.is_digital or deed.rules.fully_digital):
        return deed.event.at
    return max(delivered, deed.event.at)


def _handed_on(deed: Deed, source: str, places: tuple[str, ...]) -> Ledger:
    if deed.event.by and deed.ledger.holder(source) not in ("", deed.event.by):
        raise RefusedError("Người khác đang giữ bước này.", "Somebody else holds this step.")
    at = arrival(deed)
    ledger = deed.ledger.without(deed.ledger.running(source), at)
    for place in places:
        ledger = opened(deed, ledger, place, at, deed.event.to_person)
    # A payment that is waited for is waited for wherever the dossier goes meanwhile.
    unpaid = bool(ledger.stopped(Reason.WAITING_PAYMENT))
    return replace(
        ledger,
        state="waiting_payment" if unpaid else "processing",
        came_from={**ledger.came_from, **dict.fromkeys(places, source)},
    )


def _require_known(deed: Deed, place: str) -> None:
    if place not in deed.plan.places:
        raise RefusedError(
            f"Quy trình không có “{place}” (luân chuyển khép kín).",
            f"The process has no “{place}” (closed route).",
        )


def _require_holder(deed: Deed, place: str, person: str) -> None:
    holder = deed.ledger.holder(place)
    if not holder or (person and person != holder):
        raise RefusedError(f"“{person}” không giữ bước này.", f"“{person}” does not hold this step.")
