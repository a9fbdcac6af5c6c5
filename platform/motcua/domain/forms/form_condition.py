"""When a question is asked: a condition over other answers, in one normal form that browser and server share.

It says what standard words of JSON Schema say (`if` with const, enum, minimum, required, not, allOf, anyOf), so any
validator of draft 2020-12 gives the same verdict. tests/data/form_conditions.json holds the meaning.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from motcua.domain.text import Text

if TYPE_CHECKING:
    from motcua.domain.forms.form_definition import Field

Operator = Literal["all", "any", "not", "is", "has", "present", "least", "most"]
Answers = Mapping[str, object]


@dataclass(frozen=True)
class FieldCondition:
    """One condition. `all`, `any` and `not` hold `parts`; the others speak of the answer at `path`.

    `path` leads through groups from the object the asked question stands in, or, with `up`, from the object that
    many levels outwards (a row's own object is 0, the form around the rows 1). `values` are of `is` (the answer is
    one of them) and of `has` (the list of answers holds one of them); `bound` of `least` and `most`.
    """

    operator: Operator
    parts: tuple[FieldCondition, ...] = ()
    path: tuple[str, ...] = ()
    up: int = 0
    values: tuple[object, ...] = ()
    bound: int | float = 0

    def holds(self, data: object, enclosing: Sequence[object] = ()) -> bool:
        """Whether it holds for `data`, the object the question stands in; `enclosing` from inside outwards.

        A blank answer ("", [], {}, None) counts as not given, and a condition on it does not hold.
        """
        match self.operator:
            case "all":
                return all(part.holds(data, enclosing) for part in self.parts)
            case "any":
                return any(part.holds(data, enclosing) for part in self.parts)
            case "not":
                return not self.parts[0].holds(data, enclosing)
        answer = _answer(self.path, (data, *enclosing)[self.up] if self.up <= len(enclosing) else None)
        match self.operator:
            case "present":
                return not is_blank(answer)
            case "is":
                return not is_blank(answer) and any(same(answer, value) for value in self.values)
            case "has":
                return isinstance(answer, list) and any(
                    same(one, value) for one in answer for value in self.values
                )
        if not isinstance(answer, int | float) or isinstance(answer, bool):
            return False
        return answer >= self.bound if self.operator == "least" else answer <= self.bound

    def as_json(self) -> dict[str, object]:
        """What the browser evaluates, e.g. `{"field": ["chu_the"], "up": 0, "is": ["ho_gia_dinh"]}`."""
        if self.operator in ("all", "any"):
            return {self.operator: [part.as_json() for part in self.parts]}
        if self.operator == "not":
            return {"not": self.parts[0].as_json()}
        held: object = list(self.values)
        if self.operator == "present":
            held = True
        elif self.operator in ("least", "most"):
            held = self.bound
        return {"field": list(self.path), "up": self.up, self.operator: held}

    def sentence(self, fields: Sequence[Field], enclosing: Sequence[Sequence[Field]] = ()) -> Text:
        """In words: "Chủ thể là Hộ gia đình", "Who applies is Household"; `fields` are those beside the question."""
        from motcua.domain.forms.form_condition_words import sentence_of

        return sentence_of(self, fields, enclosing)

    def leaves(self) -> Iterator[FieldCondition]:
        """The conditions on single answers it is made of."""
        if self.operator in ("all", "any", "not"):
            for part in self.parts:
                yield from part.leaves()
        else:
            yield self

    def outwards(self, levels: int = 1) -> FieldCondition:
        """The same condition as seen from `levels` objects further in."""
        if self.operator in ("all", "any", "not"):
            return FieldCondition(self.operator, tuple(part.outwards(levels) for part in self.parts))
        return FieldCondition(self.operator, (), self.path, self.up + levels, self.values, self.bound)


ALWAYS = FieldCondition("all")
NEVER = FieldCondition("any")


def all_of(*parts: FieldCondition) -> FieldCondition:
    """The parts at once, without nested or double ones."""
    parts = tuple(part for part in parts if part != ALWAYS)
    if len(parts) == 1:
        return parts[0]
    flat = _flat("all", parts)
    return NEVER if NEVER in flat else flat[0] if len(flat) == 1 else FieldCondition("all", flat)


def any_of(*parts: FieldCondition) -> FieldCondition:
    """At least one of the parts, without nested or double ones."""
    parts = tuple(part for part in parts if part != NEVER)
    if len(parts) == 1:
        return parts[0]
    flat = _flat("any", parts)
    return ALWAYS if ALWAYS in flat else flat[0] if len(flat) == 1 else FieldCondition("any", flat)


def negated(part: FieldCondition) -> FieldCondition:
    if part.operator == "not":
        return part.parts[0]
    if part == ALWAYS:
        return NEVER
    return ALWAYS if part == NEVER else FieldCondition("not", (part,))


def is_blank(value: object) -> bool:
    """Whether nothing was answered."""
    return value is None or value in ("", [], {})


def same(one: object, other: object) -> bool:
    """Equality of JSON: 1 and 1.0 are the same, 1 and true are not, at any depth."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    return one == other


def _flat(operator: Operator, parts: Sequence[FieldCondition]) -> tuple[FieldCondition, ...]:
    found: dict[str, FieldCondition] = {}
    for part in parts:
        for one in part.parts if part.operator == operator else (part,):
            found.setdefault(repr(one), one)
    return tuple(found.values())


def _answer(path: Sequence[str], data: object) -> object:
    for key in path:
        if not isinstance(data, Mapping):
            return None
        data = data.get(key)
    return data
