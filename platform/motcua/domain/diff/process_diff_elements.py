"""What changed at the elements of a process: steps, gateways, events, services, decision tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from motcua.domain.diff.process_diff_change import (
    PRESENT,
    Aspect,
    Change,
    Part,
    Side,
    Thing,
    altered,
    differing,
)
from motcua.domain.diff.process_diff_match import Matched
from motcua.domain.diff.process_diff_words import (
    FORWARDS,
    NO,
    PAPERS,
    SIGNATURES,
    UNSET,
    agency_words,
    condition_value,
    condition_words,
    event_words,
    form_words,
    kind_words,
    loop_words,
    named,
    raw,
    time_value,
    time_words,
    truth_words,
    wait_words,
)
from motcua.domain.process import positions
from motcua.domain.process.process import Node, Service, Step
from motcua.domain.process.process_words import ACTIONS, MARKS, PHASES, SIGNERS
from motcua.domain.text import Text


def _position(step: Step) -> Text:
    said = positions.of_step(step)
    return named(said.vi, said.en)


STEP: Final[Sequence[Aspect[Step]]] = (
    Aspect("name", Text("tên", "name"), lambda x: (x.name, x.name_en), lambda x, _: named(x.name, x.name_en)),
    Aspect("position", Text("vị trí", "position"), lambda x: x.position, lambda x, _: _position(x)),
    Aspect("budget", Text("thời gian", "time"), lambda x: time_value(x.budget), lambda x, _: time_words(x.budget)),
    Aspect("agency", Text("cơ quan thực hiện", "agency"), lambda x: x.agency, lambda x, side: agency_words(x.agency, side)),
    Aspect("form", Text("biểu mẫu", "form"), lambda x: x.form, lambda x, side: form_words(x.form, side)),
    Aspect("phase", Text("giai đoạn", "phase"), lambda x: x.phase, lambda x, _: PHASES[x.phase]),
    Aspect("forward", Text("cách chuyển bước", "forwarding"), lambda x: x.forward, lambda x, _: FORWARDS[x.forward]),
    Aspect("signature", Text("ký số", "signature"), lambda x: x.signature, lambda x, _: SIGNATURES[x.signature]),
    Aspect("document", Text("văn bản phải ký", "document to sign"), lambda x: x.document, lambda x, _: raw(x.document)),
    Aspect("signer", Text("người ký", "signer"), lambda x: x.signer, lambda x, _: SIGNERS.get(x.signer, raw(x.signer))),
    Aspect("mark", Text("chỗ của dấu ký", "place of the mark"), lambda x: x.mark, lambda x, _: MARKS.get(x.mark, raw(x.mark))),
    Aspect("paper", Text("hồ sơ giấy", "paper dossier"), lambda x: x.paper, lambda x, _: PAPERS[x.paper]),
)  # fmt: skip
_POSITION_NAME: Final[Aspect[Step]] = Aspect(
    "position_name",
    Text("tên vị trí", "name of the position"),
    lambda x: (x.position_name, x.position_name_en),
    lambda x, _: _position(x),
)
NODE: Final[Sequence[Aspect[Node]]] = (
    Aspect("name", Text("tên", "name"), lambda x: x.name, lambda x, _: raw(x.name)),
    Aspect("event", Text("sự kiện", "event"), lambda x: x.event, lambda x, _: event_words(x.event)),
    Aspect("ends", Text("dừng bước", "ends it"), lambda x: x.is_interrupting, lambda x, _: truth_words(x.is_interrupting)),
    Aspect("event_sub", Text("bất cứ lúc nào", "any time"), lambda x: x.is_event_sub, lambda x, _: truth_words(x.is_event_sub)),
    Aspect("loop", Text("số lần làm", "repetition"), lambda x: x.loop, lambda x, side: loop_words(x.loop, side)),
    Aspect("wait", Text("đồng hồ khi chờ", "clock while waiting"), lambda x: x.wait, lambda x, _: wait_words(x.wait)),
    Aspect("called", Text("quy trình được gọi", "called process"), lambda x: x.called, lambda x, _: raw(x.called)),
    Aspect("markers", Text("thành phần khác", "other parts"), lambda x: x.markers, lambda x, _: raw(", ".join(x.markers))),
)  # fmt: skip
SERVICE: Final[Sequence[Aspect[Service]]] = (
    Aspect("operation", Text("dịch vụ được gọi", "operation"), lambda x: x.operation, lambda x, _: raw(x.operation)),
    Aspect("attempts", Text("số lần thử", "attempts"), lambda x: x.attempts, lambda x, _: raw(str(x.attempts))),
    Aspect("timeout", Text("chờ trả lời", "waits"), lambda x: time_value(x.timeout), lambda x, _: time_words(x.timeout)),
    Aspect("procedure", Text("thủ tục được mở", "procedure it opens"), lambda x: x.procedure, lambda x, _: raw(x.procedure)),
    Aspect("service_agency", Text("nơi mở", "where"), lambda x: x.agency, lambda x, side: agency_words(x.agency, side)),
)  # fmt: skip


def element_changes(matched: Matched, old: Side, new: Side, pair: tuple[str, str]) -> Iterator[Change]:
    """The changes of one element, given its ids in both processes, "" where it is not there."""
    if not pair[0]:
        yield _alone("added", pair[1], new)
    elif not pair[1]:
        yield _alone("removed", pair[0], old)
    else:
        yield from _kept(matched, old, new, pair)


def name_of(key: str, side: Side) -> Text:
    """How an element is named: "Bước “Thẩm định”"; without a name, by what stands before it."""
    node = side.model.node_by_id[key]
    kind = kind_words(node)
    step = side.model.step_by_id.get(key)
    if node.name or step is not None:
        vi = node.name or key
        return Text(f"{kind.vi} “{vi}”", f"{kind.en} “{(step.name_en if step else '') or vi}”")
    before = node.attached_to if node.attached_to in side.model.node_by_id else _named_before(key, side)
    if not before:
        return kind
    at = name_of(before, side)
    place = Text("của", "of") if node.attached_to else Text("sau", "after")
    return Text(f"{kind.vi} {place.vi} {_inside(at.vi)}", f"{kind.en} {place.en} {_inside(at.en)}")


def _named_before(key: str, side: Side) -> str:
    """The nearest element before it that has a name; "" when there is none."""
    seen, waiting = {key}, [key]
    while waiting:
        at = waiting.pop(0)
        for flow in side.model.flows:
            if flow.target == at and flow.source in side.model.node_by_id and flow.source not in seen:
                if side.model.node_by_id[flow.source].name:
                    return flow.source
                seen.add(flow.source)
                waiting.append(flow.source)
    return ""


def _inside(name: str) -> str:
    return name[:1].lower() + name[1:]


def _part(key: str, side: Side) -> Part:
    return "step" if key in side.model.step_by_id else "element"


def _alone(kind: str, key: str, side: Side) -> Change:
    words = _described(key, side)
    if kind == "added":
        return Change("added", _part(key, side), "", name_of(key, side), None, None, words, new=key)
    return Change("removed", _part(key, side), "", name_of(key, side), None, words, None, old=key)


def _described(key: str, side: Side) -> Text:
    """What is worth saying of an element that is new or gone."""
    step = side.model.step_by_id.get(key)
    if step is not None:
        return _step_described(step, side)
    node = side.model.node_by_id[key]
    service = next((one for one in side.model.services if one.id == key), None)
    if service is not None:
        return raw(service.operation)
    branches = [flow for flow in side.model.flows if flow.source == key and flow.condition]
    if branches:
        said = [condition_words(flow.condition, side) for flow in branches]
        return Text("; ".join(one.vi for one in said), "; ".join(one.en for one in said))
    return event_words(node.event) if node.event else PRESENT


def _step_described(step: Step, side: Side) -> Text:
    said = [_position(step), time_words(step.budget)]
    if step.agency != "receiving":
        said.append(agency_words(step.agency, side))
    if step.form:
        form = form_words(step.form, side)
        said.append(Text(f"biểu mẫu “{form.vi}”", f"form “{form.en}”"))
    if step.signature != "none":
        said.append(SIGNATURES[step.signature])
    return Text(", ".join(one.vi for one in said), ", ".join(one.en for one in said))


def _kept(matched: Matched, old: Side, new: Side, pair: tuple[str, str]) -> Iterator[Change]:
    nodes = matched.old.node_by_id[pair[0]], matched.new.node_by_id[pair[1]]
    thing = Thing(_part(pair[1], new), name_of(pair[1], new), *pair)
    steps = matched.old.step_by_id.get(pair[0]), matched.new.step_by_id.get(pair[1])
    if steps[0] is not None and steps[1] is not None:
        yield from _step_changes(thing, (steps[0], old), (steps[1], new))
    is_step = thing.part == "step"
    aspects = [one for one in NODE if not (is_step and one.key == "name")]
    yield from differing(aspects, thing, (nodes[0], old), (nodes[1], new))
    yield from _moved(matched, thing, nodes, (old, new))
    services = [{one.id: one for one in side.model.services} for side in (old, new)]
    was, now = services[0].get(pair[0]), services[1].get(pair[1])
    if was is not None and now is not None:
        yield from differing(SERVICE, thing, (was, old), (now, new))
    yield from _rule_changes(thing, (nodes[0], old), (nodes[1], new))


def _step_changes(thing: Thing, old: tuple[Step, Side], new: tuple[Step, Side]) -> Iterator[Change]:
    yield from differing(STEP, thing, old, new)
    if old[0].position == new[0].position:
        yield from differing((_POSITION_NAME,), thing, old, new)
    for key in dict.fromkeys((*old[0].actions, *new[0].actions)):
        was, now = key in old[0].actions, key in new[0].actions
        if was != now:
            label = ACTIONS.get(key, raw(key))
            what = Text(f"thao tác “{label.vi}”", f"action “{label.en}”")
            allowed, forbidden = Text("được phép", "allowed"), Text("không được phép", "not allowed")
            words = (allowed, was), (forbidden, now)
            yield altered(thing, f"actions.{key}", what, *(words if was else (words[1], words[0])))


def _moved(
    matched: Matched, thing: Thing, nodes: tuple[Node, Node], sides: tuple[Side, Side]
) -> Iterator[Change]:
    """An event hangs at another step, or something lies in another sub-process."""
    for aspect, label, keys in (
        ("attached_to", Text("gắn vào", "attached to"), [node.attached_to for node in nodes]),
        ("parent", Text("nằm trong", "lies in"), [node.parent for node in nodes]),
    ):
        if matched.new_of.get(keys[0], keys[0] and f"-{keys[0]}") != keys[1]:
            was, now = (
                name_of(key, side) if key in side.model.node_by_id else Text("quy trình", "the process")
                for key, side in zip(keys, sides, strict=True)
            )
            yield altered(thing, aspect, label, (was, keys[0]), (now, keys[1]))


def _rule_changes(thing: Thing, old: tuple[Node, Side], new: tuple[Node, Side]) -> Iterator[Change]:
    """The rows of a decision table that differ, and how it picks one."""
    was, now = old[0].decision, new[0].decision
    if was is None or now is None:
        return
    if was.hit_policy != now.hit_policy:
        label = Text("cách chọn dòng", "hit policy")
        yield altered(thing, "hit_policy", label, (raw(was.hit_policy), ""), (raw(now.hit_policy), ""))
    rows = [_rows(node, side) for node, side in (old, new)]
    for number in range(max(map(len, rows))):
        before, after = (one[number] if number < len(one) else (NO, None) for one in rows)
        if before[1] != after[1]:
            label = Text(f"dòng {number + 1}", f"row {number + 1}")
            yield altered(thing, f"rules.{number + 1}", label, before, after)


def _rows(node: Node, side: Side) -> Sequence[tuple[Text, object]]:
    decision = node.decision
    if decision is None:
        return ()
    found: list[tuple[Text, object]] = []
    for rule in decision.rules:
        values: Mapping[str, object] = dict(zip(decision.outputs, rule.values, strict=False))
        given = ", ".join(f"{name} = {value}" for name, value in values.items())
        asked = condition_words(rule.condition, side)
        case = asked if asked != UNSET else Text("Mọi trường hợp", "In every case")
        words = Text(f"{case.vi} → {given}", f"{case.en} → {given}")
        found.append((words, (condition_value(rule.condition), tuple(values.items()))))
    return found
