"""Asking a decision table: which rules hit, and the values they set (DMN 1.3, 8.2.10 and 8.2.11)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from motcua.domain.conditions.condition_nodes import ConditionError
from motcua.domain.conditions.conditions import parse_condition
from motcua.domain.errors import InputError
from motcua.domain.process.process_node import Decision, Rule
from motcua.domain.text import Text


class DecisionError(InputError):
    """Rules of a table contradict each other for these values."""

    code = "decision.not_unique"


def decide(decision: Decision, values: Mapping[str, object]) -> dict[str, object]:
    """The outputs of the table for the form data `values`; empty when no rule hits.

    COLLECT gives the list of the first output of all hits, empty when there is none. Raises DecisionError when
    UNIQUE rules overlap or ANY rules differ, ConditionError when a rule compares values of different kinds.
    """
    hits = [rule for rule in decision.rules if _hits(rule, values)]
    if decision.hit_policy == "COLLECT":
        return {decision.outputs[0]: [rule.values[0] for rule in hits]}
    if decision.hit_policy == "UNIQUE" and len(hits) > 1:
        raise _contradiction(decision, hits)
    if decision.hit_policy == "ANY" and any(rule.values != hits[0].values for rule in hits):
        raise _contradiction(decision, hits)
    return dict(zip(decision.outputs, hits[0].values, strict=True)) if hits else {}


def _hits(rule: Rule, values: Mapping[str, object]) -> bool:
    if not rule.condition:
        return True
    try:
        return parse_condition(rule.condition).holds(values)
    except ConditionError as error:
        if error.code == "condition.name_missing":
            return False  # In DMN a comparison with nothing is not met, it is no error.
        raise


def _contradiction(decision: Decision, hits: Sequence[Rule]) -> DecisionError:
    lines = ", ".join(str(rule.line) for rule in hits[:5])
    name = decision.name or decision.id
    return DecisionError(
        Text(
            f"Bảng quyết định “{name}”: các dòng {lines} cùng đúng. Báo người quản trị quy trình sửa bảng.",
            f"Decision table “{name}”: rows {lines} hold at once. Ask the process administrator to mend the table.",
        )
    )
