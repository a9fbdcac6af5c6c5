"""Rules about branching: every exclusive gateway can choose, and branches meet at a gateway of their kind.

Where branches meet is read from dominators, which is exact for branchings nested in each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from motcua.domain.condition_nodes import Binary, ConditionError, Expression, Listing, Literal, Name, Unary
from motcua.domain.conditions import parse_condition
from motcua.domain.process import Finding, Flow, Node, ProcessModel, Severity
from motcua.domain.process_graph import Scope, dominators, reach
from motcua.domain.process_rules_finding import finding, label

_OPPOSITES = {"==": "!=", "<": ">=", ">": "<=", "in": "not in"}
_OPPOSITE = _OPPOSITES | {value: key for key, value in _OPPOSITES.items()}

Keys = Mapping[str, frozenset[object]]


def gateway_findings(model: ProcessModel, graph: Sequence[Scope], keys: Keys | None) -> Iterator[Finding]:
    """All findings about gateways. `keys` are the possible values of the obligatory choice fields, by name,
    None when the forms are not known.
    """
    for scope in graph:
        for node in scope.nodes:
            if node.kind == "exclusiveGateway":
                yield from _choice(model, node, scope.outgoing[node.id], keys)
            else:
                yield from _misplaced_conditions(node, scope.outgoing[node.id])
        yield from _parallel_splits(model, scope)
        yield from _parallel_joins(model, scope)


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
                f"Điều kiện sau {label(node)} không có tác dụng. Đặt một điểm rẽ loại trừ trước các nhánh.",
                f"A condition after {label(node)} has no effect. Put an exclusive gateway before the branches.",
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


def _parallel_splits(model: ProcessModel, scope: Scope) -> Iterator[Finding]:
    closing = dominators([node.id for node in scope.ends], scope.predecessors)
    for node in scope.nodes:
        meeting = model.node_by_id.get(closing.get(node.id, ""))
        if meeting is None or len(scope.outgoing[node.id]) < 2:
            continue
        # Branches that each run to the end need no join: the process ends when the last of them has.
        if node.kind == "parallelGateway" and meeting.kind != "endEvent" and not _is_join(scope, meeting):
            yield _not_joined(node, meeting)
        if node.kind == "exclusiveGateway" and _is_join(scope, meeting):
            entries = _entries(
                scope, meeting, _between(scope, node, scope.successors[node.id], meeting), node
            )
            if len(entries) > 1:
                yield _waits_for_ever(node, meeting)


def _parallel_joins(model: ProcessModel, scope: Scope) -> Iterator[Finding]:
    opening = dominators([node.id for node in scope.starts], scope.successors)
    closing = dominators([node.id for node in scope.ends], scope.predecessors)
    for join in scope.nodes:
        if join.id not in scope.reached or not _is_join(scope, join):
            continue
        split = model.node_by_id.get(opening.get(join.id, ""))
        if split is None or split.kind != "parallelGateway":
            yield _waits_for_ever(split or join, join)
            continue
        yield from _join(scope, split, join, closing)


def _join(scope: Scope, split: Node, join: Node, closing: Mapping[str, str]) -> Iterator[Finding]:
    """The branches of `split` that must come to `join` are all it waits for, apart, and entered by `split` only."""
    come: set[str] = set()
    for target in scope.successors[split.id]:
        if not _must_pass(target, join.id, closing):
            continue
        inside = _between(scope, split, (target,), join)
        entries = _entries(scope, join, inside, split) if target != join.id else _direct(scope, split, join)
        if entries & come and target != join.id:
            yield _not_joined(split, join)
            return
        come |= entries
        sources = {source for key in inside for source in scope.predecessors[key]}
        leaves = any(split.id in scope.successors[key] for key in inside)
        if leaves or not sources <= inside | {split.id}:
            yield _waits_for_ever(split, join)
            return
    if come != {flow.id for flow in scope.incoming[join.id]}:
        yield _waits_for_ever(split, join)


def _is_join(scope: Scope, node: Node) -> bool:
    return node.kind == "parallelGateway" and len(scope.incoming[node.id]) > 1


def _must_pass(start: str, goal: str, closing: Mapping[str, str]) -> bool:
    at = start
    while at != goal and at in closing:
        at = closing[at]
    return at == goal


def _between(scope: Scope, split: Node, targets: Sequence[str], join: Node) -> frozenset[str]:
    """The nodes on the ways from `targets` to `join` that pass neither it nor `split`."""
    without = {key: after for key, after in scope.successors.items() if key not in (split.id, join.id)}
    return reach(targets, without) - {split.id, join.id}


def _entries(scope: Scope, join: Node, inside: frozenset[str], split: Node) -> frozenset[str]:
    """The flows into `join` from the nodes `inside`, and for an exclusive split those straight from it."""
    straight = {split.id} if split.kind == "exclusiveGateway" else set()
    return frozenset(flow.id for flow in scope.incoming[join.id] if flow.source in inside | straight)


def _direct(scope: Scope, split: Node, join: Node) -> frozenset[str]:
    return frozenset(flow.id for flow in scope.incoming[join.id] if flow.source == split.id)


def _not_joined(split: Node, meeting: Node) -> Finding:
    return finding(
        "gateway.parallel_not_joined",
        split,
        f"Các nhánh song song từ {label(split)} gặp nhau trước hoặc ở {label(meeting)} mà không có điểm hợp song song. "
        "Đặt một điểm hợp song song ở chỗ các nhánh gặp nhau.",
        f"The parallel branches of {label(split)} meet at or before {label(meeting)} without a parallel join. "
        "Put a parallel gateway where they meet.",
    )


def _waits_for_ever(split: Node, join: Node) -> Finding:
    return finding(
        "gateway.join_waits",
        join,
        f"Điểm hợp song song {label(join)} chờ đủ mọi nhánh, nhưng từ {label(split)} không phải lúc nào cũng đủ. "
        "Dùng điểm hợp loại trừ, hoặc rẽ song song đến đúng các nhánh đó.",
        f"The parallel join {label(join)} waits for all its branches, but from {label(split)} not all of them "
        "always come. Join with an exclusive gateway, or split in parallel into just these branches.",
    )
