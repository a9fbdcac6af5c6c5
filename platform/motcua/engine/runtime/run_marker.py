"""The mark of a process that it may run, which drawing programs leave out."""

from __future__ import annotations

from lxml import etree

from motcua.engine.reader.reader_process import the_process
from motcua.engine.reader.reader_xml import Findings, is_true
from motcua.engine.xml import parse


def runnable(bpmn: bytes) -> bytes:
    """The file with its process marked as executable; as it came when it is already. Raises ModelError without one."""
    root = parse(bpmn, keeps_notes=True)
    process = the_process(root, Findings())
    if is_true(process.get("isExecutable")):
        return bpmn
    process.set("isExecutable", "true")
    return bytes(etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8"))
