"""A dossier that comes again after a return for a supplement: a new one, linked to the first (E-20, R-09)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from motcua.domain.people.permissions import Actor, account_id
from motcua.engine import Progress, start
from motcua.services.dossier import stepping, waits
from motcua.services.dossier.applicant import Own
from motcua.services.dossier.case import Case
from motcua.services.dossier.stepping import Place
from motcua.services.intake import asked_papers, intake, intake_limit, submission
from motcua.services.intake.asked_papers import PaperFiles
from motcua.services.intake.carried_files import carry_over
from motcua.services.intake.intake import ABSENT, GOOD
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.dossier import dossier as dossiers
from motcua.store.dossier import held
from motcua.store.dossier import move as moves
from motcua.store.dossier.move import Job, Move
from motcua.store.intake import supplement as supplements

# What a dossier takes over from the one it comes from: who filed it, and how.
CARRIED = (
    "procedure_id", "version_id", "filed_version_id", "agency_id", "applicant_id", "applicant_name", "applicant_folded",
    "applicant_sealed", "identity_digest", "channel", "tell_by", "limit_text", "declaration",
    "declaration_version", "declared_at",
)  # fmt: skip


def send_again(work: Work, own: Own, uploads: PaperFiles) -> str:
    """The applicant sends a returned dossier again with the papers asked for; the new code. Does not commit.

    Raises ValidationError naming each paper without a file, ConflictError when it was sent again before.
    """
    asked = asked_papers.asked_of(work, own.place.dossier_id)
    asked_papers.require_complete(own.place, asked, uploads)
    opened = _opened(work, own.actor, own.place, own.row, asked, uploads, {})
    return str(opened.code)


def accept_again(work: Work, found: Case, asked: Record, uploads: PaperFiles) -> None:
    """The desk has the papers: the dossier comes again as a new one, accepted now at its first step."""
    opened = _opened(work, found.actor, found.place, found.row, asked, uploads, found.behind)
    waiting = held.hold(work.connection, opened.code, account_id(found.actor))
    place = stepping.place_of(work, waiting[0], found.place.at)
    intake.receive(work, found.actor, place, waiting, _checklist(work, found.place, asked), found.behind)


def _opened(
    work: Work,
    actor: Actor,
    place: Place,
    row: Record,
    asked: Record,
    uploads: PaperFiles,
    behind: Mapping[str, object],
) -> Record:
    """The new dossier in state sent, with everything that was filed and the papers supplied; its row."""
    earlier = dossiers.by_id(work.connection, place.dossier_id)
    assert earlier is not None
    new_id, code, progress, data = _begun(work, place, earlier)
    fresh = replace(place, dossier_id=new_id, data=data, due_at=None)
    data = carry_over(work, place.dossier_id, new_id, data)
    dossiers.change(work.connection, new_id, data_sealed=work.cipher.seal_json(dict(data)))
    asked_papers.keep_files(work, actor, new_id, uploads, place.at)
    rows = stepping.opening(
        work, replace(fresh, data={**data, **progress.values}), progress.opened, is_running=False
    )
    counted = stepping.counted(work, place, place.agency_id)
    sent = Move(
        dossier_id=new_id,
        at=place.at,
        counted_at=counted,
        actor_id=actor.id,
        actor_name=actor.name,
        action="resubmit",
        detail={"code": code, "earlier": earlier.code, **behind},
        opened=rows,
        jobs=[*stepping.telling("submit", new_id), Job("notify_group", {"dossier_id": new_id})],
    )
    moves.write(work.connection, sent)
    waits.opened_before_acceptance(work, fresh, progress.opened)
    supplements.change(work.connection, asked.id, supplied_at=place.at, supplied_by=actor.id)
    moves.write(work.connection, _line_before(actor, place, code, behind))
    opened = dossiers.by_id(work.connection, new_id)
    assert opened is not None
    return opened


def _begun(work: Work, place: Place, earlier: Record) -> tuple[int, str, Progress, Mapping[str, object]]:
    """The row of the new dossier, its process begun from the first step with what the applicant filled in."""
    data = work.cipher.open_json(earlier.data_sealed)
    progress = start(place.version.spec, data)
    calendar = work.house.calendars.at(work.connection, place.agency_id, place.at, place.revision)
    code = submission.next_code(work, place.agency_id, calendar.local(place.at).date())
    values: dict[str, Any] = {column: getattr(earlier, column) for column in CARRIED}
    new_id = dossiers.add(
        work.connection,
        code=code,
        state="sent",
        submitted_at=place.at,
        intake_due_at=intake_limit.first(work, place.version, calendar, place.at),
        engine_state=progress.state,
        engine_ended=progress.ended,
        data_sealed=earlier.data_sealed,
        step_values_sealed=work.cipher.seal_json(dict(progress.values)) if progress.values else None,
        earlier_id=earlier.id,
        **values,
    )
    return new_id, code, progress, data


def _line_before(actor: Actor, place: Place, code: str, behind: Mapping[str, object]) -> Move:
    """The line in the history of the first dossier: where it goes on."""
    return Move(
        dossier_id=place.dossier_id,
        at=place.at,
        counted_at=None,
        actor_id=actor.id,
        actor_name=actor.name,
        action="resubmit",
        detail={"later": code, **behind},
    )


def _checklist(work: Work, place: Place, asked: Record) -> dict[str, str]:
    """The papers as the desk found them before, those asked for now in order."""
    earlier = dossiers.by_id(work.connection, place.dossier_id)
    before: Mapping[str, str] = (earlier.checklist if earlier is not None else None) or {}
    papers: Sequence[Any] = place.version.facts.papers
    kept = {paper.key: before.get(paper.key, GOOD if paper.is_needed else ABSENT) for paper in papers}
    return {**kept, **dict.fromkeys(asked.papers, GOOD)}
