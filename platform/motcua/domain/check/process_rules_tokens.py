"""What the token game finds, in sentences: joins that wait for ever, branches that run together, ways without end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from motcua.domain.check.process_rules_circles import circle_findings
from motcua.domain.check.process_rules_events import uncaught_errors
from motcua.domain.check.process_rules_finding import finding, label, scope_element
from motcua.domain.check.token_game import MOST_MARKINGS, Region, never_reached, play
from motcua.domain.check.token_marking import Marking, Token
from motcua.domain.check.token_net import CATCHES, Net
from motcua.domain.process.process import Finding, Node, ProcessModel
from motcua.domain.process.process_graph import dominators

_SPLITS = ("parallelGateway", "inclusiveGateway")


def token_findings(model: ProcessModel, most_markings: int = MOST_MARKINGS) -> Iterator[Finding]:
    """All findings of the game. The drawing must be in order: the game is not played on a broken one."""
    net, regions = play(model, most_markings)
    yield from uncaught_errors(net)
    yield from circle_findings(net)
    for region in regions:
        if region.is_bounded:
            yield _too_entangled(net, region)
        yield from _unique(_stuck(net, token, marking) for token, marking in region.stuck)
        yield from _unique(_doubled(net, place) for place in sorted(region.doubled))
        yield from (_endless(net.nodes[key]) for key in sorted(region.endless))
        yield from (_piled(net, name) for name in sorted(region.piled))
    if all(region.is_sound for region in regions):
        yield from (_dead(node) for node in never_reached(net, regions))


def _unique(found: Iterator[Finding]) -> Iterator[Finding]:
    return iter({(one.code, one.element): one for one in found}.values())


def _stuck(net: Net, token: Token, marking: Marking) -> Finding:
    node = net.nodes[net.flows[token.place].target if token.place in net.flows else token.place]
    if token.place in net.flows:
        there = {one.place for one in marking.tokens if one.path == token.path}
        missing = [net.nodes[flow.source] for flow in net.incoming[node.id] if flow.id not in there]
        return _waits_for_ever(node, missing)
    waits = [
        one
        for one in (node, *(net.nodes[flow.target] for flow in net.outgoing[node.id]))
        if one.kind in CATCHES
    ]
    name = waits[0].event.name if waits and waits[0].event is not None else ""
    return finding(
        "event.never_comes",
        node,
        f"{label(node)} có thể chờ mãi “{name}”: lúc đó không còn nơi nào trong quy trình gửi. "
        "Sắp xếp để nơi gửi luôn chạy, hoặc thêm hẹn giờ ở mép bước để có lối ra.",
        f"{label(node)} may wait for “{name}” for ever: nothing in the process sends it any more. "
        "See to it that the sender always runs, or add a timer at the border as a way out.",
    )


def _waits_for_ever(join: Node, missing: Sequence[Node]) -> Finding:
    names = ", ".join(label(node) for node in missing)
    return finding(
        "gateway.join_waits",
        join,
        f"Điểm hợp {label(join)} chờ đủ mọi nhánh, nhưng có lúc không có gì đến từ {names or 'một nhánh'}. "
        "Đổi điểm hợp thành “Rẽ một nhánh”, hoặc dùng “Rẽ song song” cho đúng các nhánh đó.",
        f"The join {label(join)} waits for all its branches, but at times nothing comes from {names or 'one of them'}. "
        "Join with a plain (exclusive) gateway, or split in parallel into just these branches.",
    )


def _doubled(net: Net, place: str) -> Finding:
    flow = net.flows.get(place)
    meeting = net.nodes[flow.target if flow else place]
    split = _splitting(net, net.nodes[flow.source] if flow else meeting, meeting)
    return finding(
        "gateway.parallel_not_joined",
        split,
        f"Các nhánh song song từ {label(split)} gặp nhau trước hoặc ở {label(meeting)} mà không có điểm hợp, nên "
        "việc sau đó làm hai lần. Đặt một điểm hợp cùng loại ở chỗ các nhánh gặp nhau.",
        f"The parallel branches of {label(split)} meet at or before {label(meeting)} without a join, so that what "
        "follows is done twice. Put a gateway of the same kind where they meet.",
    )


def _splitting(net: Net, source: Node, meeting: Node) -> Node:
    """The gateway whose branches meet: the nearest split that every way to the meeting place passes."""
    if source is not meeting and source.kind in _SPLITS and len(net.outgoing[source.id]) > 1:
        return source
    scope = net.scopes[meeting.parent]
    above = dominators(scope.roots, scope.successors)
    at = meeting.id
    while at in above:
        at = above[at]
        if net.nodes[at].kind in _SPLITS and len(net.outgoing[at]) > 1:
            return net.nodes[at]
    return meeting


def _endless(node: Node) -> Finding:
    return finding(
        "node.never_ends",
        node,
        f"Hồ sơ có thể đến {label(node)} rồi không bao giờ kết thúc được. Vẽ lối ra khỏi chỗ này.",
        f"A dossier can get to {label(node)} and then never come to an end. Draw a way out of there.",
    )


def _piled(net: Net, name: str) -> Finding:
    thrower = next(node for node in net.model.nodes if node.event is not None and node.event.name == name)
    return finding(
        "message.piles_up",
        thrower,
        f"Thông điệp “{name}” có thể được gửi nhiều lần mà không ai nhận. Nhận nó trong cùng vòng lặp với nơi gửi.",
        f"The message “{name}” can be sent again and again and nobody takes it. Take it in the loop that sends it.",
        "warning",
    )


def _dead(node: Node) -> Finding:
    return finding(
        "node.never_reached",
        node,
        f"Không hồ sơ nào đến được {label(node)}: điều nó chờ không bao giờ xảy ra. Sửa sự kiện hoặc bỏ nhánh này.",
        f"No dossier ever gets to {label(node)}: what it waits for never happens. Correct the event or drop the branch.",
        "warning",
    )


def _too_entangled(net: Net, region: Region) -> Finding:
    splits = [node for node in net.model.nodes if len(net.outgoing[node.id]) > 1]
    widest = max(splits, key=lambda node: len(net.outgoing[node.id]), default=None)
    owner = scope_element(net.model, region.scope)
    where = label(widest) if widest is not None else label(owner)
    return finding(
        "model.too_entangled",
        owner,
        f"{label(owner)} quá phức tạp để chứng minh là luôn kết thúc được: nhiều hơn {MOST_MARKINGS} tình huống, rẽ nhiều nhất "
        f"ở {where}. Đưa các phần song song vào quy trình con.",
        f"{label(owner)} is too complex to prove that it always ends: more than {MOST_MARKINGS} situations, most branching"
        f" at {where}. Put the parallel parts into sub-processes.",
    )
