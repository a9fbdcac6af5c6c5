"""Circles that a dossier could run through for ever without anybody or anything acting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from motcua.domain.check.process_rules_finding import finding, label
from motcua.domain.check.token_net import THROWS, Net
from motcua.domain.process.process import Finding, Node
from motcua.domain.process.process_graph import reach

_WAITS = frozenset({"userTask", "manualTask", "serviceTask", "receiveTask", "intermediateCatchEvent"})


def circle_findings(net: Net) -> Iterator[Finding]:
    """Every circle has a step or a wait in it; one over a list that may be empty is no step."""
    surely, perhaps = _passable(net, empty_lists=False), _passable(net, empty_lists=True)
    certain = _circles(net, surely)
    for node in certain:
        yield finding(
            "gateway.endless_circle",
            node,
            f"Quanh {label(node)} có vòng không qua bước nào nên chạy mãi không dừng. Đặt một bước hoặc sự kiện chờ vào vòng.",
            f"Round {label(node)} leads a circle without any step, which would run for ever. Put a step or a wait into it.",
        )
    for node in _circles(net, perhaps) if not certain else ():
        yield finding(
            "gateway.circle_of_lists",
            node,
            f"Nếu danh sách trống, vòng quanh {label(node)} không qua bước nào nên chạy mãi. Đặt thêm một bước vào vòng.",
            f"When the list is empty, the circle round {label(node)} passes no step and runs for ever. Put a step into it.",
        )


def _passable(net: Net, *, empty_lists: bool) -> Mapping[str, bool]:
    """Which elements a token can pass without waiting, inner sub-processes first."""
    found: dict[str, bool] = {}
    for scope in reversed(list(net.scopes.values())):
        for node in scope.nodes:
            found[node.id] = node.kind not in _WAITS and node.kind != "subProcess"
            if node.kind == "subProcess" and node.id in net.scopes:
                inner = net.scopes[node.id]
                starts = [start.id for start in inner.starts]
                walked = _walk(net, starts, found)
                found[node.id] = any(end.id in walked for end in inner.ends)
            found[node.id] = found[node.id] or (empty_lists and _may_be_skipped(node))
    return found


def _may_be_skipped(node: Node) -> bool:
    loop = node.loop
    if loop is None:
        return False
    return loop.test_before if loop.kind == "standard" else loop.cardinality in (None, 0)


def _walk(net: Net, starts: list[str], passable: Mapping[str, bool]) -> frozenset[str]:
    return reach(starts, {key: _next(net, key, passable) for key in net.nodes})


def _next(net: Net, key: str, passable: Mapping[str, bool]) -> list[str]:
    if not passable.get(key, False):
        return []
    return [flow.target for flow in net.outgoing[key] if passable.get(flow.target, False)]


def _set_off(net: Net, node: Node) -> list[str]:
    """What begins at once inside an element, or beside the way when it throws: it may lead back to the element."""
    if node.kind == "subProcess" and not node.is_event_sub and node.id in net.scopes:
        return [start.id for start in net.scopes[node.id].starts]
    if node.event is None or node.kind not in THROWS:
        return []
    kind, name = node.event.kind, node.event.name
    if kind in ("error", "escalation"):
        return [one.id for one in net.catchers(node, kind, name)]
    again = (one for one in net.model.nodes if one.kind == "startEvent" and not one.is_interrupting)
    return [one.id for one in again if (one.event and (one.event.kind, one.event.name)) == (kind, name)]


def _circles(net: Net, passable: Mapping[str, bool]) -> list[Node]:
    """One element of each circle of passable elements, a gateway where there is one."""
    following = {key: [*_next(net, key, passable), *_set_off(net, net.nodes[key])] for key in net.nodes}
    found: list[Node] = []
    named: set[str] = set()
    for node in net.model.nodes:
        if node.id in named or not following[node.id]:
            continue
        ahead = reach(following[node.id], following)
        if node.id in ahead:
            circle = {key for key in ahead if node.id in reach([key], following)}
            named |= circle
            gateways = (one for one in net.model.nodes if one.id in circle and one.kind.endswith("Gateway"))
            found.append(next(gateways, node))
    return found
