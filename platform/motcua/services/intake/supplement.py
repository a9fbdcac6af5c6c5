"""A supplement asked of the applicant: requested, supplied by him or at the desk, all versions kept (D-08, E-19, E-21)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from motcua.domain.errors import ConflictError
from motcua.domain.papers import unlisted_paper
from motcua.domain.people.permissions import Actor, account_id
from motcua.domain.profile import Profile
from motcua.domain.text import Text
from motcua.domain.time.clock import Reason
from motcua.services.dossier import applicant, endings, restart, stepping, waits
from motcua.services.dossier.applicant import Own
from motcua.services.dossier.case import Case, Given, invalid
from motcua.services.dossier.endings import End
from motcua.services.dossier.stepping import Place
from motcua.services.intake import asked_papers, intake_limit, resubmission
from motcua.services.intake.asked_papers import PaperFiles
from motcua.services.messages import officers_told
from motcua.services.signing import signed_papers
from motcua.services.time import rules
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.dossier import dossier as dossiers
from motcua.store.dossier import move as moves
from motcua.store.dossier import turn as turns
from motcua.store.dossier.move import Move, Standing
from motcua.store.dossier.turn import Pause, TurnRows
from motcua.store.intake import supplement as supplements


def request(work: Work, found: Case) -> None:
    """Ask for papers with a slip (E-21), outside the procedure's list only on a legal ground that the history tells and
    the applicant reads (A-22); what it does to the clock the rules say (X-01).

    The dossier waits, or ends with this and may come again as a new one. Before acceptance the same is done to the
    desk's clock, and there is no result. Raises ConflictError when it was asked as often as allowed (R-29).
    """
    ruled = rules.of(work, found.place.version)
    _require_left(work, found, ruled)
    policy = policy_of(ruled)
    keys = list(dict.fromkeys((*found.given.papers, *map(unlisted_paper.key_of, found.given.other_papers))))
    request_id = supplements.add(
        work.connection,
        dossier_id=found.place.dossier_id,
        task_id=found.row.task_id or "",
        papers=keys,
        reason_sealed=work.cipher.seal(_reason(found.given)),
        policy=policy,
        asked_at=found.place.at,
        asked_by=account_id(found.actor),
    )
    asked: dict[str, object] = {"papers": asked_papers.names(found.place, keys), "policy": policy}
    if found.given.other_papers:
        asked |= {"unlisted": list(found.given.other_papers), "ground": found.given.ground.strip()}
    if policy == "close_and_restart":
        endings.end(
            work,
            found,
            End("returned_for_supplement", asked, str(request_id), keeps_request=True, closes=True),
        )
        return
    counted = stepping.counted(work, found.place, found.place.agency_id)
    moves.write(
        work.connection, endings.line(found, counted, Standing(found.action.target), asked, str(request_id))
    )
    pause = Pause(clock_of(request_id), Reason.WAITING_SUPPLEMENT, counted)
    turns.write(work.connection, TurnRows(found.place.dossier_id, found.place.at, counted, paused=[pause]))


def _reason(given: Given) -> str:
    """The reason, with the ground on which more than the procedure's list is asked for."""
    reason, ground = given.reason.strip(), given.ground.strip()
    return f"{reason}\nCăn cứ: {ground}" if given.other_papers else reason


def policy_of(ruled: Profile) -> str:
    """What asking does to the clock. A dossier that keeps its code when it comes again is the same one (X-02)."""
    if ruled.supplement_policy == "close_and_restart" and ruled.resubmit_code == "same":
        return "restart_same"
    return ruled.supplement_policy


def clock_of(request_id: int) -> str:
    """The name under which the clock of a request stands among the dossier's intervals."""
    return f"supplement:{request_id}"


