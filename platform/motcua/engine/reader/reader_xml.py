"""How the reader looks at elements: the two namespaces, names without prefix, clean text, and its findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from lxml import etree

from motcua.domain.process.process import Finding, Severity
from motcua.domain.text import Text
from motcua.engine.reader.reader_inputs import input_name

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
MOTCUA = "http://motcua.vn/bpmn/1.0"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
CAMUNDA = "http://camunda.org/schema/1.0/bpmn"
ZEEBE = "http://camunda.org/schema/zeebe/1.0"

MAX_WORD = 500
MAX_ADVICE = 200
"""Warnings told of one file."""


@dataclass(slots=True)
class Findings:
    """What the reader has to say about a file, in the order in which it was met."""

    found: list[Finding] = field(default_factory=list)
    advice: int = 0

    @property
    def is_full(self) -> bool:
        """Whether more advice would help nobody; errors are always told."""
        return self.advice >= MAX_ADVICE

    def add(self, code: str, owner: etree._Element, message: Text, severity: Severity = "error") -> None:
        if severity == "warning":
            if self.is_full:
                return
            self.advice += 1
        self.found.append(Finding(code, severity, identifier(owner), clean(owner.get("name")), message))


def bpmn_name(element: etree._Element) -> str:
    """The local name of a BPMN element, empty for elements of other namespaces."""
    prefix, _, local = str(element.tag).rpartition("}")
    return local if prefix == "{" + BPMN else ""


def bpmn_children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The direct BPMN children with one of `names`, or all of them."""
    return (child for child in element if (name := bpmn_name(child)) and (not names or name in names))


def extensions(element: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """The `motcua:` elements of a BPMN element with their local names."""
    for holder in bpmn_children(element, "extensionElements"):
        yield from words(holder)


def words(element: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """The direct children in our namespace with their local names."""
    for child in element:
        prefix, _, local = str(child.tag).rpartition("}")
        if prefix == "{" + MOTCUA:
            yield local, child


def extension(element: etree._Element, name: str) -> etree._Element | None:
    """The first `motcua:` element called `name`."""
    return next((found for local, found in extensions(element) if local == name), None)


def foreign(element: etree._Element, namespace: str, name: str) -> etree._Element | None:
    """The first extension element of another program called `name`."""
    for holder in bpmn_children(element, "extensionElements"):
        found = holder.find(f"{{{namespace}}}{name}")
        if found is not None:
            return found
    return None


def is_true(text: str | None, otherwise: bool = False) -> bool:
    """A truth value as XML Schema writes it; `otherwise` when it is not written."""
    return otherwise if text is None else text.strip() in ("true", "1")


def identifier(element: etree._Element) -> str:
    return (element.get("id") or "")[:MAX_WORD]


def clean(text: str | None) -> str:
    """Text on one line; modelling programs break names with line feeds."""
    return " ".join((text or "").split())[:MAX_WORD]


def reference(text: str | None) -> str:
    """The id that a reference names; some programs write it with the prefix of their target namespace."""
    return clean(text).rpartition(":")[2]


def content(element: etree._Element | None) -> str:
    """All text inside an element, "" when there is no element."""
    return "" if element is None else "".join(element.itertext()).strip()


def lines(text: str | None) -> str:
    """Text with its lines kept and the indentation of the file taken away."""
    return "\n".join(line.strip() for line in (text or "").strip().splitlines())


def integer(
    element: etree._Element, attribute: str, default: int, owner: etree._Element, findings: Findings
) -> int:
    """A whole number that is not negative; anything else is a finding at `owner` and gives `default`."""
    text = clean(element.get(attribute))
    if not text:
        return default
    if text.isascii() and text.isdigit() and len(text) <= 12:
        return int(text)
    name = input_name(attribute)
    findings.add(
        "word.number",
        owner,
        Text(
            f"{name.vi} “{text[:40]}” phải là số nguyên viết liền, ví dụ 150000 ({attribute}).",
            f"{name.en} “{text[:40]}” must be a whole number without separators, such as 150000 ({attribute}).",
        ),
    )
    return default


def check_attributes(
    element: etree._Element, known: frozenset[str], owner: etree._Element, findings: Findings
) -> None:
    """A warning for each attribute of a `motcua:` element that is no word of ours, with the nearest that is."""
    for name in element.attrib:
        if not str(name).startswith("{") and str(name) not in known:
            unknown_word(str(name), known, owner, findings)


def unknown_word(word: str, known: frozenset[str], owner: etree._Element, findings: Findings) -> None:
    if findings.is_full:
        return
    near = get_close_matches(word[:MAX_WORD], known, n=1)
    hint = Text(f" Có phải “{near[0]}”?", f" Did you mean “{near[0]}”?") if near else Text("", "")
    findings.add(
        "word.unknown",
        owner,
        Text(
            f"Tệp BPMN có từ lạ “{word[:60]}” nên từ này bị bỏ qua.{hint.vi}",
            f"The BPMN file has the unknown word “{word[:60]}”, which is passed over.{hint.en}",
        ),
        "warning",
    )


def one_of(
    element: etree._Element,
    attribute: str,
    choices: Mapping[str, object],
    owner: etree._Element,
    findings: Findings,
) -> str:
    """The attribute when it is one of `choices`, else "" – with a finding when it is something else."""
    text = clean(element.get(attribute))
    if not text or text in choices:
        return text
    known, name = ", ".join(choices), input_name(attribute)
    findings.add(
        f"word.{attribute}_unknown",
        owner,
        Text(
            f"{name.vi} không có lựa chọn “{text[:60]}”. Chọn lại trong danh sách ({attribute}: {known}).",
            f"{name.en} has no choice “{text[:60]}”. Choose again from the list ({attribute}: {known}).",
        ),
    )
    return ""
