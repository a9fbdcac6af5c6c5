"""The catalogue of procedures: found by visitors, read as a sheet, released from the library's files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from motcua.domain.errors import ConflictError, InputError
from motcua.domain.forms import FormDefinition
from motcua.domain.people.permissions import Actor, require
from motcua.domain.process.process import Finding, ProcedureFacts, ProcessModel, Step
from motcua.domain.process.process_graph import scopes
from motcua.domain.process.process_ways import longest_path
from motcua.domain.search import fold, words
from motcua.domain.text import Text
from motcua.domain.time.deadlines import Limit
from motcua.domain.time.limits import DAY_SECONDS
from motcua.engine import load_spec
from motcua.services.process import offers
from motcua.services.process.examination import Source, examine
from motcua.services.version.versions import Version
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.process import library
from motcua.store.process import procedure as procedures
from motcua.store.version import version_life


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


class DecidedError(ConflictError):
    """A procedure that lives by decisions is not released from files: that would pass its approvers by (A-05)."""

    code = "decided"


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
    Raises UnfitModelError when the checker finds an error, DecidedError when people have decided on the procedure.
    """
    require(actor, "system")
    source, model, facts, findings = _checked(work, source)
    forms = forms_of(source, model, facts)
    load_spec(source.bpmn)
    digest = digest_of(source.bpmn, forms)
    current = procedures.current(work.connection, facts.code)
    if current is not None and current.digest == digest:
        _keep(work, facts.field, source, now)
        work.commit()
        return Released(facts.code, facts.name, current.number, False, findings)
    _refuse_decided(work, facts.code)
    procedures.save_field(work.connection, facts.field, source.field_name.vi, source.field_name.en)
    _keep(work, facts.field, source, now)
    procedure_id = procedures.save(work.connection, **columns_of(facts, source.field_name))
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
    found = examine(work, source)
    if found.errors:
        raise UnfitModelError(found.findings)
    if found.model is None or found.model.facts is None:
        raise InputError(
            Text(
                "Tệp BPMN thiếu phần tử motcua:procedure nên chưa biết là thủ tục nào.",
                "The BPMN file has no motcua:procedure, so it is not known which procedure it is.",
            )
        )
    return replace(source, bpmn=found.bpmn), found.model, found.model.facts, found.findings


def _refuse_decided(work: Work, code: str) -> None:
    if version_life.is_decided(work.connection, code):
        raise DecidedError(
            Text(
                f"Thủ tục {code} đã được phê duyệt hoặc bãi bỏ theo quyết định. Sửa ở Thiết kế quy trình.",
                f"Procedure {code} was approved or abolished by a decision. Change it in the studio.",
            )
        )


def forms_of(
    source: Source, model: ProcessModel, facts: ProcedureFacts
) -> Mapping[str, Mapping[str, object]]:
    """The forms that the model names, each one that can be a form; raises InputError naming what cannot."""
    keys = sorted({facts.form, *(step.form for step in model.steps)} - {""})
    forms = {key: source.forms[key] for key in keys}
    for schema in forms.values():
        FormDefinition.from_schema(schema)
    return forms


def _keep(work: Work, field: str, source: Source, now: datetime) -> None:
    """Bring the library of the installation up to date with the files."""
    keep_forms(work, field, source.forms, now)
    for kind, parts in (("process", source.called), ("decision", source.decisions)):
        for key, content in parts.items():
            library.save_part(work.connection, kind, key, content)


def load_forms(
    work: Work, field: str, name: Text, forms: Mapping[str, Mapping[str, object]], now: datetime
) -> None:
    """Bring forms without a process into the library and commit; raises SchemaError for what cannot be a form."""
    for schema in forms.values():
        FormDefinition.from_schema(schema)
    procedures.save_field(work.connection, field, name.vi, name.en)
    keep_forms(work, field, forms, now)
    work.commit()


def keep_forms(
    work: Work,
    field: str,
    forms: Mapping[str, Mapping[str, object]],
    now: datetime,
    *,
    only_new: bool = False,
) -> None:
    """Add forms to the library of a field, or bring them up to date unless `only_new`. Does not commit."""
    keep = library.add_form if only_new else library.save_form
    for key, schema in forms.items():
        keep(
            work.connection,
            field=field,
            key=key,
            title=str(schema.get("title", key)),
            title_en=str(_english(schema).get("title", "")),
            schema=schema,
            digest=form_digest(schema),
            saved_at=now,
        )


def _english(schema: Mapping[str, object]) -> Mapping[str, object]:
    words = schema.get("x-en")
    return words if isinstance(words, Mapping) else {}


def digest_of(bpmn: bytes, forms: Mapping[str, Mapping[str, object]]) -> str:
    """SHA-256 in hexadecimal of what a version holds."""
    text = json.dumps(forms, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(bpmn + b"\0" + text.encode()).hexdigest()


def form_digest(schema: Mapping[str, object]) -> str:
    """SHA-256 in hexadecimal of one form; the order of its questions counts."""
    return hashlib.sha256(json.dumps(schema, ensure_ascii=False).encode()).hexdigest()


def columns_of(facts: ProcedureFacts, field_name: Text) -> dict[str, object]:
    """The columns of the catalogue that follow from a model."""
    searched = (facts.code, facts.name, facts.name_en, field_name.vi, field_name.en)
    return {
        "code": facts.code,
        "field": facts.field,
        "level": facts.level,
        "name": facts.name,
        "name_en": facts.name_en or facts.name,
        "search_text": fold(" ".join([*searched, facts.sheet.get("keywords", "")])),
    }
