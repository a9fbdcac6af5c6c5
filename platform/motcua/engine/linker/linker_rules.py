"""Decision tables come into the business rule tasks that ask them."""

from __future__ import annotations

import copy
from collections.abc import Mapping

from lxml import etree

from motcua.domain.process.process import ModelError
from motcua.domain.text import Text
from motcua.engine.reader.reader_decision import decisions_of, embedded
from motcua.engine.reader.reader_xml import (
    BPMN,
    CAMUNDA,
    MOTCUA,
    ZEEBE,
    Findings,
    bpmn_children,
    clean,
    extension,
    foreign,
)
from motcua.engine.xml import MAX_BYTES, parse

_File = tuple[etree._Element | None, int, str, Text]
"""The table of a file with its bytes, or else the code and message that say why there is none."""

_MISSING = Text(
    "Bước hỏi bảng quyết định chưa nói dùng bảng quyết định nào. Chọn ở ô “Bảng quyết định” (motcua:rule).",
    "The business rule task does not say which decision table it asks. Choose it in “Decision table” (motcua:rule).",
)
_TOO_LARGE = Text(
    f"Các bảng quyết định của quy trình cộng lại quá {MAX_BYTES // 1024 // 1024} MB. Tách bớt bảng.",
    f"The decision tables of the process are larger than {MAX_BYTES // 1024 // 1024} MB together. Use fewer.",
)


def link_rules(process: etree._Element, decisions: Mapping[str, bytes], findings: Findings) -> bool:
    """Embed the decision of each business rule task inside its `motcua:rule`; what is missing is a finding.

    True when anything was embedded.
    """
    files: dict[str, _File] = {}
    size = 0
    changed = False
    for task in process.iter(f"{{{BPMN}}}businessRuleTask"):
        if embedded(task) is not None:
            continue
        key = _key(task)
        if not key:
            findings.add("rule.decision_missing", task, _MISSING)
            continue
        if key not in files:
            files[key] = _read(key, decisions)
        decision, weight, code, message = files[key]
        size += weight
        if decision is None:
            findings.add(code, task, message)
        elif size > MAX_BYTES:
            findings.add("rule.too_large", task, _TOO_LARGE)
        else:
            _embed(task, key, decision)
            changed = True
    return changed


def _key(task: etree._Element) -> str:
    word, zeebe = extension(task, "rule"), foreign(task, ZEEBE, "calledDecision")
    return (
        ("" if word is None else clean(word.get("decision")))
        or clean(task.get(f"{{{CAMUNDA}}}decisionRef"))
        or ("" if zeebe is None else clean(zeebe.get("decisionId")))
    )


def _read(key: str, decisions: Mapping[str, bytes]) -> _File:
    try:
        found = decisions_of(parse(decisions[key])) if key in decisions else {}
    except ModelError as error:
        message = Text(
            f"Không đọc được tệp của bảng quyết định “{key}”. {error.message.vi}",
            f"The file of the decision table “{key}” cannot be read. {error.message.en}",
        )
        return None, 0, "rule.decision_unreadable", message
    message = Text(
        f"Không có bảng quyết định nào mang mã “{key}”. Chọn lại ở ô “Bảng quyết định”, hoặc nạp tệp DMN của bảng.",
        f"No decision table has the id “{key}”. Choose again in “Decision table”, or load its DMN file.",
    )
    decision = found.get(key)
    weight = 0 if decision is None else len(etree.tostring(decision))
    return decision, weight, "rule.decision_unknown", message


def _embed(task: etree._Element, key: str, decision: etree._Element) -> None:
    word = extension(task, "rule")
    if word is None:
        holder = next(bpmn_children(task, "extensionElements"), None)
        if holder is None:
            holder = etree.Element(f"{{{BPMN}}}extensionElements")
            task.insert(0, holder)
        word = etree.SubElement(holder, f"{{{MOTCUA}}}rule")
    word.set("decision", key)
    word.append(copy.deepcopy(decision))
