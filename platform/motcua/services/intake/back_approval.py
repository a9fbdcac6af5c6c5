"""Approval of what was entered after an outage, by somebody else than who entered it (C-13).

Until then no process and no clock runs; once approved both begin at the true time, so that the time the approval took
is the agency's and never the applicant's.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from motcua.domain.errors import NotAllowedError
from motcua.domain.people.permissions import account_id, account_ids
from motcua.domain.text import Text
from motcua.engine import start
from motcua.services.dossier import endings, results, stepping, waits
from motcua.services.dossier.case import Case
from motcua.services.dossier.endings import End
from motcua.services.dossier.stepping import Place
from motcua.services.dossier.without_process import no_back_entry
from motcua.services.intake import intake, outages
from motcua.services.messages import notifications
from motcua.services.papers import issued_results
from motcua.services.time import deadlines
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.dossier import dossier as dossiers
from motcua.store.dossier import held
from motcua.store.dossier import move as moves
from motcua.store.dossier.move import Move, Standing
from motcua.store.intake import outage as stored

APPROVED, REFUSED = "approved", "refused"


def approve(work: Work, case: Case) -> None:
    """Accept the dossier at its true time: its clock starts then, by the rules of that time (E-03). Does not commit.

    A dossier that was finished by hand has its result at the true time too, and only waits to be handed over.
    """
    entry = _waiting(work, case)
    if entry.entered_by in account_ids(case.actor):
        raise NotAllowedError(
            Text(
                "Người nhập không tự duyệt hồ sơ nhập bù. Nhờ người khác có quyền duyệt.",
                "Whoever entered it cannot approve it. Ask somebody else with the right.",
            )
        )
    now = case.place.at
    place = replace(case.place, at=entry.received_at)
    if entry.result_at is None:
        _begin(work, case, place)
    else:
        moves.write(work.connection, _line(case, now))
    _accept(work, case, place, entry)
    if entry.result_at is not None:
        _finish(work, case, replace(place, at=entry.result_at), now)
    _decide(work, case, APPROVED, now)


def refuse(work: Work, case: Case) -> None:
    """End a dossier whose entry is not approved; who entered it is told and may enter it anew. Does not commit."""
    entry = _waiting(work, case)
    endings.end(work, case, End("refused_at_intake"))
    _decide(work, case, REFUSED, case.place.at)
    words = Text(
        f"Hồ sơ nhập bù {case.row.code} không được duyệt: {case.given.reason.strip()}",
        f"Back entry {case.row.code} was not approved: {case.given.reason.strip()}",
    )
    event = f"back_entry:{case.row.id}"
    notifications.tell_officers(work, case.row, [entry.entered_by], event, words, case.place.at)


def _waiting(work: Work, case: Case) -> Record:
    entry = stored.entry_of(work.connection, case.place.dossier_id)
    if entry is None or entry.decided_at is not None:
        raise no_back_entry()
    return entry


def _begin(work: Work, case: Case, place: Place) -> None:
    """Start the process as if the form had been sent at the true time."""
    progress = start(place.version.spec, dict(place.data))
    begun = replace(place, data={**place.data, **progress.values})
    rows = stepping.opening(work, begun, progress.opened, is_running=False)
    kept = work.cipher.seal_json(dict(progress.values)) if progress.values else None
    standing = Standing(engine_state=progress.state, engine_ended=progress.ended, step_values_sealed=kept)
    moves.write(work.connection, replace(_line(case, case.place.at), standing=standing, opened=rows))
    waits.opened_before_acceptance(work, begun, progress.opened)


def _accept(work: Work, case: Case, place: Place, entry: Record) -> None:
    waiting = held.hold(work.connection, case.row.code, account_id(case.actor))
    told = {"outage": outages.words(entry.year, entry.number), "received_at": entry.received_at.isoformat()}
    dossier = dossiers.by_id(work.connection, place.dossier_id)
    assert dossier is not None
    intake.receive(work, case.actor, place, waiting, dossier.checklist or {}, told, recorded_at=case.place.at)


def _finish(work: Work, case: Case, place: Place, now: datetime) -> None:
    """Write the result that was there before the system was."""
    standing = replace(results.standing(work, place), engine_ended=True)
    counted = deadlines.governing(work, case.row, now).start(place.at)
    move = replace(
        _line(case, now),
        action="confirm_result",
        counted_at=counted,
        standing=standing,
        ended=results.ENDED,
        ended_at=counted,
        jobs=stepping.telling("confirm_result", place.dossier_id),
    )
    moves.write(work.connection, move)
    issued_results.issue(work, case.actor, place.dossier_id, place.version, place.at)


def _line(case: Case, now: datetime) -> Move:
    return Move(
        dossier_id=case.place.dossier_id,
        at=now,
        counted_at=None,
        actor_id=case.actor.id,
        actor_name=case.actor.name,
        action="approve_back_entry",
    )


def _decide(work: Work, case: Case, outcome: str, now: datetime) -> None:
    stored.decide(
        work.connection,
        case.place.dossier_id,
        outcome=outcome,
        decided_by=account_id(case.actor),
        decided_at=now,
    )
