"""A dossier's page: head, papers, the action card, and under them where it stands and what has happened."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from flask import flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.dossier.dossier import STATE_NAMES
from motcua.domain.errors import ConflictError, InputError
from motcua.domain.process.service_manner import RESULT_WAYS
from motcua.domain.time.explain import explain_deadline
from motcua.services.desk import dossiers, involved
from motcua.services.desk.dossiers import DossierPage, Visit
from motcua.services.dossier import applicant_requests, conversation, decisions
from motcua.services.exchange import exchanges, sub_dossiers
from motcua.services.work import Work
from motcua.web import diagram
from motcua.web.access import open_to
from motcua.web.awaited import captions as awaited_captions
from motcua.web.context import actor, language, new_work, now, say
from motcua.web.conversation import Draft, refused, said, sent
from motcua.web.errors import status_of
from motcua.web.filters import duration, instant, remaining
from motcua.web.officer.awaited import lines_of
from motcua.web.officer.card import card_of, chosen_visit
from motcua.web.officer.decisions import fees_of
from motcua.web.officer.decisions import lines_of as decision_lines
from motcua.web.officer.dossier_results import results_of
from motcua.web.officer.exchanges import lines_of as exchange_lines
from motcua.web.officer.history import events_of
from motcua.web.officer.involved import children_of
from motcua.web.officer.involved import rows_of as involved_rows
from motcua.web.officer.offers import panel_of
from motcua.web.officer.papers import file_address, papers_of
from motcua.web.officer.requests import in_order
from motcua.web.officer.requests import lines_of as request_lines
from motcua.web.officer.slip_rows import rows_of as slip_rows
from motcua.web.officer.typed import NOTHING_TYPED, Typed
from motcua.web.officer.work_row import LEVELS, Remaining, when_resumed
from motcua.web.officer.written import written_of
from motcua.web.why_date import why_date

STATE_ICONS = {
    "sent": ("info", "send"),
    "accepted": ("info", "check-circle"),
    "processing": ("info", "arrow-right-circle"),
    "waiting_supplement": ("warn", "pause-fill"),
    "waiting_payment": ("warn", "pause-fill"),
    "refused_at_intake": ("plain", "x-circle"),
    "returned_for_supplement": ("plain", "arrow-left"),
    "refused": ("plain", "x-circle"),
    "withdrawn": ("plain", "x-circle"),
    "stopped": ("plain", "x-circle"),
    "result_available": ("ok", "check-circle"),
    "returned": ("plain", "check-circle"),
    "closed": ("plain", "check-circle-fill"),
}


@dataclass(frozen=True, slots=True)
class StateChip:
    """The dossier's state as `macros/chips.html` draws it."""

    kind: str
    icon: str
    text: str


@open_to("staff")
def dossier(code: str) -> ResponseReturnValue:
    """Everything about one dossier; `task` chooses a waiting step, `file` a paper."""
    return show(code)


def show(
    code: str, typed: Typed = NOTHING_TYPED, status: int = 200, talk: Draft | None = None
) -> ResponseReturnValue:
    """The page as it stands now, with what was typed when an action has just been refused.

    After a conflict the step may be another one, so what was typed is shown apart and fills in nothing.
    """
    with_card = NOTHING_TYPED if typed.conflict else typed
    with new_work() as work:
        shown = dossiers.page(work, actor(), code, now())
        card = card_of(work, shown, with_card)
        panel = panel_of(work, shown)
        told = exchanges.of_dossier(work, shown.row.id, now())
        involvement = involved.of_dossier(work, shown, told.consultations)
        family = sub_dossiers.family(work, shown.row.id)
        decided = decisions.of_dossier(work, shown.row)
        asked = applicant_requests.of_dossier(work, shown.row)
        letters = conversation.of_dossier(work, shown.row.id)
        kept = _kept(work, shown)
    page = render_template(
        "officer/dossier.html",
        shown=shown,
        row=shown.row,
        card=card,
        panel=panel,
        typed=with_card,
        conflict=typed if typed.conflict else None,
        **_standing(shown),
        **_picture(shown),
        file_url=lambda file_id: file_address(code, int(file_id)),
        file_names={str(file_id): row.name for file_id, row in shown.files_by_id.items()},
        events=events_of(shown),
        awaited=lines_of(shown),
        involved=involved_rows(shown, involvement),
        family=family,
        children=children_of(family),
        exchanges=in_order(exchange_lines(shown, told), request_lines(shown, asked)),
        chain=asked,
        receives=say(RESULT_WAYS[shown.row.receive_by]) if shown.row.receive_by in RESULT_WAYS else "",
        talk=said(letters, partial(url_for, "officer.file", code=code)),
        talk_typed=talk or Draft(),
        may_talk=conversation.may_answer(shown) and conversation.is_open(shown.row),
        decisions=decision_lines(shown, decided),
        fees=fees_of(decided),
        written=written_of(shown),
        **kept,
        lang=language(),
    )
    return make_response(page, status)


