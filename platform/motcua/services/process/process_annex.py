"""The steps of a draft or a version as a Word document: the decision's annex, the ISO procedure (Hậu Giang 11/2013, Điều 7.3)."""

from __future__ import annotations

from collections.abc import Mapping

from motcua.contrib import annex_word
from motcua.contrib.annex_word import IsoFacts
from motcua.domain.errors import InputError
from motcua.domain.forms import FormDefinition
from motcua.domain.people.permissions import Actor
from motcua.domain.process.annex import annex_of
from motcua.domain.text import Text
from motcua.engine.reader.reader import read
from motcua.services.process import new_drafts, process_drafts
from motcua.services.process.bundles import Exported
from motcua.services.process.examination import source_of
from motcua.services.work import Work
from motcua.store.base import Record


def of(work: Work, actor: Actor, version_id: int) -> tuple[Record, Record]:
    """A version and its procedure; raises NotFoundError, NotAllowedError."""
    return new_drafts.version_of(work, actor, version_id)


def of_draft(work: Work, actor: Actor, draft_id: int, iso: IsoFacts | None = None) -> Exported:
    """The document of a draft; raises NotFoundError, NotAllowedError, InputError for a drawing that cannot be read."""
    row = process_drafts.get(work, actor, draft_id)
    source = source_of(work, bytes(row.bpmn), row.field, row.forms)
    return _written(source.bpmn, source.forms, f"{row.code}-ban-thao-{row.id}", iso)


def of_version(work: Work, actor: Actor, version_id: int, iso: IsoFacts | None = None) -> Exported:
    """The document of a version; with `iso` it has the code, version and sections of an ISO procedure."""
    row, procedure = new_drafts.version_of(work, actor, version_id)
    return _written(bytes(row.bpmn), row.forms, f"{procedure.code}-v{row.number}", iso)


def _written(
    bpmn: bytes, forms: Mapping[str, Mapping[str, object]], name: str, iso: IsoFacts | None
) -> Exported:
    model = read(bpmn).model
    if model is None or not model.steps:
        raise InputError(
            Text("Bản vẽ chưa có bước nào để xuất.", "The drawing has no step to be exported yet.")
        )
    schema = forms.get(model.facts.form) if model.facts is not None else None
    fields = FormDefinition.from_schema(schema).field_by_key if schema is not None else {}
    kind = "iso" if iso is not None else "phu-luc"
    return Exported(f"{kind}-{name}.docx", annex_word.write(annex_of(model, fields), iso))
