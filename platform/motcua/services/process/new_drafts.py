"""How a draft begins: of a decision's table, of a usual shape, as a copy, as the next version, of a foreign file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from motcua.domain.errors import FieldError, NotFoundError, ValidationError
from motcua.domain.people.agency import KINDS
from motcua.domain.people.permissions import Actor
from motcua.domain.process.process import Finding, ProcedureFacts
from motcua.domain.process.process_words import is_procedure_code
from motcua.domain.step_table.step_table import Doubt, TableProcedure
from motcua.domain.text import Text
from motcua.engine.reader.reader import read
from motcua.engine.runtime.run_marker import runnable
from motcua.engine.writer import writer
from motcua.engine.writer.facts_writer import with_facts
from motcua.services.process import model_rights, process_drafts, process_shapes
from motcua.services.process.process_drafts import NewDraft
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.process import catalogue
from motcua.store.process import procedure as procedures
from motcua.store.process import process_draft as stored

_NO_FACTS: Final = ProcedureFacts("", "", "", "")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What every beginning says of its procedure; `form` is the key of the dossier's e-form, empty for later."""

    code: str
    name: str
    field: str
    level: str
    owner_id: int | None = None
    form: str = ""


def checked(work: Work, wanted: Wanted) -> Wanted:
    """The same with surplus spaces gone. Raises ValidationError naming "/code", "/name", "/field", "/level"."""
    code, name = wanted.code.strip(), " ".join(wanted.name.split())[:500]
    errors = []
    if not is_procedure_code(code):
        errors.append(_error("code", "Ghi mã thủ tục, ví dụ 1.013225.", "Enter the code, such as 1.013225."))
    if not name or not name.isprintable():
        errors.append(_error("name", "Ghi tên thủ tục.", "Enter the procedure's name."))
    if not procedures.has_field(work.connection, wanted.field):
        errors.append(_error("field", "Chọn lĩnh vực.", "Choose the field."))
    if wanted.level not in KINDS:
        errors.append(_error("level", "Chọn cấp thực hiện.", "Choose the level."))
    if errors:
        raise ValidationError(errors)
    return replace(wanted, code=code, name=name)


def known(work: Work, code: str) -> Record | None:
    """The procedure of the catalogue with this code, of which a draft would be the next version."""
    return procedures.by_code(work.connection, code)


def of_table(
    work: Work, actor: Actor, table: TableProcedure, wanted: Wanted, now: datetime, origin: str = "table"
) -> int:
    """A draft of a table's steps, its open doubts as notes. Of a known procedure it is the next version.

    What the sheet of a known procedure says is taken over, but for the limit that the table states. One commit.
    """
    wanted = checked(work, wanted)
    table = replace(table, code=wanted.code, name=wanted.name)
    bpmn = writer.write(table, wanted.field, wanted.level, wanted.form)
    current = procedures.current(work.connection, wanted.code)
    if current is not None:
        bpmn = _with_known_sheet(work, bpmn, current, table, wanted)
    draft = _draft(wanted, bpmn, origin, notes=[_note(doubt) for doubt in table.doubts])
    based_on = current.version_id if current is not None else None
    return process_drafts.create(work, actor, replace(draft, based_on=based_on), now)


def of_shape(work: Work, actor: Actor, key: str, wanted: Wanted, now: datetime) -> int:
    """A draft of a usual shape; raises NotFoundError for an unknown one. One commit."""
    table = process_shapes.table_of(key, wanted.name, wanted.code)
    origin = "blank" if key == process_shapes.BLANK else "template"
    return of_table(work, actor, table, wanted, now, origin)


def copy(work: Work, actor: Actor, version_id: int, wanted: Wanted, now: datetime) -> int:
    """A draft with the process and the sheet of another procedure's version, under its own code and name. One commit."""
    wanted = checked(work, wanted)
    row, _ = version_of(work, actor, version_id)
    bpmn = renamed(_source(work, row), wanted)
    return process_drafts.create(work, actor, _draft(wanted, bpmn, "copy"), now)


