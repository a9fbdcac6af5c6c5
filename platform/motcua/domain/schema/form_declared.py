"""Which questions one object asks, and when: `properties`, `if`/`then`/`else`, dependent words, ways of `oneOf`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from motcua.domain.forms.form_condition import ALWAYS, NEVER, FieldCondition, all_of, any_of, negated
from motcua.domain.forms.form_errors import SchemaError, child
from motcua.domain.schema.form_condition_reader import condition_of
from motcua.domain.schema.form_faults import Faults
from motcua.domain.schema.form_flat import Flat, Part, Rule, branches, flat
from motcua.domain.schema.form_reference import Schema
from motcua.domain.text import Text

MAX_RULES = 300
"""Rules of one object, those within their cases included."""
Inherited = Sequence[tuple[Part, FieldCondition | None]]
"""Schemas that hold of an object in some cases only, with the case; None for one a form cannot tell."""


@dataclass(slots=True)
class Declared:
    """One question: the schemas that describe it, when it is asked, and when it must be answered."""

    key: str
    parts: list[Part]
    cases: list[FieldCondition] = field(default_factory=list)
    hidden: list[FieldCondition] = field(default_factory=list)
    needed: list[FieldCondition] = field(default_factory=list)
    is_required: bool = False
    is_conditional: bool = False
    inner: list[tuple[Part, FieldCondition | None]] = field(default_factory=list)
    shown: FieldCondition = ALWAYS
    required_if: FieldCondition = NEVER

    def settle(self) -> None:
        """Puts the cases together: asked in one of `cases` (in all when there are none) and in none of `hidden`."""
        asked = any_of(*self.cases) if self.cases else ALWAYS
        self.shown = all_of(asked, negated(any_of(*self.hidden))) if self.hidden else asked
        self.required_if = any_of(*self.needed)


@dataclass(slots=True)
class Ways:
    """Several ways to answer, of which one is chosen; `mark` is the question whose answer tells them apart."""

    rule: Rule
    ways: list[Flat]
    mark: str
    shown: FieldCondition = ALWAYS


@dataclass
class Declarations:
    """Walks one object. `asked` and `ways` are the outcome, in the order a person meets them."""

    here: Flat
    faults: Faults
    asked: dict[str, Declared] = field(default_factory=dict)
    ways: list[Ways] = field(default_factory=list)
    hidden: dict[str, list[FieldCondition]] = field(default_factory=dict)
    rules: int = 0

    def read(self, inherited: Inherited = ()) -> Declarations:
        self.own = frozenset(self.here.properties)
        for key, parts in self.here.properties.items():
            if not any(part.node is False for part in parts):
                self.asked[key] = Declared(key, parts)
        for rule in self.here.rules:
            with self.faults.one():
                self.rule(rule, ALWAYS)
        for part, when in inherited:
            with self.faults.one():
                self.consequence(part, _outwards(when))
        for key in self.here.required:
            self.require(key, ALWAYS, self.here.place)
        for key, one in self.asked.items():
            one.hidden = self.hidden.get(key, [])
            one.settle()
        for key in [key for key, one in self.asked.items() if one.shown == NEVER]:
            del self.asked[key]
        return self

    def rule(self, rule: Rule, when: FieldCondition | None) -> None:
        self.rules += 1
        if self.rules > MAX_RULES:
            raise SchemaError(
                rule.at, Text(f"quá {MAX_RULES} quy tắc", f"more than {MAX_RULES} rules"), fault="too_much"
            )
        match rule.word:
            case "if":
                case = condition_of(rule.node["if"])
                for part in branches(rule):
                    met = case if part.place.endswith("/then") or case is None else negated(case)
                    self.consequence(part, _both(when, met))
            case "dependentRequired":
                for key, names in cast(Mapping[str, list[str]], rule.node[rule.word]).items():
                    self.dependent(key, names, rule, when)
            case "dependentSchemas":
                for key, inner in cast(Mapping[str, Schema], rule.node[rule.word]).items():
                    met = FieldCondition("present", path=(key,))
                    self.consequence(Part(inner, child(rule.at, key)), _both(when, met))
            case "anyOf" | "oneOf":
                self.several(rule, when)

    def dependent(self, key: str, names: list[str], rule: Rule, when: FieldCondition | None) -> None:
        place = child(rule.at, key)
        if key not in self.own and self.faults.mode != "lenient":
            self.unknown(key, place)
        for name in names:
            self.require(name, _both(when, FieldCondition("present", path=(key,))), place)

    def consequence(self, part: Part, when: FieldCondition | None) -> None:
        """What `part` says of the object in the case `when`: answers required, not asked, asked besides."""
        if when == NEVER:
            return
        then = flat(part)
        for key, parts in then.properties.items():
            for one in parts:
                self.told(key, one, when)
        for key in then.required:
            self.require(key, when, part.place)
        for rule in then.rules:
            self.rule(rule, when)

    def told(self, key: str, part: Part, when: FieldCondition | None) -> None:
        if part.node is False:
            case = self.known(when, part.place)
            self.hidden.setdefault(key, []).append(case)
        elif key in self.own:
            if key in self.asked:
                self.asked[key].inner.append((part, when))
        else:
            self.declare(key, part, self.known(when, part.place))

    def declare(self, key: str, part: Part, when: FieldCondition) -> None:
        """A question that only this case asks; the other case may ask the same."""
        before = self.asked.get(key)
        if before is None:
            self.asked[key] = Declared(key, [part], [when])
            self.asked = _moved(self.asked, key, when)
        elif _judged(before.parts[0]) == _judged(part):
            before.cases.append(when)
        else:
            raise SchemaError(
                part.place,
                Text(
                    f"“{key}” được khai hai lần khác nhau; khai một lần trong properties của nhóm này",
                    f"“{key}” is declared twice and differently; declare it once in this object's properties",
                ),
            )

    def require(self, key: str, when: FieldCondition | None, place: str) -> None:
        asked = self.asked.get(key)
        if asked is None:
            if when == ALWAYS and key in self.here.properties:
                self.faults.fault(
                    self.here.properties[key][0].place,
                    "required_hidden",
                    f"“{key}” bắt buộc nhưng không bao giờ được hỏi",
                    f"“{key}” is required but never asked",
                )
            elif key not in self.here.properties and not self.in_ways(key):
                self.unknown(key, child(place, "required") if "dependentRequired" not in place else place)
                if when == ALWAYS and self.faults.mode == "lenient":
                    self.asked[key] = Declared(
                        key, [Part(True, child(child(place, "required"), key))], is_required=True
                    )
            return
        if when == ALWAYS:
            asked.is_required = True
        elif when is None:
            asked.is_conditional = True
        else:
            asked.needed.append(when)

    def unknown(self, key: str, place: str) -> None:
        self.faults.fault(
            place,
            "unknown_field",
            f"“{key}” không có trong properties ở cấp này",
            f"“{key}” is not among the properties at this level",
        )

    def in_ways(self, key: str) -> bool:
        return any(key in way.properties for ways in self.ways for way in ways.ways)

    def several(self, rule: Rule, when: FieldCondition | None) -> None:
        """Ways that ask questions of their own are chosen between; others are judged, and may require answers."""
        ways = [flat(part) for part in branches(rule)]
        if any(
            _is_question(parts) and key not in self.own
            for way in ways
            for key, parts in way.properties.items()
        ):
            mark = _mark(ways)
            if mark in self.own:
                self.marked(ways, mark, when)
            else:
                self.ways.append(Ways(rule, ways, mark, self.known(when, rule.place)))
            return
        for way in ways:
            for key in way.required:
                self.require(key, None, rule.at) if key in self.asked else self.unknown(
                    key, child(way.place, "required")
                )

    def marked(self, ways: Sequence[Flat], mark: str, when: FieldCondition | None) -> None:
        """Ways told apart by a question of the object itself: each asks its questions when that answer is given."""
        for way in ways:
            case = FieldCondition("is", path=(mark,), values=(flat(*way.properties[mark]).words["const"],))
            for key, parts in way.properties.items():
                for part in parts if key != mark else ():
                    self.told(key, part, _both(when, case))
            for key in way.required:
                if key != mark:
                    self.require(key, _both(when, case), way.place)
            for inner in way.rules:
                self.rule(inner, _both(when, case))

    def known(self, when: FieldCondition | None, place: str) -> FieldCondition:
        if when is not None:
            return when
        raise SchemaError(
            place,
            Text(
                "câu hỏi chỉ ẩn hiện được theo const, enum, minimum, maximum, required, not, allOf, anyOf",
                "a question can be shown or hidden by const, enum, minimum, maximum, required, not, allOf, anyOf",
            ),
            fault="condition_untold",
        )


def _both(when: FieldCondition | None, met: FieldCondition | None) -> FieldCondition | None:
    return None if when is None or met is None else all_of(when, met)


def _outwards(when: FieldCondition | None) -> FieldCondition | None:
    return None if when is None else when.outwards()


def _moved(asked: dict[str, Declared], key: str, when: FieldCondition) -> dict[str, Declared]:
    """The question right after the last one that decides about it, and after those already moved there."""
    order = [one for one in asked if one != key]
    deciding = {leaf.path[0] for leaf in when.leaves() if leaf.up == 0 and leaf.path}
    at = max((index for index, one in enumerate(order) if one in deciding), default=len(order) - 1)
    while at + 1 < len(order) and asked[order[at + 1]].cases:
        at += 1
    return {one: asked[one] for one in (*order[: at + 1], key, *order[at + 1 :])}


def _judged(part: Part) -> object:
    if isinstance(part.node, bool):
        return part.node
    return {word: value for word, value in part.node.items() if not word.startswith("x-") and word != "title"}


def _is_question(parts: Sequence[Part]) -> bool:
    return not any(part.node is False for part in parts)


def _mark(ways: Sequence[Flat]) -> str:
    """The question that has another constant in every way; "" when there is none."""
    for key in ways[0].properties:
        if all(key in way.properties for way in ways):
            inner = [flat(*way.properties[key]) for way in ways]
            if all("const" in one.words for one in inner):
                values = [(type(one.words["const"]), repr(one.words["const"])) for one in inner]
                if len(set(values)) == len(values):
                    return key
    return ""
