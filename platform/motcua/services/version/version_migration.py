"""Running dossiers moved from one version of a procedure to another: looked at first, then a job for each (A-12).

A dossier pins its version; nothing moves it but this. What cannot be moved stays, and says why; the others are moved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from motcua.domain.errors import (
    ConflictError,
    FieldError,
    MotcuaError,
    NotFoundError,
    ValidationError,
)
from motcua.domain.people.permissions import Actor, account_id
from motcua.domain.text import Text
from motcua.services.desk import bulk
from motcua.services.process import model_rights
from motcua.services.version import version_move
from motcua.services.version.version_move import Change, Plan
from motcua.services.work import House, Work
from motcua.store.base import Record
from motcua.store.dossier import dossier as dossiers
from motcua.store.dossier import under_way
from motcua.store.process import procedure as procedures
from motcua.store.time import recount
from motcua.store.version import version_migration as stored

MOST = 500
"""Dossiers of one run."""
JOB = "move_dossier"


@dataclass(frozen=True)
class Pair:
    """The two versions as rows of `procedure_version`, and their procedure."""

    procedure: Record
    old: Record
    new: Record


@dataclass(frozen=True)
class Run:
    """A run as its page shows it; `items` are rows of `motcua.store.version.version_migration.items`."""

    row: Record
    pair: Pair
    items: Sequence[Record]

    @property
    def moved(self) -> list[Record]:
        return [item for item in self.items if item.outcome == "moved"]

    @property
    def stayed(self) -> list[Record]:
        return [item for item in self.items if item.outcome == "stayed"]

    @property
    def waiting(self) -> int:
        return sum(not item.outcome for item in self.items)

    @property
    def undoable(self) -> list[Record]:
        """The dossiers that still stand where this run has moved them."""
        return [item for item in self.moved if item.version_id == self.row.to_id]


def procedure_of(work: Work, actor: Actor, version_id: int) -> Record:
    """The procedure of a version, for whoever may approve it; raises NotFoundError, NotAllowedError."""
    version = work.house.versions.get(work.connection, version_id)
    procedure = procedures.by_code(work.connection, version.facts.code)
    if procedure is None:
        raise NotFoundError(Text("Không có thủ tục này.", "There is no such procedure."))
    model_rights.require_publish(work, actor, procedure.field, procedure.owner_id)
    return procedure


def pair_of(work: Work, actor: Actor, from_id: int, to_id: int) -> Pair:
    """Two versions of one procedure, for whoever may approve it; raises NotFoundError, NotAllowedError."""
    old, new = (procedures.version(work.connection, one) for one in (from_id, to_id))
    if old is None or new is None or old.procedure_id != new.procedure_id or old.id == new.id:
        raise NotFoundError(
            Text("Hãy chọn hai phiên bản của cùng thủ tục.", "Choose two versions of one procedure.")
        )
    procedure = procedure_of(work, actor, from_id)
    return Pair(procedure, old, new)


def start(
    work: Work,
    actor: Actor,
    key: UUID,
    from_id: int,
    to_id: int,
    mapping: Mapping[str, str],
    dossier_ids: Sequence[int],
    reason: str,
    now: datetime,
    *,
    undoes: int | None = None,
) -> int:
    """Begin a run; its id, the first one's when `key` was used before. One commit.

    Only a version in force is moved to; taking a run back is the exception. Raises ValidationError at "/dossiers",
    "/reason" or "/mapping", ConflictError, and what `pair_of` raises.
    """
    pair = pair_of(work, actor, from_id, to_id)
    if pair.new.state != "active" and undoes is None:
        raise ConflictError(
            Text("Phiên bản đích chưa có hiệu lực.", "The version to move to is not in force.")
        )
    if stored.by_key(work.connection, key) is not None:
        return _same(work, actor, key)
    if errors := _problems(work, pair, mapping, dossier_ids, reason):
        raise ValidationError(errors)
    run_id = stored.add(
        work.connection, key=key, from_id=from_id, to_id=to_id, mapping=dict(mapping), reason=reason.strip(),
        account_id=account_id(actor), actor_name=actor.name, started_at=now, undoes=undoes,
    )  # fmt: skip
    if run_id is None:
        return _same(work, actor, key)
    wanted = list(dict.fromkeys(dossier_ids))
    stored.add_items(work.connection, run_id, wanted)
    numbers = {"from": pair.old.number, "to": pair.new.number}
    work.record(
        at=now, actor_id=actor.id, actor_name=actor.name, action="version.migrate", subject=pair.procedure.code,
        detail={**numbers, "run": run_id, "count": len(wanted), "reason": reason.strip(), "undoes": undoes},
    )  # fmt: skip
    for number in range(1, len(wanted) + 1):
        work.defer(JOB, {"run_id": run_id, "number": number})
    work.commit()
    return run_id


def undo(work: Work, actor: Actor, key: UUID, run_id: int, now: datetime) -> int:
    """Begin the run that takes back what a run has moved, as far as that is still possible; its id. One commit."""
    run = page(work, actor, run_id)
    back = _inverse(work, run)
    ids = [item.dossier_id for item in run.undoable]
    reason = f"Hoàn lại lượt chuyển số {run_id}"
    return start(work, actor, key, run.row.to_id, run.row.from_id, back, ids, reason, now, undoes=run_id)


def _inverse(work: Work, run: Run) -> dict[str, str]:
    """New id → old one, where it is known which: a step that stood for several, or was there before, keeps its id."""
    there = work.house.versions.get(work.connection, run.row.from_id).spec.elements
    given = list(run.row.mapping.values())
    return {new: old for old, new in run.row.mapping.items() if new not in there and given.count(new) == 1}


def carry_out(house: House, run_id: int, number: int, now: datetime) -> bool:
    """Move one dossier of a run, or write why it stays; false when that was done before.

    The move and its mark in the list are one commit, so a worker that dies in between does nothing twice.
    """
    try:
        return _moved(house, run_id, number, now)
    except MotcuaError as error:
        return _stayed(house, run_id, number, error, now)


def page(work: Work, actor: Actor, run_id: int) -> Run:
    """A run; raises NotFoundError, NotAllowedError for whoever may not approve the procedure."""
    row = stored.by_id(work.connection, run_id)
    if row is None:
        raise NotFoundError(Text("Không có lượt chuyển này.", "There is no such run."))
    return Run(row, pair_of(work, actor, row.from_id, row.to_id), stored.items(work.connection, run_id))


def listed(work: Work, version_ids: Sequence[int]) -> Sequence[Record]:
    """The runs from or to these versions, the newest first, with total, moved and stayed."""
    return stored.of_versions(work.connection, version_ids)


def change_of(work: Work, pair: Pair, mapping: Mapping[str, str]) -> Change:
    old, new = (work.house.versions.get(work.connection, one.id) for one in (pair.old, pair.new))
    return Change(work, old, new, mapping)


def _problems(
    work: Work, pair: Pair, mapping: Mapping[str, str], dossier_ids: Sequence[int], reason: str
) -> list[FieldError]:
    found = []
    if not dossier_ids:
        found.append(
            FieldError("/dossiers", "required", Text("Chọn ít nhất một hồ sơ.", "Choose a dossier."))
        )
    if len(dossier_ids) > MOST:
        many = Text(f"Mỗi lượt nhiều nhất {MOST} hồ sơ.", f"At most {MOST} dossiers at a time.")
        found.append(FieldError("/dossiers", "too_many", many))
    elif stored.has_others(work.connection, pair.old.id, dossier_ids):
        others = Text(
            f"Có hồ sơ không theo phiên bản {pair.old.number} của thủ tục này. Tải lại trang rồi chọn lại.",
            f"A dossier does not follow version {pair.old.number} of this procedure. Reload the page and choose again.",
        )
        found.append(FieldError("/dossiers", "unknown", others))
    if len(reason.strip()) < 3:
        words = Text("Ghi lý do hoặc số quyết định.", "Give the reason or the decision's number.")
        found.append(FieldError("/reason", "required", words))
    old, new = (
        work.house.versions.get(work.connection, one.id).spec.elements for one in (pair.old, pair.new)
    )
    if any(key not in old or to not in new for key, to in mapping.items()):
        words = Text("Bước tương ứng không có trong phiên bản.", "A version has no such step.")
        found.append(FieldError("/mapping", "unknown", words))
    return found


def _same(work: Work, actor: Actor, key: UUID) -> int:
    row = stored.by_key(work.connection, key)
    if row is None or row.account_id != account_id(actor):
        raise NotFoundError(Text("Không có lượt chuyển này.", "There is no such run."))
    return int(row.id)


def _moved(house: House, run_id: int, number: int, now: datetime) -> bool:
    with house.work() as work:
        item, run = stored.take(work.connection, run_id, number), stored.by_id(work.connection, run_id)
        if item is None or run is None:
            return False
        actor = bulk.starter(work, run.account_id, now)
        change = change_of(work, pair_of(work, actor, run.from_id, run.to_id), run.mapping)
        recount.lock(work.connection, item.dossier_id)
        row = dossiers.by_id(work.connection, item.dossier_id)
        if row is None:
            return False
        about = under_way.of_dossiers(work.connection, [row.id])[row.id]
        found: Plan = version_move.plan(change, row, about, now)
        version_move.write(change, found, actor, now, {"run": run_id, "reason": run.reason})
        stored.finish(work.connection, run_id, number, "moved", now)
        work.commit()
    return True


def _stayed(house: House, run_id: int, number: int, error: MotcuaError, now: datetime) -> bool:
    with house.work() as work:
        item, run = stored.take(work.connection, run_id, number), stored.by_id(work.connection, run_id)
        if item is None or run is None:
            return False
        stored.finish(work.connection, run_id, number, "stayed", now, error.message.vi, error.message.en)
        work.record(
            at=now,
            actor_id=run.account_id,
            actor_name=run.actor_name,
            action="dossier.migrate_refused",
            dossier_id=item.dossier_id,
            subject=str(run_id),
            detail={"error": error.code, "reason": error.message.vi},
        )
        work.commit()
    return True
