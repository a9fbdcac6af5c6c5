"""The information sheet of a procedure written back into its BPMN file; everything else of the file stays as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict

from lxml import etree

from motcua.domain.process.process import Fee, ModelError, Paper, ProcedureFacts
from motcua.domain.process.service_manner import UNSTATED, WAYS, Manner
from motcua.domain.text import Text
from motcua.engine.reader.reader_procedure import PARTS
from motcua.engine.reader.reader_process import the_process
from motcua.engine.reader.reader_xml import BPMN, MOTCUA, Findings, bpmn_children, extension, words
from motcua.engine.xml import parse

Written = tuple[str, Mapping[str, str], str]
"""One part of the sheet: its name, its attributes, its text."""


def with_facts(bpmn: bytes, facts: ProcedureFacts) -> bytes:
    """The file with `facts` in the place of its `motcua:procedure`, as UTF-8; reading it gives `facts` again.

    What stands in the word beside our own parts (a later word, another program's) is kept, and so are comments.
    Raises ModelError for a file without a process, or for text that no XML file can hold.
    """
    root = parse(bpmn, keeps_notes=True)
    element = _place(the_process(root, Findings()))
    try:
        _set(element, _attributes(facts))
        for name, part in list(words(element)):
            if name in PARTS:
                element.remove(part)
        written = [_element(part) for part in _parts(facts)]
    except ValueError as error:
        raise _unprintable() from error
    for place, part in enumerate(written):
        element.insert(place, part)
    etree.indent(element, level=_depth(element))
    element.tail = element.tail or "\n"
    return bytes(etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8"))


def _place(process: etree._Element) -> etree._Element:
    """The process's `motcua:procedure`, made where there is none: behind the documentation, before everything else."""
    found = extension(process, "procedure")
    if found is not None:
        return found
    holder = next(bpmn_children(process, "extensionElements"), None)
    if holder is None:
        holder = etree.Element(f"{{{BPMN}}}extensionElements")
        process.insert(sum(1 for _ in bpmn_children(process, "documentation")), holder)
    element = etree.Element(f"{{{MOTCUA}}}procedure", nsmap={"motcua": MOTCUA})
    holder.insert(0, element)
    return element


def _depth(element: etree._Element) -> int:
    return sum(1 for _ in element.iterancestors())


def _attributes(facts: ProcedureFacts) -> dict[str, str]:
    return {
        "code": facts.code,
        "name": facts.name,
        "name-en": facts.name_en,
        "field": facts.field,
        "level": facts.level,
        "limit": facts.limit,
        "form": facts.form,
    }


def _parts(facts: ProcedureFacts) -> Iterator[Written]:
    """The parts in the order in which the sheet is read."""
    yield from (("paper", _paper(paper), "") for paper in facts.papers)
    yield from (("fee", _fee(fee), "") for fee in facts.fees)
    yield from (("limit", asdict(limit), "") for limit in facts.limits)
    yield from _legal(facts)
    for result in facts.results:
        yield "result", {"key": result.key, "name": result.name, "name-en": result.name_en}, ""
    for agency in facts.agencies:
        yield "agency", {"who": agency.who, "budget": agency.budget, "lead": "true" * agency.is_lead}, ""
    if facts.manner != UNSTATED:
        yield "manner", _manner(facts.manner), ""
    yield from (("sheet", {"key": key}, text) for key, text in facts.sheet.items())
    yield from (("sheet", {"key": key, "lang": "en"}, text) for key, text in facts.sheet_en.items())
    yield from (("setting", {"key": key, "value": value}, "") for key, value in facts.settings.items())


def _paper(paper: Paper) -> dict[str, str]:
    return {
        "key": paper.key,
        "name": paper.name,
        "name-en": paper.name_en,
        "originals": str(paper.originals),
        "copies": str(paper.copies),
        "required": str(paper.required).lower(),
        "note": paper.note,
        "note-en": paper.note_en,
        "source": paper.source,
        "sign-required": "true" if paper.sign_required else "",
    }


def _fee(fee: Fee) -> dict[str, str]:
    return {
        "name": fee.name,
        "name-en": fee.name_en,
        "amount": str(fee.amount),
        "channel": fee.channel,
        "when": fee.when,
        "formula": fee.formula,
    }


def _legal(facts: ProcedureFacts) -> Iterator[Written]:
    for place, name in enumerate(facts.legal):
        english = facts.legal_en[place] if place < len(facts.legal_en) else ""
        yield "legal", {"name": name, "name-en": english if english != name else ""}, ""


def _manner(manner: Manner) -> dict[str, str]:
    ticked = {name: " ".join(getattr(manner, name)) for name in WAYS}
    return {"level": str(manner.level) if manner.level else "", **ticked}


def _element(part: Written) -> etree._Element:
    name, attributes, text = part
    element = etree.Element(f"{{{MOTCUA}}}{name}", nsmap={"motcua": MOTCUA})
    _set(element, attributes)
    element.text = text or None
    return element


def _set(element: etree._Element, attributes: Mapping[str, str]) -> None:
    """Write the attributes that say something; the others are taken away."""
    for name, value in attributes.items():
        if value:
            element.set(name, value)
        else:
            element.attrib.pop(name, None)


def _unprintable() -> ModelError:
    return ModelError(
        Text(
            "Bảng thông tin có ký tự không ghi được vào tệp. Hãy gõ lại chỗ vừa dán.",
            "The sheet has a character that cannot be written. Type the pasted part again.",
        ),
        code="xml.unprintable",
    )
