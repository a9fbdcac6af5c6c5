"""A step is left by an officer: what the process leads to then, written as one move (D-02, E-09, E-12)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from motcua.domain.people.permissions import Actor
from motcua.engine import Progress, complete
from motcua.services.desk.held import Held, about
from motcua.services.dossier import results, step_form, stepping, waits
from motcua.services.dossier.stepping import Place
from motcua.services.exchange import paper_travel, transfers
from motcua.services.messages import recipients
from motcua.services.money import paying
from motcua.services.papers import files
from motcua.services.papers.files import Upload
from motcua.services.signing import step_signatures
from motcua.services.work import Work
from motcua.store.dossier import move as moves
from motcua.store.dossier.move import Job, Leaving, Move, Opinion, Standing
from motcua.store.money import payment as payments


@dataclass(frozen=True)
class Completion:
    """What the officer hands in: the step's own form, an opinion and files that go with it.

    `answer_files` answer questions of the form, see `step_form.read`. `person` is who of the next group is to have
    it (A-09), `paper_sent` whether the paper file was sent along (D-07).
    """

    answers: Mapping[str, object] = field(default_factory=dict)
    opinion: str = ""
    uploads: Sequence[Upload] = ()
    answer_files: Mapping[str, Upload] = field(default_factory=dict)
    person: int | None = None
    paper_sent: bool = False


@dataclass(frozen=True)
class Departure:
    """How a step is left: `outcome` when not by finishing it, `rows` of the steps that come, values to be `kept`.

    `detail` goes into the history besides the steps' names.
    """

    action: str
    progress: Progress
    rows: Sequence[Mapping[str, Any]]
    outcome: str = ""
    answers: Mapping[str, object] = field(default_factory=dict)
    kept: Mapping[str, object] = field(default_factory=dict)
    opinion: str = ""
    uploads: Sequence[Upload] = ()
    detail: Mapping[str, object] = field(default_factory=dict)


def forward(work: Work, actor: Actor, held: Held, place: Place, completion: Completion) -> Progress:
    """Finish the held step with what was handed in. Does not commit.

    Raises ValidationError for the step's form, the person, the paper file or a signature that it requires (A-14),
    ConflictError while money asked for is waited for (I-06).
    """
    if held.row.state == "waiting_payment":
        paying.require_settled(work, place.dossier_id)
    paper_travel.require_sent(work, held.row, place, is_ticked=completion.paper_sent)
    answers = step_form.read(work, actor, place, held.row, completion.answers, completion.answer_files)
    version = place.version
    # After the step's own form: a file of it may be a newer version of what was signed.
    step_signatures.require_signed(
        work, version, version.model.step_by_id[held.row.step_id], place.dossier_id
    )
    given = step_form.collected(place, held.row.step_id, answers)
    values = {**place.data, **given}
    progress = complete(place.version.spec, held.row.engine_state, held.row.task_id, values)
    after = replace(place, data={**values, **progress.values})
    opened = stepping.opening(work, after, progress.opened, is_running=True)
    rows = recipients.named(work, after, held.row.step_id, opened, completion.person)
    is_last = held.row.phase == "return" and progress.ended
    if is_last:
        step_signatures.require_all_signed(work, version, place.dossier_id)
    departure = Departure(
        "confirm_result" if is_last else "forward",
        progress,
        rows,
        answers=answers,
        kept={**given, **progress.values},
        opinion=completion.opinion.strip(),
        uploads=completion.uploads,
    )
    leave(work, actor, held, after, departure)
    paper_travel.note_sent(work, actor, held.row, place, is_ticked=completion.paper_sent)
    return progress


def leave(work: Work, actor: Actor, held: Held, place: Place, how: Departure) -> None:
    """Write that the held step is left; `place.data` are the values after it. Does not commit.

    Its clocks go on while the dossier is on its way to another agency (E-13).
    """
    also = waits.turn(work, place, how.progress, held.others, held.row.task_id)
    at_work = transfers.agencies_at_work([held.row, *held.others])
    transfers.over(work, actor, place, at_work, [row.task_id for row in also.withdrawn])
    sent = _sent(work, held, place, how)
    counted_to = stepping.counted(work, place, held.row.step_agency_id)
    is_result = how.action == "confirm_result"
    arrived = [row for row in how.rows if row["task_id"] not in sent]
    left, others = ([], [held.row, *held.others]) if sent else ([held.row], held.others)
    ended, started = stepping.handed_over([*left, *also.withdrawn], others, arrived)
    move = Move(
        dossier_id=place.dossier_id,
        at=place.at,
        counted_at=counted_to,
        actor_id=actor.id,
        actor_name=actor.name,
        action=how.action,
        subject=held.row.task_id,
        detail={**about(held), **how.detail, **waits.told(how.rows, how.progress)},
        standing=_standing(work, held, place, how, is_result=is_result),
        leaving=Leaving(
            held.row.step_row_id, None if sent else counted_to, _sealed(work, how.answers), how.outcome
        ),
        opened=transfers.waiting_rows(how.rows, sent),
        ended=[*ended, *(results.ENDED if is_result else ())],
        ended_at=counted_to,
        started=started,
        opinion=_opinion(work, held, how),
        jobs=_jobs(place, how),
    )
    opinion_id = moves.write(work.connection, move)
    transfers.note(work, actor, place, held.row, sent)
    waits.write(work, also)
    if is_result:
        results.fixed(work, actor, place)
    if place.went_back:
        waits.reindex(work, place.dossier_id, place.at)
    for upload in how.uploads:
        files.keep(
            work,
            upload,
            place.at,
            uploaded_by=actor.id,
            dossier_id=place.dossier_id,
            opinion_id=opinion_id,
        )


def _sent(work: Work, held: Held, place: Place, how: Departure) -> Mapping[str, int | None]:
    """What another agency has to acknowledge; only what is handed on is sent, what goes back arrives at once."""
    if how.action != "forward":
        return {}
    return transfers.to_deliver(work, place, held.row, how.rows, how.progress)


def _standing(work: Work, held: Held, place: Place, how: Departure, *, is_result: bool) -> Standing:
    state = waits.state_after(place.version, how.progress)
    # Money that was asked for is waited for wherever the dossier goes meanwhile (E-27).
    if held.row.state == "waiting_payment" and payments.opened(work.connection, place.dossier_id) is not None:
        state = "waiting_payment"
    standing = results.standing(work, place) if is_result else Standing(state)
    return replace(
        standing,
        engine_state=how.progress.state,
        engine_ended=how.progress.ended,
        step_values_sealed=stepping.sealed(work, held.row, how.kept),
    )


def _sealed(work: Work, answers: Mapping[str, object]) -> bytes | None:
    return work.cipher.seal_json(dict(answers)) if answers else None


def _opinion(work: Work, held: Held, how: Departure) -> Opinion | None:
    if not how.opinion and not how.uploads:
        return None
    return Opinion(held.row.step_row_id, work.cipher.seal(how.opinion))


def _jobs(place: Place, how: Departure) -> list[Job]:
    told = [Job("notify_group", {"dossier_id": place.dossier_id})] if how.rows else []
    return told + stepping.telling(how.action, place.dossier_id)
