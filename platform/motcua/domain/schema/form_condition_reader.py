"""Reads the `if` of a form into a `FieldCondition`, with exactly the meaning JSON Schema gives it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from motcua.domain.forms.form_condition import ALWAYS, NEVER, FieldCondition, all_of, any_of, negated

Node = Mapping[str, object]
Path = tuple[str, ...]
_NOTES = frozenset({"title", "description", "type"})


def condition_of(schema: object, path: Path = ()) -> FieldCondition | None:
    """The condition that an object's schema states; None when a form cannot mean it (a pattern, a sum…).

    A property named without `required` holds of an answer that is not given: JSON Schema says so.
    """
    if isinstance(schema, bool):
        return ALWAYS if schema else NEVER
    node = cast(Node, schema)
    required = cast(Sequence[str], node.get("required", ()))
    parts: list[FieldCondition | None] = []
    for word, value in node.items():
        if word == "properties":
            parts.extend(
                _named(key, test, (*path, key), key in required) for key, test in cast(Node, value).items()
            )
        elif word == "required":
            named = cast(Node, node.get("properties", {}))
            parts.extend(FieldCondition("present", path=(*path, key)) for key in required if key not in named)
        elif word in ("not", "allOf", "anyOf"):
            parts.append(_joined(word, value, path, is_object=True))
        elif word not in _NOTES and not word.startswith("x-"):
            return None
    return _all(parts)


def _named(key: str, test: object, path: Path, is_required: bool) -> FieldCondition | None:
    given = FieldCondition("present", path=path)
    told = _test(test, path)
    if told is None:
        return None
    if not is_required:
        return any_of(negated(given), told)
    return told if _needs_answer(told, path) else all_of(given, told)


def _test(schema: object, path: Path) -> FieldCondition | None:
    """What is asked of the answer at `path`, supposing it is given."""
    if isinstance(schema, bool):
        return ALWAYS if schema else NEVER
    node = cast(Node, schema)
    if "properties" in node or "required" in node:
        return condition_of(node, path)
    if set(node) - _NOTES == set() and "type" in node:
        return None
    parts: list[FieldCondition | None] = []
    for word, value in node.items():
        if word in ("not", "allOf", "anyOf"):
            parts.append(_joined(word, value, path, is_object=False))
        elif word not in _NOTES and not word.startswith("x-"):
            parts.append(_simple(word, value, path, node))
    return _all(parts)


def _simple(word: str, value: object, path: Path, node: Node) -> FieldCondition | None:
    match word:
        case "const":
            return FieldCondition("is", path=path, values=(value,))
        case "enum":
            return FieldCondition("is", path=path, values=tuple(cast(list[object], value)))
        case "minimum":
            return FieldCondition("least", path=path, bound=cast(float, value))
        case "maximum":
            return FieldCondition("most", path=path, bound=cast(float, value))
        case "exclusiveMinimum":
            return negated(FieldCondition("most", path=path, bound=cast(float, value)))
        case "exclusiveMaximum":
            return negated(FieldCondition("least", path=path, bound=cast(float, value)))
        case "minLength" | "minItems" if value == 1:
            return ALWAYS
        case "contains" if "minContains" not in node and "maxContains" not in node:
            return _held(value, path)
    return None


def _held(schema: object, path: Path) -> FieldCondition | None:
    if isinstance(schema, Mapping) and set(schema) in ({"const"}, {"enum"}):
        values = schema.get("enum", [schema.get("const")])
        return FieldCondition("has", path=path, values=tuple(cast(list[object], values)))
    return None


def _joined(word: str, value: object, path: Path, *, is_object: bool) -> FieldCondition | None:
    read = condition_of if is_object else _test
    if word == "not":
        inner = read(value, path)
        return None if inner is None else negated(inner)
    parts = [read(one, path) for one in cast(list[object], value)]
    if word == "allOf":
        return _all(parts)
    told = [part for part in parts if part is not None]
    return any_of(*told) if len(told) == len(parts) else None


def _all(parts: Sequence[FieldCondition | None]) -> FieldCondition | None:
    told = [part for part in parts if part is not None and part != ALWAYS]
    return all_of(*told) if None not in parts else None


def _needs_answer(told: FieldCondition, path: Path) -> bool:
    """Whether it cannot hold unless the answer at `path` is given."""
    if told.operator in ("is", "has", "least", "most", "present"):
        return told.path[: len(path)] == path
    if told.operator == "all":
        return any(_needs_answer(part, path) for part in told.parts)
    return told.operator == "any" and all(_needs_answer(part, path) for part in told.parts)
