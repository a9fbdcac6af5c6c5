"""One action on many dossiers: each checked, done and logged by itself, by jobs that survive a restart (D-13).

Quảng Trị 29/2020, Điều 16.5. What went wrong with one dossier stands at that dossier; the others are done.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from motcua.domain.dossier.dossier import ACTIONS, Action
from motcua.domain.errors import (
    FieldError,
    MotcuaError,
    NotAllowedError,
    NotFoundError,
    ValidationError,
)
from motcua.domain.people.permissions import Actor, account_id, require
from motcua.domain.text import Text
from motcua.services.accounts import accounts
from motcua.services.desk import offered
from motcua.services.dossier import actions
from motcua.services.dossier.case import Given
from motcua.services.intake.intake import ABSENT, GOOD
from motcua.services.people import delegations
from motcua.services.work import House, Work
from motcua.store.base import Record
from motcua.store.desk import bulk as stored
from motcua.store.dossier import dossier as dossiers
from motcua.store.papers import file as files
from motcua.store.people import role as roles

MOST = 500
# Inputs that all the dossiers of a run may share; the others are of one dossier.
SHARED = ("reason", "opinion", "person", "duration", "until")


@dataclass(frozen=True)
class Run:
    """A run as its page shows it; `items` are rows of `motcua.store.desk.bulk.BulkItem`."""

    row: Record
    action: Action
    items: Sequence[Record]

    @property
    def done(self) -> int:
        return sum(item.outcome == "done" for item in self.items)

    @property
    def failed(self) -> list[Record]:
        return [item for item in self.items if item.outcome == "failed"]

    @property
    def waiting(self) -> int:
        return sum(not item.outcome for item in self.items)


def start(
    work: Work,
    actor: Actor,
    key: UUID,
    action_key: str,
    items: Sequence[tuple[str, str]],
    given: Given,
    now: datetime,
) -> int:
    """Begin a run over these (code, task id); its id, the first one's when `key` was used before. One commit.

    Raises NotFoundError for an action that is not for many, ValidationError at "/items" or at a shared input.
    """
    require(actor, "staff")
    action = action_of(actor, action_key)
    if errors := _problems(action, items, given):
        raise ValidationError(errors)
    run_id = stored.add(
        work.connection,
        key=key,
        account_id=account_id(actor),
        action=action_key,
        given_sealed=work.cipher.seal_json(_written(given)),
        started_at=now,
    )
    if run_id is None:
        return _same(work, actor, key)
    wanted = list(dict.fromkeys(items))
    stored.add_items(work.connection, run_id, wanted)
    work.record(
        at=now,
        actor_id=actor.id,
        actor_name=actor.name,
        action="bulk.start",
        subject=str(run_id),
        detail={"action": action_key, "count": len(wanted)},
    )
    for number in range(1, len(wanted) + 1):
        work.defer("do_bulk_item", {"run_id": run_id, "number": number})
    work.commit()
    return run_id


def carry_out(house: House, run_id: int, number: int, now: datetime) -> bool:
    """Do the action to one dossier of a run, or write why not; false when that was done before.

    The action and its mark in the list are one commit, so a worker that dies in between does nothing twice.
    """
    try:
        return _done(house, run_id, number, now)
    except MotcuaError as error:
        return _refused(house, run_id, number, error, now)


def page(work: Work, actor: Actor, run_id: int) -> Run:
    """A run of the actor's own; raises NotFoundError for anybody else's."""
    row = stored.by_id(work.connection, run_id)
    if row is None or row.account_id != account_id(actor):
        raise NotFoundError(Text("Không có lượt làm hàng loạt này.", "There is no such run."))
    return Run(row, ACTIONS[row.action], stored.items(work.connection, run_id))


def listed(work: Work, actor: Actor) -> Sequence[Record]:
    """The actor's newest runs with `total`, `done` and `failed`."""
    require(actor, "staff")
    return stored.of_account(work.connection, account_id(actor))


def given_of(work: Work, run: Run) -> Given:
    """What was handed in with a run, for doing it again with those that failed."""
    return _read(work.cipher.open_json(run.row.given_sealed))


def action_of(actor: Actor, key: str) -> Action:
    """An action for many dossiers that the actor may do at all; raises NotFoundError, NotAllowedError."""
    action = ACTIONS.get(key)
    if action is None or not action.is_bulk or key not in actions.HANDLERS:
        raise NotFoundError(
            Text(f"Không làm “{key}” hàng loạt được.", f"“{key}” cannot be done to many dossiers at once.")
        )
    if action not in offered.in_bulk(actor):
        raise NotAllowedError(
            Text(
                f"Tài khoản của bạn không có quyền “{action.name.vi.lower()}”.",
                f"Your account has no right to “{action.name.en.lower()}”.",
            )
        )
    return action


