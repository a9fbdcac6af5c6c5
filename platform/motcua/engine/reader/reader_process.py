"""Which process of a file is meant: the one that runs, or among several the one with our procedure."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from motcua.domain.process.process import ModelError
from motcua.domain.text import Text
from motcua.engine.reader.reader_xml import (
    BPMN,
    Findings,
    bpmn_children,
    bpmn_name,
    clean,
    extension,
    identifier,
    is_true,
)


def the_process(root: etree._Element, findings: Findings) -> etree._Element:
    """The process to read. Raises ModelError when the file has none, or several without telling which."""
    if bpmn_name(root) != "definitions":
        raise ModelError(
            Text(
                f"Tệp không phải BPMN 2.0: phần tử ngoài cùng phải là definitions của {BPMN}.",
                f"The file is not BPMN 2.0: its outermost element must be definitions of {BPMN}.",
            ),
            code="model.not_bpmn",
        )
    processes = list(bpmn_children(root, "process"))
    executable = [process for process in processes if is_true(process.get("isExecutable"))]
    if len(executable) == 1:
        return executable[0]
    # Several pools may be drawn for the reader's sake; the one with our procedure is meant.
    ours = [process for process in executable or processes if extension(process, "procedure") is not None]
    candidates: Sequence[etree._Element] = ours or executable or processes
    if len(candidates) != 1:
        raise _no_single_process(candidates)
    if not executable:
        findings.add(
            "process.not_executable",
            candidates[0],
            Text(
                'Quy trình chưa đánh dấu chạy được. Đánh dấu trong phần mềm vẽ rồi nạp lại tệp (isExecutable="true").',
                'The process is not marked as executable. Mark it in the modelling program (isExecutable="true").',
            ),
            "warning",
        )
    return candidates[0]


def _no_single_process(candidates: Sequence[etree._Element]) -> ModelError:
    if not candidates:
        return ModelError(
            Text(
                "Tệp không có quy trình nào. Vẽ một quy trình rồi nạp lại (process).",
                "The file has no process. Draw one.",
            ),
            code="process.missing",
        )
    names = ", ".join(clean(process.get("name")) or identifier(process) for process in candidates[:5])
    return ModelError(
        Text(
            f'Tệp có {len(candidates)} quy trình ({names}). Chỉ đánh dấu một quy trình là chạy được (isExecutable="true").',
            f'The file has {len(candidates)} processes ({names}). Mark only one as executable (isExecutable="true").',
        ),
        code="process.several",
    )
