"""What a person answers to the doubts of a table: positions, times and names put right, rows left out.

Nothing is settled by silence: a doubt ends when its answer changed what it is about or when somebody said that he
checked it; every other goes on as a note of the draft.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from motcua.domain.errors import FieldError, InputError, ValidationError
from motcua.domain.process.annex import time_words
from motcua.domain.step_table.step_table import Doubt, TableProcedure, TableStep
from motcua.domain.step_table.step_table_doubts import differing_total
from motcua.domain.step_table.step_table_marks import general
from motcua.domain.step_table.step_table_times import read_time
from motcua.domain.text import Text
from motcua.domain.time.limits import parse_budget, parse_limit

_OF_POSITION: Final = frozenset({"position_missing", "position_unknown"})
_OF_TIME: Final = frozenset({"budget_missing", "budget_unclear", "budget_shared"})
_ANSWERED: Final = frozenset({"total_differs", "total_missing", "name_missing"})
"""What is asked of the fields again: the name must be there, and the sum is worked out anew."""
_TOTAL_WORDS: Final = Text(
    "Viết thời hạn như “7 ngày”, “56 giờ”, hoặc “same-day” cho thủ tục trả trong ngày.",
    "Write the limit as “7 ngày”, “56 giờ”, or “same-day” for what is returned the same day.",
)


@dataclass(frozen=True, slots=True)
class StepAnswer:
    """What stands in the fields of one step: the work, the position's key, the time as written; whether it is kept."""

    work: str
    position_key: str
    time: str
    is_kept: bool = True
    is_checked: bool = False


@dataclass(frozen=True, slots=True)
class Answers:
    """What stands in the fields of one procedure; `steps` by their places, 1 the first."""

    name: str
    code: str
    total: str
    steps: Mapping[int, StepAnswer] = field(default_factory=dict)
    is_checked: bool = False


def answered(procedure: TableProcedure, answers: Answers, known: Collection[str]) -> TableProcedure:
    """The procedure with the answers in it, and the doubts that remain.

    Raises ValidationError whose pointers name the field: "/name", "/total", "/steps/3/time".
    """
    errors: list[FieldError] = []
    steps: list[TableStep] = []
    doubts = [] if answers.is_checked else [one for one in general(procedure) if one.kind not in _ANSWERED]
    for place, step in enumerate(procedure.steps, start=1):
        answer = answers.steps.get(place)
        if answer is not None and not answer.is_kept:
            continue
        changed = step if answer is None else _step(step, answer, place, known, errors)
        steps.append(changed)
        doubts += _left(procedure, place, len(steps), answer, step, changed)
    total = _total(answers.total, errors)
    _whole(answers, steps, errors)
    if errors:
        raise ValidationError(errors)
    put_right = replace(
        procedure,
        name=" ".join(answers.name.split()),
        code=answers.code.strip(),
        stated_total=total,
        steps=steps,
        doubts=doubts,
    )
    if not answers.is_checked:
        put_right.doubts.extend(_sums(put_right))
    return put_right


def _sums(procedure: TableProcedure) -> Sequence[Doubt]:
    """The stated total against the steps; a limit that is no amount of working time has no sum to be."""
    try:
        return list(differing_total(procedure))
    except InputError:
        return ()


def _step(
    step: TableStep, answer: StepAnswer, place: int, known: Collection[str], errors: list[FieldError]
) -> TableStep:
    work = " ".join(answer.work.split())
    if not work:
        errors.append(_error(place, "work", f"Bước {place}: ghi công việc.", f"Step {place}: name the work."))
    if answer.position_key and answer.position_key not in known:
        errors.append(
            _error(
                place, "position", f"Bước {place}: chọn lại vị trí.", f"Step {place}: choose the position."
            )
        )
    budget = budget_of(answer.time)
    if answer.time.strip() and not budget:
        errors.append(
            _error(
                place,
                "time",
                f"Bước {place}: không đọc được “{answer.time.strip()}”. Viết như “4 giờ”, “0,5 ngày”, “30 phút”.",
                f"Step {place}: “{answer.time.strip()}” cannot be read. Write “4 giờ”, “0,5 ngày”, “30 phút”.",
            )
        )
    return replace(step, work=work, position_key=answer.position_key, budget=budget)


def _left(
    procedure: TableProcedure,
    place: int,
    new_place: int,
    answer: StepAnswer | None,
    before: TableStep,
    after: TableStep,
) -> list[Doubt]:
    """The doubts of a step that its answer leaves open, at the place that the step has now."""
    if answer is not None and answer.is_checked:
        return []
    settled = set[str]()
    if after.position_key and after.position_key != before.position_key:
        settled |= _OF_POSITION
    if after.budget and after.budget != before.budget:
        settled |= _OF_TIME
    if after.work != before.work:
        settled.add("work_missing")
    return [
        replace(one, step=new_place)
        for one in procedure.doubts
        if one.step == place and not one.row and one.kind not in settled
    ]


def _whole(answers: Answers, steps: Sequence[TableStep], errors: list[FieldError]) -> None:
    if not answers.name.strip():
        errors.append(
            FieldError("/name", "required", Text("Ghi tên thủ tục.", "Enter the procedure's name."))
        )
    if not answers.code.strip():
        errors.append(FieldError("/code", "required", Text("Ghi mã thủ tục.", "Enter the procedure's code.")))
    if not steps:
        errors.append(
            FieldError("/steps", "required", Text("Giữ lại ít nhất một bước.", "Keep at least one step."))
        )


def _total(said: str, errors: list[FieldError]) -> str:
    """The limit in the model's words; "7 ngày làm việc" as well as "7d", "same-day", "10cd"."""
    if not said.strip():
        return ""
    if budget := budget_of(said):
        return budget
    try:
        parse_limit(said.strip())
    except InputError:
        errors.append(FieldError("/total", "limit", _TOTAL_WORDS))
        return ""
    return said.strip()


def budget_of(said: str) -> str:
    """Budget words for a time as a person types it ("4 giờ", "0,5 ngày", "4h"); empty when it cannot be read."""
    try:
        parse_budget(said.strip())
    except InputError:
        return read_time(said).budget
    return said.strip()


def shown_time(budget: str) -> str:
    """A budget as the field shows it: in words that `budget_of` reads back as the same."""
    words = time_words(budget)
    return words if budget_of(words) == budget else budget


def _error(place: int, part: str, vi: str, en: str) -> FieldError:
    return FieldError(f"/steps/{place}/{part}", "invalid", Text(vi, en))
