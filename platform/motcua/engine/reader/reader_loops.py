"""Loop characteristics: an activity done once for each item of a list, so many times, or while a condition holds.

Camunda's attributes for the list and its item are read as well as those of BPMN.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from motcua.domain.process.process_node import MAX_INSTANCES, Loop
from motcua.domain.text import Text
from motcua.engine.reader.reader_xml import (
    CAMUNDA,
    ZEEBE,
    Findings,
    bpmn_children,
    bpmn_name,
    clean,
    content,
    foreign,
    identifier,
    is_true,
    reference,
)

MAX_TIMES = 1000
"""How often a loop with a condition may go round at most."""
_NAME = re.compile(r"[a-zA-Z][a-zA-Z0-9_]*")


def read_loop(element: etree._Element, data: Mapping[str, str], findings: Findings) -> Loop | None:
    """The loop of an activity, None when it is done once. `data` are the names of the file's data elements by id."""
    for child in bpmn_children(element):
        if bpmn_name(child) == "standardLoopCharacteristics":
            return Loop(
                kind="standard",
                condition=content(next(bpmn_children(child, "loopCondition"), None)),
                maximum=_times(child.get("loopMaximum"), "loopMaximum", MAX_TIMES, element, findings),
                test_before=is_true(child.get("testBefore")),
            )
        if bpmn_name(child) == "multiInstanceLoopCharacteristics":
            return _instances(element, child, data, findings)
    return None


def _instances(
    element: etree._Element, loop: etree._Element, data: Mapping[str, str], findings: Findings
) -> Loop:
    zeebe = foreign(loop, ZEEBE, "loopCharacteristics")
    of_zeebe = {} if zeebe is None else {str(key): clean(text) for key, text in zeebe.attrib.items()}
    items = (
        _data_name(loop, "loopDataInputRef", data)
        or clean(loop.get(f"{{{CAMUNDA}}}collection"))
        or of_zeebe.get("inputCollection", "").removeprefix("=").strip()
    )
    number = content(next(bpmn_children(loop, "loopCardinality"), None))
    cardinality = _times(number, "loopCardinality", MAX_INSTANCES, element, findings)
    if items and _NAME.fullmatch(items) is None:
        _not_a_list(items, element, findings)
        items = ""
    elif not items and not number:
        findings.add(
            "loop.items_missing",
            element,
            Text(
                "Phần lặp chưa nói lặp theo danh sách nào. Điền “Trường danh sách”, ví dụ co_quan_lay_y_kien, "
                "hoặc số lần cố định (loopDataInputRef).",
                "The repeated activity does not say over which list. Fill in “Field with the list”, such as "
                "co_quan_lay_y_kien, or so many times (loopDataInputRef).",
            ),
        )
    return Loop(
        kind="sequential" if is_true(loop.get("isSequential")) else "parallel",
        items=items,
        item=_item(loop) or of_zeebe.get("inputElement", ""),
        cardinality=cardinality,
        completion=content(next(bpmn_children(loop, "completionCondition"), None)),
        output=_data_name(loop, "loopDataOutputRef", data) or of_zeebe.get("outputCollection", ""),
    )


def _item(loop: etree._Element) -> str:
    for item in bpmn_children(loop, "inputDataItem"):
        return clean(item.get("name")) or identifier(item)
    return clean(loop.get(f"{{{CAMUNDA}}}elementVariable"))


def _data_name(loop: etree._Element, name: str, data: Mapping[str, str]) -> str:
    """The field a reference means: the name of the data element with that id, else the text itself."""
    key = reference(content(next(bpmn_children(loop, name), None)))
    return data.get(key, key)


def _times(
    text: str | None, attribute: str, most: int, owner: etree._Element, findings: Findings
) -> int | None:
    """A whole number from 1 to `most`, None when nothing is written; anything else is a finding."""
    words = clean(text)
    if not words:
        return None
    if words.isascii() and words.isdigit() and len(words) <= 6 and 1 <= int(words) <= most:
        return int(words)
    findings.add(
        "loop.number",
        owner,
        Text(
            f"Số lần lặp “{words[:40]}” phải là số nguyên từ 1 đến {most}. Sửa số lần ({attribute}).",
            f"The number of times “{words[:40]}” must be whole, from 1 to {most}. Correct it ({attribute}).",
        ),
    )
    return None


def _not_a_list(items: str, owner: etree._Element, findings: Findings) -> None:
    findings.add(
        "loop.items_unread",
        owner,
        Text(
            f"“{items[:60]}” không phải tên trường. Ở ô “Trường danh sách” chỉ điền tên trường, ví dụ co_quan_lay_y_kien.",
            f"“{items[:60]}” is not the name of a field. Fill in “Field with the list” with a name only, such as"
            " co_quan_lay_y_kien.",
        ),
    )
