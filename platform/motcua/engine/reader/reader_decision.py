"""A decision table of DMN, as the linker embeds it in a business rule task (DMN 1.3, 8)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from lxml import etree

from motcua.domain.conditions.condition_nodes import ConditionError
from motcua.domain.conditions.condition_tokens import WORDS
from motcua.domain.conditions.conditions import parse_condition
from motcua.domain.conditions.decision_cells import CellError, condition_of, value_of
from motcua.domain.process.process_node import Decision, HitPolicy, Rule
from motcua.domain.text import Text
from motcua.engine.reader.reader_decision_words import (
    AGGREGATION,
    DEFAULT,
    HIT_POLICIES,
    HIT_POLICY,
    INPUT,
    MAX_COLUMNS,
    MAX_ROWS,
    NOT_A_TABLE,
    OUTPUT,
    OUTPUT_MISSING,
    ROW,
    ROW_TOO_LARGE,
    ROWS_MISSING,
    TOO_LARGE,
)
from motcua.engine.reader.reader_xml import Findings, clean, content, extension, identifier

DMN = frozenset(
    {
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
    }
)
"""The namespaces of DMN 1.1 to 1.5."""

MAX_TOLD = 20
"""Findings told of one table; what is wrong with one column is wrong with each of its rows."""

_NAME = re.compile(r"[a-zA-Z][a-zA-Z0-9_]*")


def decisions_of(definitions: etree._Element) -> dict[str, etree._Element]:
    """The decisions of a DMN file by id."""
    return {identifier(child): child for child in definitions if _is_decision(child)}


def embedded(task: etree._Element) -> etree._Element | None:
    """The `decision` element inside the task's `motcua:rule`."""
    word = extension(task, "rule")
    for child in () if word is None else word:
        if _is_decision(child):
            return child
    return None


def read_embedded(task: etree._Element, findings: Findings) -> Decision | None:
    """The table of a business rule task; None when none is embedded or it cannot be read, which is a finding."""
    element = embedded(task)
    return None if element is None else read_decision(element, task, findings)


def read_decision(element: etree._Element, task: etree._Element, findings: Findings) -> Decision | None:
    """A `decision` element; None when anything in it is not read. Findings stand at `task`."""
    table = _Table(element, task, findings)
    holder = next(_parts(element, "decisionTable"), None)
    required = next(_parts(element, "informationRequirement", "requiredDecision"), None)
    if holder is None or required is not None:
        table.say("not_a_table", NOT_A_TABLE)
        return None
    policy = _hit_policy(holder, table)
    inputs, outputs = _inputs(holder, table), _outputs(holder, table)
    rows = list(_parts(holder, "rule"))
    if not rows:
        table.say("rows_missing", ROWS_MISSING)
    if len(rows) > MAX_ROWS or len(inputs) + len(outputs) > MAX_COLUMNS:
        table.say("too_large", TOO_LARGE)
    if table.told:
        return None
    rules = [_rule(line, row, inputs, outputs, table) for line, row in enumerate(rows, start=1)]
    if table.told:
        return None
    return Decision(
        id=identifier(element),
        name=clean(element.get("name")),
        hit_policy=cast(HitPolicy, policy),
        inputs=tuple(dict.fromkeys(inputs)),
        outputs=tuple(outputs),
        rules=tuple(rules),
    )


def _is_decision(element: etree._Element) -> bool:
    namespace, _, local = str(element.tag).rpartition("}")
    return local == "decision" and namespace[1:] in DMN


def _parts(element: etree._Element, *path: str) -> Iterator[etree._Element]:
    """The elements at `path` below, in the same version of DMN."""
    namespace = str(element.tag).rpartition("}")[0]
    return element.iterfind("/".join(f"{namespace}}}{name}" for name in path))


def _text(element: etree._Element, *path: str) -> str:
    return content(next(_parts(element, *path, "text"), None))


@dataclass
class _Table:
    """Where findings about one table go; `told` counts them."""

    element: etree._Element
    task: etree._Element
    findings: Findings
    told: int = 0

    def say(self, code: str, message: Text, where: Text | None = None) -> None:
        """A finding about the table, or about the row and column that `where` names."""
        self.told += 1
        if self.told > MAX_TOLD:
            return
        name = clean(self.element.get("name")) or identifier(self.element)
        place = Text("", "") if where is None else Text(f", {where.vi}", f", {where.en}")
        self.findings.add(
            f"decision.{code}",
            self.task,
            Text(
                f"Bảng quyết định “{name}”{place.vi}: {message.vi}",
                f"Decision table “{name}”{place.en}: {message.en}",
            ),
        )


def _hit_policy(holder: etree._Element, table: _Table) -> str:
    policy = clean(holder.get("hitPolicy")) or "UNIQUE"
    if policy not in HIT_POLICIES:
        table.say("hit_policy_unknown", HIT_POLICY)
    if clean(holder.get("aggregation")):
        table.say("aggregation", AGGREGATION)
    return policy


def _inputs(holder: etree._Element, table: _Table) -> list[str]:
    names = [_text(column, "inputExpression") for column in _parts(holder, "input")]
    for number, name in enumerate(names, start=1):
        if not _is_field(name):
            table.say("input_unread", INPUT, _column(number, name))
    return names


def _outputs(holder: etree._Element, table: _Table) -> list[str]:
    columns = list(_parts(holder, "output"))
    names = [clean(column.get("name")) for column in columns]
    if not names:
        table.say("output_missing", OUTPUT_MISSING)
    for number, (name, column) in enumerate(zip(names, columns, strict=True), start=1):
        if not _is_field(name) or name in names[: number - 1]:
            table.say("output_unread", OUTPUT, _column(number, name))
        if next(_parts(column, "defaultOutputEntry"), None) is not None:
            table.say("default_unread", DEFAULT, _column(number, name))
    return names


def _is_field(name: str) -> bool:
    return _NAME.fullmatch(name) is not None and name not in WORDS and len(name) <= 100


def _column(number: int, name: str) -> Text:
    shown = f" “{name[:40]}”" if name else ""
    return Text(f"cột {number}{shown}", f"column {number}{shown}")


def _rule(line: int, row: etree._Element, inputs: list[str], outputs: list[str], table: _Table) -> Rule:
    here = Text(f"dòng {line}", f"row {line}")
    cells = [_text(entry) for entry in _parts(row, "inputEntry")]
    results = [_text(entry) for entry in _parts(row, "outputEntry")]
    if len(cells) != len(inputs) or len(results) != len(outputs):
        table.say("row_incomplete", ROW, here)
        return Rule("", ())
    conditions: list[str] = []
    values: list[object] = []
    for name, cell in zip(inputs, cells, strict=True):
        try:
            conditions.append(condition_of(cell, name))
        except (CellError, ConditionError) as error:
            table.say("cell_unread", error.message, _at(here, name))
    for name, cell in zip(outputs, results, strict=True):
        try:
            values.append(value_of(cell))
        except CellError as error:
            table.say("cell_unread", error.message, _at(here, name))
    asked = [condition for condition in conditions if condition]
    whole = asked[0] if len(asked) == 1 else " and ".join(f"({condition})" for condition in asked)
    try:
        if whole:
            parse_condition(whole)
    except ConditionError:
        table.say("too_large", ROW_TOO_LARGE, here)
    return Rule(whole, tuple(values), line)


def _at(row: Text, column: str) -> Text:
    return Text(f"{row.vi}, cột “{column}”", f"{row.en}, column “{column}”")
