"""Further pools that run: each executable process beside the main one becomes an event sub-process of it.

Such a pool begins with a message; the main process goes on beside it, as pools do (BPMN 2.0, 9.3).
"""

from __future__ import annotations

from lxml import etree

from motcua.domain.text import Text
from motcua.engine.reader.reader_events import NAMED
from motcua.engine.reader.reader_node import PASSED_OVER, called_process
from motcua.engine.reader.reader_xml import (
    BPMN,
    Findings,
    bpmn_children,
    bpmn_name,
    clean,
    identifier,
    is_true,
    reference,
)

MAX_POOLS = 50
_TOO_MANY = Text(
    f"Tệp có hơn {MAX_POOLS} làn cơ quan chạy được. Tách thành nhiều quy trình.",
    f"The file has more than {MAX_POOLS} executable pools. Split it over several processes.",
)


def link_pools(root: etree._Element, process: etree._Element, findings: Findings) -> bool:
    """Move the executable pools into the process; one that does not begin with a message is a finding.

    What the file itself calls is no pool. True when anything was moved.
    """
    called = {called_process(call) for call in root.iter(f"{{{BPMN}}}callActivity")}
    pools = [
        pool
        for pool in bpmn_children(root, "process")
        if pool is not process and identifier(pool) not in called and is_true(pool.get("isExecutable"))
    ]
    if len(pools) > MAX_POOLS:
        findings.add("pool.too_many", process, _TOO_MANY)
        return False
    drawn = {reference(one.get("processRef")): one for one in root.iter(f"{{{BPMN}}}participant")}
    changed = False
    for pool in pools:
        start = _message_start(pool)
        if start is None:
            findings.add("pool.start_not_message", pool, _start_wrong(pool))
            continue
        start.set("isInterrupting", "false")
        _move(process, pool, drawn.get(identifier(pool)))
        changed = True
    return changed


def _message_start(pool: etree._Element) -> etree._Element | None:
    starts = list(bpmn_children(pool, "startEvent"))
    if len(starts) != 1:
        return None
    definitions = [bpmn_name(child) for child in bpmn_children(starts[0]) if bpmn_name(child) in NAMED]
    return starts[0] if definitions == ["messageEventDefinition"] else None


def _start_wrong(pool: etree._Element) -> Text:
    name = clean(pool.get("name")) or identifier(pool)
    return Text(
        f"Làn của cơ quan khác (“{name}”) phải bắt đầu bằng đúng một sự kiện nhận thông điệp."
        ' Vẽ lại sự kiện bắt đầu, hoặc đặt isExecutable="false" nếu chỉ để minh họa.',
        f"The pool of another agency (“{name}”) must begin with exactly one message start event."
        ' Draw it so, or set isExecutable="false" if the pool is only drawn for the reader.',
    )


def _move(process: etree._Element, pool: etree._Element, participant: etree._Element | None) -> None:
    _merge_lanes(process, pool)
    key, name = identifier(pool), clean(pool.get("name"))
    if participant is not None:
        name = clean(participant.get("name")) or name
        participant.attrib.pop("processRef")
    pool.tag = f"{{{BPMN}}}subProcess"
    pool.attrib.clear()
    pool.set("id", key)
    pool.set("name", name)
    pool.set("triggeredByEvent", "true")
    process.append(pool)


def _merge_lanes(process: etree._Element, pool: etree._Element) -> None:
    lanes = [lane for lane_set in bpmn_children(pool, "laneSet") for lane in lane_set]
    for lane_set in list(bpmn_children(pool, "laneSet")):
        pool.remove(lane_set)
    if not lanes:
        return
    whole = next(bpmn_children(process, "laneSet"), None)
    if whole is None:
        whole = etree.Element(f"{{{BPMN}}}laneSet")
        process.insert(_first_flow_element(process), whole)
    whole.extend(lanes)


def _first_flow_element(process: etree._Element) -> int:
    for index, child in enumerate(process):
        if bpmn_name(child) and bpmn_name(child) not in PASSED_OVER - {"sequenceFlow"}:
            return index
    return len(process)
