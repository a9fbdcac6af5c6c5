"""Rules about parallel branches: they meet at a parallel join, and no join waits for a branch that cannot come.

Where branches open and meet is read from dominators, which is exact for branchings nested in each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from motcua.domain.process import Finding, Node, ProcessModel
from motcua.domain.process_graph import Scope, dominators, reach
from motcua.domain.process_rules_finding import finding, label


def join_findings(model: ProcessModel, graph: Sequence[Scope]) -> Iterator[Finding]:
    """All findings about where parallel branches meet."""
    for scope in graph:
        yield from _parallel_splits(model, scope)
        yield from _parallel_joins(model, scope)


def _parallel_splits(model: ProcessModel, scope: Scope) -> Iterator[Finding]:
    closing = dominators([node.id for node in scope.ends], scope.predecessors)
    for node in scope.nodes:
        if len(scope.outgoing[node.id]) < 2:
            continue
        meeting = model.node_by_id.get(closing.get(node.id, ""), node)
        is_join = meeting is not node and _is_join(scope, meeting)
        if node.kind == "parallelGateway" and not _branches_are_apart(scope, node, meeting, is_join):
            yield _not_joined(node, meeting)
        if node.kind == "exclusiveGateway" and is_join:
            inside = _between(scope, node, scope.successors[node.id], meeting)
            if sum(flow.source in inside | {node.id} for flow in scope.incoming[meeting.id]) > 1:
                yield _waits_for_ever(node, meeting)


def _branches_are_apart(scope: Scope, split: Node, meeting: Node, is_join: bool) -> bool:
    """Whether no two branches run together before they are joined, and none comes round to the split again.

    Branches that each run to an end need no join: the process ends when the last of them has.
    """
    branches = {target: _between(scope, split, (target,), meeting) for target in scope.successors[split.id]}
    inside = frozenset().union(*branches.values())
    if any(split.id in scope.successors[key] for key in inside):
        return False
    if is_join:
        return True
    ends = {node.id for node in scope.ends}
    merged = any(_merges(scope, split, key, branches) for key in inside - ends)
    return not merged and (meeting is split or meeting.kind == "endEvent")


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
    """All that `join` waits for comes surely from `split`, entered by it only, and not merged on the way."""
    sure = [target for target in scope.successors[split.id] if _must_pass(target, join.id, closing)]
    branches = {target: _between(scope, split, (target,), join) for target in sure}
    inside = frozenset().union(*branches.values())
    sources = {source for key in inside for source in scope.predecessors[key]}
    goes_back = any(split.id in scope.successors[key] for key in inside)
    entries = [flow for flow in scope.incoming[join.id] if flow.source in inside | {split.id}]
    if goes_back or not sources <= inside | {split.id} or len(entries) < len(scope.incoming[join.id]):
        yield _waits_for_ever(split, join)
    elif any(_merges(scope, split, key, branches) for key in inside):
        yield _not_joined(split, join)


def _merges(scope: Scope, split: Node, key: str, branches: Mapping[str, frozenset[str]]) -> bool:
    """Whether two parallel branches run together at a node that does not wait for both."""
    sources = [
        frozenset({key})
        if source == split.id
        else frozenset(first for first in branches if source in branches[first])
        for source in scope.predecessors[key]
    ]
    waits = len(sources) > 1 and scope.kinds[key] == "parallelGateway"
    return not waits and any(first.isdisjoint(second) for first, second in combinations(sources, 2))


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
