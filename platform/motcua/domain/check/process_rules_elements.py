"""Rules about single elements: what the engine runs, and what to draw in the place of what it does not."""

from __future__ import annotations

from collections.abc import Iterator

from motcua.domain.check.process_rules_finding import finding, label
from motcua.domain.process.process import Finding, Node, ProcessModel
from motcua.domain.process.process_elements import LOOPED, RUNS, events_of
from motcua.domain.text import Text

_OLD_MARKERS = {("endEvent", "terminateEventDefinition")}
_EVENTS = {
    "timer": Text("hẹn giờ", "timer"),
    "message": Text("thông điệp", "message"),
    "signal": Text("tín hiệu", "signal"),
    "error": Text("lỗi", "error"),
    "escalation": Text("báo vượt cấp", "escalation"),
    "terminate": Text("kết thúc mọi nhánh", "terminate"),
}
_INSTEAD = {
    "task": ("Đổi thành “Bước” (userTask).", "Make it a step (userTask)."),
    "scriptTask": (
        "Mã lệnh trong quy trình không bao giờ được chạy. Đổi thành bước, bước gọi hệ thống hoặc bảng quyết định.",
        "Code in a process is never run. Make it a user task, a service task or a decision table.",
    ),
    "complexGateway": (
        "Dùng điểm rẽ, rẽ song song hoặc rẽ các nhánh đúng điều kiện (inclusive).",
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
        "Quy trình được gọi chưa được ghép vào. Chọn lại ở ô “Quy trình được gọi”, hoặc nạp quy trình đó vào thư viện.",
        "The process it calls has not been linked in. Choose again in “Process that is called”, or load it into the library.",
    ),
}
_INSTEAD_OF_ANY = (
    "Thay bằng bước, bước gọi hệ thống, điểm rẽ, sự kiện chờ hoặc quy trình con.",
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
                f"Bước hỏi bảng quyết định {label(node)} chưa có bảng quyết định. Chọn ở ô “Bảng quyết định” (motcua:rule).",
                f"The business rule task {label(node)} has no decision table. "
                "Choose it in “Decision table” (motcua:rule).",
            )


def _unsupported(node: Node) -> Finding:
    vi, en = _INSTEAD.get(node.kind, _INSTEAD_OF_ANY)
    return finding(
        "element.unsupported",
        node,
        f"Phần tử {label(node)} thuộc loại hệ thống không chạy ({node.kind}). {vi}",
        f"{label(node)} is of a kind that does not run ({node.kind}). {en}",
    )


def _markers(node: Node) -> Iterator[Finding]:
    for marker in node.markers:
        if (node.kind, marker) not in _OLD_MARKERS:
            yield finding(
                "element.marker_unsupported",
                node,
                f"Phần tử {label(node)} có dấu hệ thống không chạy ({marker}). "
                "Bỏ dấu này, hoặc dùng hẹn giờ, thông điệp, tín hiệu.",
                f"{label(node)} has a mark that does not run ({marker}). Remove it, or use a timer, message or signal.",
            )


def _event(node: Node) -> Iterator[Finding]:
    kind = node.event.kind if node.event is not None else ""
    allowed = events_of(node.kind)
    if node.markers:
        return
    if kind not in allowed:
        known = [_EVENTS.get(one, Text(one, one)) for one in sorted(allowed - {""})]
        vi, en = ", ".join(one.vi for one in known) or "–", ", ".join(one.en for one in known) or "–"
        own = _EVENTS.get(kind, Text(kind, kind))
        yield finding(
            "event.missing" if not kind else "event.misplaced",
            node,
            f"Sự kiện của {label(node)} {f'không thể là {own.vi}' if kind else 'chưa được chọn'}. Đổi loại sự kiện thành: {vi}.",
            f"{label(node)} {f'cannot have the event {own.en}' if kind else 'has no event'}. Change its kind to: {en}.",
        )
    elif kind in ("message", "signal") and node.event is not None and not node.event.name:
        vi, en = ("thông điệp", "message") if kind == "message" else ("tín hiệu", "signal")
        yield finding(
            "event.name_missing",
            node,
            f"{label(node)}: {vi} chưa có tên nên không ai gửi hay nhận được. Điền “Tên {vi}”, ví dụ “Đã nộp phí”.",
            f"{label(node)}: its {en} has no name, so nobody can send or get it. Fill in “Name of the {en}”, such as “Fee paid”.",
        )


def _loop(node: Node) -> Iterator[Finding]:
    loop = node.loop
    if loop is None:
        return
    if node.kind not in LOOPED or node.is_event_sub:
        yield finding(
            "loop.misplaced",
            node,
            f"{label(node)} không thể lặp. Chọn “Không lặp”: chỉ bước, bước gọi hệ thống và quy trình con lặp được.",
            f"{label(node)} cannot be repeated. Choose “Not repeated”: only steps, service tasks and sub-processes can be.",
        )
    elif loop.kind == "standard" and loop.maximum is None:
        yield finding(
            "loop.without_limit",
            node,
            f"Vòng lặp của {label(node)} không có giới hạn. Điền “Tối đa bao nhiêu lần”, ví dụ 3 (loopMaximum).",
            f"The loop of {label(node)} has no limit. Fill in “At most so many times”, such as 3 (loopMaximum).",
        )
    elif loop.kind != "standard" and not loop.items and loop.cardinality is None:
        yield finding(
            "loop.items_missing",
            node,
            f"{label(node)} lặp nhưng chưa nói theo danh sách nào. Điền “Trường danh sách”, hoặc “số lần cố định”.",
            f"{label(node)} is repeated but names no list. Fill in “Field with the list”, or so many times.",
        )
