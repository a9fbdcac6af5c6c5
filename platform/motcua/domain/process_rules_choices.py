"""Rules about choosing: every exclusive or inclusive gateway has a branch for every dossier; only these have conditions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from motcua.domain.condition_nodes import Binary, ConditionError, Expression, Listing, Literal, Name, Unary
from motcua.domain.conditions import parse_condition
from motcua.domain.process import Finding, Flow, Node, ProcessModel, Severity
from motcua.domain.process_graph import Scope
from motcua.domain.process_rules_finding import finding, label

_OPPOSITES = {"==": "!=", "<": ">=", ">": "<=", "in": "not in"}
_OPPOSITE = _OPPOSITES | {value: key for key, value in _OPPOSITES.items()}

CHOOSING = frozenset({"exclusiveGateway", "inclusiveGateway"})

Keys = Mapping[str, frozenset[object]]


def choice_findings(model: ProcessModel, graph: Sequence[Scope], keys: Keys | None) -> Iterator[Finding]:
    """All findings about choices. `keys` are the possible values of the obligatory choice fields, by name,
    None when the forms are not known.
    """
    for scope in graph:
        for node in scope.nodes:
            if node.kind in CHOOSING:
                yield from _choice(model, node, scope.outgoing[node.id], keys)
            else:
                yield from _misplaced_conditions(node, scope.outgoing[node.id])


def _choice(
    model: ProcessModel, node: Node, branches: tuple[Flow, ...], keys: Keys | None
) -> Iterator[Finding]:
    default = [flow for flow in branches if flow.id == node.default_flow]
    if node.default_flow and not default:
        yield finding(
            "gateway.default_unknown",
            node,
            f"Nhánh mặc định của điểm rẽ {label(node)} không đi ra từ điểm rẽ này. Chọn lại nhánh mặc định.",
            f"The default branch of the gateway {label(node)} does not leave it. Choose the default branch again.",
        )
    others = [flow for flow in branches if flow not in default]
    if len(branches) < 2 and not any(flow.condition for flow in others):
        return
    unconditional = [flow for flow in others if not flow.condition]
    for flow in unconditional:
        target = label(model.node_by_id[flow.target])
        yield finding(
            "gateway.condition_missing",
            node,
            f"Điểm rẽ {label(node)}: nhánh đến {target} chưa có điều kiện. Viết điều kiện hoặc đặt làm nhánh mặc định.",
            f"Gateway {label(node)}: the branch to {target} has no condition. Write one or make it the default.",
        )
    if not default and not unconditional and (doubt := _incomplete(others, keys)):
        yield finding(
            "gateway.default_missing",
            node,
            f"Điểm rẽ {label(node)}: hồ sơ sẽ kẹt khi không điều kiện nào đúng. Đặt một nhánh làm mặc định.",
            f"Gateway {label(node)}: a dossier is stuck when no condition holds. Make one branch the default.",
            doubt,
        )


def _misplaced_conditions(node: Node, outgoing: tuple[Flow, ...]) -> Iterator[Finding]:
    for flow in outgoing:
        if flow.condition:
            yield finding(
                "flow.condition_misplaced",
                flow,
                f"Điều kiện sau {label(node)} không có tác dụng. Đặt một điểm rẽ loại trừ hoặc bao gồm trước các nhánh.",
                f"A condition after {label(node)} has no effect. Put an exclusive or inclusive gateway before it.",
            )


def _incomplete(branches: Sequence[Flow], keys: Keys | None) -> Severity | None:
    """Whether it can happen that none of the conditions holds; a warning when only the forms could tell."""
    try:
        trees = [parse_condition(flow.condition).tree for flow in branches]
    except ConditionError:
        return None  # The unreadable condition is a finding of its own.
    if any(_are_opposite(first, second) for first in trees for second in trees):
        return None
    chosen = [_chosen(tree) for tree in trees]
    names = {name for name, _ in chosen}
    if len(names) != 1 or "" in names:
        return "error"
    if keys is None:
        return "warning"
    every = keys.get(names.pop())
    covered = frozenset().union(*(values for _, values in chosen))
    return None if every is not None and every <= covered else "error"


def _are_opposite(first: Expression, second: Expression) -> bool:
    if isinstance(first, Unary) and first.operator == "not":
        return first.operand == second
    if isinstance(first, Binary) and isinstance(second, Binary):
        same = (first.left, first.right) == (second.left, second.right)
        return same and _OPPOSITE.get(first.operator) == second.operator
    return False


def _chosen(tree: Expression) -> tuple[str, frozenset[object]]:
    """The field and the keys of `field == key` and `field in [keys]`, ("", {}) for anything else."""
    match tree:
        case Binary("==", Name(name), Literal(value)):
            return name, frozenset({value})
        case Binary("in", Name(name), Listing(items)) if all(isinstance(item, Literal) for item in items):
            return name, frozenset(item.value for item in items if isinstance(item, Literal))
    return "", frozenset()
