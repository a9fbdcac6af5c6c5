"""Call activities become sub-processes that hold what they call (BPMN 2.0, 10.3.6), copied with ids of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from motcua.domain.process.process import MAX_NODES, ModelError
from motcua.domain.text import Text
from motcua.engine.linker.linker_ids import copied
from motcua.engine.reader.reader_declared import Roots, read_roots
from motcua.engine.reader.reader_node import called_process, walk
from motcua.engine.reader.reader_xml import BPMN, ZEEBE, Findings, bpmn_children, bpmn_name, identifier
from motcua.engine.xml import MAX_BYTES, parse

MAX_CHAIN = 10
"""How deep calls may stand in calls."""

_OWN_OF_PROCESS = frozenset(
    {"extensionElements", "documentation", "ioSpecification", "auditing", "monitoring", "supports",
     "correlationSubscription", "property", "supportedInterfaceRef", "ioBinding"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Called:
    """A process that is called, the named root elements of its file, and its weight in flow nodes and bytes."""

    process: etree._Element
    roots: Roots
    nodes: int
    size: int


@dataclass
class Sources:
    """The files with called processes by process id, each read once."""

    files: Mapping[str, bytes]
    _read: dict[str, Called | None] = field(default_factory=dict)

    def find(self, key: str, own: etree._Element) -> Called | None:
        """The process `key`, from its file or else from the calling file `own`. Raises ModelError."""
        if key not in self._read:
            data = self.files.get(key)
            self._read[key] = _called(own if data is None else parse(data), key)
        return self._read[key]


def _called(root: etree._Element, key: str) -> Called | None:
    for process in bpmn_children(root, "process"):
        if identifier(process) == key:
            roots = read_roots(root)
            size = sum(len(etree.tostring(part)) for part in (process, *roots.values()))
            return Called(process, roots, sum(1 for _ in walk(process)), size)
    return None


@dataclass(frozen=True, slots=True)
class _Call:
    """A call activity that is still to be replaced, and the processes around it."""

    element: etree._Element
    chain: tuple[str, ...]


def link_calls(root: etree._Element, process: etree._Element, sources: Sources, findings: Findings) -> bool:
    """Replace every call activity of the process that can be; the others stay, each with a finding.

    True when anything was replaced.
    """
    weight = _Weight(sum(1 for _ in walk(process)), len(etree.tostring(process)))
    waiting = _calls(process, (identifier(process),))
    replaced: set[str] = set()
    while waiting:
        call = waiting.pop(0)
        found = _found(call, root, sources, findings)
        if found is None:
            continue
        if not weight.takes(found):
            findings.add("call.too_large", call.element, _too_large())
            continue
        key = identifier(found.process)
        _replace(call.element, found, root)
        waiting.extend(_calls(call.element, (*call.chain, key)))
        replaced.add(key)
    _lay_still(root, replaced)
    return bool(replaced)


@dataclass
class _Weight:
    """How much has been put together so far."""

    nodes: int
    size: int

    def takes(self, called: Called) -> bool:
        nodes, size = self.nodes + called.nodes, self.size + called.size
        if nodes > MAX_NODES or size > MAX_BYTES:
            return False
        self.nodes, self.size = nodes, size
        return True


def _calls(scope: etree._Element, chain: tuple[str, ...]) -> list[_Call]:
    return [_Call(element, chain) for element in walk(scope) if bpmn_name(element) == "callActivity"]


def _found(call: _Call, root: etree._Element, sources: Sources, findings: Findings) -> Called | None:
    key = called_process(call.element)
    if not key:
        findings.add(
            "call.process_missing",
            call.element,
            Text(
                "Bước gọi quy trình khác chưa nói gọi quy trình nào. Chọn ở ô “Quy trình được gọi” (calledElement).",
                "The call activity does not say which process it calls. Choose it in “Process that is called” "
                "(calledElement).",
            ),
        )
        return None
    if key in call.chain or len(call.chain) > MAX_CHAIN:
        findings.add("call.cycle", call.element, _cycle((*call.chain, key)))
        return None
    try:
        found = sources.find(key, root)
    except ModelError as error:
        findings.add(
            "call.unreadable",
            call.element,
            Text(
                f"Không đọc được tệp của quy trình “{key}”. {error.message.vi}",
                f"The file of the process “{key}” cannot be read. {error.message.en}",
            ),
        )
        return None
    if found is None:
        findings.add(
            "call.process_unknown",
            call.element,
            Text(
                f"Không có quy trình nào mang mã “{key}”. Chọn lại ở ô “Quy trình được gọi”, hoặc nạp quy trình đó vào thư viện.",
                f"No process has the id “{key}”. Choose again in “Process that is called”, or load it into the library.",
            ),
        )
    return found


def _cycle(chain: tuple[str, ...]) -> Text:
    way = " → ".join(chain[-6:])
    return Text(
        f"Các quy trình gọi vòng hoặc gọi nhau quá {MAX_CHAIN} tầng: {way}. Bỏ một lời gọi.",
        f"The processes call each other in a circle or more than {MAX_CHAIN} deep: {way}. Take away one call.",
    )


def _too_large() -> Text:
    return Text(
        f"Ghép cả quy trình được gọi vào thì có hơn {MAX_NODES} phần tử hoặc hơn"
        f" {MAX_BYTES // 1024 // 1024} MB. Tách bớt quy trình.",
        f"With the called process there are more than {MAX_NODES} elements or more than"
        f" {MAX_BYTES // 1024 // 1024} MB. Split the process.",
    )


def _replace(call: etree._Element, called: Called, root: etree._Element) -> None:
    """Make the call activity a sub-process in its place; its name, loop, boundary events and words stay."""
    call.tag = f"{{{BPMN}}}subProcess"
    call.attrib.pop("calledElement", None)
    for holder in bpmn_children(call, "extensionElements"):
        for word in holder.findall(f"{{{ZEEBE}}}calledElement"):
            holder.remove(word)
    inside, roots = copied(called.process, f"{identifier(call)}.", called.roots)
    call.extend([child for child in inside if bpmn_name(child) not in _OWN_OF_PROCESS])
    for index, element in enumerate(roots):
        root.insert(index, element)


def _lay_still(root: etree._Element, called: set[str]) -> None:
    """A process of the same file that has been called is a part now and no pool of its own."""
    for process in bpmn_children(root, "process"):
        if identifier(process) in called:
            process.set("isExecutable", "false")
