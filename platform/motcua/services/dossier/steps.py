"""What an officer does with a step: take it, give it back, finish it and so forward the dossier."""

from __future__ import annotations

from datetime import datetime

from motcua.domain.dossier.dossier import ACTIONS, require_state
from motcua.domain.errors import FieldError, NotAllowedError, ValidationError
from motcua.domain.people.permissions import WORK_OF, Actor, account_id, account_ids, require, require_work
from motcua.domain.text import Text
from motcua.engine import Progress
from motcua.services.desk import holding
from motcua.services.desk.held import Held
from motcua.services.dossier import case, forestalled, forwarding, step_form, stepping
from motcua.services.dossier.forwarding import Completion
from motcua.services.dossier.step_form import StepForm
from motcua.services.exchange import transfers
from motcua.services.people import delegations
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.dossier import held as stored_held

__all__ = ["Completion", "Held", "claim", "finish", "form_of", "hold", "release"]

MAX_OPINION = 10_000


def claim(work: Work, actor: Actor, code: str, task_id: str, now: datetime) -> None:
    """Take a step that waits for the group; nobody else can act on it until it is given back (A-09). One commit."""
    held = hold(work, actor, code, task_id, "claim")
    _take_in(work, actor, held, now)
    holding.take(work, actor, held, now)
    work.commit()


def release(work: Work, actor: Actor, code: str, task_id: str, now: datetime) -> None:
    """Give a taken step back to its group. One commit."""
    holding.give_back(work, actor, hold(work, actor, code, task_id, "release"), now)
    work.commit()


def finish(
    work: Work, actor: Actor, code: str, task_id: str, completion: Completion, now: datetime
) -> Progress:
    """Complete the step and forward the dossier (D-02, D-05, E-09). One commit.

    Completing the last step confirms the result when it is of the phase "return" (D-14). Raises ValidationError for the step's
    form or opinion, ConflictError when the step was finished, moved or taken by somebody else meanwhile.
    """
    held = hold(work, actor, code, task_id, "forward")
    holding.require_free(work, actor, held.row)
    place = stepping.place_of(work, held.row, now)
    _check_opinion(completion)
    _take_in(work, actor, held, now)
    progress = forwarding.forward(work, actor, held, place, completion)
    work.commit()
    return progress


def form_of(work: Work, actor: Actor, code: str, task_id: str) -> StepForm | None:
    """The form of a waiting step that the actor may finish, for reading what he filled in; raises like `hold`."""
    held = hold(work, actor, code, task_id, "forward")
    version = work.house.versions.get(work.connection, held.row.version_id)
    return step_form.waiting(work, version, held.row.step_id, held.row.id)


def hold(work: Work, actor: Actor, code: str, task_id: str, action: str) -> Held:
    """Lock the dossier and find the waiting step; every check that an action on a step needs.

    Raises NotFoundError, NotAllowedError (not in the group) or ConflictError (no longer waiting).
    """
    require(actor, "staff")
    rows = stored_held.hold(work.connection, code, account_id(actor), account_ids(actor)[1:])
    if not rows:
        raise stepping.unknown_dossier(code)
    row = next((one for one in rows if one.task_id == task_id), None)
    if row is None:
        raise forestalled.finished(work, actor, rows[0].id, task_id)
    if not row.may and not (action == "release" and row.holder_id == actor.id):
        raise _not_in_group(work, row)
    require_work(actor, WORK_OF[row.phase])
    version = work.house.versions.get(work.connection, row.version_id)
    case.require_offered(version, ACTIONS[action], row.step_id)
    require_state(action, row.state)
    others = [other for other in rows if other is not row]
    return Held(row, others, delegations.behind(work, actor, row.step_row_id, row.holder_id))


def _take_in(work: Work, actor: Actor, held: Held, now: datetime) -> None:
    """Whoever works on a dossier that was sent to his agency has it (E-13)."""
    if transfers.is_on_the_way(held.row):
        transfers.acknowledge(work, actor, held.row, held.others, stepping.place_of(work, held.row, now))


def _not_in_group(work: Work, row: Record) -> NotAllowedError:
    model = work.house.versions.get(work.connection, row.version_id).model
    english = model.step_by_id[row.step_id].name_en or row.step_name
    return NotAllowedError(
        Text(
            f"Bạn không thuộc nhóm làm bước “{row.step_name}”. Nhờ bộ phận CNTT của cơ quan gán tài khoản.",
            f"You are not in the group of the step “{english}”. Ask your agency's IT staff.",
        )
    )


def _check_opinion(completion: Completion) -> None:
    if len(completion.opinion) > MAX_OPINION:
        raise ValidationError(
            [
                FieldError(
                    "/_opinion",
                    "too_long",
                    Text(
                        f"Ý kiến dài quá {MAX_OPINION} ký tự. Hãy rút gọn hoặc đính kèm tệp.",
                        f"The opinion is longer than {MAX_OPINION} characters. Shorten it or attach a file.",
                    ),
                )
            ]
        )
