"""The audit: one row per action, appended and never changed (a trigger refuses update and delete).

Every row carries a keyed code over its content, `mac`: whoever writes to the database without the installation
key can make no row that `motcua audit verify` believes (N-09). Rows are chained later: see `audit_seal`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Connection, Index, select, text
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.base import Base, Id, Record
from motcua.store.cipher import Cipher

# Where the unit of work leaves its cipher in `Connection.info`.
KEY = "audit_cipher"
VIEW = "view"
NONCE_BYTES = 8

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=datetime.isoformat)


class Audit(Base):
    """`at` is the actual instant, `counted_at` the one the rule counts (E-03); both are history.

    `detail` holds codes, names of steps and numbers, never personal data; its text stays as it was written,
    for `mac` is computed over it. `mac` is a random nonce of 8 bytes and 32 bytes of HMAC-SHA256 over it and
    `canonical`; the nonce tells a copied row from two equal ones.
    """

    __tablename__ = "audit"

    id: Mapped[Id]
    at: Mapped[datetime]
    counted_at: Mapped[datetime | None]
    actor_id: Mapped[int | None]
    actor_name: Mapped[str]
    action: Mapped[str]
    dossier_id: Mapped[int | None] = mapped_column(index=True)
    subject: Mapped[str] = mapped_column(default="")
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)
    mac: Mapped[bytes]

    __table_args__ = (
        Index("ix_audit_actor_id_id", "actor_id", "id"),
        Index("ix_audit_at", "at", postgresql_using="brin"),
        Index(
            "uq_audit_view",
            "actor_id",
            "dossier_id",
            "subject",
            # Written as the server prints it, for migrations compare the two.
            text("date_trunc('hour'::text, (at AT TIME ZONE 'UTC'::text))"),
            unique=True,
            postgresql_where=text("action = 'view'"),
        ),
    )


_ADD = """
    insert into audit (at, counted_at, actor_id, actor_name, action, dossier_id, subject, detail, mac)
    values (:at, :counted_at, :actor_id, :actor_name, :action, :dossier_id, :subject, cast(:detail as json), :mac)"""
_ADD_ROW = text(_ADD)
_ADD_VIEW = text(
    _ADD
    + """ on conflict (actor_id, dossier_id, subject, date_trunc('hour', at at time zone 'UTC'))
    where action = 'view' do nothing"""
)
_ABSENT: Mapping[str, Any] = {"counted_at": None, "actor_id": None, "dossier_id": None, "subject": ""}

# The bytes of `canonical` as the database puts them together from row `a`; no instant of ours is infinite.
CANONICAL = """convert_to(concat(
    case when isfinite(a.at) then (extract(epoch from a.at) * 1000000)::bigint end, ';',
    case when isfinite(a.counted_at) then (extract(epoch from a.counted_at) * 1000000)::bigint end, ';',
    a.actor_id, ';', a.dossier_id, ';', length(a.actor_name), ';', length(a.action), ';', length(a.subject), ';',
    a.actor_name, a.action, a.subject, a.detail::text), 'UTF8')"""


def add(connection: Connection, **values: Any) -> None:
    """Append a row. An opening (`view`) of the same thing by the same account is kept once an hour (M-14)."""
    row = {**_ABSENT, **values, "detail": _ENCODER.encode(values["detail"])}
    row["mac"] = mac(connection, row)
    connection.execute(_ADD_VIEW if row["action"] == VIEW else _ADD_ROW, row)


def mac(connection: Connection, row: Mapping[str, Any]) -> bytes:
    """A new code for a row that is about to be written; `detail` is its encoded text."""
    cipher: Cipher = connection.info[KEY]
    nonce = os.urandom(NONCE_BYTES)
    return nonce + cipher.mac(nonce + canonical(row))


def is_genuine(cipher: Cipher, code: bytes, content: bytes) -> bool:
    """Whether `code` was made by this installation for a row of that canonical content."""
    nonce = code[:NONCE_BYTES]
    return code[NONCE_BYTES:] == cipher.mac(nonce + content)


def canonical(row: Mapping[str, Any]) -> bytes:
    """The content of a row as bytes, from which no part can move into another: instants in microseconds,
    lengths, then the texts."""
    name, action, subject = row["actor_name"], row["action"], row["subject"]
    return (
        f"{_micros(row['at'])};{_micros(row['counted_at'])};{_number(row['actor_id'])};{_number(row['dossier_id'])};"
        f"{len(name)};{len(action)};{len(subject)};{name}{action}{subject}{row['detail']}"
    ).encode()


def _micros(at: datetime | None) -> int | str:
    return "" if at is None else (at - _EPOCH) // _MICROSECOND


def _number(value: int | None) -> int | str:
    return "" if value is None else value


def of_dossier(connection: Connection, dossier_id: int) -> Sequence[Record]:
    """The history of a dossier, oldest first."""
    return connection.execute(
        select(Audit.__table__).where(Audit.dossier_id == dossier_id).order_by(Audit.id)
    ).all()


def has(connection: Connection, dossier_id: int, action: str, subject: str) -> bool:
    """Whether this was done to the dossier before."""
    statement = select(Audit.id).where(
        Audit.dossier_id == dossier_id, Audit.action == action, Audit.subject == subject
    )
    return connection.execute(statement.limit(1)).first() is not None
