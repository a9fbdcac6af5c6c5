"""What an action would do to the clock of a dossier, worked out before it is done (Quảng Trị 29/2020, Điều 17–19)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from motcua.domain.dossier.dossier import Action
from motcua.domain.errors import InputError
from motcua.domain.profile import Profile
from motcua.domain.time.appointments import named_appointment
from motcua.domain.time.deadlines import Deadline, parse_budget
from motcua.domain.time.timeliness import TimeClass, dossier_class
from motcua.services.desk.dossiers import DossierPage
from motcua.services.dossier.case import Given
from motcua.services.intake.supplement import policy_of
from motcua.services.time import deadlines, rules
from motcua.services.time.appointments import proposal
from motcua.services.work import Work
from motcua.store.time import appointment as appointments

Kind = Literal[
    "none",
    "intake",
    "start",
    "hand_on",
    "stop",
    "go_on",
    "restart",
    "new_dossier",
    "end",
    "ask",
    "later",
    "late",
    "reopen",
]


@dataclass(frozen=True, slots=True)
class Effect:
    """`kind` says what happens to the clock, `at` the instant from which it counts.

    none: nothing moves; intake: the same for the desk's time to accept; start, restart, new_dossier: counted from
    zero; hand_on: one step's clock ends, another's begins; stop, go_on; end: with the class it would have; ask: nothing
    moves until somebody approves, then `after`; later: `after` at once; late: an apology after the appointment
    (R-06); reopen: goes on from the reopening. `before` and `after` are the deadlines, none where there is none.
    `counts_overdue`: by the province's rule the dossier is then overdue whenever it ends (X-33).
    """

    kind: Kind
    at: datetime
    before: Deadline | None = None
    after: Deadline | None = None
    timeliness: TimeClass | None = None
    counts_overdue: bool = False


def of(work: Work, shown: DossierPage, action: Action, given: Given) -> Effect:
    """The effect of the action done at the page's instant with what is `given` so far."""
    ruled = rules.of(work, shown.version)
    calendar = deadlines.governing(work, shown.row, shown.now)
    # What was entered after an outage counts from when it was truly received (C-13).
    begins = shown.row.submitted_at if action.key == "approve_back_entry" else shown.now
    plain = Effect(_kind(shown, action, ruled), calendar.start(begins), shown.deadline, shown.deadline)
    if plain.kind in ("start", "restart", "new_dossier"):
        return replace(plain, after=_anew(work, shown, action, begins))
    if plain.kind == "end":
        return replace(plain, timeliness=_class_now(shown, ruled))
    if plain.kind in ("ask", "later") and shown.deadline is not None:
        is_apology = action.clock == "apologise"
        counts = ruled.apology_counts_overdue if is_apology else ruled.extension_counts_overdue
        seconds = _asked(work, shown) if action.clock == "extend" else _seconds(given, shown.deadline)
        if is_apology and not given.duration.strip():
            waiting = [visit.row.step_id for visit in shown.waiting]
            seconds = proposal(shown.version, shown.deadline, waiting, shown.now)
        later = _later(plain, shown.deadline, given, seconds)
        is_late = is_apology and shown.deadline.calendar.local(shown.now) >= shown.deadline.appointment_at
        return replace(later, kind="late" if is_late else later.kind, counts_overdue=counts)
    return plain


def _anew(work: Work, shown: DossierPage, action: Action, begins: datetime) -> Deadline:
    row, text = shown.row, shown.row.limit_text
    if action.key == "accept":
        return deadlines.at_acceptance(work, shown.version, row, begins, text)
    calendar = deadlines.governing(work, row, shown.now)
    return deadlines.of_receipt(work, shown.version, calendar, begins, text)


def _kind(shown: DossierPage, action: Action, ruled: Profile) -> Kind:
    policy = policy_of(ruled)
    is_sent = shown.row.accepted_at is None
    if action.key == "request_extension":
        return "ask"
    match action.clock:
        case "wait_supplement":
            stops: Kind = "stop" if policy in ("pause_resume", "restart_same") else "none"
            if policy == "close_and_restart":
                return "end"
            return "intake" if is_sent else stops
        case "wait_payment":
            return "stop" if ruled.payment_wait == "pause" else "none"
        case "pause":
            return "stop"
        case "resume":
            return _resumed(action, ruled, is_sent=is_sent)
        case "extend" | "apologise":
            return "later"
        case "end" if is_sent:
            return "none"
        case "start" | "hand_on" | "end" | "reopen" as kind:
            return kind
    return "none"


def _resumed(action: Action, ruled: Profile, *, is_sent: bool) -> Kind:
    """What follows when the applicant has supplied, has paid, or a pause is over."""
    if action.key == "supply":
        kinds: dict[str, Kind] = {
            "close_and_restart": "new_dossier",
            "restart_same": "restart",
            "pause_resume": "go_on",
            "continue": "none",
        }
        policy = policy_of(ruled)
        return "intake" if is_sent and policy != "close_and_restart" else kinds[policy]
    is_running = action.key == "confirm_payment" and ruled.payment_wait == "continue"
    return "none" if is_running else "go_on"


def _class_now(shown: DossierPage, ruled: Profile) -> TimeClass | None:
    if shown.deadline is None:
        return None
    return dossier_class(
        shown.deadline,
        shown.now,
        shown.now,
        basis=ruled.timeliness_basis,
        out_of_hours=ruled.out_of_hours,
    )


def _later(plain: Effect, due: Deadline, given: Given, seconds: int) -> Effect:
    """The deadline as the time or the appointment given would move it; as it is while neither is given."""
    if given.until is None:
        return replace(plain, after=due.extended(seconds))
    due_at, appointment = named_appointment(due.calendar, given.until, due.appointment_rule)
    return replace(plain, after=replace(due, due_at=due_at, appointment_at=appointment))


def _seconds(given: Given, due: Deadline) -> int:
    """The working seconds typed so far; none while they cannot be read, which is said when they are sent."""
    try:
        return parse_budget(given.duration).in_seconds(due.calendar.day_seconds) if given.duration else 0
    except InputError:
        return 0


def _asked(work: Work, shown: DossierPage) -> int:
    """The working seconds of the extension that waits for approval."""
    row = appointments.asked(work.connection, shown.row.id)
    return int(row.seconds) if row is not None else 0
