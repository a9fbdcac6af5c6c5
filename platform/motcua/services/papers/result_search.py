"""The store of issued results as officers see it: searched, opened, and used again in another dossier of the same person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from motcua.domain.errors import ConflictError, FieldError, ValidationError
from motcua.domain.people.permissions import (
    Actor,
    account_ids,
    lacking,
    may,
    may_see_content,
    may_work_in,
    require,
)
from motcua.domain.text import Text
from motcua.services.desk import desk, dossiers
from motcua.services.desk.dossiers import DossierPage
from motcua.services.papers import issued_results
from motcua.services.papers.files import As, Opened, opened
from motcua.services.people import reach
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.dossier import held as stored_held
from motcua.store.papers import file as files
from motcua.store.papers import issued_result as stored
from motcua.store.papers.issued_result import Wanted

AT_ONCE: Final = 50
"""Results on a page of the store."""
OF_PERSON: Final = 100
PAPER_SLOT: Final = "paper:"


@dataclass(frozen=True, slots=True)
class Found:
    """A page of results; `has_more` when there are further ones."""

    rows: Sequence[Record]
    has_more: bool


def search(work: Work, actor: Actor, wanted: Wanted, page: int = 1) -> Found:
    """The results of the agencies whose dossiers the actor may see, and of the procedures whose desk he is (J-16)."""
    seen = scope(work, actor, wanted)
    rows = stored.search(work.connection, seen, AT_ONCE + 1, (page - 1) * AT_ONCE)
    return Found(rows[:AT_ONCE], len(rows) > AT_ONCE)


def scope(work: Work, actor: Actor, wanted: Wanted) -> Wanted:
    """The search, bounded by what the actor may see."""
    _require_content(actor)
    whole = reach.of(work, actor, "dossier.view")
    own = actor.agency_id
    if own is None or own in whole:
        return replace(wanted, agency_ids=whole)
    procedures = stored.procedures_of(work.connection, own)
    served = [(own, row.id) for row, _ in desk.served_at(work, actor, procedures, own)]
    return replace(wanted, agency_ids=whole, served=served)


def one(work: Work, actor: Actor, result_id: int, now: datetime, form: str = "") -> Record:
    """A result that the actor may see; the opening is recorded (M-14). One commit."""
    row = _seen(work, actor, result_id)
    issued_results.record(work, actor, "result.open", row, {"form": form} if form else {}, now)
    work.commit()
    return row


def history(work: Work, row: Record) -> Sequence[Record]:
    """The results of the same dossier, among them what this one replaced or was replaced by."""
    return stored.of_dossier(work.connection, row.dossier_id)


def content(
    work: Work, actor: Actor, result_id: int, now: datetime, form: As = "original", *, decision: bool = False
) -> Opened:
    """The file of a result, or of the decision that ended it. One commit."""
    row = one(work, actor, result_id, now, "decision" if decision else "file")
    wanted = row.decision_file_id if decision else row.file_id
    attached = files.of_dossier(work.connection, row.dossier_id)
    file = next((each for each in attached if each.id == wanted), None)
    if file is None:
        raise issued_results.unknown()
    return opened(work, file, form)


def of_person(work: Work, shown: DossierPage) -> Sequence[Record]:
    """What the applicant of an opened dossier was issued before, as far as it has a file."""
    row = shown.row
    return stored.of_person(work.connection, row.identity_digest, row.applicant_id, row.id, OF_PERSON)


def certifiable(work: Work, shown: DossierPage) -> list[Record]:
    """The results in force with a file that the applicant of an opened dossier was issued, in it or before."""
    here = stored.of_dossier(work.connection, shown.row.id) if shown.row.result_at is not None else ()
    return [one for one in (*here, *of_person(work, shown)) if one.state == "issued" and one.sha256]


def take(work: Work, actor: Actor, code: str, result_id: int, paper: str, now: datetime) -> None:
    """Put an earlier result of the same person among the papers of a dossier, as the paper `paper`. One commit.

    The bytes are kept once; both dossiers' histories say it. Raises NotFoundError, NotAllowedError, ConflictError once the
    dossier has ended, ValidationError for a paper that the procedure does not ask for.
    """
    shown = dossiers.page(work, actor, code, now, subject=f"result:{result_id}")
    row = next((one for one in of_person(work, shown) if one.id == result_id), None)
    if row is None:
        raise issued_results.unknown()
    _require_at_work(work, actor, shown)
    if paper not in {one.key for one in shown.version.facts.papers}:
        wrong = Text("Chọn giấy tờ của thủ tục.", "Choose a paper of the procedure.")
        raise ValidationError([FieldError("/paper", "choice", wrong)])
    stored_held.hold(work.connection, code, account_ids(actor)[0])
    _link(work, actor, shown.row.id, row, paper, now)
    told = {"code": code, "paper": paper}
    issued_results.record(work, actor, "result.reuse", row, told, now)
    work.record(
        at=now,
        actor_id=actor.id,
        actor_name=actor.name,
        action="result.taken",
        dossier_id=shown.row.id,
        subject=paper,
        detail={"result": row.id, "code": row.dossier_code},
    )
    work.commit()


def _link(work: Work, actor: Actor, dossier_id: int, row: Record, paper: str, now: datetime) -> None:
    file, slot = issued_results.file_of(work, row), f"{PAPER_SLOT}{paper}"
    already = files.of_dossier(work.connection, dossier_id)
    if any(one.slot == slot and one.sha256 == file.sha256 and one.replaced_at is None for one in already):
        raise ConflictError(Text("Giấy tờ này đã có trong hồ sơ.", "The dossier has this paper already."))
    files.add(
        work.connection,
        dossier_id=dossier_id,
        slot=slot,
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
        uploaded_by=actor.id,
        uploaded_at=now,
    )


def _require_at_work(work: Work, actor: Actor, shown: DossierPage) -> None:
    """Raise unless the actor receives or works on the dossier, and it has no result yet."""
    if not (shown.is_receiver or any(visit.may for visit in shown.waiting)):
        raise lacking("dossier.process")
    if shown.row.closed_at is not None or shown.row.result_at is not None or shown.row.outcome:
        raise ConflictError(
            Text("Hồ sơ đã có kết quả hoặc đã kết thúc.", "The dossier has its result or has ended.")
        )


def _seen(work: Work, actor: Actor, result_id: int) -> Record:
    _require_content(actor)
    row = stored.by_id(work.connection, result_id)
    if row is None:
        raise issued_results.unknown()
    lineage = agencies.lineage(work.connection, row.agency_id)
    version = work.house.versions.get(work.connection, row.version_id)
    if may(actor, "dossier.view", lineage, version.facts.field):
        return row
    if any(may_work_in(actor, step.phase) for step in desk.steps_of_desk(version)) and desk.serves_at(
        work, actor, version, row.agency_id
    ):
        return row
    raise lacking("dossier.view")


def _require_content(actor: Actor) -> None:
    require(actor, "staff")
    if not may_see_content(actor):
        raise lacking("dossier.view")
