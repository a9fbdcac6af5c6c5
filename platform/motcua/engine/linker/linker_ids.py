"""Copying a process so that every id in it, and every reference to one, begins with a prefix."""

from __future__ import annotations

import copy
from collections.abc import Iterator

from lxml import etree

from motcua.engine.reader.reader_declared import DATA, Roots, name_of_root
from motcua.engine.reader.reader_xml import bpmn_name, identifier, reference

_KNOWN_BY_NAME = DATA | {"inputDataItem", "outputDataItem"}


def copied(process: etree._Element, prefix: str, roots: Roots) -> tuple[etree._Element, list[etree._Element]]:
    """A copy of the process, and of the root elements of its file that it refers to.

    What is known by its name is still known by it: a message, signal, error, escalation or data element that has
    only an id gets that as its name.
    """
    inside = copy.deepcopy(process)
    wanted = [copy.deepcopy(roots[key]) for key in _named_roots(inside, roots)]
    for element in (*_bpmn(inside), *wanted):
        _keep_name(element)
    known = {identifier(element) for part in (inside, *wanted) for element in _bpmn(part)} - {""}
    for part in (inside, *wanted):
        for element in _bpmn(part):
            _prefix(element, prefix, known)
    return inside, wanted


def _bpmn(part: etree._Element) -> Iterator[etree._Element]:
    return (element for element in part.iter("{*}*") if bpmn_name(element))


def _named_roots(inside: etree._Element, roots: Roots) -> list[str]:
    """The root elements that are referred to, those that they refer to included."""
    found: dict[str, None] = {}
    waiting = [inside]
    while waiting:
        for element in _bpmn(waiting.pop()):
            for key in _references(element):
                if key in roots and key not in found:
                    found[key] = None
                    waiting.append(roots[key])
    return list(found)


def _references(element: etree._Element) -> Iterator[str]:
    yield from (reference(str(text)) for name, text in element.attrib.items() if _is_reference(str(name)))
    if _holds_reference(element):
        yield reference(element.text)


def _is_reference(attribute: str) -> bool:
    return attribute == "default" or (attribute.endswith("Ref") and not attribute.startswith("{"))


def _holds_reference(element: etree._Element) -> bool:
    name = bpmn_name(element)
    return name in ("incoming", "outgoing") or name.endswith(("Ref", "Refs"))


def _keep_name(element: etree._Element) -> None:
    name = bpmn_name(element)
    if name in ("message", "signal") or name in _KNOWN_BY_NAME:
        if not element.get("name") and identifier(element):
            element.set("name", identifier(element))
    elif name in ("error", "escalation") and not element.get(f"{name}Code"):
        element.set(f"{name}Code", name_of_root(element))


def _prefix(element: etree._Element, prefix: str, known: set[str]) -> None:
    if identifier(element):
        element.set("id", prefix + identifier(element))
    for name, text in element.attrib.items():
        if _is_reference(str(name)) and (key := reference(str(text))) in known:
            element.set(str(name), prefix + key)
    if _holds_reference(element) and (key := reference(element.text)) in known:
        element.text = prefix + key
