"""Only what is asked: drops answers of questions that are not asked, works out the computed ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from motcua.domain.forms.form_condition import is_blank
from motcua.domain.forms.form_definition import Field, in_object
from motcua.domain.forms.form_formula import computed, names_in

_ROUNDS = 10
"""A question may depend on one that depends on another; in their order one round is enough."""

Answers = dict[str, object]


def only_asked(fields: Sequence[Field], data: object, enclosing: Sequence[object] = ()) -> object:
    """`data` of one object without what is not asked, at every level; rows keep their numbers."""
    if not isinstance(data, Mapping):
        return data
    given = dict(data)
    for field in in_object(fields):
        if field.kind in ("computed", "note"):
            given.pop(field.key, None)
    now = _settled(fields, given, enclosing)
    inner = _inside(fields, now, enclosing)
    if inner != now:
        # An answer inside a group may decide about a question beside it.
        inner = _inside(fields, _settled(fields, given | inner, enclosing), enclosing)
    return inner


def _settled(fields: Sequence[Field], given: Answers, enclosing: Sequence[object]) -> Answers:
    """What is left of `given` once no question that is not asked decides about another."""
    now = dict(given)
    ordered = _ordered(fields)
    for _ in range(_ROUNDS):
        before = dict(now)
        _round(ordered, given, now, enclosing, is_asked=True)
        if now == before:
            break
    return {key: now[key] for key in (*given, *now) if key in now}


def _round(
    fields: Sequence[Field], given: Answers, now: Answers, enclosing: Sequence[object], *, is_asked: bool
) -> None:
    for field in fields:
        asked = is_asked and (field.shown_if is None or field.shown_if.holds(now, enclosing))
        if field.kind == "computed":
            _put(
                now, field.key, computed(field.formula, field.answer_type, now, enclosing) if asked else None
            )
        elif field.kind != "note":
            _put(now, field.key, _kept(field, given.get(field.key)) if asked else None)
        if field.variants:
            chosen = field.chosen(now) if asked else None
            kept = {one.key for one in in_object(chosen.fields)} if chosen is not None else set()
            for variant in field.variants:
                if variant is not chosen:
                    others = [one for one in variant.fields if one.key not in kept]
                    _round(others, given, now, enclosing, is_asked=False)
            if chosen is not None:
                _round(_ordered(chosen.fields), given, now, enclosing, is_asked=True)


def _ordered(fields: Sequence[Field]) -> Sequence[Field]:
    """In reading order, but what is worked out comes after all it is worked out from, and before what it decides.

    In a circle, which a review refuses, reading order stands.
    """
    if not any(one.kind == "computed" for one in in_object(fields)):
        return fields
    owners = {inner.key: one for one in fields for inner in in_object([one])}
    placed: dict[str, Field] = {}
    begun: set[str] = set()

    def place(field: Field) -> None:
        if field.key in begun:
            return
        begun.add(field.key)
        for name in sorted(name for one in in_object([field]) for name in _before(one, owners)):
            place(owners[name])
        placed[field.key] = field

    for field in fields:
        place(field)
    return list(placed.values())


def _before(field: Field, owners: Mapping[str, Field]) -> set[str]:
    """The questions beside it that must be settled first."""
    if field.kind == "computed":
        return set(names_in(field.formula)) & owners.keys()
    leaves = field.shown_if.leaves() if field.shown_if is not None else ()
    asked = {leaf.path[0] for leaf in leaves if leaf.up == 0} & owners.keys()
    return {key for key in asked if any(one.kind == "computed" for one in in_object([owners[key]]))}


def _kept(field: Field, answer: object) -> object:
    """The answer, or what stands there whatever is posted: a constant that must be given, a read-only default."""
    if field.kind == "yes_no":
        return answer
    if field.read_only and field.default is not None and not field.source:
        return field.default if field.required or answer is not None else None
    return field.constant if answer is None and field.required else answer


def _put(now: Answers, key: str, value: object) -> None:
    if value is None:
        now.pop(key, None)
    else:
        now[key] = value


def _inside(fields: Sequence[Field], now: Answers, enclosing: Sequence[object]) -> Answers:
    around = (now, *enclosing)
    result = dict(now)
    for field in in_object(fields):
        value = now.get(field.key)
        if field.kind == "group" and isinstance(value, Mapping):
            inner = only_asked(field.fields, value, around)
            _put(result, field.key, None if is_blank(inner) else inner)
        elif field.kind == "rows" and not field.is_list and isinstance(value, list):
            result[field.key] = [only_asked(field.fields, row, around) for row in cast(list[object], value)]
    return result
