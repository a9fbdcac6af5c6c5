"""A trial's page in the reader's language: where the dossier is, what can be done to it, what has happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from motcua.domain.dossier.dossier import STATE_NAMES
from motcua.domain.errors import FieldError
from motcua.domain.forms.form_sample import sample_answers
from motcua.domain.process.position import positions
from motcua.domain.simulation.trial import Course
from motcua.domain.time.appointments import DOSSIER
from motcua.domain.time.clock import stops_of
from motcua.domain.time.explain import explain_deadline
from motcua.services.simulation import trial_offers
from motcua.services.simulation.trial_offers import Line, Offers
from motcua.services.simulation.trials import Running
from motcua.web import diagram
from motcua.web.context import language, say
from motcua.web.diagram import DiagramRow
from motcua.web.filters import ZONE, instant
from motcua.web.forms import FormView
from motcua.web.forms.view import ACTION
from motcua.web.officer.dossier import STATE_ICONS, StateChip
from motcua.web.why_date import WhyDate, why_date
from motcua_admin.simulation.trial_typed import STEP_PREFIX


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One line of what happened, `told` when it is what somebody would have been told."""

    at: datetime
    kind: str
    what: str
    who: str


@dataclass(frozen=True)
class TrialPage:
    """What `studio/trial_run.html` draws. `chosen` is the waiting thing that is worked at, `view` its form."""

    course: Course
    offers: Offers
    chip: StateChip
    chosen: Line | None
    view: FormView | None
    form: MultiDict[str, str]
    errors: dict[str, str]
    summary: Sequence[tuple[str, str]]
    why: WhyDate | None
    drawing: Markup
    rows: Sequence[DiagramRow]
    notes: Sequence[NoteLine]

    @property
    def local(self) -> datetime:
        """The trial's instant where its people are."""
        return self.course.at.astimezone(ZONE)

    @property
    def happened(self) -> list[NoteLine]:
        return [one for one in self.notes if one.kind != "told"]

    @property
    def told(self) -> list[NoteLine]:
        return [one for one in self.notes if one.kind == "told"]


def page_of(
    found: Running, form: MultiDict[str, str] | None, errors: Sequence[FieldError], task_id: str
) -> TrialPage:
    """The page as it stands, with what was typed when something has just been refused."""
    course, model = found.course, found.ground.version.model
    offers = trial_offers.of(found.ground, course)
    chosen = next((one for one in offers.lines if one.held.task_id == task_id), None) or _first(offers)
    view = _view(chosen, course, form, errors)
    where = positions(
        model, course.finished, [one.element for one in course.held], has_ended=course.has_ended
    )
    captions = {one.held.element: _caption(one) for one in offers.lines}
    told = {one.pointer: say(one.message) for one in errors}
    return TrialPage(
        course=course,
        offers=offers,
        chip=StateChip(*STATE_ICONS[course.ledger.state], say(STATE_NAMES[course.ledger.state])),
        chosen=chosen,
        view=view,
        form=form if form is not None else MultiDict(),
        errors=told,
        summary=_summary(view, errors),
        why=_why(found, offers),
        drawing=diagram.render(model, where, captions, language()),
        rows=diagram.rows(model, where, captions, language()),
        notes=[NoteLine(one.at, one.kind, say(one.what), say(one.who)) for one in reversed(course.notes)],
    )


def _first(offers: Offers) -> Line | None:
    """A step is worked at before anything else is looked at."""
    return next((one for one in offers.lines if one.step is not None), next(iter(offers.lines), None))


def _view(
    chosen: Line | None, course: Course, form: MultiDict[str, str] | None, errors: Sequence[FieldError]
) -> FormView | None:
    if chosen is None or chosen.form is None or not course.is_accepted:
        return None
    made = sample_answers(chosen.form, today_of(course))
    known = {key: course.values[key] for key in chosen.form.field_by_key if key in course.values}
    view = FormView(
        chosen.form,
        prefix=STEP_PREFIX,
        formdata=form if form is not None and (form.get("do") == "finish" or ACTION in form) else None,
        data={**made, **known},
        language=language(),
        files=course.files,
    )
    view.apply_action(form.get(ACTION) if form is not None else None)
    view.attach_errors([one for one in errors if view.definition.field_at(one.pointer) is not None])
    return view


def today_of(course: Course) -> date:
    return course.ledger.calendars.desk.local(course.at).date()


def _summary(view: FormView | None, errors: Sequence[FieldError]) -> list[tuple[str, str]]:
    own = list(view.error_summary()) if view is not None else []
    others = [one for one in errors if view is None or view.definition.field_at(one.pointer) is None]
    return [*own, *((one.pointer.strip("/").replace("/", "-"), say(one.message)) for one in others)]


def _caption(line: Line) -> str:
    return f"{say(line.who)}\n{instant(line.due_at)}" if line.due_at is not None else say(line.who)


def _why(found: Running, offers: Offers) -> WhyDate | None:
    due = offers.times.deadline
    if due is None:
        return None
    stops = stops_of(found.course.ledger.intervals, DOSSIER, found.ground.rules.stopping)
    return why_date(explain_deadline(due, stops))