def _kept(work: Work, shown: DossierPage) -> dict[str, object]:
    """What lies in the dossier: its papers, its results, its slips."""
    return {
        "papers": papers_of(work, shown),
        "results": results_of(work, shown),
        "slips": slip_rows(work, shown),
    }


@open_to("staff")
def talk(code: str) -> ResponseReturnValue:
    """The officer answers the applicant (C-20)."""
    body, uploads = sent()
    try:
        with new_work() as work:
            conversation.answer(work, actor(), code, body, uploads, now())
    except (InputError, ConflictError) as error:
        return show(code, status=status_of(error), talk=refused(error))
    flash(_("Đã gửi cho người nộp."), "ok")
    return redirect(url_for("officer.dossier", code=code, _anchor="talk-head"), 303)


def step_remaining(visit: Visit) -> Remaining | None:
    """The bar of a running step: by its own budget, whatever the dossier's deadline says (E-09)."""
    if visit.remaining is None:
        return None
    budget = visit.row.budget_seconds
    if visit.time.stopped_by is not None:
        return Remaining("hold", _("tạm dừng"), 0, when_resumed(visit.remaining))
    return Remaining(
        LEVELS.get(visit.level, "ok"),
        remaining(visit.remaining),
        round(100 * min(visit.used, budget) / budget) if budget else 100,
        _("hạn bước %(at)s", at=instant(visit.due_at)),
    )


def _standing(shown: DossierPage) -> dict[str, object]:
    """Its state, what is left of its times, and why its date is that date."""
    visit = chosen_visit(shown)
    state, deadline = shown.row.state, shown.deadline
    return {
        "chip": StateChip(*STATE_ICONS[state], say(STATE_NAMES[state])),
        "step_remaining": step_remaining(visit) if visit is not None else None,
        "dossier_remaining": _dossier_remaining(shown),
        "why": why_date(explain_deadline(deadline, shown.stops)) if deadline is not None else None,
    }


def _picture(shown: DossierPage) -> dict[str, object]:
    """The process with the place of the dossier, drawn and as rows for a phone."""
    captions = _captions(shown) | awaited_captions(shown.awaited)
    given = (shown.version.model, shown.positions, captions, language())
    return {"drawing": diagram.render(*given), "drawing_rows": diagram.rows(*given)}


def _dossier_remaining(shown: DossierPage) -> Remaining | None:
    if shown.remaining is None or shown.deadline is None:
        return None
    words = _("hồ sơ %(words)s", words=remaining(shown.remaining, shown.day_seconds))
    stands = any(visit.time.stopped_by is not None for visit in shown.waiting)
    return Remaining("hold" if stands else LEVELS.get(shown.level, "ok"), words, 0, None)


def _captions(shown: DossierPage) -> dict[str, str]:
    """Under every step of the diagram: working time used of the time given."""
    captions = {}
    for step in shown.version.model.steps:
        budget = shown.version.budgets[step.id].in_seconds(shown.day_seconds)
        visits = [visit for visit in shown.visits if visit.row.step_id == step.id]
        used = sum(visit.used for visit in visits)
        if any(visit.row.counted_from is not None for visit in visits):
            text = f"{duration(used)} / {duration(budget)}"
        else:
            text = duration(budget)
        over = _("quá %(time)s", time=duration(used - budget)) if used > budget else ""
        captions[step.id] = f"{text}\n{over}".strip()
    return captions
