"""How the rules write a finding: the element, its name for people, and one sentence in each language."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Protocol

from motcua.domain.process import Finding, ProcessModel, Severity
from motcua.domain.text import Text


class Element(Protocol):
    """Whatever a finding can point at: a node, a step, a flow, the process."""

    @property
    def id(self) -> str: ...

    @property
    def name(self) -> str: ...


def finding(code: str, element: Element, vi: str, en: str, severity: Severity = "error") -> Finding:
    """A finding at `element`."""
    return Finding(code, severity, element.id, element.name, Text(vi, en))


def label(element: Element) -> str:
    """How a sentence names an element: by its name, else by its id."""
    return f"“{element.name or element.id}”"


def scope_element(model: ProcessModel, parent: str) -> Element:
    """The sub-process with the id `parent`, or the process itself."""
    return model.node_by_id.get(parent, model)


def nearest(word: str, known: list[str]) -> Text:
    """“Did you mean …?” for a misspelt word, empty when nothing is near."""
    near = get_close_matches(word, known, n=1)
    return Text(f" Có phải “{near[0]}”?", f" Did you mean “{near[0]}”?") if near else Text("", "")
