"""What conditions can answer: every kind of case their fields allow, tried one by one.

Each field that is compared with fixed values falls into few cells (below 5, 5, above 5; each key of a choice).
All combinations of cells are tried with the conditions themselves. What is not compared with fixed values
(`a > b`, `contains(…)`) may be either true or false, so what is said to be impossible is impossible; what is said
to be possible is only said where nothing was left open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from motcua.domain.conditions.condition_cells import Value, cells
from motcua.domain.conditions.condition_nodes import (
    Binary,
    ConditionError,
    Expression,
    Name,
    Unary,
    walk,
)
from motcua.domain.conditions.condition_types import FieldType
from motcua.domain.conditions.conditions import evaluate
from motcua.domain.text import Text

MAX_CASES = 1024
MAX_ANSWERS = 20_000
_OPPOSITE = {"!=": "==", ">=": "<", "<=": ">", "not in": "in"}


@dataclass(frozen=True, slots=True)
class Case:
    """One combination: a value by field (None is a blank field), and what each condition answers.

    An answer is None where the condition cannot be answered, because a field is blank.
    """

    values: Mapping[str, Value | None]
    holds: tuple[bool | None, ...]

    @property
    def words(self) -> Text:
        """ "von = 10, loai = "a"": the case as an example in a sentence."""
        parts = [(name, value) for name, value in self.values.items()]
        return Text(
            ", ".join(f"{name} {_shown(value, 'để trống')}" for name, value in parts),
            ", ".join(f"{name} {_shown(value, 'blank')}" for name, value in parts),
        )


@dataclass(frozen=True, slots=True)
class Cases:
    """All cases of some conditions. `is_sure` says by condition that nothing in it was left open."""

    cases: tuple[Case, ...]
    is_sure: tuple[bool, ...]

    def never(self, index: int) -> bool:
        """Whether the condition is false whatever the data."""
        return all(case.holds[index] is False for case in self.cases)

    def always(self, index: int) -> bool:
        """Whether the condition is true whatever the data."""
        return all(case.holds[index] is True for case in self.cases)

    def is_shadowed(self, index: int) -> bool:
        """Whether one of the conditions before it holds whenever this one does, though it can hold."""
        asked = [case for case in self.cases if case.holds[index] is not False]
        return bool(asked) and all(True in case.holds[:index] for case in asked)

    def overlap(self, first: int, second: int) -> Case | None:
        """A case in which both conditions hold."""
        if not (self.is_sure[first] and self.is_sure[second]):
            return None
        both = (case for case in self.cases if case.holds[first] and case.holds[second])
        return next(both, None)

    def uncovered(self) -> Case | None:
        """A case in which no condition holds, or might not where something is left open; None: there is none."""
        return next((case for case in self.cases if not any(case.holds)), None)


def cases_of(trees: Sequence[Expression], types: Mapping[str, FieldType]) -> Cases | None:
    """All cases of the conditions together; None when they are too many (1,024) for anything to be said."""
    atoms = list(dict.fromkeys(_positive(atom)[0] for tree in trees for atom in _atoms(tree)))
    space = cells(atoms, types)
    if sum(len(samples) for samples in space.values()) * len(atoms) > MAX_ANSWERS:
        return None
    axes = [_distinct(name, samples, atoms) for name, samples in space.items()]
    ruled = {atom for axis in axes for _, answers in axis.cells for atom in answers}
    constant = {atom: _answer(atom, {}) for atom in atoms if not _names(atom)}
    open_atoms = [atom for atom in atoms if atom not in ruled and atom not in constant]
    count = 2 ** min(len(open_atoms), 20)
    for axis in axes:
        count *= len(axis.cells)
    if count > MAX_CASES:
        return None
    found = []
    for chosen in product(*(axis.cells for axis in axes)):
        known = dict(constant)
        for _, answers in chosen:
            known.update(answers)
        values = {axis.name: sample for axis, (sample, _) in zip(axes, chosen, strict=True)}
        for free in product((False, True), repeat=len(open_atoms)):
            known.update(zip(open_atoms, free, strict=True))
            found.append(Case(values, tuple(_holds(tree, known) for tree in trees)))
    doubtful = set(open_atoms)
    sure = tuple(doubtful.isdisjoint(_positive(atom)[0] for atom in _atoms(tree)) for tree in trees)
    return Cases(tuple(found), sure)


Answers = dict[Expression, bool | None]


@dataclass(frozen=True, slots=True)
class _Axis:
    """One field: its cells, each with a sample and the answers of the atoms that ask for this field alone."""

    name: str
    cells: tuple[tuple[Value | None, Answers], ...]


def _distinct(name: str, samples: Sequence[Value | None], atoms: Sequence[Expression]) -> _Axis:
    """Samples on which every atom answers alike are one cell."""
    own = [atom for atom in atoms if _names(atom) == {name}]
    found: dict[tuple[bool | None, ...], tuple[Value | None, Answers]] = {}
    for sample in samples:
        answers = {atom: _answer(atom, {name: sample}) for atom in own}
        found.setdefault(tuple(answers.values()), (sample, answers))
    return _Axis(name, tuple(found.values()))


def _answer(atom: Expression, values: Mapping[str, object]) -> bool | None:
    try:
        value = evaluate(atom, values)
    except ConditionError:
        return None
    return value if isinstance(value, bool) else None


def _holds(tree: Expression, known: Answers) -> bool | None:
    """As at run time: the right side counts only when the left does not decide."""
    match tree:
        case Binary(operator="and" | "or" as operator, left=left, right=right):
            first = _holds(left, known)
            return first if first is None or first == (operator == "or") else _holds(right, known)
        case Unary(operator="not", operand=operand):
            answer = _holds(operand, known)
            return None if answer is None else not answer
    atom, is_positive = _positive(tree)
    answer = known[atom]
    return answer if answer is None or is_positive else not answer


def _atoms(tree: Expression) -> list[Expression]:
    match tree:
        case Binary(operator="and" | "or", left=left, right=right):
            return [*_atoms(left), *_atoms(right)]
        case Unary(operator="not", operand=operand):
            return _atoms(operand)
    return [tree]


def _positive(atom: Expression) -> tuple[Expression, bool]:
    """The atom without its negation, so that `a > b` and `a <= b` are one question."""
    if isinstance(atom, Binary) and atom.operator in _OPPOSITE:
        return Binary(_OPPOSITE[atom.operator], atom.left, atom.right), False
    return atom, True


def _names(atom: Expression) -> set[str]:
    return {node.name for node in walk(atom) if isinstance(node, Name)}


def _shown(value: Value | None, blank: str) -> str:
    match value:
        case None:
            return blank
        case bool():
            return f"= {str(value).lower()}"
        case str():
            return f"= “{value}”"
    return f"= {value}"
