"""Procedures of one or two steps on one screen: received, resolved and returned in one go, three stages in the history.

Quảng Trị 29/2020, Điều 21.2.c. Whoever does not serve a step leaves the dossier there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from motcua.domain.dossier.dossier import AT_WORK
from motcua.domain.errors import ConflictError, InputError, ValidationError
from motcua.domain.people.permissions import Actor, account_ids, may_work, may_work_in
from motcua.domain.process.process import Step
from motcua.domain.text import Text
from motcua.services.desk.dossiers import DossierPage
from motcua.services.dossier import actions, case, forwarding, routing, stepping
from motcua.services.dossier.case import Given
from motcua.services.dossier.forwarding import Completion
from motcua.services.intake import original_check
from motcua.services.time import rules
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.dossier import dossier as dossiers
from motcua.store.dossier import step as stored_steps
from motcua.store.people import group as groups

MOST_STEPS = 2
ACCEPT, RETURN = "accept", "return"


@dataclass(frozen=True)
class Stages:
    """What is left for the actor to do in one go: accept, these steps, return; `then` is the step of somebody else.

    `originals` is the stage, `ACCEPT` or `RETURN`, before which the originals are still to be compared (C-09), or empty.
    """

    accepts: bool
    steps: Sequence[Step]
    returns: bool
    then: Step | None = None
    originals: str = ""

    @property
    def count(self) -> int:
        return self.accepts + len(self.steps) + self.returns


@dataclass(frozen=True)
class Plan:
    """What is handed in for the stages: the checklist, what each step asks, and to whom the result goes and how.

    `originals`: the actor has compared them.
    """

    marks: Mapping[str, str] = field(default_factory=dict)
    completions: Mapping[str, Completion] = field(default_factory=dict)
    returns: bool = False
    recipient: str = ""
    method: str = ""
    originals: bool = False


class StageError(ValidationError):
    """What is wrong with one stage: `stage` is "accept", "return" or the id of a step. Nothing was done."""

    def __init__(self, stage: str, error: ValidationError) -> None:
        super().__init__(error.errors)
        self.stage = stage


def of(work: Work, actor: Actor, shown: DossierPage) -> Stages | None:
    """The stages left for the actor; None where the procedure has more steps, or one card is enough."""
    row, steps = shown.row, shown.version.model.steps
    if len(steps) > MOST_STEPS or row.state not in ("sent", *AT_WORK) or not shown.is_receiver:
        return None
    accepts = row.state == "sent"
    if accepts and not may_work(actor, "dossier.receive"):
        return None
    own: list[Step] = []
    then = None
    for step in _left(shown):
        if not _serves(work, actor, shown, step):
            then = step
            break
        own.append(step)
    returns = then is None and may_work(actor, "dossier.return")
    found = Stages(accepts, own, returns, then, _originals(work, shown, accepts=accepts, returns=returns))
    return found if found.count > 1 else None


def carry_out(work: Work, actor: Actor, code: str, plan: Plan, now: datetime) -> None:
    """Do the stages one after the other, each with its own line in the history. One commit, or nothing at all.

    Raises StageError, ConflictError, NotAllowedError, NotFoundError.
    """
    if not plan.completions and not plan.returns and _standing(work, code).state != "sent":
        raise ConflictError(
            Text(
                "Hồ sơ không còn phần nào để bạn làm trên một màn hình. Không có gì bị thay đổi.",
                "Nothing of this dossier is left for you to do on one screen. Nothing was changed.",
            )
        )
    if _standing(work, code).state == "sent":
        _compare(work, actor, code, plan, now)
        _stage(work, actor, code, ACCEPT, "accept", Given(marks=plan.marks), now)
    for step_id, completion in plan.completions.items():
        _finish(work, actor, code, step_id, completion, now)
    if plan.returns:
        if _standing(work, code).state in AT_WORK:
            _stage(work, actor, code, RETURN, "confirm_result", Given(), now)
        _compare(work, actor, code, plan, now)
        handed = Given(recipient=plan.recipient, method=plan.method)
        _stage(work, actor, code, RETURN, "return_result", handed, now)
    work.commit()


def _originals(work: Work, shown: DossierPage, *, accepts: bool, returns: bool) -> str:
    if shown.row.originals_checked_at is not None:
        return ""
    wanted = rules.of(work, shown.version).original_check
    return {"before_accept": ACCEPT if accepts else "", "at_return": RETURN if returns else ""}.get(
        wanted, ""
    )


def _compare(work: Work, actor: Actor, code: str, plan: Plan, now: datetime) -> None:
    """Write that the originals were compared, where that is due now; without the tick the stage is refused."""
    row = _standing(work, code)
    version = work.house.versions.get(work.connection, row.version_id)
    if plan.originals and original_check.is_due(work, version, row):
        original_check.check(work, case.opened(work, actor, code, "check_originals", Given(), now))


def _finish(work: Work, actor: Actor, code: str, step_id: str, completion: Completion, now: datetime) -> None:
    """Forward from the step where it waits; a step that the dossier passed by has nothing to be done."""
    waiting = stored_steps.waiting(work.connection, _standing(work, code).id)
    task = next((row.task_id for row in waiting if row.step_id == step_id), None)
    if task is None:
        return
    found = case.opened(work, actor, code, "forward", Given(), now, task)
    try:
        forwarding.forward(work, actor, routing.held_of(found), found.place, completion)
    except ValidationError as error:
        raise StageError(step_id, error) from error


def _stage(work: Work, actor: Actor, code: str, stage: str, key: str, given: Given, now: datetime) -> None:
    try:
        actions.HANDLERS[key](work, case.opened(work, actor, code, key, given, now))
    except ValidationError as error:
        raise StageError(stage, error) from error


def _standing(work: Work, code: str) -> Record:
    row = dossiers.by_code(work.connection, code)
    if row is None:
        raise stepping.unknown_dossier(code)
    if row.state not in ("sent", *AT_WORK, "result_available"):
        raise ConflictError(
            Text(
                "Hồ sơ không còn ở giai đoạn này. Không có gì bị thay đổi.",
                "The dossier is no longer at this stage. Nothing was changed.",
            )
        )
    return row


def _left(shown: DossierPage) -> list[Step]:
    """The steps not done yet, in the order of the process."""
    done = {visit.row.step_id for visit in shown.visits if visit.row.left_at is not None}
    done -= {visit.row.step_id for visit in shown.waiting}
    return (
        [step for step in shown.version.model.steps if step.id not in done]
        if not shown.row.engine_ended
        else []
    )


def _serves(work: Work, actor: Actor, shown: DossierPage, step: Step) -> bool:
    """Whether the step is the actor's and nobody else has taken it."""
    if not may_work_in(actor, step.phase):
        return False
    waiting = next((visit for visit in shown.waiting if visit.row.step_id == step.id), None)
    people = account_ids(actor)
    if waiting is not None:
        return waiting.may and waiting.row.holder_id in (None, *people)
    place = stepping.place_of(work, shown.row, shown.now)
    try:
        agency_id = stepping.performer(work, step, place.agency_id, place.data, shown.now)
    except InputError:
        # Whose step it is hangs on an answer that is not given yet.
        return False
    return groups.serves_any(
        work.connection, people, shown.version.facts.code, [(agency_id, step.position, step.id)]
    )
