"""How a run of orders is carried out: the key unlocked once, a few documents at a time, each in its own commit.

Anything may die at any point: what is signed stays signed, what is not is taken up by the next try, and nothing is written
twice, because an order is locked and done in the commit that writes its file.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from motcua.contrib.signing import pades
from motcua.contrib.signing.pades import Prepared, SignatureLook
from motcua.domain.errors import ConflictError, MotcuaError
from motcua.domain.signing import signature_mark
from motcua.domain.text import Text
from motcua.extend.signature_provider import SigningCertificate, UnlockedKey
from motcua.services import rate
from motcua.services.desk import bulk
from motcua.services.signing import authority, keys, orders, signing, verification
from motcua.services.work import House, Work
from motcua.store.base import Record
from motcua.store.dossier import dossier as dossiers
from motcua.store.signing import signature_order as stored

AT_ONCE: Final = 10
"""Documents prepared and signed together: bounds what is in memory and shows progress."""


def carry_out(house: House, run_id: int, now: datetime) -> bool:
    """Sign what is open in a run; false when there was nothing to do, or another process does it."""
    with house.work() as guard:
        run = stored.hold_run(guard.connection, run_id)
        if run is None:
            return False
        waiting = [one for one in stored.of_run(guard.connection, run_id) if one.state in stored.OPEN]
        if waiting:
            _sign(house, run, waiting, now)
        if run.secret_sealed is not None:
            stored.erase_secret(guard.connection, run_id)
        guard.commit()
    return bool(waiting)


def erase_secrets(house: House, now: datetime) -> int:
    """Erase what opens keys and has outlived its time, with the orders that waited for it; of how many runs."""
    with house.work() as work:
        late = stored.late_runs(work.connection, now)
    for run_id in late:
        carry_out(house, run_id, now)
    return len(late)


def _sign(house: House, run: Record, waiting: Sequence[Record], now: datetime) -> None:
    left = list(waiting)
    try:
        with house.work() as work:
            bulk.starter(work, run.account_id, now)
            key = signing.key_of(work, run.signing_key_id)
            provider = keys.provider_of(work, key.service)
            secret = _secret(work, run, now)
            stored.change(work.connection, [one.id for one in left], "working", now)
            work.commit()
        with provider.unlock(key.known_as, secret, len(left)) as unlocked:
            authority.require_certificate(key, unlocked.certificate)
            with house.work() as work:
                rate.give_back(work, orders.SECRET_TRIED, str(key.id), now)
                work.commit()
            while left:
                _sign_some(house, run, key, unlocked, left[:AT_ONCE], now)
                del left[:AT_ONCE]
    except MotcuaError as error:
        _fail(house, left, error, now)


def _sign_some(
    house: House, run: Record, key: Record, unlocked: UnlockedKey, some: Sequence[Record], now: datetime
) -> None:
    """Prepare these, have them signed in one call, complete each. Raises what the service raises."""
    ready: list[tuple[Record, Prepared]] = []
    for order in some:
        try:
            ready.append((order, _prepared(house, order, key, unlocked.certificate, now)))
        except MotcuaError as error:
            _fail(house, [order], error, now)
    if not ready:
        return
    signatures = unlocked.sign([one.to_sign for _, one in ready])
    hosts = _authorities(house)
    for (order, prepared), signature in zip(ready, signatures, strict=True):
        try:
            content = pades.complete(prepared, signature, house.time_stamper, hosts)
            _write(house, run, key, order, content, now)
        except MotcuaError as error:
            _fail(house, [order], error, now)


def _authorities(house: House) -> frozenset[str]:
    with house.work() as work:
        return verification.proof_hosts(work)


def _prepared(
    house: House, order: Record, key: Record, certificate: SigningCertificate, now: datetime
) -> Prepared:
    return pades.prepare(
        house.files.get(order.sha256),
        _look(house, order),
        certificate,
        now,
        with_time_stamp=house.time_stamper is not None,
    )


def _look(house: House, order: Record) -> SignatureLook:
    """Where the mark goes by the process that the dossier follows now."""
    with house.work() as work:
        dossier = dossiers.by_id(work.connection, order.dossier_id)
        assert dossier is not None
        step = house.versions.get(work.connection, dossier.version_id).model.step_by_id.get(order.step_id)
    place = signature_mark.place_of(step.mark if step is not None else "", order.signer)
    return SignatureLook() if place is None else SignatureLook(place.page, place=place.place)


def _write(house: House, run: Record, key: Record, order: Record, content: bytes, now: datetime) -> None:
    with house.work() as work:
        # First the dossier, as everywhere: two that lock in different orders would wait for each other.
        actor = bulk.starter(work, run.account_id, now)
        task = signing.task_of(work, actor, order.dossier_code, order.task_id)
        still = stored.by_id(work.connection, order.id, lock=True)
        if still is None or still.state not in stored.OPEN:
            return
        authority.require(work, actor, key.id, task.wanted.signer, task.row.step_agency_id, now)
        if task.file.id != order.file_id:
            raise _replaced()
        signing.write(work, actor, task, order.id, content, key, now)
        work.commit()


def _secret(work: Work, run: Record, now: datetime) -> str:
    if run.secret_sealed is None or now > run.secret_until:
        raise ConflictError(
            Text(
                "Quá thời gian giữ mã mở khóa nên chưa ký. Hãy ký lại.",
                "What unlocks the key was kept too long, so nothing was signed. Sign again.",
            )
        )
    return work.cipher.open(run.secret_sealed)


def _fail(house: House, failed: Sequence[Record], error: MotcuaError, now: datetime) -> None:
    words = error.message
    with house.work() as work:
        stored.change(work.connection, [one.id for one in failed], "failed", now, words.vi, words.en)
        work.commit()


def _replaced() -> ConflictError:
    return ConflictError(
        Text(
            "Tệp đã được thay trong lúc ký. Mở hồ sơ, xem tệp mới rồi ký lại.",
            "The file was replaced meanwhile. Open the dossier, look at the new one, then sign again.",
        )
    )
