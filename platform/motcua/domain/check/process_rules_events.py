"""Rules about events that happen beside the way: at the border of an activity, in an event sub-process, at a gateway."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from motcua.domain.check.process_rules_finding import finding, label
from motcua.domain.check.token_board import ACTIVITIES
from motcua.domain.check.token_net import CATCHES, Net
from motcua.domain.process.process import Finding, Node, ProcessModel
from motcua.domain.process.process_graph import Scope


def event_findings(model: ProcessModel, graph: Sequence[Scope]) -> Iterator[Finding]:
    """All findings about how events are drawn."""
    for scope in graph:
        owner = model.node_by_id.get(scope.parent)
        for node in scope.nodes:
            if node.kind == "boundaryEvent":
                yield from _boundary(model, scope, node)
            elif node.kind == "eventBasedGateway":
                yield from _event_gateway(model, scope, node)
            elif node.kind == "startEvent":
                yield from _start(owner, node)
            elif node.is_event_sub and (scope.incoming[node.id] or scope.outgoing[node.id]):
                yield finding(
                    "event_sub.connected",
                    node,
                    f"Quy trình con theo sự kiện {label(node)} có đường nối vào hoặc ra. Xóa đường đó: sự kiện tự bắt đầu nó.",
                    f"The event sub-process {label(node)} has flows in or out. Delete them: its event begins it.",
                )


def uncaught_errors(net: Net) -> Iterator[Finding]:
    """Every error thrown by an end event is caught somewhere around it."""
    for node in net.model.nodes:
        event = node.event
        if node.kind != "endEvent" or event is None or event.kind != "error":
            continue
        if next(net.catchers(node, "error", event.name), None) is None:
            yield finding(
                "error.uncaught",
                node,
                f"Không nơi nào xử lý lỗi “{event.name}” của {label(node)}. Vẽ sự kiện lỗi ở mép quy trình con bao quanh.",
                f"Nothing catches the error “{event.name}” of {label(node)}. Draw an error event at the border of the"
                " sub-process around it.",
            )


def _boundary(model: ProcessModel, scope: Scope, node: Node) -> Iterator[Finding]:
    host = model.node_by_id.get(node.attached_to)
    if host is None or host.kind not in ACTIVITIES or host.parent != node.parent or host.is_event_sub:
        yield finding(
            "boundary.host",
            node,
            f"Sự kiện ở mép bước {label(node)} phải gắn vào một bước, bước gọi hệ thống hoặc quy trình con. Kéo nó vào mép đó.",
            f"The boundary event {label(node)} must sit on a step, a service task or a sub-process. Drag it onto one.",
        )
    if scope.incoming[node.id]:
        yield finding(
            "boundary.entered",
            node,
            f"Có đường đi vào sự kiện ở mép bước {label(node)}. Nối đường đó vào phần tử mà sự kiện gắn vào.",
            f"A flow leads into the boundary event {label(node)}. Connect it to the element the event sits on.",
        )
    if len(scope.outgoing[node.id]) != 1:
        yield finding(
            "boundary.way",
            node,
            f"Sự kiện ở mép bước {label(node)} phải có đúng một đường đi ra. Nối đến việc phải làm khi sự kiện xảy ra.",
            f"The boundary event {label(node)} must have one flow out. Draw it to what is to be done when it happens.",
        )
    if node.event is not None and node.event.kind == "error" and not node.is_interrupting:
        yield _error_beside(node)


def _start(owner: Node | None, node: Node) -> Iterator[Finding]:
    beside = owner is not None and owner.is_event_sub
    if beside and node.event is None:
        yield finding(
            "event_sub.start",
            node,
            f"{label(node)} bắt đầu một quy trình con theo sự kiện nhưng chưa nói sự kiện nào. Chọn hẹn giờ, thông điệp, "
            "tín hiệu, lỗi hoặc báo vượt cấp.",
            f"{label(node)} begins an event sub-process but names no event. Choose a timer, message, signal, error or"
            " escalation.",
        )
    if not beside and node.event is not None:
        yield finding(
            "start.event",
            node,
            f"Sự kiện bắt đầu {label(node)} không thể chờ sự kiện: hồ sơ bắt đầu khi được tiếp nhận. Dùng loại thường.",
            f"The start event {label(node)} cannot wait for an event: a dossier begins when it is received. Make it plain.",
        )
    if beside and node.event is not None and node.event.kind == "error" and not node.is_interrupting:
        yield _error_beside(node)


def _error_beside(node: Node) -> Finding:
    return finding(
        "event.error_beside",
        node,
        f"Sự kiện lỗi {label(node)} phải dừng việc đang làm. Đổi nó thành loại sự kiện ngắt bước.",
        f"The error event {label(node)} has to end what is being done. Make it interrupting.",
    )


def _event_gateway(model: ProcessModel, scope: Scope, node: Node) -> Iterator[Finding]:
    targets = [model.node_by_id[flow.target] for flow in scope.outgoing[node.id]]
    wrong = [
        target for target in targets if target.kind not in CATCHES or len(scope.incoming[target.id]) != 1
    ]
    if len(targets) < 2 or wrong:
        names = ", ".join(label(target) for target in wrong) or str(len(targets))
        yield finding(
            "event_gateway.branches",
            node,
            f"Điểm rẽ theo sự kiện {label(node)} cần ít nhất hai nhánh, mỗi nhánh bắt đầu bằng một sự kiện chờ chỉ của nhánh ấy "
            f"({names}). Vẽ sự kiện hẹn giờ, thông điệp hoặc tín hiệu ngay sau điểm rẽ.",
            f"The event gateway {label(node)} needs two branches at least, each beginning with a waiting event of its own"
            f" ({names}). Draw a timer, message or signal right behind the gateway.",
        )
