"""Sealing the audit: the chain that the worker adds behind the actions, and the digest of every finished day (N-09)."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from motcua.domain.errors import ConflictError, InputError
from motcua.domain.text import Text
from motcua.services.work import House, Work
from motcua.store.agencies import agency as agencies
from motcua.store.audit import audit, audit_seal
from motcua.store.base import Record
from motcua.store.cipher import Cipher

FORMAT = "motcua-audit-digest/1"
BATCH = 5_000
START = bytes(32)
# Rows still under way at midnight are written and sealed before their day is closed.
SETTLED = timedelta(minutes=5)

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Digest:
    """A finished day: `rows` written in it, and the chain's `number` and `hash` (hex) at its last row.

    Kept elsewhere, it proves later that nothing up to that seal was changed, taken away or added.
    """

    day: date
    timezone: str
    rows: int
    number: int
    hash: str
    made_at: datetime
    mac: str

    def to_dict(self) -> dict[str, object]:
        return {"format": FORMAT, **_content(self.day, self.timezone, self.rows, self.number, self.hash),
                "made_at": self.made_at.isoformat(), "mac": self.mac}  # fmt: skip


def seal(house: House, *, thoroughly: bool = False) -> int:
    """Seal what is not sealed yet, in batches of their own transactions; how many rows.

    `thoroughly` looks through the whole log, else only near its end. A row without a genuine code is left alone:
    `verify` names it.
    """
    sealed, above, found = 0, None, BATCH
    while found == BATCH:
        with house.work() as work:
            audit_seal.lock(work.connection)
            if above is None:
                above = 0 if thoroughly else audit_seal.near(work.connection)
            rows = audit_seal.unsealed(work.connection, above, BATCH)
            genuine = [row for row in rows if audit.is_genuine(work.cipher, row.mac, row.content)]
            _append(work, genuine)
            work.commit()
        found, sealed = len(rows), sealed + len(genuine)
        above = rows[-1].id if rows else above
        if len(genuine) < found:
            _log.error("audit: %d rows near %d carry no genuine code", found - len(genuine), above)
    return sealed


def next_hash(cipher: Cipher, previous: bytes, row_mac: bytes, audit_id: int) -> bytes:
    """The hash of a seal; keyed, so that the chain cannot be made anew around a missing row."""
    return cipher.mac(previous + row_mac + audit_id.to_bytes(8, "big"))


def close_days(house: House, now: datetime) -> int:
    """Write the digests of all finished days that have none; how many. One commit."""
    with house.work() as work:
        audit_seal.lock(work.connection)
        zone = zone_of(work, now)
        written = 0
        for day in _open_days(work, zone, (now - SETTLED).astimezone(zone).date()):
            _write_digest(work, day, zone, now)
            written += 1
        work.commit()
    return written


def digest(house: House, day: date, now: datetime) -> Digest:
    """The digest of a finished day; taking it is recorded. Raises ConflictError while there is none. One commit."""
    seal(house, thoroughly=True)
    close_days(house, now)
    with house.work() as work:
        row = audit_seal.digest_of(work.connection, day)
        if row is None:
            raise ConflictError(
                Text(
                    f"Chưa có bản tóm lược ngày {day:%d/%m/%Y}: ngày chưa kết thúc hoặc trước khi có nhật ký.",
                    f"There is no digest of {day:%d/%m/%Y}: the day is not over, or was before the log began.",
                )
            )
        work.record(
            at=now,
            actor_name="Motcua",
            action="audit.digest",
            subject=day.isoformat(),
            detail={"rows": row.rows},
        )
        work.commit()
    return of_row(row)


def of_row(row: Record) -> Digest:
    """A stored digest."""
    return Digest(row.day, row.timezone, row.rows, row.number, row.hash.hex(), row.made_at, row.mac.hex())


def read(value: object) -> Digest:
    """A digest that was kept elsewhere; raises InputError when it is none."""
    try:
        if not isinstance(value, Mapping) or value["format"] != FORMAT:
            raise ValueError("another format")
        return Digest(
            date.fromisoformat(value["day"]),
            str(value["timezone"]),
            int(value["rows"]),
            int(value["number"]),
            bytes.fromhex(value["hash"]).hex(),
            datetime.fromisoformat(value["made_at"]),
            bytes.fromhex(value["mac"]).hex(),
        )
    except (KeyError, TypeError, ValueError):
        raise InputError(
            Text(
                "Tệp không phải bản tóm lược nhật ký. Hãy chọn tệp do “motcua audit digest” ghi ra.",
                "The file is no digest of the log. Choose one that “motcua audit digest” wrote.",
            )
        ) from None


def is_genuine(cipher: Cipher, one: Digest) -> bool:
    """Whether this installation wrote the digest."""
    return one.mac == _mac(cipher, one.day, one.timezone, one.rows, one.number, one.hash)


def zone_of(work: Work, now: datetime) -> ZoneInfo:
    """The time zone whose days are closed: that of the province's calendar."""
    root = agencies.root(work.connection)
    calendar = work.house.calendars.at(work.connection, root.id, now) if root is not None else None
    return calendar.zone if calendar is not None else ZoneInfo("Asia/Ho_Chi_Minh")


def _append(work: Work, rows: list[Record]) -> None:
    if not rows:
        return
    newest = audit_seal.last(work.connection)
    number, previous = (newest.number, newest.hash) if newest is not None else (0, START)
    seals = []
    for row in rows:
        number += 1
        previous = next_hash(work.cipher, previous, row.mac, row.id)
        seals.append((number, row.id, previous))
    audit_seal.append(work.connection, seals)


def _open_days(work: Work, zone: ZoneInfo, today: date) -> list[date]:
    """Days before `today` without a digest, from the day after the last one, or the first of the log."""
    known = audit_seal.digests(work.connection)
    if known:
        first = known[-1].day + timedelta(days=1)
    else:
        began = audit_seal.first_at(work.connection)
        first = began.astimezone(zone).date() if began is not None else today
    return [first + timedelta(days=number) for number in range((today - first).days)]


def _write_digest(work: Work, day: date, zone: ZoneInfo, now: datetime) -> None:
    start = datetime.combine(day, time(), zone)
    rows, number = audit_seal.of_day(
        work.connection, start, datetime.combine(day + timedelta(days=1), time(), zone)
    )
    before = audit_seal.digest_of(work.connection, day - timedelta(days=1))
    number = max(number or 0, before.number if before is not None else 0)
    end = audit_seal.hash_at(work.connection, number) if number else START
    audit_seal.add_digest(
        work.connection,
        day=day,
        timezone=zone.key,
        rows=rows,
        number=number,
        hash=end,
        made_at=now,
        mac=bytes.fromhex(_mac(work.cipher, day, zone.key, rows, number, end.hex())),
    )


def _mac(cipher: Cipher, day: date, timezone: str, rows: int, number: int, hash_hex: str) -> str:
    return cipher.mac(_ENCODER.encode(_content(day, timezone, rows, number, hash_hex)).encode()).hex()


def _content(day: date, timezone: str, rows: int, number: int, hash_hex: str) -> dict[str, Any]:
    return {"day": day.isoformat(), "timezone": timezone, "rows": rows, "number": number, "hash": hash_hex}