def supply(work: Work, found: Case) -> None:
    """The desk takes in the papers asked for, on paper or as files (D-08); `papers` are those that have come.

    A dossier returned for them comes again as a new one, accepted now (R-09).
    """
    asked = asked_papers.asked_of(work, found.place.dossier_id)
    given = found.given
    uploads = asked_papers.bound(asked, given.papers, given.paper_files, given.uploads)
    if missing := [key for key in asked.papers if key not in {*given.papers, *uploads}]:
        raise invalid("papers", "missing", asked_papers.still_missing(found.place, missing))
    if found.row.state == "returned_for_supplement":
        resubmission.accept_again(work, found, asked, uploads)
        return
    _take_in(work, found.actor, found.place, found.row, asked, uploads, found.behind)


def supply_own(work: Work, actor: Actor, code: str, uploads: PaperFiles, now: datetime) -> str:
    """The applicant supplies what was asked, each paper with a file of its own; the code it goes on under. One commit.

    A dossier that was returned for it is sent again as a new one (R-09). Raises ValidationError naming each paper
    without a file, FileError for one that will not do, ConflictError when nothing is asked for (any more).
    """
    own = applicant.opened(work, actor, code, "supply", now)
    signed_papers.require_signed(work, own.place.version.facts.papers, uploads, now)
    if own.row.state == "returned_for_supplement":
        code = resubmission.send_again(work, own, uploads)
    else:
        _supply_same(work, own, uploads)
    work.commit()
    return code


def _supply_same(work: Work, own: Own, uploads: PaperFiles) -> None:
    asked = asked_papers.asked_of(work, own.place.dossier_id)
    asked_papers.require_complete(own.place, asked, uploads)
    _take_in(work, own.actor, own.place, own.row, asked, uploads, {})
    words = Text(
        f"Người nộp đã bổ sung giấy tờ cho hồ sơ {own.row.code}.",
        f"The applicant has supplied papers for dossier {own.row.code}.",
    )
    event = f"supplied:{asked.id}"
    officers_told.tell_waiting(work, own.row, own.waiting, words, event, own.place.at)


def _take_in(
    work: Work,
    actor: Actor,
    place: Place,
    row: Record,
    asked: Record,
    uploads: PaperFiles,
    behind: Mapping[str, object],
) -> None:
    """Go on with the same dossier: the desk's limit or the clocks by the policy of the request."""
    asked_papers.keep_files(work, actor, place.dossier_id, uploads, place.at)
    supplements.change(work.connection, asked.id, supplied_at=place.at, supplied_by=actor.id)
    counted = stepping.counted(work, place, place.agency_id)
    is_accepted = place.due_at is not None
    move = Move(
        dossier_id=place.dossier_id,
        at=place.at,
        counted_at=counted,
        actor_id=actor.id,
        actor_name=actor.name,
        action="supply",
        subject=row.task_id or "",
        detail={**endings.about(row), "papers": asked_papers.names(place, asked.papers), **behind},
        standing=Standing("processing" if is_accepted else "sent"),
        jobs=endings.telling("supply", place.dossier_id, str(asked.id), actor.id),
    )
    moves.write(work.connection, move)
    left = [clock_of(asked.id)]
    turns.write(work.connection, TurnRows(place.dossier_id, place.at, counted, left=left))
    if not is_accepted:
        _desk_goes_on(work, place, asked)
        return
    if asked.policy == "restart_same":
        restart.begin_anew(work, place)
    waits.reindex(work, place.dossier_id, place.at)


def _desk_goes_on(work: Work, place: Place, asked: Record) -> None:
    """The desk's time to accept goes on, or begins anew where clocks do (R-08)."""
    if asked.policy == "restart_same":
        dossiers.change(work.connection, place.dossier_id, **intake_limit.anew(work, place))
    else:
        intake_limit.reindex(work, place.dossier_id, place.at)


def _require_left(work: Work, found: Case, ruled: Profile) -> None:
    most = ruled.supplement_max
    if most and supplements.count(work.connection, found.place.dossier_id) >= most:
        raise ConflictError(
            Text(
                f"Hồ sơ này đã được yêu cầu bổ sung đủ {most} lần theo quy định nên không yêu cầu thêm được.",
                f"Papers were asked for {most} time(s), which is all that the rules allow for this dossier.",
            )
        )
