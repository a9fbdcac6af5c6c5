"""One self-contained BPMN file out of a process, the processes it calls, its further pools and its decisions.

    linked = link(bpmn, {"P_lien_thong_thue": other}, {"nghia_vu": dmn})

A version of a procedure stores what comes out, so that a dossier never depends on a file that changes later.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from motcua.domain.process.process import Finding, ModelError
from motcua.engine.linker.linker_calls import Sources, link_calls
from motcua.engine.linker.linker_pools import link_pools
from motcua.engine.linker.linker_rules import link_rules
from motcua.engine.reader.reader_process import the_process
from motcua.engine.reader.reader_xml import Findings
from motcua.engine.xml import parse


@dataclass(frozen=True, slots=True)
class Linked:
    """The linked file and what could not be linked; without anything to link it is the file as it came."""

    bpmn: bytes
    findings: tuple[Finding, ...]


def link(bpmn: bytes, called: Mapping[str, bytes], decisions: Mapping[str, bytes]) -> Linked:
    """Link a BPMN file; never raises, and linking again changes nothing.

    `called` are BPMN files by the id of a process in them, `decisions` DMN files by the id of a decision in them.
    A file that cannot be read comes back as it is; `read` says what is wrong with it.
    """
    findings = Findings()
    try:
        root = parse(bpmn)
        process = the_process(root, Findings())
    except ModelError:
        return Linked(bpmn, ())
    changed = link_pools(root, process, findings)
    changed = link_calls(root, process, Sources(called), findings) or changed
    changed = link_rules(process, decisions, findings) or changed
    if not changed:
        return Linked(bpmn, tuple(findings.found))
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    try:
        parse(written)
    except ModelError as error:
        # Deep or large only when put together: the parts are refused, not stored.
        return Linked(bpmn, (*findings.found, Finding(error.code, "error", "", "", error.message)))
    return Linked(written, tuple(findings.found))
