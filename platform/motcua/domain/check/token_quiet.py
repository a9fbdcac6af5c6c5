"""Which waiting elements can be left without anything happening that another token could notice."""

from __future__ import annotations

from motcua.domain.check.token_board import ACTIVITIES, Board
from motcua.domain.process.process import Node

_WAITS = ACTIVITIES | {"intermediateCatchEvent", "eventBasedGateway"}
_ENDS_ALL = frozenset({"terminate", "error"})


def quiet_nodes(board: Board) -> frozenset[str]:
    """The elements whose token, once it moves, ends nothing else and throws nothing that others wait for."""
    scopes = {board.root} if board.root else {"", *board.net.opened}
    here = [node for scope in scopes for node in board.net.scopes[scope].nodes]
    loud = {node.id for node in here if _is_loud(board, node)}
    return frozenset(node.id for node in here if not _leads_to(board, node, loud))


def _is_loud(board: Board, node: Node) -> bool:
    if node.event is not None and node.kind in ("endEvent", "intermediateThrowEvent"):
        if node.event.kind in _ENDS_ALL:
            return True
        if node.event.kind == "escalation":
            return any(one.is_interrupting for one in board.net.catchers(node, "escalation", node.event.name))
    return board.net.is_tangled(node) or board.arms(node)


def _leads_to(board: Board, node: Node, loud: set[str]) -> bool:
    """Whether a loud element is on the automatic way behind `node`, or is `node` itself."""
    if node.id in loud and node.kind in _WAITS:
        return True
    waiting = [node.id, *(one.id for one in board.net.boundaries[node.id])]
    seen = set(waiting)
    while waiting:
        key = waiting.pop()
        here = board.net.nodes[key]
        targets = [flow.target for flow in board.net.outgoing[key]]
        if here.kind == "endEvent" and here.parent in board.net.opened:
            targets.append(here.parent)
        for target in targets:
            if target in loud:
                return True
            if target not in seen and (board.net.nodes[target].kind not in _WAITS or target == here.parent):
                seen.add(target)
                waiting.append(target)
    return False
