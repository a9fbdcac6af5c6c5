"""One event after another on a chain of dossiers; what the rules forbid is refused and changes nothing (R-11)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from motcua.domain.dossier.dossier import ACTIONS, OPEN_STATES, require_state
from motcua.domain.ledger import ledger_endings as endings
from motcua.domain.ledger import ledger_steps as steps
from motcua.domain.ledger import ledger_waits as waits
from motcua.domain.ledger.ledger import Calendars, Ledger
from motcua.domain.ledger.ledger_event import Chain, Deed, Event, RefusedError
from motcua.domain.time.calendar import WorkCalendar

Handler = Callable[[Deed], Ledger]


def _unchanged(deed: Deed) -> Ledger:
    return deed.ledger


HANDLERS: Final[Mapping[str, Handler]] = {
    "amend": endings.amend,
    "accept": endings.accept,
    "refuse": endings.refuse,
    "refuse_at_intake": endings.refuse,
    "withdraw": endings.withdraw,
    "stop": endings.stop,
    "confirm_result": endings.confirm_result,
    "return_result": endings.return_result,
    "close": endings.close,
    "reopen": endings.reopen,
    "forward": steps.forward,
    "transfer": steps.forward,
    "leave_route": steps.forward,
    "return": steps.go_back,
    "paper_missing": steps.go_back,
    "give_back": steps.go_back,
    "consult": steps.consult,
    "answer": steps.answer,
    "claim": steps.claim,
    "release": steps.release,
    "hand_over": steps.hand_over,
    "assign": steps.assign,
    "request_supplement": waits.request_supplement,
    "supply": waits.supply,
    "request_payment": waits.request_payment,
    "confirm_payment": waits.confirm_payment,
    "pause": waits.pause,
    "resume": waits.resume,
    "extend": waits.extend,
    "request_extension": waits.extend,
    "approve_extension": waits.approve_extension,
    "refuse_extension": waits.refuse_extension,
    "apology": waits.apologise,
    "apologise": waits.apologise,
    **dict.fromkeys(
        (
            "ask_withdrawal",
            "correct",
            "check_originals",
            "send_paper",
            "receive_paper",
            "urge",
            "collect_fee",
        ),
        _unchanged,
    ),
}
OPENING = ("submit", "resubmit", "calendar_change")
"""Events of the chain itself."""
EVENTS = frozenset({*HANDLERS, *OPENING})


def after(chain: Chain, event: Event) -> Chain:
    """The chain after the event; raises ConflictError, most often RefusedError, when the rules forbid it."""
    if event.do == "calendar_change":
        return _calendar_changed(chain, event)
    if not chain.dossiers:
        return _begun(chain, event)
    place = chain.place_of(event)
    ledger = chain.dossiers[place]
    _require_lawful(ledger, event)
    if ledger.state == "returned_for_supplement" and event.do in ("supply", "resubmit", "reopen"):
        _require_newest(chain, place)
    if event.do == "resubmit" or (event.do == "supply" and ledger.state == "returned_for_supplement"):
        return _come_again(chain, ledger, event)
    deed = Deed(chain.plan, chain.rules, ledger, event)
    return chain.with_dossier(place, HANDLERS[event.do](deed))


def action_of(event: Event, state: str) -> str:
    """The key of the action in `ACTIONS` whose states and slip rule an event."""
    if event.do == "refuse":
        return "refuse_at_intake" if state == "sent" else "refuse"
    if event.do == "extend":
        return "approve_extension" if event.is_approved else "request_extension"
    return {"transfer": "forward", "apology": "apologise"}.get(event.do, event.do)


def _require_lawful(ledger: Ledger, event: Event) -> None:
    key = action_of(event, ledger.state)
    require_state(key, ledger.state)
    if ACTIONS[key].slip and not event.has_slip:
        raise RefusedError(
            "Chưa đính kèm phiếu nên đồng hồ không đổi.", "The slip is not attached, so no clock changes."
        )


def _require_newest(chain: Chain, place: int) -> None:
    if place != len(chain.dossiers) - 1:
        raise RefusedError("Hồ sơ đã được nộp lại rồi.", "The dossier has been sent again already.")


def _begun(chain: Chain, event: Event) -> Chain:
    """The first dossier: sent online, or accepted at the counter."""
    code = event.code or "D1"
    if event.do == "submit":
        sent = Ledger(code, "sent", chain.calendars, submitted_at=event.at, intake_from=event.at)
        return replace(chain, dossiers=(sent,))
    if event.do != "accept":
        raise RefusedError("Hồ sơ chưa được gửi hay tiếp nhận.", "No dossier has been sent or accepted yet.")
    return _accepted(chain, Ledger(code, "sent", chain.calendars), event)


def _come_again(chain: Chain, before: Ledger, event: Event) -> Chain:
    """A new dossier linked to the one returned: accepted at once when supplied, sent when sent again (R-09)."""
    keeps_code = chain.rules.resubmit_code == "same"
    number = len(chain.dossiers) + 1
    code = event.code or (before.code if keeps_code else f"D{number}")
    fresh = Ledger(code, "sent", chain.calendars, linked_to=before.code)
    if event.do == "supply":
        return _accepted(chain, fresh, event)
    sent = replace(fresh, submitted_at=event.at, intake_from=event.at)
    return replace(chain, dossiers=(*chain.dossiers, sent))


def _accepted(chain: Chain, ledger: Ledger, event: Event) -> Chain:
    accepted = endings.accept(Deed(chain.plan, chain.rules, ledger, event))
    return replace(chain, dossiers=(*chain.dossiers, accepted))


def _calendar_changed(chain: Chain, event: Event) -> Chain:
    """Open dossiers follow the new calendar, ended ones keep theirs (R-12)."""
    calendars = _with_dates(chain.calendars, event)
    return replace(
        chain,
        calendars=calendars,
        dossiers=tuple(
            replace(one, calendars=calendars) if one.state in OPEN_STATES else one for one in chain.dossiers
        ),
    )


def _with_dates(calendars: Calendars, event: Event) -> Calendars:
    own = {
        agency: _laid(calendar, event) if event.agency in ("", agency) else calendar
        for agency, calendar in calendars.own.items()
    }
    desk = calendars.desk if event.agency else _laid(calendars.desk, event)
    if event.agency and event.agency not in own:
        own[event.agency] = _laid(calendars.desk, event)
    return Calendars(desk, own)


def _laid(calendar: WorkCalendar, event: Event) -> WorkCalendar:
    return WorkCalendar.from_dict({**event.calendar, "base": calendar.code}, {calendar.code: calendar})
