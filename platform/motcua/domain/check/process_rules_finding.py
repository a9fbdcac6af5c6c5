"""How the rules write a finding: the element, its name for people, and one sentence in each language."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Protocol

from motcua.domain.process.process import Finding, ProcessModel, Severity
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


def agency_fault(rule: str) -> Text:
    """What is wrong with a rule that names no agency, and where the studio asks for it."""
    if rule == "code:":
        return Text(
            "chưa chọn cơ quan. Chọn ở ô “Cơ quan” (code:H50.16).",
            "no agency is chosen. Choose it in “Agency” (code:H50.16).",
        )
    if rule == "field:":
        return Text(
            "chưa ghi trường nào chứa mã cơ quan. Điền ô “Tên trường chứa mã cơ quan”, ví dụ phuong_xa (field:phuong_xa).",
            "no field is named. Fill in “Field with the agency’s code”, such as phuong_xa (field:phuong_xa).",
        )
    return Text(
        f"không hiểu cơ quan “{rule}”. Chọn lại ở ô “Cơ quan thực hiện” "
        "(receiving, parent, code:H50.16 hoặc field:tên_trường).",
        f"the agency “{rule}” is not understood. Choose again in “Performed by” "
        "(receiving, parent, code:H50.16 or field:field_name).",
    )


def agency_name(rule: str) -> Text:
    """The agency that a rule means, as a sentence names it."""
    kind, _, value = rule.partition(":")
    match kind:
        case "receiving":
            return Text("cơ quan tiếp nhận", "the receiving agency")
        case "parent":
            return Text("cơ quan cấp trên", "the agency above it")
        case "code":
            return Text(f"cơ quan mã {value}", f"the agency {value}")
        case _:
            return Text(f"cơ quan ghi ở trường “{value}”", f"the agency named in the field “{value}”")


def nearest(word: str, known: list[str]) -> Text:
    """“Did you mean …?” for a misspelt word, empty when nothing is near."""
    near = get_close_matches(word, known, n=1)
    return Text(f" Có phải “{near[0]}”?", f" Did you mean “{near[0]}”?") if near else Text("", "")