def _done(house: House, run_id: int, number: int, now: datetime) -> bool:
    with house.work() as work:
        item, run = stored.take(work.connection, run_id, number), stored.by_id(work.connection, run_id)
        if item is None or run is None:
            return False
        stored.finish(work.connection, run_id, number, "done", now)
        given = _fitted(work, run.action, item, _read(work.cipher.open_json(run.given_sealed)))
        actor = starter(work, run.account_id, now)
        actions.perform(work, actor, item.dossier_code, run.action, given, now, item.task_id)
    return True


def _refused(house: House, run_id: int, number: int, error: MotcuaError, now: datetime) -> bool:
    problem = _reason(error)
    with house.work() as work:
        item, run = stored.take(work.connection, run_id, number), stored.by_id(work.connection, run_id)
        if item is None or run is None:
            return False
        stored.finish(work.connection, run_id, number, "failed", now, problem.vi, problem.en)
        found = dossiers.by_code(work.connection, item.dossier_code)
        holder = roles.holder(work.connection, run.account_id)
        work.record(
            at=now,
            actor_id=run.account_id,
            actor_name=holder.display_name if holder is not None else "",
            action="bulk.refused",
            dossier_id=found.id if found is not None else None,
            subject=str(run_id),
            detail={"action": run.action, "code": item.dossier_code, "error": error.code},
        )
        work.commit()
    return True


def _reason(error: MotcuaError) -> Text:
    """Why one dossier was refused, with every field named."""
    if not isinstance(error, ValidationError):
        return error.message
    return Text(
        " ".join(one.message.vi for one in error.errors), " ".join(one.message.en for one in error.errors)
    )


def starter(work: Work, person: int, now: datetime) -> Actor:
    """Who started the run, with the roles he has now: what he may no longer do is not done in his name."""
    row = roles.holder(work.connection, person)
    if row is None or not row.is_active or row.blocked_at is not None:
        raise NotAllowedError(
            Text("Tài khoản bắt đầu việc này đã bị khóa.", "The account that started this is locked.")
        )
    return delegations.acting(work, accounts.actor_of(row, row.grants), now)


def _same(work: Work, actor: Actor, key: UUID) -> int:
    row = stored.by_key(work.connection, key)
    if row is None or row.account_id != account_id(actor):
        raise NotFoundError(Text("Không có lượt làm hàng loạt này.", "There is no such run."))
    return int(row.id)


def _problems(action: Action, items: Sequence[tuple[str, str]], given: Given) -> list[FieldError]:
    found = []
    if not items:
        found.append(FieldError("/items", "required", Text("Chọn ít nhất một hồ sơ.", "Choose a dossier.")))
    if len(items) > MOST:
        many = Text(f"Mỗi lượt nhiều nhất {MOST} hồ sơ.", f"At most {MOST} dossiers at a time.")
        found.append(FieldError("/items", "too_many", many))
    if action.key == "accept" and given.marks.get("all") != GOOD:
        words = Text(
            "Xác nhận đã kiểm tra giấy tờ của mọi hồ sơ đã chọn.",
            "Confirm that the papers of every chosen dossier were checked.",
        )
        found.append(FieldError("/checked", "required", words))
    for name in action.inputs:
        if name in SHARED and name not in action.optional and not getattr(given, name):
            words = Text("Nhập hoặc chọn mục này.", "Fill this in.")
            found.append(FieldError(f"/{name}", "required", words))
    return found


def _fitted(work: Work, action_key: str, item: Record, given: Given) -> Given:
    """What was given for all, made out for one dossier: a checklist names the papers of its own procedure."""
    row = dossiers.by_code(work.connection, item.dossier_code) if action_key == "accept" else None
    if row is None:
        return given
    papers = work.house.versions.get(work.connection, row.version_id).facts.papers
    handed_in = {file.slot for file in files.of_dossier(work.connection, row.id)}
    marks = {one.key: GOOD if one.is_needed or one.key in handed_in else ABSENT for one in papers}
    return replace(given, marks=marks)


def _written(given: Given) -> dict[str, Any]:
    kept: dict[str, Any] = {name: getattr(given, name) for name in SHARED}
    kept["until"] = given.until.isoformat() if given.until is not None else None
    return {**kept, "marks": dict(given.marks), "method": given.method}


def _read(kept: dict[str, Any]) -> Given:
    until = kept["until"]
    return Given(**{**kept, "until": datetime.fromisoformat(until) if until else None})
