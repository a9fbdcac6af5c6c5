"""The cells a field's values fall into when conditions compare it with fixed values: one sample of each."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from math import ceil, floor

from motcua.domain.conditions.condition_nodes import Binary, Call, Expression, Listing, Name, fixed, walk
from motcua.domain.conditions.condition_types import ANY, DATE, NUMBER, TEXT, TRUTH, FieldType
from motcua.domain.time.iso_date import parse_iso_date

Value = str | bool | int | Decimal
_ORDERS = frozenset({"<", ">"})
_COMPARISONS = frozenset({"==", "<", ">"})


def cells(
    atoms: Sequence[Expression], types: Mapping[str, FieldType]
) -> Mapping[str, tuple[Value | None, ...]]:
    """Samples by field, at least one of each cell; None is a blank field, where some atom asks `filled(…)`.

    Only fields whose every atom can be judged from such samples are there: closed choices and truth values
    always, others when they are compared with fixed values alone. `atoms` hold no negated comparison.
    """
    found: dict[str, tuple[Value | None, ...]] = {}
    for name in sorted({node.name for atom in atoms for node in walk(atom) if isinstance(node, Name)}):
        own = [
            atom for atom in atoms if any(isinstance(part, Name) and part.name == name for part in walk(atom))
        ]
        samples = _samples(name, own, types.get(name, ANY))
        if samples:
            is_blank = any(isinstance(atom, Call) and atom.function == "filled" for atom in own)
            found[name] = (*samples, None) if is_blank else samples
    return found


def _samples(name: str, atoms: Sequence[Expression], known: FieldType) -> tuple[Value, ...]:
    alone = [atom for atom in atoms if {n.name for n in walk(atom) if isinstance(n, Name)} == {name}]
    if known.kind == "truth":
        return (False, True)
    if known.keys:
        return known.keys
    compared = [atom for atom in alone if not _is_filled(atom)]
    if not compared:
        return ("…",)
    points = [_points(atom) for atom in compared]
    if any(part is None for part in points):
        return ()
    values = [value for part in points for value in part or ()]
    kind = known if known.kind != "any" else _kind_of(compared, values)
    match kind.kind:
        case "truth":
            return (False, True)
        case "number" if all(_is_number(value) for value in values):
            return _numbers([value for value in values if _is_number(value)], kind)  # type: ignore[misc]
        case "date":
            days = [parse_iso_date(value) for value in values if isinstance(value, str)]
            return () if None in days else _dates([day.toordinal() for day in days if day], kind)
        case "text":
            texts = [value for value in values if isinstance(value, str)]
            return (*dict.fromkeys(texts), _other(texts)) if len(texts) == len(values) else ()
    return ()


def _kind_of(atoms: Sequence[Expression], values: Sequence[Value]) -> FieldType:
    """The type of a field no form describes, by what it is compared with."""
    if any(isinstance(atom, Name) for atom in atoms) or any(isinstance(value, bool) for value in values):
        return TRUTH if all(isinstance(value, bool) for value in values) else ANY
    if values and all(_is_number(value) for value in values):
        return NUMBER
    if values and all(isinstance(value, str) for value in values):
        is_ordered = any(isinstance(atom, Binary) and atom.operator in _ORDERS for atom in atoms)
        return DATE if is_ordered else TEXT
    return ANY


def _points(atom: Expression) -> tuple[Value, ...] | None:
    """The fixed values an atom compares the field with; None when it asks something else."""
    match atom:
        case Name():
            return ()
        case Binary(operator="in", left=Name(), right=Listing(items=items)):
            values = [fixed(item) for item in items]
            return None if None in values else tuple(value for value in values if value is not None)
        case Binary(operator=operator, left=Name(), right=right) if operator in _COMPARISONS:
            value = fixed(right)
        case Binary(operator=operator, left=left, right=Name()) if operator in _COMPARISONS:
            value = fixed(left)
        case _:
            return None
    return None if value is None else (value,)


def _numbers(points: Iterable[int | Decimal], kind: FieldType) -> tuple[Value, ...]:
    """Each point, what lies between the points, and what lies beyond them, within the field's bounds."""
    ordered = sorted({*points, *(bound for bound in (kind.minimum, kind.maximum) if bound is not None)})
    found: set[int | Decimal] = set()
    if kind.is_whole:
        for point in ordered:
            found |= {ceil(point) - 1, floor(point), ceil(point), floor(point) + 1}
    else:
        found |= {*ordered, ordered[0] - 1, ordered[-1] + 1}
        found |= {(Decimal(a) + Decimal(b)) / 2 for a, b in itertools.pairwise(ordered)}
    return tuple(value for value in sorted(found) if _is_within(value, kind))


def _dates(points: Iterable[int], kind: FieldType) -> tuple[Value, ...]:
    whole = FieldType("number", minimum=kind.minimum, maximum=kind.maximum, is_whole=True)
    days = _numbers(list(points), whole)
    return tuple(
        date.fromordinal(day).isoformat()
        for day in days
        if isinstance(day, int) and 1 <= day <= date.max.toordinal()
    )


def _is_within(value: int | Decimal, kind: FieldType) -> bool:
    above = kind.minimum is None or value >= kind.minimum
    return above and (kind.maximum is None or value <= kind.maximum)


def _other(texts: Sequence[str]) -> str:
    other = "khác"
    while other in texts:
        other += "…"
    return other


def _is_filled(atom: Expression) -> bool:
    return isinstance(atom, Call) and atom.function == "filled"


def _is_number(value: object) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)
