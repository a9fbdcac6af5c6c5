"""What an officer does with a step: take it, give it back, finish it and so forward the dossier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from motcua.domain.dossier import require_state
from motcua.domain.errors import ConflictError, FieldError, NotAllowedError, ValidationError
from motcua.domain.permissions import WORK_OF, Actor, account_id, account_ids, require, require_work
from motcua.domain.text import Text
from motcua.engine import Progress, complete
from motcua.services import delegations, files, results, step_form, stepping, waits
from motcua.services.files import Upload
from motcua.services.step_form import StepForm
from motcua.services.stepping import Place
from motcua.services.waits import Turn
from motcua.services.work import Work
from motcua.store import held as stored_held
from motcua.store import move as moves
from motcua.store.base import Record
from motcua.store.move import Holding, Job, Leaving, Move, Opinion, Standing

MAX_OPINION = 10_000


@dataclass(frozen=True)
class Completion:
    """What the officer hands in: the step's own form, an opinion and files that go with it.

    `answer_files` answer questions of the form, see `step_form.read`.
    """

    answers: Mapping[str, object] = field(default_factory=dict)
    opinion: str = ""
    uploads: Sequence[Upload] = ()
    answer_files: Mapping[str, Upload] = field(default_factory=dict)


@dataclass(frozen=True)
class Held:
    """A dossier locked for an action, and the waiting step the action is about.

    `row` holds both, as `motcua.store.held` selects them; `others` are the other steps that wait. `behind` is what
    the history says of the person the actor stands in for.
    """

    row: Record
    others: Sequence[Record]
    behind: Mapping[str, object] = field(default_factory=dict)

    def is_free_for(self, actor: Actor) -> bool:
        """Whether nobody holds the step but the actor or one he works for."""
        return self.row.holder_id is None or self.row.holder_id in account_ids(actor)


def claim(work: Work, actor: Actor, code: str, task_id: str, now: datetime) -> None:
    """Take a step that waits for the group; nobody else can act on it until it is given back (A-09)."""
    held = hold(work, actor, code, task_id, "claim")
    if held.row.holder_id == actor.id:
        return
    if not held.is_free_for(actor):
        raise _taken()
    _pass_on(work, actor, held, "claim", Holding(held.row.step_row_id, actor.id, now), now)


def release(work: Work, actor: Actor, code: str, task_id: str, now: datetime) -> None:
    """Give a taken step back to its group."""
    held = hold(work, actor, code, task_id, "release")
    if held.row.holder_id is None or not held.is_free_for(actor):
        raise _taken()
    _pass_on(work, actor, held, "release", Holding(held.row.step_row_id, None, None), now)


def finish(
    work: Work, actor: Actor, code: str, task_id: str, completion: Completion, now: datetime
) -> Progress:
    """Complete the step and forward the dossier (D-02, D-05, E-09). One commit.

    Completing the last step confirms the result when it is of the phase "return" (D-14). Raises ValidationError for the step's
    form or opinion, ConflictError when the step was finished, moved or taken by somebody else meanwhile.
    """
    held = hold(work, actor, code, task_id, "forward")
    if not held.is_free_for(actor):
        raise _taken()
    place = stepping.place_of(work, held.row, now)
    _check_opinion(completion)
    answers = step_form.read(work, actor, place, held.row, completion.answers, completion.answer_files)
    done = _carried_on(work, held, place, answers)
    opinion_id = moves.write(work.connection, _forwarding(work, actor, held, place, done, completion))
    waits.write(work, done.also)
    for upload in completion.uploads:
        files.keep(
            work, upload, now, uploaded_by=actor.id, dossier_id=place.dossier_id, opinion_id=opinion_id
        )
    work.commit()
    return done.progress


@dataclass(frozen=True)
class _Done:
    """What finishing the step leads to: `rows` of the steps opened, what `also` begins and ends, values `kept`."""

    answers: Mapping[str, object]
    kept: Mapping[str, object]
    progress: Progress
    rows: Sequence[Mapping[str, Any]]
    also: Turn


def _carried_on(work: Work, held: Held, place: Place, answers: Mapping[str, object]) -> _Done:
    kept = step_form.collected(place, held.row.step_id, answers)
    values = {**place.data, **kept}
    progress = complete(place.version.spec, held.row.engine_state, held.row.task_id, values)
    after = replace(place, data={**values, **progress.values})
    rows = stepping.opening(work, after, progress.opened, is_running=True)
    also = waits.turn(work, after, progress, held.others, held.row.task_id)
    return _Done(answers, {**kept, **progress.values}, progress, rows, also)


def _forwarding(
    work: Work, actor: Actor, held: Held, place: Place, done: _Done, completion: Completion
) -> Move:
    counted_to = stepping.counted(work, place, held.row.step_agency_id)
    left = [held.row, *done.also.withdrawn]
    is_last = held.row.phase == "return" and done.progress.ended
    sealed = work.cipher.seal_json(dict(done.answers)) if done.answers else None
    ended, started = stepping.handed_over(left, held.others, done.rows)
    return Move(
        dossier_id=place.dossier_id,
        at=place.at,
        counted_at=counted_to,
        actor_id=actor.id,
        actor_name=actor.name,
        action="confirm_result" if is_last else "forward",
        subject=held.row.task_id,
        detail={**_about(held), **waits.told(done.rows, done.progress)},
        standing=_standing(work, held, done, place, is_last=is_last),
        leaving=Leaving(held.row.step_row_id, counted_to, sealed),
        opened=done.rows,
        ended=[*ended, *(results.ENDED if is_last else ())],
        ended_at=counted_to,
        started=started,
        opinion=_opinion(work, held, completion),
        jobs=_jobs(place, done.rows, is_last=is_last),
    )


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
        raise ConflictError(
            Text(
                "Bước này đã có người xử lý xong. Không có gì bị thay đổi; hãy mở lại hồ sơ để xem.",
                "Somebody has finished this step already. Nothing was changed; open the dossier again.",
            )
        )
    if not row.may and not (action == "release" and row.holder_id == actor.id):
        raise _not_in_group(work, row)
    require_work(actor, WORK_OF[row.phase])
    require_state(action, row.state)
    others = [other for other in rows if other is not row]
    return Held(row, others, delegations.behind(work, actor, row.step_row_id, row.holder_id))


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


def _standing(work: Work, held: Held, done: _Done, place: Place, *, is_last: bool) -> Standing:
    state = waits.state_after(place.version, done.progress)
    standing = results.standing(work, place) if is_last else Standing(state)
    return replace(
        standing,
        engine_state=done.progress.state,
        engine_ended=done.progress.ended,
        step_values_sealed=stepping.sealed(work, held.row, done.kept),
    )


def _opinion(work: Work, held: Held, completion: Completion) -> Opinion | None:
    body = completion.opinion.strip()
    if not body and not completion.uploads:
        return None
    return Opinion(held.row.step_row_id, work.cipher.seal(body))


def _jobs(place: Place, rows: Sequence[Mapping[str, Any]], *, is_last: bool) -> list[Job]:
    told = [Job("notify_group", {"dossier_id": place.dossier_id})] if rows else []
    return told + stepping.telling("confirm_result" if is_last else "forward", place.dossier_id)


def _about(held: Held) -> dict[str, object]:
    return {"step": held.row.step_name, "agency_id": held.row.step_agency_id, **held.behind}


def _pass_on(work: Work, actor: Actor, held: Held, action: str, holding: Holding, now: datetime) -> None:
    move = Move(
        dossier_id=held.row.id,
        at=now,
        counted_at=now,
        actor_id=actor.id,
        actor_name=actor.name,
        action=action,
        subject=held.row.task_id,
        detail=_about(held),
        holding=holding,
    )
    moves.write(work.connection, move)
    work.commit()


def _taken() -> ConflictError:
    return ConflictError(
        Text(
            "Người khác trong nhóm đã nhận việc này. Không có gì bị thay đổi.",
            "Somebody else of the group has taken this. Nothing was changed.",
        )
    )
