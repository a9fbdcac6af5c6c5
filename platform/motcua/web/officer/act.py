"""One action on one dossier: its inputs, what it does to the deadline, and the question before it is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from motcua.domain.dossier.dossier import ACTIONS, STATE_NAMES, Action, require_state
from motcua.domain.errors import ConflictError, InputError, NotAllowedError, NotFoundError, ValidationError
from motcua.domain.text import Text
from motcua.services.desk import dossiers, offered
from motcua.services.desk.dossiers import DossierPage, Visit
from motcua.services.dossier import action_choices, actions, decisions, effects
from motcua.services.dossier.action_choices import Choices
from motcua.services.dossier.case import Given
from motcua.services.exchange import consulting
from motcua.services.messages import applicant_told
from motcua.services.time import rules
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.dossier import dossier as stored_dossiers
from motcua.web.access import open_to
from motcua.web.context import actor, house, language, new_work, now, say
from motcua.web.errors import status_of
from motcua.web.filters import instant
from motcua.web.forms import FormView
from motcua.web.forms.view import ACTION
from motcua.web.officer import slip_rows
from motcua.web.officer.decisions import awaiting
from motcua.web.officer.dossier import show as show_dossier
from motcua.web.officer.effect_words import words_of
from motcua.web.officer.exchanges import Line, consultation
from motcua.web.officer.given import given_of
from motcua.web.officer.typed import NOTHING_TYPED, Typed, refused

# The field that takes the focus when an error is followed, by the input's name.
FILE_FIELDS = ("slip", "files")
CORRECT, CONFIRM = "correct", "confirm_message"
ANSWER = "answer"
DECIDING = ("approve_extension", "refuse_extension")
FORM_PREFIX = "form-"


@dataclass(frozen=True)
class ActPage:
    """What `officer/act.html` draws: `effect` are the sentences on the clock, `visit` the step it is about.

    `held` are messages to the applicant that wait for the desk, which has to confirm this one when `is_told_later`;
    `slip` is how far its slip is; `view` is his form, where it is to be put right;
    `asked` is what a leader is to decide about, or another agency to answer.
    """

    action: Action
    shown: DossierPage
    visit: Visit | None
    choices: Choices
    effect: Sequence[str]
    typed: Typed
    task_id: str
    upload_megabytes: int
    held: Sequence[Record]
    is_told_later: bool
    view: FormView | None = None
    asked: Sequence[Line] = ()
    slip: slip_rows.SlipPart | None = None

    @property
    def summary(self) -> list[tuple[str, str]]:
        if self.view is not None:
            return self.view.error_summary()
        return [(one.pointer.strip("/"), say(one.message)) for one in self.typed.errors]

    @property
    def has_preview(self) -> bool:
        """Whether the effect hangs on a time that is typed."""
        return self.action.clock == "apologise" or self.action.key == "request_extension"

    def is_optional(self, name: str) -> bool:
        return name in self.action.optional

    def chosen(self, name: str) -> list[str]:
        """What was chosen before among several."""
        return self.typed.form.getlist(name)


@open_to("staff")
def form(code: str, action_key: str) -> ResponseReturnValue:
    """The inputs of the action and its effect; `task` names the waiting step it is about."""
    return _page(code, _action(action_key), _suggested())


@open_to("staff")
def perform(code: str, action_key: str) -> ResponseReturnValue:
    """Do the action, or only say what it would do to the deadline when that was asked."""
    action = _action(action_key)
    if "_preview" in request.form:
        return _preview(code, action)
    try:
        given = given_of(request.form, action)
        if ACTION in request.form:
            return _page(code, action, _kept(), given)
        with new_work() as work:
            given = slip_rows.with_slip(work, code, action, _with_answers(work, code, action, given))
            due = _due_of(work, code)
            actions.perform(work, actor(), code, action_key, given, now(), request.form.get("task", ""))
            done = _done(work, code, action, due)
    except ConflictError as error:
        return show_dossier(code, refused(error), status_of(error))
    except InputError as error:
        return refused_page(code, action, error)
    flash(done, "ok")
    return redirect(url_for("officer.dossier", code=code), 303)


def _preview(code: str, action: Action) -> ResponseReturnValue:
    """The page with the effect of what is typed so far.

    The question may arrive after the action itself was sent: then there is nothing to say any more.
    """
    try:
        return _page(code, action, _kept(), given_of(request.form, action))
    except (ConflictError, NotAllowedError):
        return "", 204
    except InputError as error:
        return refused_page(code, action, error)


def kept_page(code: str, action: Action, given: Given) -> ResponseReturnValue:
    """The page with all that was typed, to go on."""
    return _page(code, action, _kept(), given)


def refused_page(code: str, action: Action, error: InputError) -> ResponseReturnValue:
    """The page with what was typed and what is wrong with it."""
    return _page(code, action, _at_fields(error), status=status_of(error))


def _action(key: str) -> Action:
    if key not in actions.HANDLERS:
        raise NotFoundError(Text(f"Không có thao tác “{key}”.", f"There is no action “{key}”."))
    return ACTIONS[key]


def _page(
    code: str,
    action: Action,
    typed: Typed = NOTHING_TYPED,
    given: Given | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    with new_work() as work:
        shown = dossiers.page(work, actor(), code, now(), subject=f"action:{action.key}")
        task_id = _require_offered(work, shown, action)
        typed = slip_rows.suggested(work, shown, action) if typed is NOTHING_TYPED else typed
        visit = next((one for one in shown.waiting if one.row.task_id == task_id), None)
        page = ActPage(
            action=action,
            shown=shown,
            visit=visit,
            choices=action_choices.of(work, actor(), shown, action, task_id),
            effect=_effect(work, shown, action, given or Given()),
            typed=typed,
            task_id=task_id,
            upload_megabytes=house().upload_limit // (1024 * 1024),
            held=applicant_told.held(work, shown.row.id) if action.key == CONFIRM else (),
            is_told_later=applicant_told.waits_for_desk(work, shown.row, action.tells, actor().id),
            view=_view(shown, typed) if action.key == CORRECT else None,
            asked=_asked(work, shown, action),
            slip=slip_rows.part_of(work, shown, action, visit, typed),
        )
    body = render_template("officer/act.html", page=page, shown=shown, row=shown.row)
    return make_response(body, status)


def _require_offered(work: Work, shown: DossierPage, action: Action) -> str:
    """The waiting step the action is about; raises unless it is lawful for the actor now."""
    require_state(action.key, shown.row.state)
    asked = request.form.get("task") or request.args.get("task", "")
    for offer in offered.of(work, actor(), shown, asked):
        if offer.action == action:
            return offer.task_id
    name = action.name
    raise NotAllowedError(
        Text(
            f"Bạn không “{name.vi.lower()}” được ở bước hiện nay của hồ sơ này.",
            f"You cannot “{name.en.lower()}” at the present step of this dossier.",
        )
    )


def _view(shown: DossierPage, typed: Typed) -> FormView:
    """The applicant's form as it is, or as it was typed; what is wrong stands at its fields."""
    view = FormView(
        shown.form,
        prefix=FORM_PREFIX,
        formdata=typed.form or None,
        data=shown.data,
        language=language(),
        files={str(file_id): row.name for file_id, row in shown.files_by_id.items()},
    )
    view.apply_action(typed.form.get(ACTION))
    view.attach_errors(typed.errors)
    return view


