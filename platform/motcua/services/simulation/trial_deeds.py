"""What is done to the dossier of a trial: the deeds of people and of other systems, by the rules of every dossier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from motcua.domain.dossier.case_limits import limit_text_of
from motcua.domain.dossier.dossier import ACTIONS, require_state
from motcua.domain.errors import FieldError, ValidationError
from motcua.domain.forms import accept as accept_answers
from motcua.domain.ledger.ledger_chain import after as after_event
from motcua.domain.ledger.ledger_event import Event
from motcua.domain.ledger.ledger_steps import opened as clock_opened
from motcua.domain.simulation.trial import Course, Held
from motcua.domain.text import Text
from motcua.engine import (
    StepNotWaitingError,
    broadcast,
    complete,
    deliver,
    fail,
    fire,
    return_to,
    start,
)
from motcua.services.dossier import case, outside_values, step_form
from motcua.services.simulation import trial_told, trial_turns
from motcua.services.simulation.trial_ground import Ground

CHANNEL = "online"
DESK = Text("Bộ phận Một cửa", "The one-stop desk")
LATER = Text("Hồ sơ được trả lại để bổ sung nay nộp lại: hồ sơ mới, liên kết với hồ sơ trước.",
             "Returned for a supplement and now handed in again: a new dossier, linked to the one before.")  # fmt: skip


def sent(ground: Ground, course: Course) -> Course:
    """The applicant sends the dossier: the process begins, no clock of the steps runs yet (R-22)."""
    progress = start(ground.version.spec, course.values)
    course = course.noted("sent", Text("Gửi hồ sơ.", "Sends the dossier."), trial_told.APPLICANT)
    course = trial_turns.after(ground, course, progress)
    return trial_told.applicant(ground, course, "submit")


def accept(ground: Ground, course: Course) -> Course:
    """The desk accepts: clocks, timers and pauses begin."""
    steps = [one for one in course.held if one.kind == "step"]
    limit = limit_text_of(ground.version.facts, CHANNEL, course.values)
    course = replace(course, limit=limit)
    event = Event(0, course.at, "accept", to=tuple(one.place for one in steps[:1]))
    course = _with_event(ground, course, event)
    deed = ground.deed(course, "accept")
    ledger = course.ledger
    for one in steps[1:]:
        ledger = clock_opened(deed, ledger, one.place, course.at)
    course = replace(course, ledger=ledger).noted(
        "step", Text("Tiếp nhận hồ sơ.", "Accepts the dossier."), DESK
    )
    for one in course.held:
        course = trial_turns.running(ground, course, one)
    return trial_told.applicant(ground, course, "accept")


def finish(ground: Ground, course: Course, task_id: str, answers: Mapping[str, object]) -> Course:
    """Whoever holds the step does it and forwards the dossier; raises ValidationError for its form."""
    held = _step(course, task_id)
    require_state("forward", course.ledger.state)
    case.require_offered(ground.version, ACTIONS["forward"], held.element)
    form = step_form.of_step(ground.version, held.element)
    today = course.ledger.calendars.desk.local(course.at).date()
    accepted = accept_answers(form, answers, today=today) if form is not None else {}
    values = {**course.values, **step_form.collected(ground.place(course), held.element, accepted)}
    progress = complete(ground.version.spec, course.engine, task_id, values)
    name, who = ground.said(held.element), ground.who(held.element)
    course = course.noted("step", Text(f"Xong bước “{name.vi}”.", f"Finishes the step “{name.en}”."), who)
    course = replace(course, values=values, finished=(*course.finished, held.element))
    course = trial_turns.after(ground, course, progress, task_id)
    is_last = ground.version.model.step_by_id[held.element].phase == "return" and progress.ended
    return trial_turns.result(ground, course) if is_last else course


def go_back(ground: Ground, course: Course, task_id: str, step_id: str, reason: str) -> Course:
    """Back to an earlier step, whose time goes on or begins anew by the rules (E-11)."""
    held = _step(course, task_id)
    require_state("return", course.ledger.state)
    case.require_offered(ground.version, ACTIONS["return"], held.element)
    _require_reason(reason)
    progress = return_to(ground.version.spec, course.engine, task_id, step_id, course.values)
    name = ground.said(step_id)
    words = Text(f"Trả lại bước “{name.vi}”: {reason}", f"Returns it to the step “{name.en}”: {reason}")
    course = course.noted("back", words, ground.who(held.element))
    course = trial_turns.after(ground, course, progress, task_id)
    place = next(one.place for one in course.held if one.element == step_id)
    return trial_turns.anew(ground, course, place)


def ask(ground: Ground, course: Course, task_id: str, reason: str) -> Course:
    """The applicant is asked for more, by whoever holds the step (E-19)."""
    held = _step(course, task_id)
    case.require_offered(ground.version, ACTIONS["request_supplement"], held.element)
    _require_reason(reason)
    course = _with_event(ground, course, Event(0, course.at, "request_supplement", reason=reason))
    words = Text(f"Yêu cầu bổ sung, kèm phiếu: {reason}", f"Asks for a supplement, with the slip: {reason}")
    course = course.noted("wait", words, ground.who(held.element))
    return trial_told.applicant(ground, course, "request_supplement", reason)


def supply(ground: Ground, course: Course) -> Course:
    """The applicant supplies it: the dossier goes on, or comes again as another one by the rules (R-08, R-09)."""
    require_state("supply", course.ledger.state)
    course = course.noted("sent", Text("Nộp bổ sung.", "Supplies what was missing."), trial_told.APPLICANT)
    if course.ledger.state == "returned_for_supplement":
        again = Course(
            course.at, "", course.values, ground.fresh(course.at), files=course.files, notes=course.notes
        )
        return accept(ground, sent(ground, again.noted("wait", LATER)))
    course = _with_event(ground, course, Event(0, course.at, "supply"))
    return trial_told.applicant(ground, course, "supply")


def refuse(ground: Ground, course: Course, reason: str) -> Course:
    """The dossier is refused: at intake, or unsolved afterwards; nothing waits any more."""
    _require_reason(reason)
    key = "refuse_at_intake" if course.ledger.state == "sent" else "refuse"
    course = _with_event(ground, course, Event(0, course.at, key, reason=reason))
    name = ACTIONS[key].name
    words = Text(f"{name.vi}, kèm phiếu: {reason}", f"{name.en}, with the slip: {reason}")
    course = replace(course, held=(), has_ended=True).noted("end", words)
    return trial_told.applicant(ground, course, key, reason)


def confirm(ground: Ground, course: Course) -> Course:
    """The desk has the result although no step of returning is left to be done (D-14)."""
    require_state("confirm_result", course.ledger.state)
    course = course.noted("step", Text("Xác nhận có kết quả.", "Confirms the result."), DESK)
    return trial_turns.result(ground, course)


def hand_out(ground: Ground, course: Course) -> Course:
    """The result is handed over (E-07)."""
    course = _with_event(ground, course, Event(0, course.at, "return_result"))
    course = course.noted("end", Text("Trả kết quả cho người nộp.", "Hands the result over."), DESK)
    return trial_told.applicant(ground, course, "return_result")


def hear(ground: Ground, course: Course, name: str, values: Mapping[str, object]) -> Course:
    """A message, or a signal, comes from outside with values."""
    require_state("event", course.ledger.state)
    outside_values.check(ground.version, values)
    tell = deliver if name in ground.version.spec.messages else broadcast
    joined = {**course.values, **values}
    progress = tell(ground.version.spec, course.engine, name, joined)
    course = course.noted("message", Text(f"Nhận thông điệp “{name}”.", f"The message “{name}” comes."))
    return trial_turns.after(ground, replace(course, values=joined), progress)


def answer(ground: Ground, course: Course, task_id: str, values: Mapping[str, object]) -> Course:
    """The service that is called answers with these values."""
    held = _service(course, task_id)
    joined = {**course.values, **values}
    progress = complete(ground.version.spec, course.engine, task_id, joined)
    name = ground.said(held.element)
    words = Text(f"Dịch vụ “{name.vi}” trả lời.", f"The service “{name.en}” answers.")
    course = replace(course, values=joined).noted("service", words)
    return trial_turns.after(ground, course, progress, task_id)


def break_down(ground: Ground, course: Course, task_id: str, code: str) -> Course:
    """The service that is called fails with an error; raises UncaughtError where the process does not catch it."""
    held = _service(course, task_id)
    progress = fail(ground.version.spec, course.engine, task_id, code, course.values)
    name = ground.said(held.element)
    words = Text(f"Dịch vụ “{name.vi}” báo lỗi “{code}”.", f"The service “{name.en}” fails with “{code}”.")
    return trial_turns.after(ground, course.noted("service", words), progress, task_id)


def ring(ground: Ground, course: Course, held: Held) -> Course:
    """A timer fires at the trial's instant."""
    progress = fire(ground.version.spec, course.engine, held.task_id, course.values)
    name = ground.said(held.element)
    course = course.noted("timer", Text(f"Đến hẹn giờ “{name.vi}”.", f"The timer “{name.en}” fires."))
    return trial_turns.after(ground, course, progress, held.task_id)


def _with_event(ground: Ground, course: Course, event: Event) -> Course:
    """The clocks after an event that concerns them alone; raises ConflictError where the rules forbid it (R-11)."""
    return replace(course, ledger=after_event(ground.chain(course), event).dossiers[-1])


def _step(course: Course, task_id: str) -> Held:
    held = course.waiting(task_id)
    if held is None or held.kind != "step":
        raise StepNotWaitingError(task_id)
    return held


def _service(course: Course, task_id: str) -> Held:
    held = course.waiting(task_id)
    if held is None or held.kind != "service":
        raise StepNotWaitingError(task_id)
    require_state("event", course.ledger.state)
    return held


def _require_reason(reason: str) -> None:
    if not reason:
        raise ValidationError([FieldError("/reason", "required", Text("Nhập lý do.", "Enter the reason."))])
