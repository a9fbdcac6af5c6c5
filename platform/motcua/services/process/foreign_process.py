"""A process drawn elsewhere: what our platform needs and does not find in it, before a draft is made of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

from motcua.domain.process.process import Finding, ProcedureFacts, ProcessModel
from motcua.domain.text import Text
from motcua.engine.reader.reader import read
from motcua.services.process.examination import examine, source_of
from motcua.services.work import Work

# What the page asks for itself, or the draft is given; said again as findings it would only frighten.
_ASKED = frozenset(
    {
        "procedure.missing",
        "process.not_executable",
        *(f"procedure.{word}_missing" for word in ("code", "name", "field", "level")),
    }
)


class Accompanied(Protocol):
    """What may come along with a process: forms, called processes and decisions by their names."""

    @property
    def forms(self) -> Mapping[str, Mapping[str, Any]]: ...

    @property
    def called(self) -> Mapping[str, bytes]: ...

    @property
    def decisions(self) -> Mapping[str, bytes]: ...


def look(
    work: Work, bpmn: bytes, beside: Accompanied | None = None
) -> tuple[ProcedureFacts | None, Sequence[Finding]]:
    """What the file says of its procedure, at least the process's name, and what is wrong or missing, errors first."""
    model = read(bpmn).model
    field = model.facts.field if model is not None and model.facts is not None else ""
    source = source_of(work, bpmn, field, beside.forms if beside is not None else None)
    if beside is not None:
        called = {**source.called, **beside.called}
        decisions = {**source.decisions, **beside.decisions}
        source = replace(source, called=called, decisions=decisions)
    found = examine(work, source)
    facts = _facts(found.model) if found.model is not None else None
    wrong = [finding for finding in found.findings if finding.code not in _ASKED]
    if found.model is not None and not found.model.boxes:
        wrong.append(_NO_DRAWING)
    return facts, sorted(wrong, key=lambda finding: finding.severity != "error")


def _facts(model: ProcessModel) -> ProcedureFacts:
    return model.facts or ProcedureFacts("", model.name, "", "")


_NO_DRAWING = Finding(
    "file.no_drawing",
    "error",
    "",
    "",
    Text(
        "Tệp không có hình vẽ (BPMN DI) nên màn vẽ để trống. Mở tệp trong phần mềm cũ rồi lưu kèm sơ đồ.",
        "The file has no drawing (BPMN DI), so the canvas stays empty. Save it with its diagram in the other program.",
    ),
)
