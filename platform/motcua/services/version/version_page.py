"""What the pages of a procedure, of a version and of a draft under review show, and their files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from motcua.domain.errors import MotcuaError, NotFoundError, ValidationError
from motcua.domain.people.permissions import Actor
from motcua.domain.process.process import Finding
from motcua.domain.process.publication import Decision
from motcua.domain.text import Text
from motcua.services.papers.files import Opened, opened
from motcua.services.process import draft_review, model_rights, process_drafts, readiness
from motcua.services.process.procedures import UnfitModelError
from motcua.services.version import version_effect
from motcua.services.version.versions import Version
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.papers import file as stored_files
from motcua.store.process import procedure as procedures
from motcua.store.process import process_draft as stored_drafts
from motcua.store.version import version_life


@dataclass(frozen=True)
class ProcedurePage:
    """A procedure with all its versions and drafts, newest first; `owner` is its competent agency."""

    row: Record
    owner: Record | None
    versions: Sequence[Record]
    drafts: Sequence[Record]
    may_edit: bool
    may_publish: bool

    @property
    def in_use(self) -> Record | None:
        return next((one for one in self.versions if one.state == "active"), None)

    @property
    def is_waiting(self) -> bool:
        return any(one.state == "waiting" for one in self.versions)


@dataclass(frozen=True)
class VersionPage:
    """A version with what was done to it. `files` by event are scans; those of event 0 are of its own decision.

    `is_own` is whether the reader had a hand in it; `awaits` whether a person must still release it (two stages);
    `begins` the day on which it would come into force now: its own, or today once that is past; `overtaken` says that a
    newer one is in force.
    """

    row: Record
    procedure: Record
    version: Version
    decision: Decision | None
    events: Sequence[Record]
    files: Sequence[Record]
    may_edit: bool
    may_publish: bool
    is_own: bool
    awaits: bool
    begins: date
    overtaken: Text | None = None

    @property
    def held(self) -> Text | None:
        """Why it could not come into force although its day has come, or will not by itself."""
        if self.overtaken is not None:
            return self.overtaken
        last = self.events[-1] if self.events and self.row.state == "waiting" else None
        if last is None or last.kind != "hold":
            return None
        return Text(last.detail["reason"], last.detail["reason_en"])


@dataclass(frozen=True)
class ReviewPage:
    """A draft before its approval: what keeps it from being sent, what was done to it, what the reader may do.

    `overtaken_by` is the number of a version that came into force since the draft began from an older one.
    """

    row: Record
    decision: Decision | None
    events: Sequence[Record]
    files: Sequence[Record]
    may_edit: bool
    may_publish: bool
    is_own: bool
    today: date
    errors: Sequence[Finding] = ()
    warnings: Sequence[Finding] = ()
    gaps: Sequence[Text] = field(default_factory=tuple)
    refusal: Text | None = None
    overtaken_by: int | None = None

    @property
    def is_ready(self) -> bool:
        return not self.errors and not self.gaps and self.refusal is None


def of_procedure(work: Work, actor: Actor, code: str) -> ProcedurePage:
    """Raises NotFoundError, NotAllowedError."""
    row = procedures.by_code(work.connection, code)
    if row is None:
        raise NotFoundError(
            Text(f"Không có thủ tục mã “{code}”.", f"There is no procedure with the code “{code}”.")
        )
    model_rights.require_see(work, actor, row.field, row.owner_id)
    return ProcedurePage(
        row=row,
        owner=_owner(work, row.owner_id),
        versions=version_life.of_procedure(work.connection, row.id),
        drafts=[
            one
            for one in stored_drafts.of_procedure(work.connection, row.id)
            if one.state in stored_drafts.OPEN
        ],
        may_edit=model_rights.may_edit(work, actor, row.field, row.owner_id),
        may_publish=model_rights.may_publish(work, actor, row.field, row.owner_id),
    )


def of_version(work: Work, actor: Actor, version_id: int, now: datetime) -> VersionPage:
    """Raises NotFoundError, NotAllowedError."""
    row, procedure = _seen(work, actor, version_id)
    draft = stored_drafts.by_id(work.connection, row.draft_id) if row.draft_id is not None else None
    events = version_life.events(work.connection, row.draft_id, row.id)
    is_waiting = row.state == "waiting"
    newer = version_effect.overtaken(work, row) if is_waiting else None
    awaits = is_waiting and work.house.profile.procedure_two_stage_activation
    return VersionPage(
        row=row,
        procedure=procedure,
        version=work.house.versions.get(work.connection, row.id),
        decision=Decision.from_dict(row.decision),
        events=events,
        files=_files(work, row.draft_id, events),
        may_edit=model_rights.may_edit(work, actor, procedure.field, procedure.owner_id),
        may_publish=model_rights.may_publish(work, actor, procedure.field, procedure.owner_id),
        is_own=draft is not None and draft_review.had_a_hand(actor, draft),
        awaits=awaits and not any(one.kind == "confirm" for one in events),
        begins=draft_review.today_of(work, procedure.owner_id, max(row.effective_at or now, now)),
        overtaken=newer.message if newer is not None else None,
    )


def of_draft(work: Work, actor: Actor, draft_id: int, now: datetime) -> ReviewPage:
    """Raises NotFoundError, NotAllowedError."""
    row = process_drafts.get(work, actor, draft_id)
    found = ReviewPage(
        row=row,
        decision=Decision.from_dict(row.decision),
        events=version_life.events(work.connection, row.id, None),
        files=stored_files.of_process_draft(work.connection, row.id, draft_review.SLOT),
        may_edit=model_rights.may_edit(work, actor, row.field, row.owner_id),
        may_publish=model_rights.may_publish(work, actor, row.field, row.owner_id),
        is_own=draft_review.had_a_hand(actor, row),
        today=draft_review.today_of(work, row.owner_id, now),
        overtaken_by=_overtaken_by(work, row),
    )
    return _judged(work, found) if row.state in stored_drafts.OPEN else found


def version_file(work: Work, actor: Actor, version_id: int, file_id: int) -> Opened:
    """A scan kept with a version, and its bytes. Raises NotFoundError, NotAllowedError."""
    row, _ = _seen(work, actor, version_id)
    return _content(
        work, _files(work, row.draft_id, version_life.events(work.connection, None, row.id)), file_id
    )


def draft_file(work: Work, actor: Actor, draft_id: int, file_id: int) -> Opened:
    """A scan kept with a draft, and its bytes. Raises NotFoundError, NotAllowedError."""
    row = process_drafts.get(work, actor, draft_id)
    return _content(work, stored_files.of_process_draft(work.connection, row.id, draft_review.SLOT), file_id)


def _judged(work: Work, found: ReviewPage) -> ReviewPage:
    """With everything that keeps the draft from being sent or approved now."""
    judged: dict[str, Any] = {}
    try:
        judged["warnings"] = readiness.ready(work, found.row).findings
    except UnfitModelError as problem:
        judged["errors"] = [one for one in problem.findings if one.severity == "error"]
    except ValidationError as problem:
        judged["gaps"] = [one.message for one in problem.errors]
    except MotcuaError as problem:
        judged["refusal"] = problem.message
    return replace(found, **judged)


def _overtaken_by(work: Work, row: Record) -> int | None:
    current = procedures.current(work.connection, row.code)
    if current is None or row.based_on in (None, current.version_id):
        return None
    base = procedures.version(work.connection, row.based_on)
    return int(current.number) if base is not None and base.number < current.number else None


def _seen(work: Work, actor: Actor, version_id: int) -> tuple[Record, Record]:
    row = procedures.version(work.connection, version_id)
    if row is None:
        raise NotFoundError(Text("Không tìm thấy phiên bản này.", "There is no such version."))
    procedure = version_life.procedure_of(work.connection, row.procedure_id)
    model_rights.require_see(work, actor, procedure.field, procedure.owner_id)
    return row, procedure


def _files(work: Work, draft_id: int | None, events: Sequence[Record]) -> list[Record]:
    found = (
        list(stored_files.of_process_draft(work.connection, draft_id, draft_review.SLOT))
        if draft_id is not None
        else []
    )
    for event in events:
        if event.kind == "abolish":
            found += stored_files.of_version_event(work.connection, event.id)
    return found


def _content(work: Work, files: Sequence[Record], file_id: int) -> Opened:
    for file in files:
        if file.id == file_id:
            return opened(work, file)
    raise NotFoundError(Text("Không tìm thấy tệp này.", "There is no such file."))


def _owner(work: Work, owner_id: int | None) -> Record | None:
    if owner_id is None:
        return agencies.root(work.connection)
    return agencies.by_id(work.connection, owner_id)
