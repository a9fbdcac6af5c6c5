"""One action on many dossiers: the shared inputs, the progress, and what became of each (D-13)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from motcua.domain.dossier.dossier import ACTIONS, Action
from motcua.domain.errors import InputError, ValidationError
from motcua.domain.process.service_manner import RESULT_WAYS
from motcua.domain.text import Text
from motcua.services.desk import bulk, offered
from motcua.services.desk.worklist import WorkItem
from motcua.services.dossier import action_choices
from motcua.services.dossier.action_choices import Choices
from motcua.services.dossier.case import Given
from motcua.services.intake.intake import GOOD
from motcua.web.access import open_to
from motcua.web.context import actor, house, new_work, now, say
from motcua.web.errors import status_of
from motcua.web.officer.given import given_of
from motcua.web.officer.typed import NOTHING_TYPED, Typed

# Between a dossier's code and the task it waits at, in the value of a checkbox.
BETWEEN = "/"
USUAL = ("accept", "claim", "forward", "hand_over", "confirm_result", "return_result")
IN_SIGHT = 3


@dataclass(frozen=True)
class BulkPage:
    """What `officer/bulk_new.html` draws; `items` are the values of the checkboxes, `key` makes the run start once."""

    action: Action
    items: Sequence[str]
    choices: Choices
    typed: Typed
    key: str
    has_preview: bool = False

    @property
    def inputs(self) -> list[str]:
        return [name for name in self.action.inputs if name in bulk.SHARED]

    @property
    def codes(self) -> list[str]:
        return [item.partition(BETWEEN)[0] for item in self.items]

    @property
    def methods(self) -> list[tuple[str, str]]:
        return [(key, say(text)) for key, text in RESULT_WAYS.items()]

    @property
    def summary(self) -> list[tuple[str, str]]:
        return [(one.pointer.strip("/"), say(one.message)) for one in self.typed.errors]

    def is_optional(self, name: str) -> bool:
        return name in self.action.optional


@dataclass(frozen=True)
class Bar:
    """The actions of the bar under the list as (key, words): the usual ones in sight, the others behind a word.

    `may_sign` where the house can sign and a row waits at a step.
    """

    usual: Sequence[tuple[str, str]]
    others: Sequence[tuple[str, str]]
    may_sign: bool


def bar(items: Iterable[WorkItem]) -> Bar:
    """What may be done to some of the rows of the list; each dossier is asked by itself when it is done."""
    rows = list(items)
    found = [action for action in offered.in_bulk(actor()) if any(_suits(action, row) for row in rows)]
    found.sort(key=lambda action: USUAL.index(action.key) if action.key in USUAL else len(USUAL))
    words = [(action.key, say(action.name)) for action in found]
    may_sign = bool(house().signature_services) and any(row.task_id and row.state != "sent" for row in rows)
    return Bar(words[:IN_SIGHT], words[IN_SIGHT:], may_sign)


def _suits(action: Action, row: WorkItem) -> bool:
    is_at_desk = not row.task_id or row.state == "sent"
    where = {"desk": is_at_desk, "holder": bool(row.task_id)}
    return row.state in action.sources and where.get(action.by, True)


@open_to("staff")
def runs() -> ResponseReturnValue:
    """The officer's own runs, the newest first: where one that was left is found again."""
    with new_work() as work:
        found = bulk.listed(work, actor())
    names = {row.action: say(ACTIONS[row.action].name) for row in found}
    return render_template("officer/bulk_runs.html", runs=found, names=names)


@open_to("staff")
def begin() -> ResponseReturnValue:
    """The dossiers ticked in the list, and what the action asks for all of them."""
    items = request.form.getlist("item")
    if not items:
        flash(say(Text("Chưa chọn hồ sơ nào.", "No dossier is chosen.")), "warn")
        return redirect(url_for("officer.work"), 303)
    return _new(request.form.get("action", ""), items)


@open_to("staff")
def again(run_id: int) -> ResponseReturnValue:
    """The dossiers of a run that failed, with what was given then, to be tried once more."""
    with new_work() as work:
        run = bulk.page(work, actor(), run_id)
    items = [f"{item.dossier_code}{BETWEEN}{item.task_id}" for item in run.failed]
    if not items:
        return redirect(url_for("officer.bulk_run", run_id=run_id))
    return _new(run.row.action, items)


@open_to("staff")
def start() -> ResponseReturnValue:
    """Begin the run and show its progress."""
    key, items = request.form.get("action", ""), request.form.getlist("item")
    chosen = [(code, task) for code, _, task in (item.partition(BETWEEN) for item in items)]
    try:
        with new_work() as work:
            action = bulk.action_of(actor(), key)
            given = _given(action)
            run_id = bulk.start(work, actor(), _key(), key, chosen, given, now())
    except InputError as error:
        errors = error.errors if isinstance(error, ValidationError) else ()
        return _new(key, items, Typed(request.form, errors), status_of(error))
    return redirect(url_for("officer.bulk_run", run_id=run_id), 303)


@open_to("staff")
def run(run_id: int) -> ResponseReturnValue:
    """How far the run is, and each dossier that was refused with the reason."""
    with new_work() as work:
        found = bulk.page(work, actor(), run_id)
    return render_template("officer/bulk_run.html", run=found, headline=_headline(found))


def _new(
    key: str, items: Sequence[str], typed: Typed = NOTHING_TYPED, status: int = 200
) -> ResponseReturnValue:
    with new_work() as work:
        action = bulk.action_of(actor(), key)
        choices = action_choices.for_many(work, actor(), action)
    page = BulkPage(action, items, choices, typed, request.form.get("key") or str(uuid.uuid4()))
    return make_response(render_template("officer/bulk_new.html", page=page), status)


def _given(action: Action) -> Given:
    """The shared inputs; the mark that every paper was checked stands for the checklists of all."""
    given = given_of(request.form, action)
    marks = {"all": GOOD} if request.form.get("checked") else {}
    return replace(given, marks=marks, method=request.form.get("method", ""))


def _key() -> uuid.UUID:
    try:
        return uuid.UUID(request.form.get("key", ""))
    except ValueError:
        return uuid.uuid4()


def _headline(found: bulk.Run) -> str:
    if found.waiting:
        return str(ngettext("Đang làm, còn %(num)d hồ sơ", "Đang làm, còn %(num)d hồ sơ", found.waiting))
    return str(ngettext("Đã xong %(num)d hồ sơ", "Đã xong %(num)d hồ sơ", found.done))
