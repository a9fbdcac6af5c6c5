"""What an action on a case leaves in the dossier's history, where it moves the dossier to no other step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from motcua.services.dossier import stepping
from motcua.services.dossier.case import Case
from motcua.services.work import Work
from motcua.store.dossier import move as moves
from motcua.store.dossier.move import Job, Move, Standing


def record(
    work: Work,
    case: Case,
    detail: Mapping[str, object],
    *,
    in_working_time: bool,
    about_step: bool = True,
    standing: Standing | None = None,
    jobs: Sequence[Job] = (),
) -> None:
    """Write the action with its details and whom it was done for; does not commit.

    `in_working_time`: it counts from the next working instant of the desk (E-03), else from the instant itself.
    `about_step`: the history names the step that waits, if one does.
    """
    place = case.place
    move = Move(
        dossier_id=place.dossier_id,
        at=place.at,
        counted_at=stepping.counted(work, place, place.agency_id) if in_working_time else place.at,
        actor_id=case.actor.id,
        actor_name=case.actor.name,
        action=case.action.key,
        subject=(case.row.task_id or "") if about_step else "",
        detail={**detail, **case.behind},
        standing=standing,
        jobs=jobs,
    )
    moves.write(work.connection, move)
