"""The action card: the lawful next action of this officer, or in words why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request
from flask_babel import gettext as _

from motcua.domain.dossier.dossier import ACTIONS, OPEN_STATES
from motcua.domain.errors import InputError
from motcua.domain.people.permissions import account_ids
from motcua.domain.process.process import Paper, Step
from motcua.domain.time.deadlines import Deadline
from motcua.services.desk.dossiers import DossierPage, Visit
from motcua.services.dossier import action_choices, case, onward, results, step_form
from motcua.services.dossier.onward import Onward
from motcua.services.dossier.without_process import is_without
from motcua.services.intake import original_check
from motcua.services.signing import step_signatures
from motcua.services.signing.step_signatures import Wanted
from motcua.services.time import deadlines
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.web.context import actor, language, say
from motcua.web.diagram_graph import edges, nearest_steps
from motcua.web.filters import named
from motcua.web.forms import FormView
from motcua.web.officer.card_words import button_of, consequences_of
from motcua.web.officer.papers import StoredFile, files_of, stored_file
from motcua.web.officer.typed import MARK, Typed

FORM_PREFIX = "step-"
# Where on the card an error stands that is not about the step's form.
ANCHORS = {
    "/_opinion": "opinion",
    "/_files": "files",
    "/person": "person",
    "/paper_sent": "paper_sent",
    "/signature": "signature",
}


@dataclass(frozen=True)
class Check:
    """One paper of the checklist; only a paper that is not required may be marked absent."""

    paper: Paper
    name: str
    note: str
    files: Sequence[StoredFile]
    mark: str
    error: str


@dataclass(frozen=True)
class AcceptCard:
    """The desk checks the papers and accepts; `due` is what the deadline would be, accepted now.

    `may_ask`: the step lets it ask for a supplement; `wants_originals`: they are to be compared before (C-09).
    """

    template = "officer/card_accept.html"
    checks: Sequence[Check]
    due: Deadline
    may_ask: bool
    wants_originals: bool
    summary: Sequence[tuple[str, str]]

    @property
    def has_bad(self) -> bool:
        return any(one.mark == "bad" for one in self.checks)


@dataclass(frozen=True)
class StepCard:
    """A step this officer may do; `button` says what finishing it does, `consequences` who gets it and by when.

    `people` are those to whom it may be forwarded by name (A-09), none where the process leaves it to the group.
    `signature` is what the step signs (A-14).
    """

    template = "officer/card_step.html"
    visit: Visit
    step: Step
    view: FormView | None
    button: str
    consequences: Sequence[str]
    others: Sequence[Visit]
    people: Sequence[Record]
    upload_megabytes: int
    signature: Wanted | None
    summary: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class HeldCard:
    """A step of the officer's group that somebody else has taken."""

    template = "officer/card_held.html"
    visit: Visit
    step: Step


@dataclass(frozen=True)
class ConfirmCard:
    """All steps are done; the desk confirms that there is a result (D-14)."""

    template = "officer/card_confirm.html"


@dataclass(frozen=True)
class ReturnCard:
    """The result waits to be handed over (D-15)."""

    template = "officer/card_return.html"
    methods: Sequence[tuple[str, str]]
    recipient: str
    method: str
    wants_originals: bool
    summary: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class NothingCard:
    """Nothing to be done here by this officer; `waiting` are the steps where the dossier is."""

    template = "officer/card_nothing.html"
    why: str
    waiting: Sequence[Visit]


Card = AcceptCard | StepCard | HeldCard | ConfirmCard | ReturnCard | NothingCard


def card_of(work: Work, shown: DossierPage, typed: Typed) -> Card:
    """The card for who is signed in."""
    state = shown.row.state
    own = [visit for visit in shown.waiting if visit.may]
    if state == "sent" and own:
        return _accept(work, shown, own[0], typed)
    if state in ("accepted", "processing", "waiting_payment"):
        if shown.is_receiver and shown.row.engine_ended:
            return ConfirmCard()
        if own:
            return _step(work, shown, own, typed)
    if state in ACTIONS["return_result"].sources and shown.is_receiver:
        return _return(work, shown, typed)
    return NothingCard(_why(shown), shown.waiting if state in OPEN_STATES else [])


def chosen_visit(shown: DossierPage) -> Visit | None:
    """The waiting step that the page is about: the one asked for, else the officer's own, else a free one."""
    own = [visit for visit in shown.waiting if visit.may] or shown.waiting
    asked = (request.view_args or {}).get("task_id") or request.args.get("task", "")
    ranked = sorted(own, key=lambda visit: (visit.row.task_id != asked, *_rank(visit)))
    return ranked[0] if ranked else None


def _rank(visit: Visit) -> tuple[bool, bool]:
    return visit.row.holder_id not in account_ids(actor()), visit.row.holder_id is not None


def _accept(work: Work, shown: DossierPage, visit: Visit, typed: Typed) -> AcceptCard:
    return AcceptCard(
        checks=checks_of(shown, typed),
        due=deadlines.at_acceptance(work, shown.version, shown.row, shown.now, shown.row.limit_text),
        may_ask=case.offers(shown.version, ACTIONS["request_supplement"], visit.row.step_id),
        wants_originals=original_check.is_due(work, shown.version, shown.row),
        summary=[(f"{MARK}{one.pointer[1:]}", say(one.message)) for one in typed.errors],
    )


def checks_of(shown: DossierPage, typed: Typed) -> list[Check]:
    """The checklist as it was marked, or as it usually is."""
    return [_check(shown, paper, typed) for paper in shown.version.facts.papers]


