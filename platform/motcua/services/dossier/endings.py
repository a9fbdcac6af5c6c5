"""How a dossier ends without the result asked for: refused, stopped, withdrawn, returned for a supplement (D-12, E-19)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from motcua.domain.dossier.dossier import ACTIONS
from motcua.domain.dossier.dossier_states import STATE_NAMES, State
from motcua.domain.errors import ConflictError
from motcua.domain.people.permissions import account_id
from motcua.domain.text import Text
from motcua.services.dossier import results, stepping
from motcua.services.dossier.case import Case
from motcua.services.messages import officers_told
from motcua.services.time import rules
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.dossier import dossier as dossiers
from motcua.store.dossier import ending as endings
from motcua.store.dossier import move as moves
from motcua.store.dossier import turn as turns
from motcua.store.dossier import wait as waits
from motcua.store.dossier.move import Job, Move, Standing
from motcua.store.dossier.turn import TurnRows
from motcua.store.intake import supplement as supplements
from motcua.store.intake import withdrawal as withdrawals
from motcua.store.money import payment as payments
from motcua.store.time import appointment as appointments

# These count as a result and fix when the dossier was done (Điều 18.2, R-20).
WITH_RESULT: Final[frozenset[State]] = frozenset({"refused", "stopped", "returned_for_supplement"})
# Nothing is left to hand over: ended at once unless the province has an end of its own (D-15).
NOTHING_LEFT: Final[frozenset[State]] = frozenset({"withdrawn", "refused_at_intake"})


@dataclass(frozen=True)
class End:
    """What an ending adds of its own: `detail` for the history, whether the dossier is closed whatever the profile.

    `mark` tells the message to the applicant from others of its kind; that of the ending itself when empty.
    """

    outcome: State
    detail: Mapping[str, object] = field(default_factory=dict)
    mark: str = ""
    keeps_request: bool = False
    closes: bool = False


def refuse(work: Work, found: Case) -> None:
    """Return the dossier unsolved: counts as a result (D-12, Điều 17.4)."""
    end(work, found, End("refused"))


def refuse_at_intake(work: Work, found: Case) -> None:
    """The desk does not accept what was sent (C-08): no clock has run, nothing counts."""
    end(work, found, End("refused_at_intake"))


def stop(work: Work, found: Case) -> None:
    """Whoever decides stops the work: counts as a result (R-20)."""
    end(work, found, End("stopped"))


def withdraw(work: Work, found: Case) -> None:
    """The desk confirms that the applicant takes the dossier back: no lateness is counted (D-09, X-36)."""
    wish = withdrawals.opened(work.connection, found.place.dossier_id)
    asked = {"asked_at": wish.asked_at.isoformat()} if wish is not None else {}
    end(work, found, End("withdrawn", asked))


def close(work: Work, found: Case) -> None:
    """End a dossier for good where that is an action of its own (D-15); from then on it is only read."""
    if found.row.closed_at is not None:
        raise ConflictError(
            Text(
                "Hồ sơ đã tự kết thúc, không cần kết thúc lần nữa.",
                "The dossier has ended by itself; it need not be ended again.",
            )
        )
    ended = results.ended(work, found.row, found.place.at)
    dossiers.change(work.connection, found.row.id, state=found.action.target, **ended)
    moves.write(work.connection, line(found, None))


def end(work: Work, found: Case, ending: End) -> None:
    """End everything that waits and runs, and say so: steps, waits, clocks, requests. Does not commit.

    The engine's state stays as it is, so that an exception can take the dossier up again where it was (`reopening`).
    """
    place, counted = found.place, stepping.counted(work, found.place, found.place.agency_id)
    waited = waits.opened(work.connection, place.dossier_id)
    ending_id = keep(work, found, ending, [row.task_id for row in (*found.waiting, *waited)])
    end_clocks(work, found, counted)
    _end_waits(work, found, waited, counted)
    _answer_requests(work, found, ending)
    # What was never accepted has no limit, and so no result that could be early or late.
    has_result = ending.outcome in WITH_RESULT and place.due_at is not None
    result = results.standing(work, place) if has_result else Standing()
    standing = Standing(ending.outcome, None, None, None, result.result_at, result.result_counted_at)
    moves.write(work.connection, line(found, counted, standing, ending.detail, ending.mark or str(ending_id)))
    dossiers.change(
        work.connection, place.dossier_id, outcome=ending.outcome, **_closing(work, found, ending)
    )
    event = f"ended:{place.at:%Y%m%d%H%M%S}"
    officers_told.of_steps(work, found, _nothing_left(found.row.code, ending.outcome), event)


def keep(work: Work, found: Case, ending: End, task_ids: Sequence[str]) -> int:
    """Keep why and with which waiting steps the dossier ended; the id of this ending."""
    return endings.add(
        work.connection,
        dossier_id=found.place.dossier_id,
        outcome=ending.outcome,
        ended_at=found.place.at,
        ended_by=account_id(found.actor),
        reason_sealed=work.cipher.seal(found.given.reason.strip()),
        task_ids=list(task_ids),
    )


def end_clocks(work: Work, found: Case, counted: datetime) -> None:
    """Stop every clock of the dossier, those of an agency's steps by that agency's calendar (R-25)."""
    place = found.place
    for agency_id in {row.step_agency_id for row in found.waiting}:
        here = [row for row in found.waiting if row.step_agency_id == agency_id]
        counted_there = stepping.counted(work, place, agency_id)
        subjects = [("step", row.task_id) for row in here] + [("agency", str(agency_id))]
        endings.stop_clocks(work.connection, place.dossier_id, counted_there, subjects)
        endings.end_visits(work.connection, [row.step_row_id for row in here], place.at, counted_there)
    endings.stop_clocks(work.connection, place.dossier_id, counted)


def line(
    found: Case,
    counted: datetime | None,
    standing: Standing | None = None,
    detail: Mapping[str, object] | None = None,
    mark: str = "",
) -> Move:
    """The line in the history, and the message to the applicant; `mark` tells it from others of its kind."""
    place, actor, key = found.place, found.actor, found.action.key
    return Move(
        dossier_id=place.dossier_id,
        at=place.at,
        counted_at=counted,
        actor_id=actor.id,
        actor_name=actor.name,
        action=key,
        subject=found.row.task_id or "",
        detail={**about(found.row), **(detail or {}), **found.behind},
        standing=standing,
        jobs=telling(key, place.dossier_id, mark, actor.id),
    )


def telling(key: str, dossier_id: int, mark: str, by: int | None) -> list[Job]:
    """The message to the applicant of something that may happen to a dossier more than once; `by` has done it."""
    event = ACTIONS[key].tells
    told = {"dossier_id": dossier_id, "event": f"{event}:{mark}", "by": by}
    return [Job("notify_applicant", told)] if event else []


def about(row: Record) -> dict[str, object]:
    """The step at which it was done, for the history."""
    return {"step": row.step_name, "agency_id": row.step_agency_id} if row.task_id is not None else {}


def _end_waits(work: Work, found: Case, waited: Sequence[Record], counted: datetime) -> None:
    """Timers, calls and messages end with the dossier: none of their jobs finds anything to do."""
    if waited:
        closed = {row.task_id: "withdrawn" for row in waited}
        rows = TurnRows(found.place.dossier_id, found.place.at, counted, closed=closed)
        turns.write(work.connection, rows)


def _answer_requests(work: Work, found: Case, ending: End) -> None:
    """Nothing is asked for or wished any more; a return for a supplement goes on asking."""
    dossier_id, at = found.place.dossier_id, found.place.at
    request = supplements.opened(work.connection, dossier_id)
    if request is not None and not ending.keeps_request:
        supplements.change(work.connection, request.id, cancelled_at=at)
    withdrawals.answer(work.connection, dossier_id, at)
    payments.cancel_open(work.connection, dossier_id, at)
    appointments.drop_asked(work.connection, dossier_id, at)


def _nothing_left(code: str, outcome: State) -> Text:
    name = STATE_NAMES[outcome]
    return Text(
        f"Hồ sơ {code}: {name.vi.lower()}. Bạn không còn phải xử lý.",
        f"Dossier {code}: {name.en.lower()}. There is nothing left for you to do.",
    )


def _closing(work: Work, found: Case, ending: End) -> dict[str, Any]:
    separate = rules.of(work, found.place.version).close_separate_step
    if ending.closes or (ending.outcome in NOTHING_LEFT and not separate):
        return results.ended(work, found.row, found.place.at)
    return {}
