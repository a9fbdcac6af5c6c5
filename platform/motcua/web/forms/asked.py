"""Which questions of a page are asked: their conditions for the script, in words without one, and how they stand now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wtforms.form import BaseForm

from motcua.domain.forms.form_condition import is_blank
from motcua.domain.forms.form_definition import Field
from motcua.domain.text import Text
from motcua.web.forms.fields import GroupAnswer, RowsAnswer
from motcua.web.forms.formulas import names_of
from motcua.web.forms.values import fields_in
from motcua.web.forms.variants import VariantAnswer

Level = Sequence[Field]
Objects = tuple[object, ...]
_ONLY_WHEN = Text("Chỉ khai khi", "Only if")


@dataclass(frozen=True, slots=True)
class Asked:
    """How a conditional question stands, and its condition in words ("Chỉ khai khi Chủ thể là Hộ gia đình.")."""

    is_asked: bool
    words: Text


def asked_of(form: BaseForm, objects: Objects) -> Iterator[tuple[str, bool]]:
    """Whether each conditional question on the page is asked now, by the id of its field.

    `objects`: the answers of the object that `form` stands for, then those of the objects around it.
    """
    for field in fields_in(form):
        condition = field.spec.shown_if
        if condition is not None:
            yield field.id, condition.holds(objects[0], objects[1:])
        for inner, held in _inside(field, objects[0]):
            is_same = isinstance(field, VariantAnswer)
            yield from asked_of(inner, objects if is_same else (held, *objects))


def words_of(fields: Level, levels: tuple[Level, ...]) -> Iterator[tuple[int, Text]]:
    """The condition of each conditional question in words, by the identity of the question.

    `levels`: the questions of the object that `fields` stand in, then those of the objects around it.
    """
    for field in fields:
        if field.shown_if is not None:
            words = field.shown_if.sentence(levels[0], levels[1:])
            yield id(field), Text(f"{_ONLY_WHEN.vi} {words.vi}.", f"{_ONLY_WHEN.en} {words.en}.")
        if field.fields and not field.is_list:
            yield from words_of(field.fields, (field.fields, *levels))
        for variant in field.variants:
            yield from words_of(variant.fields, levels)


def _inside(field: Any, held: object) -> Iterator[tuple[BaseForm, object]]:
    """The forms inside a field with the object that each stands for."""
    own = held.get(field.spec.key) if isinstance(held, Mapping) else None
    if isinstance(field, VariantAnswer):
        yield from ((inner, held) for inner in field.forms.values())
    elif isinstance(field, RowsAnswer) and not field.spec.is_list:
        rows = own if isinstance(own, list) else []
        for number, entry in enumerate(field.entries):
            yield entry.form, rows[number] if number < len(rows) else {}
    elif isinstance(field, GroupAnswer):
        yield field.form, own if own is not None else {}


def elsewhere(fields: Level, keys: Iterable[str], data: Mapping[str, object]) -> dict[str, object]:
    """The answers outside this page, whose own keys are `keys`, that its conditions and formulas speak of."""
    on_page = set(keys)
    wanted = {key for key in _spoken_of(fields, 0) if key not in on_page}
    return {key: data[key] for key in sorted(wanted) if not is_blank(data.get(key))}


def _spoken_of(fields: Level, depth: int) -> Iterator[str]:
    """The keys at the root that fields `depth` objects further in speak of."""
    for field in fields:
        condition = field.shown_if
        if condition is not None:
            yield from (leaf.path[0] for leaf in condition.leaves() if leaf.up == depth and leaf.path)
        yield from names_of(field)
        yield from _spoken_of(field.fields, depth + 1)
        for variant in field.variants:
            yield from _spoken_of(variant.fields, depth)
