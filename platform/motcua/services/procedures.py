"""The catalogue of procedures: found by visitors, read as a sheet, released from the library's files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from motcua.domain.deadlines import Limit
from motcua.domain.errors import InputError
from motcua.domain.forms import FormDefinition
from motcua.domain.limits import DAY_SECONDS
from motcua.domain.permissions import Actor, require
from motcua.domain.process import Finding, ProcedureFacts, ProcessModel, Step
from motcua.domain.process_graph import scopes
from motcua.domain.process_rules import check
from motcua.domain.process_ways import longest_path
from motcua.domain.search import fold, words
from motcua.domain.text import Text
from motcua.engine import load_spec
from motcua.engine.linker import link
from motcua.engine.reader import read
from motcua.services import offers
from motcua.services.versions import Version
from motcua.services.work import Work
from motcua.store import group as groups
from motcua.store import procedure as procedures
from motcua.store.base import Record


class UnfitModelError(InputError):
    """A model with errors; `findings` name each element and how to mend it."""

    code = "unfit_model"

    def __init__(self, findings: Sequence[Finding]) -> None:
        first = next(finding for finding in findings if finding.severity == "error")
        count = sum(finding.severity == "error" for finding in findings)
        super().__init__(
            Text(
                f"Quy trình có {count} lỗi nên chưa dùng được. {first.message.vi}",
                f"The process has {count} errors and cannot be used yet. {first.message.en}",
            )
        )
        self.findings = tuple(findings)


@dataclass(frozen=True, slots=True)
class Source:
    """The files of one procedure: its BPMN, and the schemas of its field's forms by key.

    `called` are the BPMN files of processes it may call, by process id; `decisions` DMN files by decision id.
    """

    bpmn: bytes
    forms: Mapping[str, Mapping[str, object]]
    field_name: Text
    called: Mapping[str, bytes] = field(default_factory=dict)
    decisions: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Released:
    """What releasing did; `is_new` is false when the current version has the same sources."""

    code: str
    name: str
    number: int
    is_new: bool
    findings: Sequence[Finding]


@dataclass(frozen=True)
class Sheet:
    """Everything the public reads about a procedure before filing (C-02)."""

    row: Record
    version: Version
    agencies: Sequence[Record]

    @property
    def facts(self) -> ProcedureFacts:
        return self.version.facts

    @property
    def steps(self) -> Sequence[Step]:
        return sorted(self.version.model.steps, key=lambda step: step.order)

    @property
    def limit(self) -> Limit | None:
        return self.version.limit

    @property
    def longest_way(self) -> Mapping[str, int]:
        """Working seconds of the steps on the longest way, by step: parallel branches and choices count once."""
        model = self.version.model
        way = longest_path(model, scopes(model.nodes, model.flows), DAY_SECONDS)
        return {key: seconds for key, seconds in way if key in model.step_by_id}


def release(work: Work, actor: Actor, source: Source, now: datetime) -> Released:
    """Release the procedure as its next version, unless its current one has the same sources. One commit.

    The version keeps the linked model: what it calls may change later without changing it.
    Raises UnfitModelError when the checker finds an error.
    """
    require(actor, "system")
    source, model, facts, findings = _checked(work, source)
    forms = {key: source.forms[key] for key in _form_keys(model, facts)}
    for schema in forms.values():
        FormDefinition.from_schema(schema)
    load_spec(source.bpmn)
    digest = _digest(source.bpmn, forms)
    current = procedures.current(work.connection, facts.code)
    if current is not None and current.digest == digest:
        return Released(facts.code, facts.name, current.number, False, findings)
    procedures.save_field(work.connection, facts.field, source.field_name.vi, source.field_name.en)
    procedure_id = procedures.save(work.connection, **_columns(facts, source))
    version = procedures.release(
        work.connection, procedure_id, bpmn=source.bpmn, forms=forms, digest=digest, released_at=now
    )
    work.record(
        at=now,
        actor_id=actor.id,
        actor_name=actor.name,
        action="procedure.release",
        subject=facts.code,
        detail={"number": version.number, "digest": digest},
    )
    work.commit()
    return Released(facts.code, facts.name, version.number, True, findings)


def search(work: Work, query: str, field: str = "", level: str = "") -> Sequence[Record]:
    """Procedures whose code, name or field hold every word of the query, with or without diacritics."""
    return procedures.search(work.connection, words(query), field, level)


def fields(work: Work) -> Sequence[Record]:
    """The fields of government that have procedures, with their counts."""
    return procedures.fields(work.connection)


def sheet(work: Work, code: str) -> Sheet:
    """The public sheet; raises NotFoundError."""
    row = procedures.current(work.connection, code)
    if row is None or not row.is_active:
        raise offers.unknown_procedure(code)
    version = work.house.versions.get(work.connection, row.version_id)
    return Sheet(row, version, offers.offering(work, row.level, version))


def _checked(work: Work, source: Source) -> tuple[Source, ProcessModel, ProcedureFacts, Sequence[Finding]]:
    linked = link(source.bpmn, source.called, source.decisions)
    result = read(linked.bpmn)
    findings = [*linked.findings, *result.findings]
    if result.model is not None:
        findings += check(
            result.model,
            source.forms,
            known_positions=groups.positions(work.connection) or None,
            known_operations=work.house.operations.keys(),
        )
    if any(finding.severity == "error" for finding in findings):
        raise UnfitModelError(findings)
    if result.model is None or result.model.facts is None:
        raise InputError(
            Text(
                "Tệp BPMN thiếu phần tử motcua:procedure nên chưa biết là thủ tục nào.",
                "The BPMN file has no motcua:procedure, so it is not known which procedure it is.",
            )
        )
    return replace(source, bpmn=linked.bpmn), result.model, result.model.facts, findings


def _form_keys(model: ProcessModel, facts: ProcedureFacts) -> list[str]:
    return sorted({facts.form, *(step.form for step in model.steps)} - {""})


def _digest(bpmn: bytes, forms: Mapping[str, Mapping[str, object]]) -> str:
    text = json.dumps(forms, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(bpmn + b"\0" + text.encode()).hexdigest()


def _columns(facts: ProcedureFacts, source: Source) -> dict[str, object]:
    searched = (facts.code, facts.name, facts.name_en, source.field_name.vi, source.field_name.en)
    return {
        "code": facts.code,
        "field": facts.field,
        "level": facts.level,
        "name": facts.name,
        "name_en": facts.name_en or facts.name,
        "search_text": fold(" ".join([*searched, facts.sheet.get("keywords", "")])),
    }
