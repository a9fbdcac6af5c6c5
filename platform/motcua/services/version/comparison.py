"""Two versions of a procedure beside each other, or a draft beside the version it is to replace (A-12)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

from motcua.domain.check.process_rules_names import form_keys
from motcua.domain.diff.process_diff import Difference, Side, difference
from motcua.domain.errors import InputError, NotFoundError
from motcua.domain.forms import FormDefinition
from motcua.domain.people.permissions import Actor
from motcua.domain.text import Text
from motcua.services.process import model_rights, process_drafts
from motcua.services.process.examination import Examined, examine, source_of
from motcua.services.process.procedures import UnfitModelError
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.process import catalogue
from motcua.store.process import procedure as procedures
from motcua.store.version import version_life


@dataclass(frozen=True)
class Compared:
    """One of the two: its row, and its model with the forms."""

    kind: Literal["version", "draft"]
    row: Record
    side: Side


@dataclass(frozen=True)
class Comparison:
    """`old` is None for a procedure's first version. `others` are the versions it may be compared with, newest first.

    `procedure` is None while a draft's is not in the catalogue; `examined` is what is wrong with `new` here and now.
    """

    procedure: Record | None
    old: Compared | None
    new: Compared
    examined: Examined
    others: Sequence[Record]

    @property
    def difference(self) -> Difference | None:
        return difference(self.old.side, self.new.side) if self.old is not None else None


def of_version(work: Work, actor: Actor, version_id: int, other_id: int | None = None) -> Comparison:
    """A version beside another of its procedure: the one in use while it waits, else the one before it.

    Raises NotFoundError, NotAllowedError.
    """
    row = procedures.version(work.connection, version_id)
    procedure = catalogue.procedure(work.connection, row.procedure_id) if row is not None else None
    if row is None or procedure is None:
        raise _unknown()
    model_rights.require_see(work, actor, procedure.field, procedure.owner_id)
    others = [one for one in version_life.of_procedure(work.connection, procedure.id) if one.id != row.id]
    before = procedure.version_id if row.state == "waiting" else None
    if before is None:
        before = next((one.id for one in others if one.number < row.number), None)
    version = work.house.versions.get(work.connection, version_id)
    new = Compared("version", row, Side(version.model, version.forms))
    examined = examine(work, source_of(work, bytes(row.bpmn), procedure.field, row.forms))
    return Comparison(procedure, _other(work, others, other_id or before), new, examined, others)


def of_draft(work: Work, actor: Actor, draft_id: int, other_id: int | None = None) -> Comparison:
    """A draft beside the version in use, or else what it was made from; None where it is the first.

    Raises NotFoundError, NotAllowedError, UnfitModelError where the drawing cannot be read.
    """
    row = process_drafts.get(work, actor, draft_id)
    procedure = catalogue.procedure(work.connection, row.procedure_id) if row.procedure_id else None
    source = source_of(work, bytes(row.bpmn), row.field, row.forms)
    examined = examine(work, source)
    if examined.model is None:
        raise UnfitModelError(examined.findings)
    forms = readable_forms(source.forms, form_keys(examined.model))
    others = version_life.of_procedure(work.connection, procedure.id) if procedure is not None else ()
    before = procedure.version_id if procedure is not None else None
    new = Compared("draft", row, Side(examined.model, forms))
    return Comparison(procedure, _other(work, others, other_id or before), new, examined, others)


def readable_forms(
    schemas: Mapping[str, Mapping[str, object]], keys: Sequence[str]
) -> Mapping[str, FormDefinition]:
    """The forms of a draft that can be read; the others are among its findings."""
    found: dict[str, FormDefinition] = {}
    for key in keys:
        if key in schemas:
            with suppress(InputError):
                found[key] = FormDefinition.from_schema(schemas[key])
    return found


def _other(work: Work, others: Sequence[Record], version_id: int | None) -> Compared | None:
    row = next((one for one in others if one.id == version_id), None)
    if row is None and version_id is not None:
        raise _unknown()
    if row is None:
        return None
    version = work.house.versions.get(work.connection, row.id)
    return Compared("version", row, Side(version.model, version.forms))


def _unknown() -> NotFoundError:
    return NotFoundError(
        Text("Không tìm thấy phiên bản thủ tục này.", "There is no such version of a procedure.")
    )
