"""How a dossier begins and ends: sent, accepted, refused, withdrawn, its result, handed over, reopened (Điều 17, 18.2)."""

from __future__ import annotations

from dataclasses import replace

from motcua.domain.dossier.dossier_states import State
from motcua.domain.ledger.ledger import Ledger
from motcua.domain.ledger.ledger_event import Deed, RefusedError, counted_at
from motcua.domain.ledger.ledger_reading import deadline_of
from motcua.domain.ledger.ledger_steps import opened
from motcua.domain.time.appointments import DOSSIER
from motcua.domain.time.clock import Interval, Reason

# A result is fixed by the desk, by a refusal or a stop, and by the return for a supplement (Điều 17.4, 18.2, R-20).
RESULTS: frozenset[State] = frozenset({"result_available", "refused", "stopped", "returned_for_supplement"})
# Nothing is left to hand over, so where ending takes no action of its own they are ended at once (D-15).
NOTHING_LEFT: frozenset[State] = frozenset({"withdrawn", "refused_at_intake"})


def amend(deed: Deed) -> Ledger:
    """The applicant has sent something else, so the desk's time to decide on it begins anew (D-09)."""
    return replace(deed.ledger, intake_from=deed.event.at)


def accept(deed: Deed) -> Ledger:
    """The clocks start: that of the dossier by the profile (E-04), that of the first place now (R-22)."""
    at, ledger = deed.event.at, deed.ledger
    begins = at
    if deed.rules.clock_start == "submitted" and ledger.submitted_at is not None:
        begins = ledger.submitted_at
    ledger = replace(ledger, state="accepted", accepted_at=at, counted_from=begins)
    place = deed.event.to[0] if deed.event.to else next(iter(deed.plan.places), "")
    ledger = ledger.with_running((DOSSIER,), begins)
    if place:
        ledger = opened(deed, ledger, place, at, deed.event.to_person)
    return replace(ledger, original=deadline_of(deed.plan, deed.rules, ledger, at))


def ended(deed: Deed, state: State) -> Ledger:
    """Processing ends, with a result unless the dossier was withdrawn or never accepted (X-36)."""
    at = deed.event.at
    has_result = state in RESULTS and deed.ledger.accepted_at is not None
    is_closed = state == "returned_for_supplement" or (
        state in NOTHING_LEFT and not deed.rules.close_separate_step
    )
    ledger = deed.ledger.ended(state, at)
    return replace(ledger, result_at=at if has_result else None, is_closed=is_closed)


def refuse(deed: Deed) -> Ledger:
    return ended(deed, "refused_at_intake" if deed.ledger.state == "sent" else "refused")


def withdraw(deed: Deed) -> Ledger:
    return ended(deed, "withdrawn")


def stop(deed: Deed) -> Ledger:
    return ended(deed, "stopped")


def confirm_result(deed: Deed) -> Ledger:
    """The desk has the result (D-14); no other branch may still be at work."""
    waiting = deed.ledger.waiting
    named = deed.event.step or deed.event.source
    if len(waiting) > 1 or (named and named not in waiting):
        raise RefusedError(
            f"Hồ sơ còn chờ ở: {', '.join(waiting) or '–'}.",
            f"The dossier still waits at: {', '.join(waiting) or '–'}.",
        )
    return ended(deed, "result_available")


def return_result(deed: Deed) -> Ledger:
    """Handed over (E-07); ended with it unless that is an action of its own (D-15)."""
    is_closed = not deed.rules.close_separate_step
    return replace(deed.ledger, state="returned", returned_at=deed.event.at, is_closed=is_closed)


def close(deed: Deed) -> Ledger:
    if deed.ledger.is_closed:
        raise RefusedError("Hồ sơ đã kết thúc.", "The dossier has ended already.")
    return replace(deed.ledger, state="closed", is_closed=True)


def reopen(deed: Deed) -> Ledger:
    """By exception: the dossier goes on where it was left, and the time since its end counts as a pause."""
    ledger, at = deed.ledger, deed.event.at
    gap = Interval(DOSSIER, Reason.PAUSED, counted_at(deed, ledger.ended_at), counted_at(deed), "reopened")
    ledger = replace(
        ledger,
        intervals=(*ledger.intervals, gap),
        result_at=None,
        returned_at=None,
        ended_at=None,
        outcome=None,
        is_closed=False,
    )
    if ledger.accepted_at is None:
        return replace(ledger, state="sent")
    ledger = replace(ledger.with_running((DOSSIER,), at), state="processing")
    for place in deed.event.to or _left_last(deed):
        ledger = opened(deed, ledger, place, at, deed.event.to_person)
    return ledger


def _left_last(deed: Deed) -> tuple[str, ...]:
    """Where the dossier waited when it ended."""
    left = (
        one.note
        for one in deed.ledger.intervals
        if one.ended_at == deed.ledger.ended_at and one.note in deed.plan.places
    )
    return tuple(dict.fromkeys(left))
