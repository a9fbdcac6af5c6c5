"""Rules about single elements: what the engine runs, and what to draw in the place of what it does not."""

from __future__ import annotations

from collections.abc import Iterator

from motcua.domain.process import Finding, Node, ProcessModel
from motcua.domain.process_elements import LOOPED, RUNS, events_of
from motcua.domain.process_rules_finding import finding, label

_OLD_MARKERS = {("endEvent", "terminateEventDefinition")}
_INSTEAD = {
    "task": ("Đổi thành bước người dùng (userTask).", "Make it a user task."),
    "scriptTask": (
        "Mã lệnh trong quy trình không bao giờ được chạy. Đổi thành bước người dùng, bước dịch vụ hoặc bảng quyết định.",
        "Code in a process is never run. Make it a user task, a service task or a decision table.",
    ),
    "complexGateway": (
        "Dùng điểm rẽ bao gồm (inclusive), loại trừ hoặc song song.",
        "Use an inclusive, exclusive or parallel gateway.",
    ),
    "transaction": (
        "Dùng quy trình con thường và sự kiện lỗi ở biên của nó.",
        "Use a plain sub-process with an error event at its border.",
    ),
    "adHocSubProcess": (
        "Dùng quy trình con thường, vẽ rõ thứ tự hoặc các nhánh song song.",
        "Use a plain sub-process and draw the order, or parallel branches.",
    ),
    "callActivity": (
        "Quy trình được gọi chưa được ghép vào. Đưa tệp của quy trình đó vào thư viện rồi nạp lại.",
        "The process it calls has not been linked in. Put its file into the library and load again.",
    ),
}
_INSTEAD_OF_ANY = (
    "Thay bằng bước người dùng, bước dịch vụ, điểm rẽ, sự kiện thường dùng hoặc quy trình con.",
    "Use a user task, a service task, a gateway, a usual event or a sub-process.",
)


def element_findings(model: ProcessModel) -> Iterator[Finding]:
    """All findings about elements that do not run as they are drawn."""
    for node in model.nodes:
        if node.kind not in RUNS:
            yield _unsupported(node)
            continue
        yield from _markers(node)
        yield from _event(node)
        yield from _loop(node)
        if node.kind == "businessRuleTask" and node.decision is None:
            yield finding(
                "decision.missing",
                node,
                f"Bước quy tắc {label(node)} chưa có bảng quyết định. Ghi motcua:rule decision và nạp tệp DMN cùng lúc.",
                f"The business rule task {label(node)} has no decision table. Write motcua:rule decision and load the"
                " DMN file with it.",
            )


def _unsupported(node: Node) -> Finding:
    vi, en = _INSTEAD.get(node.kind, _INSTEAD_OF_ANY)
    return finding(
        "element.unsupported",
        node,
        f"Phần tử {label(node)} thuộc loại {node.kind}, không chạy được. {vi}",
        f"{label(node)} is of the kind {node.kind}, which does not run. {en}",
    )


def _markers(node: Node) -> Iterator[Finding]:
    for marker in node.markers:
        if (node.kind, marker) not in _OLD_MARKERS:
            yield finding(
                "element.marker_unsupported",
                node,
                f"Phần tử {label(node)} có {marker}, không chạy được. Bỏ phần này đi, hoặc dùng hẹn giờ, thông điệp, tín hiệu.",
                f"{label(node)} has a {marker}, which does not run. Remove it, or use a timer, message or signal.",
            )


def _event(node: Node) -> Iterator[Finding]:
    kind = node.event.kind if node.event is not None else ""
    allowed = events_of(node.kind)
    if node.markers:
        return
    if kind not in allowed:
        words = ", ".join(sorted(allowed - {""})) or "–"
        yield finding(
            "event.missing" if not kind else "event.misplaced",
            node,
            f"Sự kiện của {label(node)} {'chưa được chọn' if not kind else f'không thể là {kind}'}. Chọn một trong: {words}.",
            f"{label(node)} {'has no event' if not kind else f'cannot have the event {kind}'}. Choose one of: {words}.",
        )
    elif kind in ("message", "signal") and node.event is not None and not node.event.name:
        vi, en = ("thông điệp", "message") if kind == "message" else ("tín hiệu", "signal")
        yield finding(
            "event.name_missing",
            node,
            f"{label(node)}: {vi} chưa có tên nên không ai gửi hay nhận được. Đặt tên cho {vi}.",
            f"{label(node)}: its {en} has no name, so nobody can send or get it. Name the {en}.",
        )


def _loop(node: Node) -> Iterator[Finding]:
    loop = node.loop
    if loop is None:
        return
    if node.kind not in LOOPED or node.is_event_sub:
        yield finding(
            "loop.misplaced",
            node,
            f"{label(node)} không thể lặp. Chỉ bước, bước dịch vụ và quy trình con lặp được; bỏ dấu lặp.",
            f"{label(node)} cannot be repeated. Only steps, service tasks and sub-processes can; remove the loop.",
        )
    elif loop.kind == "standard" and loop.maximum is None:
        yield finding(
            "loop.without_limit",
            node,
            f"Vòng lặp của {label(node)} không có giới hạn. Ghi số lần tối đa (loopMaximum).",
            f"The loop of {label(node)} has no limit. Write how often at most (loopMaximum).",
        )
    elif loop.kind != "standard" and not loop.items and loop.cardinality is None:
        yield finding(
            "loop.items_missing",
            node,
            f"{label(node)} lặp nhưng chưa nói theo danh sách nào. Ghi trường danh sách, hoặc số lần.",
            f"{label(node)} is repeated but names no list. Write the list field, or how many times.",
        )
