"""The one door to every action on a dossier: browser, API and bulk all come through here (D-01, D-13)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from motcua.domain.errors import NotFoundError
from motcua.domain.people.permissions import Actor
from motcua.domain.text import Text
from motcua.services.dossier import (
    assigning,
    case,
    correction,
    endings,
    pausing,
    reopening,
    results,
    routing,
    urging,
)
from motcua.services.dossier.case import Case, Given
from motcua.services.exchange import consulting, paper_travel
from motcua.services.intake import back_approval, intake, original_check, supplement
from motcua.services.messages import applicant_told, officers_told
from motcua.services.money import paying
from motcua.services.papers import slip_deeds
from motcua.services.time import appointments, extensions
from motcua.services.work import Work

Handler = Callable[[Work, Case], None]

HANDLERS: Final[Mapping[str, Handler]] = {
    "accept": intake.accepting,
    "check_originals": original_check.check,
    "claim": routing.claim,
    "release": routing.release,
    "forward": routing.forward,
    "return": routing.send_back,
    "acknowledge": routing.acknowledge,
    "give_back": routing.give_back,
    "paper_missing": routing.paper_missing,
    "hand_over": routing.hand_over,
    "leave_route": routing.leave_route,
    "send_paper": paper_travel.send,
    "receive_paper": paper_travel.receive,
    "consult": consulting.ask,
    "answer": consulting.answer,
    "assign": assigning.assign,
    "urge": urging.urge,
    "correct": correction.correct,
    "apologise": appointments.apologise,
    "request_extension": extensions.request_extension,
    "approve_extension": extensions.approve_extension,
    "refuse_extension": extensions.refuse_extension,
    "pause": pausing.pause,
    "resume": pausing.resume,
    "request_payment": paying.request_payment,
    "confirm_payment": paying.confirm_payment,
    "collect_fee": paying.collect_fee,
    "confirm_message": applicant_told.confirm,
    "request_supplement": supplement.request,
    "supply": supplement.supply,
    "refuse_at_intake": endings.refuse_at_intake,
    "refuse": endings.refuse,
    "stop": endings.stop,
    "withdraw": endings.withdraw,
    "confirm_result": results.confirming,
    "return_result": results.returning,
    "close": endings.close,
    "reopen": reopening.reopen,
    "approve_back_entry": back_approval.approve,
    "refuse_back_entry": back_approval.refuse,
}
"""What each action writes, by its key; a handler does not commit."""


def perform(
    work: Work, actor: Actor, code: str, key: str, given: Given, now: datetime, task_id: str = ""
) -> None:
    """Do one action to one dossier. One commit.

    Raises NotFoundError for an unknown action or dossier, NotAllowedError, ConflictError when the dossier's state does
    not allow it, ValidationError naming each field.
    """
    handler = HANDLERS.get(key)
    if handler is None:
        raise NotFoundError(Text(f"Không có thao tác “{key}”.", f"There is no action “{key}”."))
    opened = case.opened(work, actor, code, key, given, now, task_id)
    draft = slip_deeds.wanted(work, opened)
    handler(work, slip_deeds.as_promised(work, opened, draft))
    slip_deeds.attach(work, opened, draft)
    officers_told.of_slip(work, opened)
    work.commit()
