"""What a file declares beside its processes: messages, signals, errors, escalations, and its data by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from motcua.engine.reader.reader_xml import BPMN, bpmn_children, bpmn_name, clean, identifier

ROOT_KINDS = frozenset({"message", "signal", "error", "escalation"})
DATA = frozenset(
    {"dataObject", "dataObjectReference", "dataInput", "dataOutput", "property", "dataStoreReference"}
)

Roots = Mapping[str, etree._Element]


@dataclass(frozen=True, slots=True)
class Declared:
    """Named root elements by id, and the names of data elements by id."""

    roots: Roots
    data: Mapping[str, str]


def read_declared(definitions: etree._Element) -> Declared:
    """Everything flow nodes may refer to."""
    return Declared(read_roots(definitions), _data_names(definitions))


def read_roots(definitions: etree._Element) -> Roots:
    """The messages, signals, errors, escalations and shared event definitions of a file, by id."""
    return {
        identifier(element): element
        for element in bpmn_children(definitions)
        if bpmn_name(element) in ROOT_KINDS or bpmn_name(element).endswith("EventDefinition")
    }


def name_of_root(element: etree._Element) -> str:
    """What messages and signals are known by, and the code of errors and escalations."""
    code = clean(element.get(f"{bpmn_name(element)}Code"))
    return code or clean(element.get("name")) or identifier(element)


def _data_names(definitions: etree._Element) -> dict[str, str]:
    found = definitions.iter(*(f"{{{BPMN}}}{name}" for name in DATA))
    return {identifier(element): clean(element.get("name")) or identifier(element) for element in found}
