"""Process specifications: read once per version, shared by all dossiers, never stored with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from motcua.domain.process.process import Finding, ModelError, ProcessModel
from motcua.domain.text import Text
from motcua.engine.reader.reader import read
from motcua.engine.spec.spec_builder import Built, build
from motcua.engine.spec.spec_refusals import refusals


@dataclass(frozen=True, eq=False)
class ProcessSpec:
    """A process ready to run: opaque to callers, never changed after loading, safe to share between threads.

    `built` belongs to the library and to the elements; `steps` are the ids of the user and manual tasks, `size` is
    the number of elements.
    """

    id: str
    model: ProcessModel
    built: Built
    steps: frozenset[str]
    size: int

    @property
    def elements(self) -> Mapping[str, Any]:
        return self.built.elements

    @property
    def messages(self) -> frozenset[str]:
        """The names of all messages that elements of the process wait for."""
        return self.built.caught


def load_spec(bpmn: bytes) -> ProcessSpec:
    """The process of a linked BPMN file, ready to run. Raises ModelError that names the element."""
    result = read(bpmn)
    model = result.model
    if model is None:
        finding = result.findings[-1]
        raise ModelError(finding.message, code=finding.code)
    if not model.id:
        raise ModelError(
            Text("Quy trình chưa có mã (id). Hãy đặt mã.", "The process has no id. Give it one."),
            code="model.refused",
        )
    _refuse(result.findings)
    for element, why in refusals(model):
        name = element.name or element.id
        raise ModelError(
            Text(f"Phần tử “{name}”: {why.vi.rstrip('.')}.", f"Element “{name}”: {why.en.rstrip('.')}."),
            code="model.refused",
        )
    built = build(model)
    steps = frozenset(step.id for step in model.steps)
    return ProcessSpec(model.id, model, built, steps, len(model.nodes))


def _refuse(findings: Iterable[Finding]) -> None:
    """What the reader could not make out would not run as it was drawn."""
    for finding in findings:
        if finding.severity == "error":
            name = finding.name or finding.element
            raise ModelError(
                Text(f"“{name}”: {finding.message.vi}", f"“{name}”: {finding.message.en}"),
                code="model.refused",
            )
