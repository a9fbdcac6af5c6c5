"""What an answer of the engine changes in a trial: what waits, whose clocks run, who is told; as `waits` does for dossiers."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, cast

from motcua.domain.dossier.dossier import STATE_NAMES, State
from motcua.domain.ledger.ledger_endings import ended
from motcua.domain.ledger.ledger_event import counted_at
from motcua.domain.simulation.trial import Course, Held
from motcua.domain.text import Text
from motcua.domain.time import timers
from motcua.domain.time.clock import Reason, Subject
from motcua.engine import Progress, Waiting
from motcua.services.dossier import waits
from motcua.services.simulation import trial_told
from motcua.services.simulation.trial_ground import Ground

PAUSING: Final = (Reason.PAUSED, Reason.WAITING_PAYMENT, Reason.WAITING_SUPPLEMENT)
WAITS_FOR: Final = {
    "service": Text("Chờ dịch vụ “{name}” trả lời.", "Waits for the service “{name}”."),
    "timer": Text("Hẹn giờ “{name}” bắt đầu chạy.", "The timer “{name}” runs."),
    "message": Text("Chờ thông điệp “{name}”.", "Waits for the message “{name}”."),
    "signal": Text("Chờ tín hiệu “{name}”.", "Waits for the signal “{name}”."),
}


def after(ground: Ground, course: Course, progress: Progress, done: str = "") -> Course:
    """The course after the engine's answer; `done` is the task that somebody or something has ended."""
    gone = {done, *progress.closed} - {""}
    course = replace(
        course,
        engine=progress.state,
        has_ended=progress.ended,
        values={**course.values, **progress.values},
    )
    course = _closed(ground, course, gone, done)
    for sent in progress.sent:
        kind = Text("thông điệp", "message") if sent.kind == "message" else Text("tín hiệu", "signal")
        words = Text(
            f"Quy trình phát {kind.vi} “{sent.name}”.", f"The process sends the {kind.en} “{sent.name}”."
        )
        course = course.noted("message", words)
    for one in progress.opened:
        course = opened(ground, course, one)
    if course.is_accepted and course.ledger.state != "waiting_supplement":
        course = _with_state(course, cast(State, waits.state_after(ground.version, progress)))
    return course


def opened(ground: Ground, course: Course, one: Waiting) -> Course:
    """Something more that waits; its clock runs once the dossier is accepted (R-22)."""
    held = Held(one.task_id, one.step_id, one.kind, item=one.item, left=one.left)
    if one.kind == "step":
        step = ground.version.model.step_by_id[one.step_id]
        is_repeated = one.step_id in ground.version.repeated_steps
        held = replace(
            held,
            place=course.place_for(one.step_id, one.task_id, is_repeated=is_repeated),
            agency=ground.performer(course, step, one.item),
        )
        places = {**course.places, held.place: (one.step_id, held.agency)}
        ledger = replace(course.ledger, calendars=ground.calendars(places, course.at))
        course = replace(course, places=places, ledger=ledger)
    else:
        name, words = ground.said(one.step_id), WAITS_FOR[one.kind]
        course = course.noted("wait", Text(words.vi.format(name=name.vi), words.en.format(name=name.en)))
    course = replace(course, held=(*course.held, held))
    if held.kind == "step":
        course = trial_told.group(ground, course, held.element, held.agency)
    return running(ground, course, held) if course.is_accepted else course


def running(ground: Ground, course: Course, held: Held) -> Course:
    """With the clock, the timer or the pause of something that waits begun at the trial's instant."""
    ledger = course.ledger
    if held.kind == "step" and held.place not in ledger.waiting:
        ledger = ledger.with_running(ground.plan(course).subjects(held.place), course.at, held.place)
    if held.element in ground.version.pausing:
        reason = waits.REASONS.get(ground.version.pausing[held.element].reason, Reason.PAUSED)
        ledger = ledger.with_pause(reason, counted_at(ground.deed(course, "pause")), held.task_id)
    course = replace(course, ledger=ledger)
    if held.kind != "timer":
        return course
    timer = waits.timer_of(ground.version, held.element)
    due = timers.due_at(timer, ledger.calendars.desk, course.at, course.values)
    armed = tuple(replace(one, due_at=due) if one is held else one for one in course.held)
    return replace(course, held=armed)


def anew(ground: Ground, course: Course, place: str) -> Course:
    """With the time of a step given back begun from zero, where the rules say so (E-11)."""
    if ground.rules.internal_return != "restart_previous":
        return course
    return replace(course, ledger=course.ledger.begun_anew(frozenset({Subject("step", place)}), course.at))


def result(ground: Ground, course: Course) -> Course:
    """The result is there: all clocks stop (Điều 17.4)."""
    ledger = ended(ground.deed(course, "confirm_result"), "result_available")
    course = replace(course, ledger=replace(ledger, state=course.ledger.state))
    course = _with_state(course, "result_available")
    return trial_told.applicant(ground, course, "confirm_result")


def _closed(ground: Ground, course: Course, gone: set[str], done: str) -> Course:
    ledger = course.ledger
    deed = ground.deed(course, "resume")
    for held in course.held:
        if held.task_id not in gone:
            continue
        if held.kind == "step":
            ledger = ledger.without(ledger.running(held.place), course.at)
        for reason in PAUSING:
            ledger = ledger.gone_on(ledger.stopped(reason, held.task_id), counted_at(deed))
        if held.kind == "step" and held.task_id != done:
            name = ground.said(held.element)
            words = Text(f"Bước “{name.vi}” bị rút lại.", f"The step “{name.en}” is withdrawn.")
            course = course.noted("step", words)
    staying = tuple(held for held in course.held if held.task_id not in gone)
    return replace(course, ledger=ledger, held=staying)


def _with_state(course: Course, state: State) -> Course:
    if course.ledger.state == state:
        return course
    name = STATE_NAMES[state]
    course = replace(course, ledger=replace(course.ledger, state=state))
    return course.noted("wait", Text(f"Hồ sơ: {name.vi}.", f"The dossier is: {name.en.lower()}."))