def next_version(work: Work, actor: Actor, version_id: int, now: datetime) -> int:
    """A draft that begins where a version stands, for the procedure's next one. One commit."""
    row, procedure = version_of(work, actor, version_id)
    draft = NewDraft(
        code=procedure.code,
        name=procedure.name,
        field=procedure.field,
        level=procedure.level,
        bpmn=_source(work, row),
        origin="version",
        owner_id=procedure.owner_id,
        based_on=version_id,
    )
    return process_drafts.create(work, actor, draft, now)


def of_file(
    work: Work,
    actor: Actor,
    bpmn: bytes,
    wanted: Wanted,
    now: datetime,
    origin: str = "bpmn",
    *,
    notes: Sequence[Mapping[str, str]] = (),
    forms: Mapping[str, Mapping[str, object]] | None = None,
) -> int:
    """A draft of a BPMN file as it is, marked to run and with its procedure's name; what it lacks becomes its notes.

    Raises ModelError for a file without a process. One commit.
    """
    wanted = checked(work, wanted)
    named = renamed(runnable(bpmn), wanted)
    draft = replace(_draft(wanted, named, origin, notes=notes), forms=dict(forms or {}))
    return process_drafts.create(work, actor, draft, now)


def renamed(bpmn: bytes, wanted: Wanted) -> bytes:
    """The file with code, name, field and level of its procedure as wanted; the rest of its sheet stays."""
    model = read(bpmn).model
    facts = model.facts if model is not None and model.facts is not None else _NO_FACTS
    changed = replace(
        facts,
        code=wanted.code,
        name=wanted.name,
        name_en=facts.name_en if facts.name == wanted.name else "",
        field=wanted.field,
        level=wanted.level,
        form=wanted.form or facts.form,
    )
    return with_facts(bpmn, changed)


def note_of(finding: Finding) -> dict[str, str]:
    """What a foreign file lacks, as a note of the draft."""
    return {"element": finding.element, "text": finding.message.vi, "text_en": finding.message.en}


def _with_known_sheet(
    work: Work, bpmn: bytes, current: Record, table: TableProcedure, wanted: Wanted
) -> bytes:
    known = work.house.versions.get(work.connection, current.version_id).facts
    facts = replace(
        known,
        name=wanted.name,
        name_en=known.name_en if known.name == wanted.name else "",
        field=wanted.field,
        level=wanted.level,
        limit=table.stated_total or known.limit,
        form=wanted.form or known.form,
    )
    return with_facts(bpmn, facts)


def version_of(work: Work, actor: Actor, version_id: int) -> tuple[Record, Record]:
    """A version and its procedure, which the actor may see; raises NotFoundError."""
    row = procedures.version(work.connection, version_id)
    procedure = catalogue.procedure(work.connection, row.procedure_id) if row is not None else None
    if row is None or procedure is None:
        raise NotFoundError(
            Text("Không tìm thấy phiên bản thủ tục này.", "There is no such version of a procedure.")
        )
    model_rights.require_see(work, actor, procedure.field, procedure.owner_id)
    return row, procedure


def _source(work: Work, version: Record) -> bytes:
    """The drawing that the version was made of; a version holds what it calls inside."""
    draft = stored.by_id(work.connection, version.draft_id) if version.draft_id is not None else None
    return bytes(draft.bpmn if draft is not None else version.bpmn)


def _draft(wanted: Wanted, bpmn: bytes, origin: str, notes: Sequence[Mapping[str, str]] = ()) -> NewDraft:
    return NewDraft(
        code=wanted.code,
        name=wanted.name,
        field=wanted.field,
        level=wanted.level,
        bpmn=bpmn,
        origin=origin,
        owner_id=wanted.owner_id,
        notes=notes,
    )


def _note(doubt: Doubt) -> dict[str, str]:
    element = f"T_{doubt.step}" if doubt.step and not doubt.row else ""
    return {"element": element, "text": doubt.message.vi, "text_en": doubt.message.en}


def _error(part: str, vi: str, en: str) -> FieldError:
    return FieldError(f"/{part}", "required", Text(vi, en))
