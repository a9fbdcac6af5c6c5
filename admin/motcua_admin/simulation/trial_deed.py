"""What a button of a trial's page does, read from what was sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from werkzeug.datastructures import MultiDict

from motcua.domain.errors import InputError
from motcua.domain.text import Text
from motcua.services.simulation import trial_deeds, trial_time
from motcua.services.simulation.trials import Deed, Running
from motcua_admin.simulation.trial_typed import instant_of, outside_answers, step_answers

PLAIN: Final[Mapping[str, Deed]] = {
    "accept": trial_deeds.accept,
    "supply": trial_deeds.supply,
    "confirm": trial_deeds.confirm,
    "hand_out": trial_deeds.hand_out,
}


def deed_of(found: Running, form: MultiDict[str, str]) -> Deed:
    """The deed of this request; raises ValidationError for what was typed, InputError for a button that is none."""
    do, task, reason = form.get("do", ""), form.get("task", ""), form.get("reason", "").strip()
    step = form.get("step", "")
    match do:
        case "finish":
            return _finishing(found, form, task)
        case "back":
            return lambda ground, course: trial_deeds.go_back(ground, course, task, step, reason)
        case "ask":
            return lambda ground, course: trial_deeds.ask(ground, course, task, reason)
        case "refuse":
            return lambda ground, course: trial_deeds.refuse(ground, course, reason)
        case "fail":
            error = form.get("error", "")
            return lambda ground, course: trial_deeds.break_down(ground, course, task, error)
        case "hear" | "answer":
            return _from_outside(found, form, do, task)
    return PLAIN[do] if do in PLAIN else _moving(form, do)


def _finishing(found: Running, form: MultiDict[str, str], task: str) -> Deed:
    answers, files = step_answers(found, form, task)
    return lambda ground, course: trial_deeds.finish(
        ground, replace(course, files={**course.files, **files}), task, answers
    )


def _from_outside(found: Running, form: MultiDict[str, str], do: str, task: str) -> Deed:
    values = outside_answers(found, form, task)
    if do == "answer":
        return lambda ground, course: trial_deeds.answer(ground, course, task, values)
    name = form.get("message", "")
    return lambda ground, course: trial_deeds.hear(ground, course, name, values)


def _moving(form: MultiDict[str, str], do: str) -> Deed:
    if do in trial_time.MOVES:
        return lambda ground, course: trial_time.advance(
            ground, course, trial_time.target(ground, course, do)
        )
    if do == "move":
        return lambda ground, course: trial_time.advance(ground, course, instant_of(form, course.at))
    raise InputError(Text("Không có thao tác này.", "There is no such action."))
