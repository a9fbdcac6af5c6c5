"""Rules about the drawing: what runs, where it starts and ends, and that everything lies on a way between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from motcua.domain.check.process_rules_elements import element_findings
from motcua.domain.check.process_rules_events import event_findings
from motcua.domain.check.process_rules_finding import finding, label, scope_element
from motcua.domain.process.process import Finding, ProcessModel
from motcua.domain.process.process_elements import GATEWAYS, RUNS
from motcua.domain.process.process_graph import Scope, reach


def structure_findings(model: ProcessModel, graph: Sequence[Scope]) -> Iterator[Finding]:
    """All findings about the drawing, elements first, then each scope; with one of them the token game is not played."""
    yield from element_findings(model)
    yield from event_findings(model, graph)
    parents = {node.id: node.parent for node in model.nodes}
    for flow in model.flows:
        if parents.get(flow.source) != parents.get(flow.target):
            yield finding(
                "flow.crosses_border",
                flow,
                "Đường đi xuyên qua mép của quy trình con. Nối vào chính quy trình con thay vì bước bên trong.",
                "The flow crosses the border of a sub-process. Connect it to the sub-process itself.",
            )
    for scope in graph:
        yield from _starts_and_ends(model, scope)
        yield from _ways(scope)


def _starts_and_ends(model: ProcessModel, scope: Scope) -> Iterator[Finding]:
    owner = scope_element(model, scope.parent)
    if not scope.starts:
        yield finding(
            "start.missing",
            owner,
            f"{label(owner)} không có sự kiện bắt đầu. Thêm “Bắt đầu” từ thanh công cụ và nối vào bước đầu tiên.",
            f"{label(owner)} has no start event. Add “Start” from the tools and connect it to the first step.",
        )
    for extra in scope.starts[1:]:
        yield finding(
            "start.several",
            extra,
            f"{label(owner)} có {len(scope.starts)} sự kiện bắt đầu. Chỉ giữ một “Bắt đầu”.",
            f"{label(owner)} has {len(scope.starts)} start events. Keep one.",
        )
    if not scope.ends:
        yield finding(
            "end.missing",
            owner,
            f"{label(owner)} không có sự kiện kết thúc. Thêm “Kết thúc” từ thanh công cụ sau bước cuối cùng.",
            f"{label(owner)} has no end event. Add “End” from the tools after the last step.",
        )


def _ways(scope: Scope) -> Iterator[Finding]:
    leads_out = reach((node.id for node in scope.ends), scope.predecessors)
    for node in scope.nodes:
        incoming, outgoing = scope.incoming[node.id], scope.outgoing[node.id]
        if node.kind == "startEvent" and incoming:
            yield finding(
                "start.entered",
                node,
                f"Có đường đi vào sự kiện bắt đầu {label(node)}. Nối đường đó vào bước đầu tiên.",
                f"A flow leads into the start event {label(node)}. Connect it to the first step.",
            )
        if node.kind == "endEvent" and outgoing:
            yield finding(
                "end.left",
                node,
                f"Có đường đi ra từ sự kiện kết thúc {label(node)}. Xóa đường đó.",
                f"A flow leads out of the end event {label(node)}. Delete it.",
            )
        if node.kind in RUNS - GATEWAYS - {"boundaryEvent"} and len(outgoing) > 1:
            yield finding(
                "node.splits",
                node,
                f"Từ {label(node)} có {len(outgoing)} đường đi ra. Đặt “Điểm rẽ” hoặc “Rẽ song song” ở giữa để nói rõ cách đi.",
                f"{len(outgoing)} flows leave {label(node)}. Put a gateway or a parallel gateway between that says how to go on.",
            )
        if scope.starts and node.id not in scope.reached and node.kind != "boundaryEvent":
            yield finding(
                "node.unreachable",
                node,
                f"Không có đường nào từ lúc bắt đầu đến {label(node)}. Nối nó vào quy trình hoặc xóa đi.",
                f"No way leads from the start to {label(node)}. Connect it or delete it.",
            )
        elif not node.is_event_sub and (
            (scope.ends and node.id not in leads_out) or (node.kind != "endEvent" and not outgoing)
        ):
            yield finding(
                "node.no_way_out",
                node,
                f"Từ {label(node)} không có đường nào đến kết thúc. Nối tiếp đến bước sau hoặc “Kết thúc”.",
                f"No way leads from {label(node)} to an end. Connect it to a next step or to an end event.",
            )
