"""What an officer does with a step: take it, give it back, finish it and so forward the dossier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from motcua.domain.dossier import require_state
from motcua.domain.errors import ConflictError, FieldError, NotAllowedError, ValidationError
from motcua.domain.forms import accept
from motcua.domain.permissions import Actor, account_id, require
from motcua.domain.text import Text
from motcua.engine import Progress, complete
from motcua.services import files, results, stepping
from motcua.services.files import Upload
from motcua.services.stepping import Place
from motcua.services.work import Work
from motcua.store import dossier as dossiers
from motcua.store import opinion as opinions
from motcua.store import step as steps
from motcua.store.base import Record

MAX_OPINION = 10_000


@dataclass(frozen=True)
class Completion:
    """What the officer hands in: the step's own form, an opinion and files that go with it."""

    answers: Mapping[str, object] = field(default_factory=dict)
    opinion: str = ""
    uploads: Sequence[Upload] = ()


@dataclass(frozen=True)
class Held:
    """A dossier locked for an action, and the waiting step the action is about."""

    dossier: Record
    step: Record
    others: Sequence[Record]


def claim(work: Work, actor: Actor, code: str, task_id: str, now: datetime) -> None:
    """Take a step that waits for the group; nobody else can act on it until it is given back (A-09)."""
    held = hold(work, actor, code, task_id, "claim")
    if held.step.holder_id == actor.id:
        return
    if held.step.holder_id is not None:
        raise _taken()
    steps.change(work.connection, held.step.id, holder_id=actor.id, claimed_at=now)
    _record(work, actor, held, "claim", now, now)
    work.commit()


def release(work: Work, actor: Actor, code: str, task_id: str, now: datetime) -> None:
    """Give a taken step back to its group."""
    held = hold(work, actor, code, task_id, "release")
    if held.step.holder_id != actor.id:
        raise _taken()
    steps.change(work.connection, held.step.id, holder_id=None, claimed_at=None)
    _record(work, actor, held, "release", now, now)
    work.commit()


def finish(
    work: Work, actor: Actor, code: str, task_id: str, completion: Completion, now: datetime
) -> Progress:
    """Complete the step and forward the dossier (D-02, D-05, E-09). One commit.

    Completing a step of the phase "return" confirms the result (D-14). Raises ValidationError for the step's
    form or opinion, ConflictError when the step was finished, moved or taken by somebody else meanwhile.
    """
    held = hold(work, actor, code, task_id, "forward")
    if held.step.holder_id not in (None, actor.id):
        raise _taken()
    place = stepping.place_of(work, held.dossier, now)
    answers = _answers(work, place, held.step, completion, now)
    values = {**place.data, **answers}
    progress = complete(place.version.spec, held.dossier.engine_state, task_id, values)
    opened = [place.version.model.step_by_id[one.step_id] for one in progress.opened]
    arriving = {stepping.performer(work, step, place.agency_id, values) for step in opened}
    staying = {other.agency_id for other in held.others}
    counted_to = stepping.close_step(work, place, held.step, staying | arriving)
    steps.change(
        work.connection,
        held.step.id,
        left_at=now,
        counted_to=counted_to,
        completed_by=actor.id,
        holder_id=actor.id,
        data_sealed=work.cipher.seal_json(dict(answers)) if answers else None,
    )
    at_work = staying | ({held.step.agency_id} & arriving)
    stepping.open_steps(work, replace(place, data=values), progress.opened, is_running=True, at_work=at_work)
    _change_dossier(work, held, progress, place, answers)
    _write_opinion(work, actor, held, completion, now)
    _record(work, actor, held, _action(held), now, counted_to, to=[step.name for step in opened])
    if progress.opened:
        work.defer("notify_group", {"dossier_id": place.dossier_id})
    work.commit()
    return progress


def hold(work: Work, actor: Actor, code: str, task_id: str, action: str) -> Held:
    """Lock the dossier and find the waiting step; every check that an action on a step needs.

    Raises NotFoundError, NotAllowedError (not in the group) or ConflictError (no longer waiting).
    """
    require(actor, "staff")
    dossier = dossiers.lock(work.connection, code)
    if dossier is None:
        raise stepping.unknown_dossier(code)
    waiting = steps.open_of(work.connection, dossier.id, account_id(actor), dossier.procedure_code)
    step = next((one for one in waiting if one.task_id == task_id), None)
    if step is None:
        raise ConflictError(
            Text(
                "Bước này đã có người xử lý xong. Không có gì bị thay đổi; hãy mở lại hồ sơ để xem.",
                "Somebody has finished this step already. Nothing was changed; open the dossier again.",
            )
        )
    if not step.may:
        raise NotAllowedError(
            Text(
                f"Bạn không thuộc nhóm làm bước “{step.name}”. Nhờ bộ phận CNTT của cơ quan gán tài khoản.",
                f"You are not in the group of the step “{step.name}”. Ask your agency's IT staff.",
            )
        )
    require_state(action, dossier.state)
    return Held(dossier, step, [other for other in waiting if other.id != step.id])


def _answers(
    work: Work, place: Place, row: Record, completion: Completion, now: datetime
) -> Mapping[str, object]:
    form_key = place.version.model.step_by_id[row.step_id].form
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
    if not form_key:
        return {}
    calendar = work.house.calendars.at(work.connection, row.agency_id, now, place.revision)
    return accept(place.version.forms[form_key], completion.answers, today=calendar.local(now).date())


def _change_dossier(
    work: Work, held: Held, progress: Progress, place: Place, answers: Mapping[str, object]
) -> None:
    changes: dict[str, Any] = {"engine_state": progress.state, "engine_ended": progress.ended}
    if answers:
        kept = held.dossier.step_values_sealed
        earlier = work.cipher.open_json(kept) if kept is not None else {}
        changes["step_values_sealed"] = work.cipher.seal_json({**earlier, **answers})
    if held.step.phase == "return":
        changes |= results.finishing(work, place)
    else:
        changes["state"] = "processing"
    dossiers.change(work.connection, place.dossier_id, **changes)


def _write_opinion(work: Work, actor: Actor, held: Held, completion: Completion, now: datetime) -> None:
    body = completion.opinion.strip()
    if not body and not completion.uploads:
        return
    opinion_id = opinions.add(
        work.connection,
        dossier_id=held.dossier.id,
        step_row_id=held.step.id,
        author_id=account_id(actor),
        body_sealed=work.cipher.seal(body),
        written_at=now,
    )
    for upload in completion.uploads:
        files.keep(work, upload, now, uploaded_by=actor.id, dossier_id=held.dossier.id, opinion_id=opinion_id)


def _action(held: Held) -> str:
    return "confirm_result" if held.step.phase == "return" else "forward"


def _record(
    work: Work, actor: Actor, held: Held, action: str, now: datetime, counted: datetime, **detail: object
) -> None:
    work.record(
        at=now,
        counted_at=counted,
        actor_id=actor.id,
        actor_name=actor.name,
        action=action,
        dossier_id=held.dossier.id,
        subject=held.step.task_id,
        detail={"step": held.step.name, "agency_id": held.step.agency_id, **detail},
    )


def _taken() -> ConflictError:
    return ConflictError(
        Text(
            "Người khác trong nhóm đã nhận việc này. Không có gì bị thay đổi.",
            "Somebody else of the group has taken this. Nothing was changed.",
        )
    )
