"""A decision table of DMN, as the linker embeds it in a business rule task."""

from __future__ import annotations

from lxml import etree

from motcua.domain.process_node import Decision
from motcua.engine.reader_xml import Findings, extension, identifier

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


def _is_decision(element: etree._Element) -> bool:
    namespace, _, local = str(element.tag).rpartition("}")
    return local == "decision" and namespace[1:] in DMN


def read_embedded(task: etree._Element, findings: Findings) -> Decision | None:
    """The table of a business rule task, None when none has been embedded."""
    return None
