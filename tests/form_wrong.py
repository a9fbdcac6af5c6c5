"""Answers that a form must refuse, each with one named mistake and the place that must be blamed for it.

They are made from accepted answers by spoiling one of them, so nothing else can be at fault. Deterministic by seed.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, zip_longest
from typing import Any, Final

from motcua.domain.forms.form_condition import is_blank
from motcua.domain.forms.form_dates import resolve_bound
from motcua.domain.forms.form_definition import Field, FormDefinition, in_object
from motcua.domain.forms.form_sample import sample_answers

_FOREIGN: Final[Mapping[str, tuple[object, ...]]] = {
    "text": (12, ["x"], {"x": 1}),
    "long_text": (12, ["x"]),
    "date": (20261122, ["x"]),
    "choice": ({"x": 1}, ["x"]),
    "choices": ("x", {"x": 1}),
    "number": (["x"], {"x": 1}),
    "integer": (["x"], 1.5),
    "money": (["x"], 1.5),
    "yes_no": ("có", 1, ["x"]),
    "file": (12, ["x"]),
    "group": ("x", ["x"]),
    "rows": ("x", {"x": 1}),
}
UNKNOWN: Final = ("khong_co_muc_nay", "__proto__")


@dataclass(frozen=True, slots=True)
class Wrong:
    """Refused answers: `name` of the mistake, `pointer` that is blamed.

    `on_screen`: a person can make this mistake on the page; else only a program that posts JSON can.
    """

    name: str
    data: Mapping[str, object]
    pointer: str
    on_screen: bool = True


def wrong_answers(form: FormDefinition, today: date, *, seed: int = 1, most: int = 30) -> list[Wrong]:
    """At most `most` refused answers, as many kinds of mistakes as the form has questions for, kinds first."""
    good = sample_answers(form, today, seed)
    by_name: dict[str, list[Wrong]] = {}
    for one in chain(_unknown(good), _spoilt(form, good, today)):
        by_name.setdefault(one.name, []).append(one)
    rounds = zip_longest(*by_name.values())
    return [one for row in rounds for one in row if one is not None][:most]


def _unknown(good: Mapping[str, object]) -> Iterator[Wrong]:
    for key in UNKNOWN:
        yield Wrong("unknown_key", {**good, key: "1"}, f"/{key}", on_screen=False)


def _spoilt(form: FormDefinition, good: dict[str, object], today: date) -> Iterator[Wrong]:
    for pointer, field, around in _answered(form.fields, good, "", ()):
        for name, value, on_screen in _mistakes(field, _at(good, pointer), today):
            blamed = f"{pointer}/{len(value) - 1}" if name == "choice_out_of_list" else pointer
            yield Wrong(name, _with(good, pointer, value), blamed, on_screen)
        holder = around[0]
        is_needed = field.required or (
            field.required_if is not None and field.required_if.holds(holder, around[1:])
        )
        if is_needed and _leaves_something(holder, field.key, pointer):
            name = "missing" if field.required else "condition"
            # A default stands in for an answer left out on the page, and an empty box for one not ticked.
            can_be_left = field.default is None and field.widget != "checkbox"
            yield Wrong(name, _without(good, pointer), _first_asked(field, pointer, around), can_be_left)


def _first_asked(field: Field, pointer: str, around: tuple[object, ...]) -> str:
    """Where a missing answer is blamed: at the first question of a group that must be answered."""
    if field.kind != "group":
        return pointer
    for one in in_object(field.fields):
        if one.required and (one.shown_if is None or one.shown_if.holds({}, around)):
            return _first_asked(one, f"{pointer}/{one.key}", ({}, *around))
    return pointer


def _answered(
    fields: Sequence[Field], data: Mapping[str, object], above: str, around: tuple[object, ...]
) -> Iterator[tuple[str, Field, tuple[Any, ...]]]:
    """Every answered question with its pointer and the objects it stands in, from inside outwards."""
    for one in in_object(fields):
        answer = data.get(one.key)
        if one.kind in ("note", "computed", "variant") or is_blank(answer):
            continue
        pointer, here = f"{above}/{one.key}", (data, *around)
        yield pointer, one, here
        if one.kind == "group" and isinstance(answer, dict):
            yield from _answered(one.fields, answer, pointer, here)
        elif one.kind == "rows" and isinstance(answer, list) and isinstance(answer[0], dict):
            yield from _answered(one.fields, answer[0], f"{pointer}/0", here)


def _mistakes(field: Field, answer: object, today: date) -> Iterator[tuple[str, Any, bool]]:
    """(name, what stands there instead, whether a person can do it)."""
    if field.constant is True:
        yield "not_declared", False, True
        return
    if field.constant is None:
        yield from (("wrong_type", value, False) for value in _FOREIGN.get(field.kind, ()))
    match field.kind:
        case "text" | "long_text":
            yield from _of_text(field, str(answer))
        case "date":
            yield from _of_date(field, today)
        case "number" | "integer" | "money":
            yield from _of_number(field)
        case "choice" if field.constant is None:
            yield "out_of_list", "khong_co_trong_danh_sach", False
        case "choices":
            yield from _of_choices(field, answer)
        case "file":
            yield "file_id", "tệp lạ?", False
        case "rows":
            yield from _of_rows(field, answer)


def _of_text(field: Field, answer: str) -> Iterator[tuple[str, object, bool]]:
    limits = field.limits
    if limits.max_length is not None and limits.max_length <= 5000 and not limits.digits:
        yield "too_long", "a" * (limits.max_length + 1), True
    if limits.min_length > 1:
        yield "too_short", answer[: limits.min_length - 1].strip() or "a", True
    if limits.digits:
        yield "digits_missing", answer[:-1], True
        yield "letters_for_digits", "a" * limits.digits, True
    if field.widget == "email" or field.format == "email":
        yield "email", "khong-phai-thu", True
    if field.widget == "full_name":
        yield "digits_in_name", "Nguyễn 2 Thử", True
        yield "one_word_name", "Thử", True
    if field.widget == "tax_code":
        yield "check_digit", "0100109107", True
    if field.widget == "personal_id":
        yield "province_of_id", "000188002417", True


def _of_date(field: Field, today: date) -> Iterator[tuple[str, object, bool]]:
    yield "bad_date", "2026-02-30", True
    low, high = resolve_bound(field.limits.min_date, today), resolve_bound(field.limits.max_date, today)
    if high is not None:
        yield "date_after", (high + timedelta(days=1)).isoformat(), True
    if low is not None:
        yield "date_before", (low - timedelta(days=1)).isoformat(), True


def _of_number(field: Field) -> Iterator[tuple[str, object, bool]]:
    yield "words_for_number", "mười hai", True
    low, high = field.limits.minimum, field.limits.maximum
    if low is not None and abs(low) < 10**14:
        yield "too_small", low - 1, True
    if high is not None and high < 10**14:
        yield "too_big", high + 1, True


def _of_choices(field: Field, answer: object) -> Iterator[tuple[str, object, bool]]:
    chosen = list(answer) if isinstance(answer, list) else []
    yield "choice_out_of_list", [*chosen, "khong_co_trong_danh_sach"], False
    if field.limits.min_items > 1:
        yield "too_few", chosen[: field.limits.min_items - 1], True


def _of_rows(field: Field, answer: object) -> Iterator[tuple[str, object, bool]]:
    rows = list(answer) if isinstance(answer, list) else []
    most = field.limits.max_items
    if most is not None and most <= 50 and rows:
        yield "too_many_rows", [copy.deepcopy(rows[-1]) for _ in range(most + 1)], False
    if field.limits.min_items > 1:
        yield "too_few_rows", rows[: field.limits.min_items - 1], True
    if field.widget == "business_lines":
        yield "no_main_row", [{**row, "chinh": False} for row in rows], True


def _leaves_something(holder: Mapping[str, object], key: str, pointer: str) -> bool:
    """Whether the group keeps an answer when this one goes; an empty group would go with it."""
    return pointer.count("/") == 1 or any(
        not is_blank(value) and value is not False for other, value in holder.items() if other != key
    )


def _at(data: Mapping[str, object], pointer: str) -> object:
    at: Any = data
    for part in pointer.split("/")[1:]:
        at = at[int(part)] if isinstance(at, list) else at[part]
    return at


def _with(good: dict[str, object], pointer: str, value: object) -> dict[str, object]:
    made = copy.deepcopy(good)
    holder, last = _holder(made, pointer)
    holder[last] = value
    return made


def _without(good: dict[str, object], pointer: str) -> dict[str, object]:
    made = copy.deepcopy(good)
    holder, last = _holder(made, pointer)
    del holder[last]
    return made


def _holder(made: dict[str, object], pointer: str) -> tuple[Any, Any]:
    above, _, last = pointer.rpartition("/")
    holder = _at(made, above) if above else made
    return holder, int(last) if isinstance(holder, list) else last
