"""Our words on flow nodes: where each belongs, what it may say, and `motcua:wait`."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from motcua.domain.process.process_node import Wait
from motcua.domain.text import Text
from motcua.engine.reader.reader_xml import (
    Findings,
    bpmn_name,
    check_attributes,
    extension,
    extensions,
    one_of,
    unknown_word,
)

STEP_KINDS = ("userTask", "manualTask")
STEP = frozenset(
    {
        "position", "budget", "form", "phase", "actions", "agency", "forward", "signature", "document", "signer",
        "mark", "paper", "name-en",
    }
)  # fmt: skip
WORDS_ON = {
    "step": STEP,
    "service": frozenset({"operation", "attempts", "timeout", "procedure", "agency"}),
    "rule": frozenset({"decision"}),
    "wait": frozenset({"clock", "reason"}),
}
OWNERS: Mapping[str, tuple[str, ...]] = {
    "step": STEP_KINDS,
    "service": ("serviceTask",),
    "rule": ("businessRuleTask",),
    "wait": ("intermediateCatchEvent", "receiveTask", *STEP_KINDS),
}


def read_wait(element: etree._Element, findings: Findings) -> Wait | None:
    """What waiting here means for the dossier's clock, None where nothing is said."""
    word = extension(element, "wait")
    if word is None or bpmn_name(element) not in OWNERS["wait"]:
        return None
    reasons = dict.fromkeys(("notice", "payment", "supplement", "other"))
    return Wait(
        clock="pause"
        if one_of(word, "clock", {"run": None, "pause": None}, element, findings) == "pause"
        else "run",
        reason=one_of(word, "reason", reasons, element, findings) or "other",  # type: ignore[arg-type]
    )


def check_words(elements: Mapping[str, etree._Element], findings: Findings) -> None:
    """Our words where they do not belong, or misspelt, are named; they would be passed over in silence."""
    for node in elements.values():
        for name, word in extensions(node):
            if name not in OWNERS:
                unknown_word(name, frozenset(OWNERS), node, findings)
            elif bpmn_name(node) not in OWNERS[name]:
                owners = ", ".join(OWNERS[name])
                findings.add(
                    "word.misplaced",
                    node,
                    Text(
                        f"Phần khai báo này không có tác dụng ở đây nên bị bỏ qua (motcua:{name} chỉ dùng trên {owners}).",
                        f"What is said here has no effect and is passed over (motcua:{name} works on {owners} only).",
                    ),
                    "warning",
                )
            else:
                check_attributes(word, WORDS_ON[name], node, findings)
