"""A condition on answers as a sentence: "Chủ thể là Hộ gia đình hoặc Vốn từ 500.000.000 đ trở lên"."""

from __future__ import annotations

from collections.abc import Sequence

from motcua.domain.forms.form_condition import FieldCondition
from motcua.domain.forms.form_definition import Field
from motcua.domain.forms.form_format import format_date, format_money, format_number
from motcua.domain.text import Text

Level = Sequence[Field]
_AND, _OR = Text(" và ", " and "), Text(" hoặc ", " or ")


def sentence_of(condition: FieldCondition, fields: Level, enclosing: Sequence[Level] = ()) -> Text:
    """The condition in both languages, without a full stop; a question not found is named by its key."""
    return _said(condition, (fields, *enclosing), is_negated=False)


def _said(condition: FieldCondition, levels: Sequence[Level], *, is_negated: bool) -> Text:
    match condition.operator:
        case "not":
            return _said(condition.parts[0], levels, is_negated=not is_negated)
        case "all" | "any":
            return _joined(condition, levels, is_negated=is_negated)
    field = _found(condition, levels)
    label = field.label if field is not None else Text(condition.path[-1], condition.path[-1])
    return _leaf(condition, field, _plain(label), is_negated=is_negated)


def _joined(condition: FieldCondition, levels: Sequence[Level], *, is_negated: bool) -> Text:
    """Parts with "và" or "hoặc"; a negated "all" reads as "any" of the negated parts."""
    if not condition.parts:
        holds = (condition.operator == "all") != is_negated
        return Text("luôn luôn", "always") if holds else Text("không bao giờ", "never")
    joint = _AND if (condition.operator == "all") != is_negated else _OR
    said = []
    for part in condition.parts:
        words = _said(part, levels, is_negated=is_negated)
        is_nested = part.operator in ("all", "any") and len(part.parts) > 1
        said.append(Text(f"({words.vi})", f"({words.en})") if is_nested else words)
    return Text(joint.vi.join(one.vi for one in said), joint.en.join(one.en for one in said))


def _leaf(condition: FieldCondition, field: Field | None, label: Text, *, is_negated: bool) -> Text:
    match condition.operator:
        case "present":
            vi, en = ("để trống", "is left blank") if is_negated else ("có khai", "is filled in")
            return Text(f"{label.vi} {vi}", f"{label.en} {en}")
        case "is" | "has":
            return _listed(condition, field, label, is_negated=is_negated)
    bound = _value(field, condition.bound)
    if (condition.operator == "least") != is_negated:
        if is_negated:
            return Text(f"{label.vi} lớn hơn {bound.vi}", f"{label.en} is more than {bound.en}")
        return Text(f"{label.vi} từ {bound.vi} trở lên", f"{label.en} is {bound.en} or more")
    if is_negated:
        return Text(f"{label.vi} nhỏ hơn {bound.vi}", f"{label.en} is less than {bound.en}")
    return Text(f"{label.vi} không quá {bound.vi}", f"{label.en} is {bound.en} or less")


def _listed(condition: FieldCondition, field: Field | None, label: Text, *, is_negated: bool) -> Text:
    if condition.values in ((True,), (False,)) and condition.operator == "is":
        is_yes = (condition.values == (True,)) != is_negated
        return Text(f"{label.vi}: {'có' if is_yes else 'không'}", f"{label.en}: {'yes' if is_yes else 'no'}")
    shown = [_value(field, value) for value in condition.values]
    joint = Text(" hay ", " nor ") if is_negated else _OR
    vi, en = joint.vi.join(one.vi for one in shown), joint.en.join(one.en for one in shown)
    if condition.operator == "has":
        return (
            Text(f"{label.vi} không có {vi}", f"{label.en} does not include {en}")
            if is_negated
            else Text(f"{label.vi} có {vi}", f"{label.en} includes {en}")
        )
    return (
        Text(f"{label.vi} không phải là {vi}", f"{label.en} is not {en}")
        if is_negated
        else Text(f"{label.vi} là {vi}", f"{label.en} is {en}")
    )


def _value(field: Field | None, value: object) -> Text:
    if field is not None and field.choices:
        return field.choice_label(value)
    if isinstance(value, bool):
        return Text("Có", "Yes") if value else Text("Không", "No")
    if isinstance(value, int | float):
        return format_money(value) if field is not None and field.is_money else format_number(value)
    shown = format_date(str(value))
    return Text(shown, shown)


def _plain(label: Text) -> Text:
    return Text(label.vi.rstrip("?:. "), label.en.rstrip("?:. "))


def _found(condition: FieldCondition, levels: Sequence[Level]) -> Field | None:
    inside: Level = levels[condition.up] if condition.up < len(levels) else ()
    found: Field | None = None
    for key in condition.path:
        found = next((one for one in _flat(inside) if one.key == key), None)
        if found is None:
            return None
        inside = found.fields
    return found


def _flat(fields: Level) -> list[Field]:
    """The fields of one object, those of its variants included."""
    inner = [one for field in fields for variant in field.variants for one in _flat(variant.fields)]
    return [*fields, *inner]
