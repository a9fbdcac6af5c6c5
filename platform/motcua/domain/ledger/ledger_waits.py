"""What stops a dossier's clock or moves its dates: supplement, payment, pause, extension, apology (Điều 18, E-19)."""

from __future__ import annotations

from dataclasses import replace

from motcua.domain.dossier.dossier import ACTIONS
from motcua.domain.ledger.ledger import Ledger
from motcua.domain.ledger.ledger_endings import ended
from motcua.domain.ledger.ledger_event import Deed, RefusedError, counted_at
from motcua.domain.ledger.ledger_reading import deadline_of
from motcua.domain.ledger.ledger_steps import source_of
from motcua.domain.time.appointments import Change, named_appointment
from motcua.domain.time.clock import Reason, Subject


def request_supplement(deed: Deed) -> Ledger:
    """The applicant is asked for more: by the profile the dossier waits, or ends and may come again (E-19)."""
    ledger, rules = deed.ledger, deed.rules
    if rules.supplement_max and ledger.supplements >= rules.supplement_max:
        raise RefusedError(
            f"Chỉ được yêu cầu bổ sung {rules.supplement_max} lần.",
            f"A supplement may be asked for {rules.supplement_max} time(s) only.",
        )
    ledger = replace(ledger, supplements=ledger.supplements + 1)
    if rules.supplement_policy == "close_and_restart":
        return ended(replace(deed, ledger=ledger), "returned_for_supplement")
    waiting = ledger.with_pause(Reason.WAITING_SUPPLEMENT, counted_at(deed))
    return replace(waiting, state="waiting_supplement")


def supply(deed: Deed) -> Ledger:
    """What was missing is there: the dossier goes on where it stood, from zero under `restart_same` (R-08)."""
    at = deed.event.at
    ledger = deed.ledger.gone_on(deed.ledger.stopped(Reason.WAITING_SUPPLEMENT), counted_at(deed))
    is_anew = deed.rules.supplement_policy == "restart_same"
    if ledger.accepted_at is None:
        return replace(ledger, state="sent", intake_from=at if is_anew else ledger.intake_from)
    ledger = replace(ledger, state="processing")
    if not is_anew:
        return ledger
    kinds = ("dossier", "step", "agency")
    places = ("", *ledger.waiting)
    anew = frozenset(
        one.subject for one in ledger.running() if one.subject.kind in kinds and one.note in places
    )
    return replace(ledger.begun_anew(anew, at), counted_from=at)


def request_payment(deed: Deed) -> Ledger:
    """The applicant is to pay; whether the clock stands meanwhile the profile says (E-27)."""
    return replace(deed.ledger.with_pause(Reason.WAITING_PAYMENT, counted_at(deed)), state="waiting_payment")


def confirm_payment(deed: Deed) -> Ledger:
    paid = deed.ledger.gone_on(deed.ledger.stopped(Reason.WAITING_PAYMENT), counted_at(deed))
    return replace(paid, state="processing")


def pause(deed: Deed) -> Ledger:
    """The clock stands for a reason; pauses for other reasons may last beside it (R-13)."""
    if deed.ledger.stopped(Reason.PAUSED, deed.event.reason):
        raise RefusedError("Đồng hồ đã dừng vì lý do này.", "The clock stands for this reason already.")
    return deed.ledger.with_pause(Reason.PAUSED, counted_at(deed), deed.event.reason)


def resume(deed: Deed) -> Ledger:
    """One pause ends: that of the reason, or the only one there is."""
    lasting = deed.ledger.stopped(Reason.PAUSED, deed.event.reason or None)
    if len(lasting) != 1:
        raise RefusedError("Không có lần tạm dừng nào như vậy.", "There is no such pause.")
    return deed.ledger.gone_on(lasting, counted_at(deed))


def extend(deed: Deed) -> Ledger:
    """More time for a step or an agency; it moves something only when approved (R-07)."""
    if not deed.event.has_slip and ACTIONS["request_extension"].slip:
        raise RefusedError("Chưa đính kèm phiếu gia hạn.", "The extension slip is not attached.")
    asked = _extension(deed)
    if deed.event.do == "extend" and deed.event.is_approved:
        return replace(deed.ledger, changes=(*deed.ledger.changes, asked))
    return replace(deed.ledger, asked=asked)


def approve_extension(deed: Deed) -> Ledger:
    granted = replace(_asked(deed), at=deed.event.at)
    return replace(deed.ledger, asked=None, changes=(*deed.ledger.changes, granted))


def refuse_extension(deed: Deed) -> Ledger:
    _asked(deed)
    return replace(deed.ledger, asked=None)


def apologise(deed: Deed) -> Ledger:
    """A new appointment; after the one in force it moves nothing, but counts (R-05, R-06)."""
    ledger, event, rules = deed.ledger, deed.event, deed.rules
    if ledger.apologies >= rules.apology_max_times:
        raise RefusedError(
            f"Chỉ được xin lỗi và hẹn lại {rules.apology_max_times} lần.",
            f"A dossier may be re-appointed {rules.apology_max_times} time(s) only.",
        )
    calendar = ledger.calendars.desk
    now = deadline_of(deed.plan, rules, ledger, event.at)
    if event.until is not None and now is not None and event.at < now.appointment_at:
        _, appointment = named_appointment(calendar, event.until, rules.appointment_rule)
        if appointment <= now.appointment_at:
            raise RefusedError("Hẹn mới phải sau hẹn cũ.", "The new appointment must be later than the old.")
    seconds = event.extend.in_seconds(calendar.day_seconds) if event.extend else 0
    return replace(ledger, changes=(*ledger.changes, Change("apology", event.at, seconds, event.until)))


def _asked(deed: Deed) -> Change:
    if deed.ledger.asked is None:
        raise RefusedError("Không có đề nghị gia hạn nào.", "No extension has been asked for.")
    return deed.ledger.asked


def _extension(deed: Deed) -> Change:
    event, plan = deed.event, deed.plan
    if event.agency:
        if Subject("agency", event.agency) not in {one.subject for one in deed.ledger.running()}:
            raise RefusedError(
                f"“{event.agency}” không giữ hồ sơ.", f"“{event.agency}” does not have the dossier."
            )
        step, agency = "", event.agency
    else:
        place = source_of(deed)
        step, agency = (place if place in plan.steps else ""), plan.agency_of(place)
    assert event.extend is not None
    day = deed.ledger.calendars.of_agency(agency).day_seconds
    return Change("extension", event.at, event.extend.in_seconds(day), step=step, agency=agency)
