"""Decision tables come into the business rule tasks that ask them."""

from __future__ import annotations

import copy
from collections.abc import Mapping

from lxml import etree

from motcua.domain.process import ModelError
from motcua.domain.text import Text
from motcua.engine.reader_decision import decisions_of, embedded
from motcua.engine.reader_xml import (
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
from motcua.engine.xml import parse


def link_rules(process: etree._Element, decisions: Mapping[str, bytes], findings: Findings) -> bool:
    """Embed the decision of each business rule task inside its `motcua:rule`; what is missing is a finding.

    True when anything was embedded.
    """
    read: dict[str, etree._Element | None] = {}
    changed = False
    for task in process.iter(f"{{{BPMN}}}businessRuleTask"):
        if embedded(task) is not None:
            continue
        key = _key(task)
        if not key:
            findings.add("rule.decision_missing", task, _missing())
            continue
        if key not in read:
            read[key] = _decision(key, decisions, task, findings)
        if (decision := read[key]) is not None:
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


def _missing() -> Text:
    return Text(
        'Bước quy tắc chưa nói dùng bảng quyết định nào. Ghi <motcua:rule decision="…"/>.',
        'The business rule task does not say which decision table it asks. Write <motcua:rule decision="…"/>.',
    )


def _decision(
    key: str, decisions: Mapping[str, bytes], task: etree._Element, findings: Findings
) -> etree._Element | None:
    data = decisions.get(key)
    try:
        found = {} if data is None else decisions_of(parse(data))
    except ModelError as error:
        findings.add(
            "rule.decision_unreadable",
            task,
            Text(
                f"Không đọc được tệp của bảng quyết định “{key}”. {error.message.vi}",
                f"The file of the decision table “{key}” cannot be read. {error.message.en}",
            ),
        )
        return None
    if key not in found:
        findings.add(
            "rule.decision_unknown",
            task,
            Text(
                f"Không có bảng quyết định nào mang mã “{key}”. Kiểm tra lại mã, hoặc nạp tệp DMN của bảng.",
                f"No decision table has the id “{key}”. Check the id, or load its DMN file.",
            ),
        )
    return found.get(key)


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
