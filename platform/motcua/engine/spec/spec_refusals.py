"""What of a model the engine does not run, said of each element by name.

The checker explains the same and more (`domain.process_rules`); this is the engine's own door.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from motcua.domain.conditions.conditions import ConditionError, parse_condition
from motcua.domain.process.process import Flow, Node, ProcessModel
from motcua.domain.process.process_elements import GATEWAYS, LOOPED, RUNS, events_of
from motcua.domain.text import Text

CHOOSING: Final = frozenset({"exclusiveGateway", "inclusiveGateway"})
ACTIVITIES: Final = LOOPED | {"receiveTask"}

Refusal = tuple[Node | Flow, Text]


def refusals(model: ProcessModel) -> Iterator[Refusal]:
    """The elements and flows that do not run, and why (without a full stop)."""
    incoming = _grouped(model.flows, lambda flow: flow.target)
    outgoing = _grouped(model.flows, lambda flow: flow.source)
    called = {service.id for service in model.services if service.operation}
    for node in model.nodes:
        yield from _kind(node)
        if node.kind == "serviceTask" and node.id not in called:
            yield node, Text("chưa gọi dịch vụ nào. Hãy chọn dịch vụ", "it calls no service. Choose one")
        yield from _loop(node)
        yield from _place(model, node, incoming.get(node.id, ()))
        yield from _way_out(model, node, outgoing.get(node.id, ()))
    for parent in ["", *(node.id for node in model.nodes if node.kind == "subProcess")]:
        yield from _bounds(model, parent)
    for flow in model.flows:
        if model.node_by_id[flow.source].parent != model.node_by_id[flow.target].parent:
            yield (
                flow,
                Text(
                    "mũi tên không nối hai phần tử của cùng một quy trình. Hãy vẽ lại mũi tên",
                    "the arrow does not join two elements of the same process. Draw it again",
                ),
            )


def _grouped(flows: Sequence[Flow], end: Callable[[Flow], str]) -> dict[str, list[Flow]]:
    found: dict[str, list[Flow]] = {}
    for flow in flows:
        found.setdefault(end(flow), []).append(flow)
    return found


def _kind(node: Node) -> Iterator[Refusal]:
    event = node.event.kind if node.event else ""
    if any(letter.isspace() for letter in node.id):
        yield node, Text("mã có khoảng trắng. Hãy đặt mã khác", "its id contains spaces. Give it another id")
    if node.kind not in RUNS:
        yield (
            node,
            Text(
                f"loại “{node.kind}” không chạy được. Hãy thay bằng bước người dùng, dịch vụ hoặc điểm rẽ",
                f"elements of kind “{node.kind}” do not run. Use a user task, a service task or a gateway",
            ),
        )
    elif node.markers:
        yield (
            node,
            Text(
                f"phần “{node.markers[0]}” không chạy được. Hãy bỏ phần này khỏi phần tử",
                f"“{node.markers[0]}” does not run. Remove it from the element",
            ),
        )
    elif event not in events_of(node.kind):
        yield (
            node,
            Text(
                "loại sự kiện chưa được đặt hoặc không dùng được ở đây. Hãy chọn loại sự kiện khác",
                "its event is missing or cannot stand here. Choose another kind of event",
            ),
        )
    elif event == "timer" and (node.event is None or node.event.timer is None):
        yield node, Text("hẹn giờ chưa có thời gian. Hãy đặt thời gian", "its timer has no time. Set one")
    elif event in ("message", "signal") and node.event is not None and not node.event.name:
        yield node, Text("thông điệp chưa có tên. Hãy đặt tên", "its message has no name. Name it")
    if node.kind == "businessRuleTask" and node.decision is None:
        yield node, Text("chưa gắn bảng quyết định. Hãy chọn bảng", "it has no decision table. Choose one")


def _loop(node: Node) -> Iterator[Refusal]:
    loop = node.loop
    if loop is None:
        return
    if node.kind not in LOOPED or node.is_event_sub:
        yield node, Text("phần tử này không lặp được. Hãy bỏ dấu lặp", "it cannot loop. Remove the loop")
    if loop.kind == "standard" and loop.maximum is None:
        yield node, Text("vòng lặp chưa có số lần tối đa. Hãy đặt", "the loop has no maximum. Set one")
    if loop.kind != "standard" and not loop.items and loop.cardinality is None:
        yield node, Text("vòng lặp chưa có danh sách. Hãy chọn danh sách", "the loop has no list. Choose one")
    for text in (loop.condition, loop.completion):
        yield from _condition(node, text)


def _place(model: ProcessModel, node: Node, incoming: Sequence[Flow]) -> Iterator[Refusal]:
    parent = model.node_by_id.get(node.parent)
    in_event_sub = parent is not None and parent.is_event_sub
    if node.kind == "startEvent" and in_event_sub != (node.event is not None):
        yield (
            node,
            Text(
                "sự kiện bắt đầu có điều kiện chỉ đặt trong quy trình con theo sự kiện, và ở đó là bắt buộc",
                "a start event waits for something in an event sub-process, and only there",
            ),
        )
    if node.kind == "boundaryEvent":
        host = model.node_by_id.get(node.attached_to)
        if host is None or host.kind not in ACTIVITIES or host.is_event_sub or host.parent != node.parent:
            yield (
                node,
                Text(
                    "sự kiện biên phải gắn vào một bước, dịch vụ hoặc quy trình con",
                    "a boundary event must be attached to a step, a service or a sub-process",
                ),
            )
    if incoming and (node.kind in ("startEvent", "boundaryEvent") or node.is_event_sub):
        yield node, Text("không được có mũi tên đi vào. Hãy xóa", "no arrow may lead into it. Delete it")


def _way_out(model: ProcessModel, node: Node, outgoing: Sequence[Flow]) -> Iterator[Refusal]:
    if len(outgoing) > 1 and node.kind not in GATEWAYS:
        yield (
            node,
            Text(
                "chỉ được có một mũi tên đi ra. Hãy vẽ thêm điểm rẽ sau phần tử này",
                "it may have one arrow out. Draw a gateway behind it",
            ),
        )
    if node.kind == "eventBasedGateway":
        targets = [model.node_by_id[flow.target] for flow in outgoing]
        if len(targets) < 2 or any(t.kind not in ("intermediateCatchEvent", "receiveTask") for t in targets):
            yield (
                node,
                Text(
                    "điểm rẽ theo sự kiện cần ít nhất hai nhánh, mỗi nhánh bắt đầu bằng một sự kiện chờ",
                    "an event gateway needs two branches at least, each beginning with an event that waits",
                ),
            )
    for flow in outgoing:
        yield from _flow(node, flow, len(outgoing))


def _flow(source: Node, flow: Flow, branches: int) -> Iterator[Refusal]:
    yield from _condition(flow, flow.condition)
    if flow.condition and source.kind not in CHOOSING:
        yield (
            flow,
            Text(
                "điều kiện chỉ được đặt trên nhánh của điểm rẽ loại trừ hoặc điểm rẽ bao hàm",
                "conditions stand only on the branches of an exclusive or inclusive gateway",
            ),
        )
    is_default = flow.id == source.default_flow
    if source.kind in CHOOSING and branches > 1 and not flow.condition and not is_default:
        yield (
            flow,
            Text(
                "nhánh chưa có điều kiện. Hãy đặt điều kiện, hoặc chọn nhánh này làm mặc định",
                "the branch has no condition. Give it one, or make it the default branch",
            ),
        )


def _condition(element: Node | Flow, text: str) -> Iterator[Refusal]:
    if text:
        try:
            parse_condition(text)
        except ConditionError as error:
            yield element, error.message


def _bounds(model: ProcessModel, parent: str) -> Iterator[Refusal]:
    inside = [node for node in model.nodes if node.parent == parent]
    owner = model.node_by_id.get(parent) or Node(model.id, model.name, "process")
    starts = [node for node in inside if node.kind == "startEvent"]
    for extra in starts[1:]:
        yield (
            extra,
            Text(
                "mỗi quy trình chỉ có một sự kiện bắt đầu. Hãy bỏ sự kiện này",
                "a process has one start event. Remove this one",
            ),
        )
    if not starts or not any(node.kind == "endEvent" for node in inside):
        yield (
            owner,
            Text(
                "thiếu sự kiện bắt đầu hoặc sự kiện kết thúc. Hãy vẽ thêm",
                "the start event or the end event is missing. Draw it",
            ),
        )
