"""The desk: check the papers of a sent dossier and accept it; from then on the clocks run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from motcua.domain.dossier.case_limits import limit_text_of
from motcua.domain.dossier.dossier import ACTIONS, require_state
from motcua.domain.errors import FieldError, ValidationError
from motcua.domain.people.permissions import Actor, account_id, require, require_work
from motcua.domain.process.process import Paper
from motcua.domain.text import Text
from motcua.domain.time.deadlines import Deadline
from motcua.services.desk import desk
from motcua.services.dossier import stepping, waits
from motcua.services.dossier.case import Case
from motcua.services.dossier.stepping import Place
from motcua.services.dossier.without_process import require_suiting
from motcua.services.intake import original_check
from motcua.services.papers import slip_deeds
from motcua.services.time import deadlines
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.dossier import dossier as dossiers
from motcua.store.dossier import held
from motcua.store.dossier import move as moves
from motcua.store.dossier.move import Move

GOOD, BAD, ABSENT = "good", "bad", "absent"


def accept(work: Work, actor: Actor, code: str, checklist: Mapping[str, str], now: datetime) -> Deadline:
    """Accept a sent dossier after checking every paper (C-08); its deadline, counted from now (E-04).

    `checklist` gives "good", "bad" or "absent" by the papers' keys. Raises ValidationError naming each paper
    that stands in the way, ConflictError when the dossier is no longer waiting. One commit.
    """
    waiting, place = _held(work, actor, code, now)
    due = take_in(work, actor, waiting, place, checklist)
    work.commit()
    return due


def accepting(work: Work, case: Case) -> None:
    """`accept` as an action among others. The mark of a paper not named is that of "*", which is for many dossiers
    at once, whose papers the desk has checked beforehand (D-13)."""
    papers = case.place.version.facts.papers
    others = case.given.marks.get("*", "")
    checklist = {paper.key: case.given.marks.get(paper.key, others) for paper in papers}
    take_in(work, case.actor, [case.row, *case.others], case.place, checklist)


def take_in(
    work: Work, actor: Actor, waiting: Sequence[Record], place: Place, checklist: Mapping[str, str]
) -> Deadline:
    """Write the acceptance, unless a paper or the comparing of originals stands in the way (C-08, C-09). Does not commit."""
    if errors := problems(place.version.facts.papers, checklist):
        raise ValidationError(errors)
    original_check.require(work, place.version, place.dossier_id, "before_accept")
    told = desk.behind(work, actor, place.version, waiting[0])
    return receive(work, actor, place, waiting, checklist, told)


def receive(
    work: Work,
    actor: Actor,
    place: Place,
    waiting: Sequence[Record],
    checklist: Mapping[str, str],
    told: Mapping[str, object],
    recorded_at: datetime | None = None,
) -> Deadline:
    """Write that the dossier is accepted at `place.at`; its clocks start. Does not commit.

    `waiting` are the locked dossier with its waiting steps, `told` is what the history adds. `recorded_at` is when
    this is written down, where that is later (C-13).
    """
    now = place.at
    limit = limit_text_of(place.version.facts, waiting[0].channel, place.data)
    due = deadlines.at_acceptance(work, place.version, waiting[0], now, limit)
    after = replace(place, due_at=due.due_at)
    receipt = _receipt(actor, place, due, _clocked(work, after, waiting), told)
    moves.write(work.connection, replace(receipt, at=recorded_at or now))
    slip_deeds.issue_receipt(work, actor, place, recorded_at or now)
    waits.accepted(work, after, waiting)
    dossiers.change(
        work.connection,
        place.dossier_id,
        state=ACTIONS["accept"].target,
        accepted_at=now,
        accepted_counted_at=stepping.counted(work, place, place.agency_id),
        limit_text=limit,
        due_at=due.due_at,
        appointment_at=due.appointment_at,
        original_due_at=due.due_at,
        original_appointment_at=due.appointment_at,
        checklist={paper.key: checklist[paper.key] for paper in place.version.facts.papers},
    )
    return due


def _held(work: Work, actor: Actor, code: str, now: datetime) -> tuple[Sequence[Record], Place]:
    """The dossier locked, with its waiting steps; raises unless the actor may accept it now."""
    require(actor, "staff")
    require_work(actor, "dossier.receive")
    waiting = held.hold(work.connection, code, account_id(actor))
    if not waiting:
        raise stepping.unknown_dossier(code)
    row = waiting[0]
    # First the state: on a stale page the group that receives is no longer that of the waiting step.
    require_state("accept", row.state)
    require_suiting("accept", row)
    place = stepping.place_of(work, row, now)
    if not desk.receives(work, actor, place.version, row):
        raise desk.not_of_desk()
    return waiting, place


def _receipt(
    actor: Actor,
    place: Place,
    due: Deadline,
    clocked: Sequence[Mapping[str, Any]],
    told: Mapping[str, object],
) -> Move:
    return Move(
        dossier_id=place.dossier_id,
        at=place.at,
        counted_at=due.starts_at,
        actor_id=actor.id,
        actor_name=actor.name,
        action="accept",
        detail={
            "due_at": due.due_at.isoformat(),
            "appointment_at": due.appointment_at.isoformat(),
            **told,
        },
        clocked=clocked,
        started=[("dossier", "", due.starts_at), *stepping.starting(clocked)],
        jobs=stepping.telling("accept", place.dossier_id),
    )


def problems(papers: tuple[Paper, ...], checklist: Mapping[str, str]) -> list[FieldError]:
    """What keeps a dossier from being accepted, one entry per paper."""
    found = []
    for paper in papers:
        mark = checklist.get(paper.key, "")
        if mark == GOOD or (mark == ABSENT and not paper.is_needed):
            continue
        found.append(FieldError(f"/{paper.key}", f"checklist.{mark or 'unmarked'}", _problem(paper, mark)))
    return found


def _problem(paper: Paper, mark: str) -> Text:
    english = paper.name_en or paper.name
    if mark == BAD:
        return Text(
            f"“{paper.name}” chưa hợp lệ nên chưa tiếp nhận được.",
            f"“{english}” is not in order, so the dossier cannot be accepted.",
        )
    if mark == ABSENT:
        return Text(
            f"Thiếu “{paper.name}”, giấy tờ bắt buộc.", f"“{english}” is missing, and it is required."
        )
    return Text(f"Chưa đánh dấu kiểm tra “{paper.name}”.", f"“{english}” has not been checked yet.")


def _clocked(work: Work, place: Place, waiting: Sequence[Record]) -> list[dict[str, Any]]:
    """The clocks of the steps that waited for acceptance."""
    return [
        {
            "id": row.step_row_id,
            "task_id": row.task_id,
            "agency_id": row.step_agency_id,
            **stepping.step_clock(
                work, place, place.version.model.step_by_id[row.step_id], row.step_agency_id, used=0
            ),
        }
        for row in waiting
        if row.task_id is not None
    ]