def _check(shown: DossierPage, paper: Paper, typed: Typed) -> Check:
    attached = [stored_file(shown.row.code, row) for row in files_of(shown, paper.key)]
    is_form = paper == shown.version.facts.papers[0]
    usual = "absent" if not (paper.is_needed or attached or is_form) else ""
    return Check(
        paper=paper,
        name=named(paper),
        note=named(paper, "note"),
        files=attached,
        mark=typed.checklist.get(paper.key, usual),
        error=typed.error(f"/{paper.key}"),
    )


def _step(work: Work, shown: DossierPage, own: Sequence[Visit], typed: Typed) -> StepCard | HeldCard:
    visit = chosen_visit(shown) or own[0]
    model = shown.version.model
    step = model.step_by_id[visit.row.step_id]
    if visit.row.holder_id not in (None, *account_ids(actor())):
        return HeldCard(visit, step)
    view = _view(shown, step, typed)
    own_errors = [one for one in typed.errors if one.pointer in ANCHORS]
    summary = list(view.error_summary()) if view is not None else []
    summary += [(ANCHORS[one.pointer], say(one.message)) for one in own_errors]
    ahead = _ahead(work, shown, step)
    return StepCard(
        visit=visit,
        step=step,
        view=view,
        button=button_of(step, ahead),
        consequences=consequences_of(shown, step, ahead),
        others=[one for one in own if one is not visit],
        people=_people(work, shown, step, visit),
        upload_megabytes=work.house.upload_limit // (1024 * 1024),
        signature=_signature(work, shown, step),
        summary=summary,
    )


def _view(shown: DossierPage, step: Step, typed: Typed) -> FormView | None:
    form = step_form.of_step(shown.version, step.id)
    if form is None:
        return None
    view = FormView(
        form,
        prefix=FORM_PREFIX,
        formdata=typed.form or None,
        language=language(),
        files={str(file_id): row.name for file_id, row in shown.files_by_id.items()},
    )
    view.apply_action(typed.form.get("_action"))
    view.attach_errors(one for one in typed.errors if one.pointer not in ANCHORS)
    return view


def _signature(work: Work, shown: DossierPage, step: Step) -> Wanted | None:
    """What the step signs; what it only may sign is not spoken of where the house has nothing to sign with."""
    if step.signature == "optional" and not work.house.signature_services:
        return None
    return step_signatures.wanted(work, shown.version, step, shown.row.id)


def _people(work: Work, shown: DossierPage, step: Step, visit: Visit) -> Sequence[Record]:
    if step.forward == "group":
        return ()
    followers = nearest_steps(shown.version.model, edges(shown.version.model), step.id)
    choices = action_choices.of(work, actor(), shown, ACTIONS["forward"], visit.row.task_id, followers)
    return choices.people


def _ahead(work: Work, shown: DossierPage, step: Step) -> Sequence[Onward]:
    followers = nearest_steps(shown.version.model, edges(shown.version.model), step.id)
    try:
        return onward.ahead(work, shown, followers, shown.now)
    except InputError:
        # Who comes next may hang on an answer that is not given yet.
        return ()


def _return(work: Work, shown: DossierPage, typed: Typed) -> ReturnCard:
    return ReturnCard(
        wants_originals=original_check.is_due(work, shown.version, shown.row),
        methods=[(key, say(text)) for key, text in results.methods_of(shown.version).items()],
        recipient=typed.form.get("recipient", shown.row.applicant_name),
        method=typed.form.get("method", ""),
        summary=[(one.pointer[1:], say(one.message)) for one in typed.errors],
    )


def _why(shown: DossierPage) -> str:
    if is_without(shown.row) and shown.row.state == "sent":
        return str(
            _("Hồ sơ nhập bù sau sự cố, chờ người khác có quyền duyệt; khi đó đồng hồ chạy từ lúc nhận thật.")
        )
    if is_without(shown.row) and not shown.row.engine_ended:
        return str(_("Hồ sơ không chạy quy trình ở đây."))
    reasons = {
        "sent": _("Hồ sơ chờ Bộ phận Một cửa kiểm tra giấy tờ và tiếp nhận."),
        "waiting_supplement": _("Hồ sơ chờ người nộp bổ sung giấy tờ."),
        "waiting_payment": _("Hồ sơ chờ người nộp thực hiện nghĩa vụ tài chính."),
        "refused_at_intake": _("Hồ sơ bị từ chối tiếp nhận."),
        "returned_for_supplement": _("Hồ sơ đã trả để bổ sung; bổ sung thì mở hồ sơ mới."),
        "refused": _("Hồ sơ trả không giải quyết, chờ Bộ phận Một cửa trả cho người nộp."),
        "withdrawn": _("Người nộp đã rút hồ sơ."),
        "stopped": _("Hồ sơ dừng xử lý, chờ Bộ phận Một cửa trả cho người nộp."),
        "result_available": _("Hồ sơ đã có kết quả, chờ Bộ phận Một cửa trả cho người nộp."),
        "returned": _("Kết quả đã trả cho người nộp."),
        "closed": _("Hồ sơ đã kết thúc."),
    }
    if not shown.waiting and any(one.left_at is None for one in shown.awaited):
        return str(_("Hồ sơ không ở bước của ai: đang chờ đến hẹn hoặc chờ trả lời, xem phần dưới."))
    if shown.row.state in reasons:
        return str(reasons[shown.row.state])
    if shown.row.engine_ended:
        return str(_("Mọi bước đã xong, chờ Bộ phận Một cửa xác nhận có kết quả."))
    return str(_("Hồ sơ đang ở bước của người khác. Bạn xem được mọi giấy tờ và diễn biến."))