def _with_answers(work: Work, code: str, action: Action, given: Given) -> Given:
    """The fields put right: those that say something else now; what was cleared is taken away."""
    if action.key != CORRECT:
        return given
    shown = dossiers.page(work, actor(), code, now(), subject=f"action:{CORRECT}")
    before, typed = shown.data, _view(shown, Typed(request.form)).data
    keys = [key for key in {**before, **typed} if _said(before.get(key)) != _said(typed.get(key))]
    return replace(given, answers={key: typed.get(key) for key in keys})


def _said(value: object) -> object:
    """What an answer says: a box left unticked says as little as one that was not there."""
    if isinstance(value, dict):
        return {key: said for key, one in value.items() if (said := _said(one))}
    if isinstance(value, list):
        return [_said(one) for one in value]
    return None if value is False or value == "" else value


def _effect(work: Work, shown: DossierPage, action: Action, given: Given) -> list[str]:
    return words_of(effects.of(work, shown, action, given), action, rules.of(work, shown.version))


def _asked(work: Work, shown: DossierPage, action: Action) -> list[Line]:
    if action.key in DECIDING:
        return awaiting(shown, decisions.of_dossier(work, shown.row))
    if action.key != ANSWER:
        return []
    found = consulting.question_for(work, actor(), shown.row.id, shown.now)
    return consultation(shown, found) if found is not None else []


def _suggested() -> Typed:
    """The papers that the address names, as a checklist leads here with those not in order."""
    papers = request.args.getlist("papers")
    return Typed(MultiDict([("papers", key) for key in papers])) if papers else NOTHING_TYPED


def _kept() -> Typed:
    return Typed(request.form, lost_files=_lost())


def _at_fields(error: InputError) -> Typed:
    """What was typed, with each problem at its field; a file that cannot be taken at the input it came from."""
    if isinstance(error, ValidationError):
        return Typed(request.form, error.errors, lost_files=_lost())
    slip = request.files.get("slip")
    name = FILE_FIELDS[0] if slip is not None and slip.filename else FILE_FIELDS[1]
    found = refused(error)
    return replace(found, errors=[replace(one, pointer=f"/{name}") for one in found.errors])


def _lost() -> list[str]:
    return [one.filename for one in request.files.values() if one.filename]


def _due_of(work: Work, code: str) -> object:
    row = stored_dossiers.by_code(work.connection, code)
    return row.due_at if row is not None else None


def _done(work: Work, code: str, action: Action, before: object) -> str:
    """What happened, where the dossier stands, and whether its deadline moved."""
    row = stored_dossiers.by_code(work.connection, code)
    if row is None:
        return str(_("Đã làm: %(action)s.", action=say(action.name)))
    words = [
        str(
            _(
                "Đã làm: %(action)s. Hồ sơ: %(state)s.",
                action=say(action.name),
                state=say(STATE_NAMES[row.state]),
            )
        )
    ]
    if row.due_at is not None and row.due_at != before:
        words.append(
            str(
                _(
                    "Hạn xử lý %(due)s, hẹn trả %(appointment)s.",
                    due=instant(row.due_at),
                    appointment=instant(row.appointment_at),
                )
            )
        )
    elif row.due_at is not None and row.result_at is None:
        words.append(str(_("Hạn xử lý của hồ sơ không đổi: %(due)s.", due=instant(row.due_at))))
    return " ".join(words)
