"""Orders to sign: one unlocking of a key, many documents, each written by itself and at most once (A-14, F-13, D-13).

What opens the key is kept sealed until the run is over, for a quarter of an hour at most. A run is carried out by one
process at a time: its row stays locked meanwhile, and the lock ends with the process.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from motcua.domain.errors import FieldError, MotcuaError, NotFoundError, ValidationError
from motcua.domain.people.permissions import Actor, account_id, require
from motcua.domain.text import Text
from motcua.services import rate
from motcua.services.rate import Limit
from motcua.services.signing import authority, keys, signing
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.signing import signature_order as stored

MOST: Final = 200
SECRET_LASTS: Final = timedelta(minutes=15)
SOON: Final = timedelta(seconds=30)
SECRET_TRIED: Final = Limit("signing_secret", 5, timedelta(minutes=15))


@dataclass(frozen=True)
class Run:
    """A run as its page shows it; `orders` are rows of `motcua.store.signing.signature_order.SignatureOrder`."""

    row: Record
    orders: Sequence[Record]

    @property
    def signed(self) -> list[Record]:
        return [one for one in self.orders if one.state == "signed"]

    @property
    def failed(self) -> list[Record]:
        return [one for one in self.orders if one.state in ("failed", "called_off")]

    @property
    def waiting(self) -> int:
        return sum(one.state in stored.OPEN for one in self.orders)


def begin(
    work: Work,
    actor: Actor,
    key: UUID,
    items: Sequence[tuple[str, str]],
    key_id: int,
    secret: str,
    now: datetime,
    *,
    is_carried_out: bool = False,
) -> int:
    """Order the documents of these (code, task id) to be signed; the run's id, the first one's when `key` was used before.

    A document that cannot be ordered stands in the run as failed with the reason. Where the caller `is_carried_out` the run
    itself, the job only takes up what it left. One commit; what unlocks keys is counted before, see `rate.count`.
    """
    require(actor, "staff")
    row = authority.own_key(work, actor, key_id, now)
    _check(work, row, items, secret)
    rate.count(work, SECRET_TRIED, str(key_id), now)
    run_id = stored.add_run(
        work.connection,
        key=key,
        account_id=account_id(actor),
        signing_key_id=key_id,
        secret_sealed=work.cipher.seal(secret),
        secret_until=now + SECRET_LASTS,
        started_at=now,
    )
    if run_id is None:
        rate.give_back(work, SECRET_TRIED, str(key_id), now)
        work.commit()
        return _same(work, actor, key)
    # In the order of their codes, so that two who sign the same dossiers do not wait for each other.
    opened = [_order(work, actor, run_id, row, code, task_id, now) for code, task_id in sorted(set(items))]
    if not any(opened):
        # Nothing is unlocked, so nothing was tried.
        rate.give_back(work, SECRET_TRIED, str(key_id), now)
    _record(work, actor, run_id, row, len(set(items)), now)
    work.defer("sign_documents", {"run_id": run_id}, at=now + SOON if is_carried_out else None)
    work.commit()
    return run_id


def page(work: Work, actor: Actor, run_id: int) -> Run:
    """A run of the actor's own; raises NotFoundError for anybody else's."""
    row = stored.run_by_id(work.connection, run_id)
    if row is None or row.account_id != account_id(actor):
        raise NotFoundError(Text("Không có lượt ký này.", "There is no such run."))
    return Run(row, stored.of_run(work.connection, run_id))


def listed(work: Work, actor: Actor) -> Sequence[Record]:
    """The actor's newest runs with `total`, `signed` and `failed`."""
    require(actor, "staff")
    return stored.of_account(work.connection, account_id(actor))


def call_off(work: Work, actor: Actor, run_id: int, now: datetime) -> int:
    """What of a run is not signed yet is not signed any more; how many documents. One commit."""
    found = page(work, actor, run_id)
    words = Text("Bạn đã dừng việc ký.", "You called the signing off.")
    ids = [one.id for one in found.orders]
    count = stored.change(work.connection, ids, "called_off", now, words.vi, words.en)
    work.commit()
    return count


def _order(
    work: Work, actor: Actor, run_id: int, key: Record, code: str, task_id: str, now: datetime
) -> bool:
    """Order one document; false where it stands in the run as failed."""
    try:
        task = signing.task_of(work, actor, code, task_id)
        authority.require(work, actor, key.id, task.wanted.signer, task.row.step_agency_id, now)
        values = signing.order_values(task, actor, now)
        if stored.add(work.connection, **values, run_id=run_id) is None:
            raise signing.being_signed(code)
    except MotcuaError as error:
        stored.add(work.connection, **_refused(actor, run_id, code, task_id, error, now))
        return False
    return True


def _refused(
    actor: Actor, run_id: int, code: str, task_id: str, error: MotcuaError, now: datetime
) -> dict[str, object]:
    empty = dict.fromkeys(("step_id", "document", "slot", "signer", "sha256"), "")
    return {
        **empty,
        "run_id": run_id,
        "account_id": account_id(actor),
        "dossier_id": None,
        "dossier_code": code,
        "task_id": task_id,
        "file_id": None,
        "state": "failed",
        "problem": error.message.vi,
        "problem_en": error.message.en,
        "ordered_at": now,
        "changed_at": now,
    }


def _check(work: Work, key: Record, items: Sequence[tuple[str, str]], secret: str) -> None:
    about = keys.provider_of(work, key.service).about
    found = []
    if not items:
        found.append(FieldError("/items", "required", Text("Chọn ít nhất một hồ sơ.", "Choose a dossier.")))
    if len(items) > MOST:
        many = Text(f"Mỗi lượt ký nhiều nhất {MOST} hồ sơ.", f"At most {MOST} dossiers at a time.")
        found.append(FieldError("/items", "too_many", many))
    if about.asks_secret is not None and not secret:
        name = about.asks_secret
        words = Text(f"Nhập {name.vi[:1].lower()}{name.vi[1:]}.", f"Enter: {name.en}.")
        found.append(FieldError("/secret", "required", words))
    if found:
        raise ValidationError(found)


def _same(work: Work, actor: Actor, key: UUID) -> int:
    row = stored.run_by_key(work.connection, key)
    if row is None or row.account_id != account_id(actor):
        raise NotFoundError(Text("Không có lượt ký này.", "There is no such run."))
    return int(row.id)


def _record(work: Work, actor: Actor, run_id: int, key: Record, count: int, now: datetime) -> None:
    work.record(
        at=now,
        actor_id=actor.id,
        actor_name=actor.name,
        action="signature.begin",
        subject=str(run_id),
        detail={"count": count, "service": key.service, "serial": key.serial, "key": key.id},
    )
