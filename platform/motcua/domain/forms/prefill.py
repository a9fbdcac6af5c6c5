"""Which questions of a form may be filled in from what a person gave before, and which earlier answer fits (B-07)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from motcua.domain.forms.form_definition import Field, FormDefinition

UNASKED: Final = frozenset({"rows", "note", "computed", "variant"})
"""Kinds that hold no answer of their own, or one for each row: nobody could tell which row is meant."""
EARLIER: Final = "earlier"


@dataclass(frozen=True, slots=True)
class Place:
    """A question that may be filled in: where its answer stands, and in which section."""

    pointer: str
    field: Field
    section: str


def places(form: FormDefinition) -> tuple[Place, ...]:
    """Every question with a source or a shared name, in reading order; each source once: the second person in a form
    ("organisation" of the buyer, then of the seller) is somebody else."""
    found: list[Place] = []
    taken: set[str] = set()
    for section in form.sections:
        for pointer, field in _walk("", section.fields):
            source = "" if field.source == EARLIER else field.source
            if source and source in taken:
                continue
            taken.add(source)
            found.append(Place(pointer, field, section.key))
    return tuple(found)


def fitting(place: Place, here: Sequence[Place], there: Sequence[Place]) -> Place | None:
    """The place of an earlier form whose answer means the same: of the same source, or made from the same shared field
    under the same name, or where that field stands only once in both forms."""
    for one in there:
        if place.field.source not in ("", EARLIER) and one.field.source == place.field.source:
            return one if _is_alike(place.field, one.field) else None
    shared = place.field.shared
    if not shared:
        return None
    counts = (Counter(one.field.shared for one in form)[shared] for form in (here, there))
    is_lone = all(count == 1 for count in counts)
    for one in there:
        if one.field.shared == shared and (one.pointer == place.pointer or is_lone):
            return one if _is_alike(place.field, one.field) else None
    return None


def value_at(data: Mapping[str, object], pointer: str) -> object:
    """The answer at the pointer; None where there is none."""
    found: object = data
    for part in pointer.split("/")[1:]:
        found = found.get(part) if isinstance(found, Mapping) else None
    return None if found in ("", [], {}) else found


def put(data: Mapping[str, Any], pointer: str, value: object) -> dict[str, Any]:
    """The same answers with this one; groups on the way are made."""
    key, _, rest = pointer.removeprefix("/").partition("/")
    if not rest:
        return {**data, key: value}
    inner = data.get(key)
    return {**data, key: put(inner if isinstance(inner, Mapping) else {}, f"/{rest}", value)}


def without(data: Mapping[str, Any], pointer: str) -> dict[str, Any]:
    """The same answers without this one."""
    key, _, rest = pointer.removeprefix("/").partition("/")
    if not rest:
        return {name: value for name, value in data.items() if name != key}
    inner = data.get(key)
    return {**data, key: without(inner, f"/{rest}")} if isinstance(inner, Mapping) else dict(data)


def takes(field: Field, value: object) -> bool:
    """Whether the value may be an answer at all; what is wrong with it besides is said at the page as always."""
    if field.kind == "choice":
        return any(value in (choice.key, choice.answer) for choice in field.choices)
    return isinstance(value, Mapping) == (field.kind == "group")


def _walk(prefix: str, fields: Sequence[Field]) -> Iterator[tuple[str, Field]]:
    for field in fields:
        pointer = f"{prefix}/{field.key}"
        if field.kind in UNASKED or field.read_only or field.constant is not None:
            continue
        if field.source or field.shared:
            yield pointer, field
        elif field.kind == "group":
            yield from _walk(pointer, field.fields)


def _is_alike(one: Field, other: Field) -> bool:
    return (one.kind, one.units) == (other.kind, other.units)
