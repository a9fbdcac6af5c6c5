"""Doubts about when questions are asked: conditions that never or always hold, or look ahead; formulas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from motcua.domain.forms.form_condition import FieldCondition
from motcua.domain.forms.form_definition import Field, FormDefinition, in_object
from motcua.domain.forms.form_errors import child
from motcua.domain.forms.form_formula import names_in
from motcua.domain.forms.form_review_words import Doubt
from motcua.domain.text import Text

MAX_CASES = 512
MAX_LEAVES = 20
Levels = tuple[Sequence[Field], ...]
"""The questions of an object and of those around it, from inside outwards."""


def condition_doubts(form: FormDefinition) -> Iterator[Doubt]:
    """Every doubt about conditions, in reading order."""
    yield from _level((form.fields,))


def _level(levels: Levels) -> Iterator[Doubt]:
    flat = list(in_object(levels[0]))
    for number, field in enumerate(flat):
        for condition in (field.shown_if, field.required_if):
            if condition is not None:
                yield from _of_condition(field, condition, levels, [one.key for one in flat[: number + 1]])
        if field.required and field.shown_if is not None:
            yield Doubt(
                "required_hidden",
                field.place,
                Text(
                    f"“{field.label.vi}” luôn bắt buộc nhưng có lúc không hỏi; đưa required vào then của điều kiện.",
                    f"“{field.label.en}” is always required but not always asked; move it to the condition's then.",
                ),
                is_error=True,
            )
        if field.kind == "computed":
            yield from _of_formula(field, levels)
        if field.fields and not field.is_list:
            yield from _level((field.fields, *levels))
    yield from _circles(flat)


def _of_condition(
    field: Field, condition: FieldCondition, levels: Levels, before: Sequence[str]
) -> Iterator[Doubt]:
    said = condition.sentence(levels[0], levels[1:])
    place = field.place
    for leaf in condition.leaves():
        found = _found(leaf, levels)
        if found is None:
            name = "/".join(leaf.path)
            yield Doubt(
                "condition_unknown",
                place,
                Text(
                    f"Điều kiện của “{field.label.vi}” nói về mục “{name}”, không có ở cấp này.",
                    f"The condition of “{field.label.en}” speaks of “{name}”, which is not at this level.",
                ),
                is_error=True,
            )
            return
        if leaf.up == 0 and leaf.path[0] not in before:
            yield Doubt(
                "condition_ahead",
                place,
                Text(
                    f"“{field.label.vi}” tùy theo mục đứng sau là “{found.label.vi}”. Đưa mục đó lên trước.",
                    f"“{field.label.en}” depends on “{found.label.en}”, which comes later. Move that one before it.",
                ),
            )
    held = _outcomes(condition, levels)
    if held == {False}:
        yield Doubt(
            "condition_never",
            place,
            Text(
                f"“{field.label.vi}” không bao giờ được hỏi: không câu trả lời nào cho “{said.vi}”.",
                f"“{field.label.en}” is never asked: no answer gives “{said.en}”.",
            ),
            is_error=True,
        )
    elif held == {True}:
        yield Doubt(
            "condition_always",
            place,
            Text(
                f"Điều kiện của “{field.label.vi}” lúc nào cũng đúng: “{said.vi}”. Bỏ điều kiện đi.",
                f"The condition of “{field.label.en}” always holds: “{said.en}”. Remove it.",
            ),
        )


def _outcomes(condition: FieldCondition, levels: Levels) -> set[bool]:
    """What the condition gives over every kind of answer; both when there are too many to try."""
    leaves: dict[tuple[int, tuple[str, ...]], list[FieldCondition]] = {}
    for leaf in condition.leaves():
        leaves.setdefault((leaf.up, leaf.path), []).append(leaf)
    domains = [_domain(_found(mine[0], levels), mine) for mine in leaves.values()]
    total = 1
    for domain in domains:
        total *= len(domain)
    if not leaves:
        return {condition.holds({})}
    if total > MAX_CASES or sum(len(mine) for mine in leaves.values()) > MAX_LEAVES:
        return {True, False}
    deepest = max(up for up, _ in leaves)
    found: set[bool] = set()
    for answers in product(*domains):
        objects: list[dict[str, object]] = [{} for _ in range(deepest + 1)]
        for (up, path), answer in zip(leaves, answers, strict=True):
            _put(objects[up], path, answer)
        found.add(condition.holds(objects[0], objects[1:]))
        if len(found) == 2:
            break
    return found


def _domain(field: Field | None, leaves: Sequence[FieldCondition]) -> list[object]:
    """The answers that matter for these conditions: those that can be chosen, else each one named and another."""
    blank: list[object] = [] if field is not None and field.required and not field.shown_if else [None]
    if field is None:
        return [None]
    if field.kind == "choices":
        return [
            None,
            [],
            *([choice.answer] for choice in field.choices),
            [choice.answer for choice in field.choices],
        ]
    if field.choices:
        return [*blank, *(choice.answer for choice in field.choices)]
    if field.kind == "yes_no":
        return [*blank, *([field.constant] if field.constant is not None else [True, False])]
    if field.answer_type in ("integer", "number"):
        bounds = [one.bound for one in leaves if one.operator in ("least", "most")]
        bounds += [value for one in leaves for value in one.values if isinstance(value, int | float)]
        near = [bound + step for bound in bounds for step in (-1, 0, 1)] or [0, 1]
        low, high = field.limits.minimum, field.limits.maximum
        inside = [n for n in near if (low is None or n >= low) and (high is None or n <= high)]
        return [*blank, *dict.fromkeys(inside)] or [None]
    named = [value for one in leaves for value in one.values]
    return [*blank, *named, "…"]


def _put(data: dict[str, object], path: Sequence[str], answer: object) -> None:
    at = data
    for key in path[:-1]:
        inner = at.setdefault(key, {})
        at = inner if isinstance(inner, dict) else {}
    at[path[-1]] = answer


def _found(leaf: FieldCondition, levels: Levels) -> Field | None:
    inside = levels[leaf.up] if leaf.up < len(levels) else ()
    found: Field | None = None
    for key in leaf.path:
        found = next((one for one in in_object(inside) if one.key == key), None)
        if found is None:
            return None
        inside = found.fields
    return found


def _of_formula(field: Field, levels: Levels) -> Iterator[Doubt]:
    known = {one.key for level in levels for one in in_object(level)}
    for name in sorted(names_in(field.formula) - known):
        yield Doubt(
            "formula_unknown",
            child(field.place, "x-formula"),
            Text(
                f"Công thức của “{field.label.vi}” nói về mục “{name}”, không có ở cấp này.",
                f"The formula of “{field.label.en}” speaks of “{name}”, which is not at this level.",
            ),
            is_error=True,
        )


def _circles(level: Sequence[Field]) -> Iterator[Doubt]:
    """Formulas that wait for each other, each circle once."""
    fields = {one.key: one for one in level if one.kind == "computed"}
    needs = {key: sorted(names_in(one.formula) & fields.keys()) for key, one in fields.items()}
    told: set[str] = set()
    for key, field in fields.items():
        circle = _circle(key, needs) if key not in told else []
        if not circle:
            continue
        told.update(circle)
        vi, en = (
            " → ".join(f"“{getattr(fields[one].label, word)}”" for one in circle) for word in ("vi", "en")
        )
        yield Doubt(
            "formula_circle",
            child(field.place, "x-formula"),
            Text(
                f"Công thức đi vòng nên không bao giờ có kết quả: {vi}. Sửa một công thức trong đó.",
                f"Formulas go in a circle, so that there is never a result: {en}. Change one of them.",
            ),
            is_error=True,
        )


def _circle(start: str, needs: Mapping[str, Sequence[str]]) -> list[str]:
    """The shortest way from a formula back to itself, by keys; empty when there is none."""
    ways: dict[str, list[str]] = {start: [start]}
    waiting = [start]
    for key in waiting:
        for name in needs[key]:
            if name == start:
                return [*ways[key], start]
            if name not in ways:
                ways[name] = [*ways[key], name]
                waiting.append(name)
    return []
