"""The chain over the audit: seals that a background job adds behind the actions, digests of days, verifications.

An action never waits for the chain: its row carries its own code, and is sealed some seconds later. A seal binds
its row to all before it, so that no row can be taken away without a trace.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Connection,
    LargeBinary,
    Text,
    bindparam,
    cast,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.audit.audit import CANONICAL, Audit
from motcua.store.base import Base, Id, Record

FETCHED = 5_000
# So far behind the newest seal a row of a slow transaction is looked for each time; older ones daily.
NEAR = 10_000


class Seal(Base):
    """`number` counts from 1 without gaps; `hash` is HMAC-SHA256 over the previous hash, the row's code and id."""

    __tablename__ = "audit_seal"

    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    audit_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    hash: Mapped[bytes]


class Digest(Base):
    """A finished local day: its number of `rows`, and the last seal among them or before them; `mac` over all."""

    __tablename__ = "audit_digest"

    day: Mapped[date] = mapped_column(primary_key=True)
    timezone: Mapped[str]
    rows: Mapped[int]
    number: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[bytes]
    made_at: Mapped[datetime]
    mac: Mapped[bytes]


class Check(Base):
    """A verification: how many `rows` were read, the end of the chain then, and what was found, if anything."""

    __tablename__ = "audit_check"

    id: Mapped[Id]
    at: Mapped[datetime]
    rows: Mapped[int] = mapped_column(BigInteger)
    number: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[bytes]
    finding: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


_UNSEALED = f"""
    select a.id, a.mac, {CANONICAL} as content from audit a
    where a.id > :above and not exists (select from audit_seal s where s.audit_id = a.id)
    order by a.id"""  # noqa: S608 - text of our own
_CHAIN = f"""
    select s.number, s.audit_id, s.hash, a.mac, {CANONICAL} as content
    from audit_seal s left join audit a on a.id = s.audit_id order by s.number"""  # noqa: S608 - text of our own
_COPY = """
    select min(id) as original, max(id) as id from audit group by mac having count(*) > 1
    order by max(id) limit 1"""
_DAY = """
    select count(*) as rows, max(s.number) as number from audit a join audit_seal s on s.audit_id = a.id
    where a.at >= :start and a.at < :end"""
_APPEND = text(
    "insert into audit_seal (number, audit_id, hash) select * from unnest(:numbers, :ids, :hashes)"
).bindparams(
    bindparam("numbers", type_=ARRAY(BigInteger)),
    bindparam("ids", type_=ARRAY(BigInteger)),
    bindparam("hashes", type_=ARRAY(LargeBinary)),
)


def lock(connection: Connection) -> None:
    """One sealer at a time, until the end of the transaction; actions do not take this lock."""
    connection.execute(text("select pg_advisory_xact_lock(hashtext('audit_seal'))"))


def last(connection: Connection) -> Record | None:
    """The newest seal."""
    return connection.execute(select(Seal.__table__).order_by(Seal.number.desc()).limit(1)).first()


def near(connection: Connection) -> int:
    """The id above which rows without a seal are to be expected."""
    newest = connection.execute(select(func.max(Seal.audit_id))).scalar_one()
    return max((newest or 0) - NEAR, 0)


def unsealed(connection: Connection, above: int, limit: int) -> Sequence[Record]:
    """Rows without a seal, by id: id, mac and canonical content."""
    return connection.execute(text(_UNSEALED + " limit :limit"), {"above": above, "limit": limit}).all()


def append(connection: Connection, seals: Sequence[tuple[int, int, bytes]]) -> None:
    """Add seals (number, id of the row, hash) to the chain."""
    numbers, ids, hashes = (list(column) for column in zip(*seals, strict=True))
    connection.execute(_APPEND, {"numbers": numbers, "ids": ids, "hashes": hashes})


def chain(connection: Connection) -> Iterator[Any]:
    """Every seal in its order with the code and content of its row, None when the row is gone; streamed."""
    return _streamed(connection, _CHAIN, {})


def all_unsealed(connection: Connection) -> Iterator[Any]:
    """Every row without a seal, by id; streamed."""
    return _streamed(connection, _UNSEALED, {"above": 0})


def copied(connection: Connection) -> Record | None:
    """The first row that repeats the code of another (`original`)."""
    return connection.execute(text(_COPY)).first()


def row_words(connection: Connection, audit_id: int) -> Record | None:
    """When and what a row says, as text: a changed row may hold an instant that no clock shows."""
    statement = select(cast(Audit.at, Text).label("at"), Audit.action).where(Audit.id == audit_id)
    return connection.execute(statement).first()


def of_day(connection: Connection, start: datetime, end: datetime) -> tuple[int, int | None]:
    """How many sealed rows lie in [start, end), and the highest number among them."""
    row = connection.execute(text(_DAY), {"start": start, "end": end}).one()
    return row.rows, row.number


def hash_at(connection: Connection, number: int) -> bytes:
    return connection.execute(select(Seal.hash).where(Seal.number == number)).scalar_one()


def first_at(connection: Connection) -> datetime | None:
    """The instant of the oldest row."""
    return connection.execute(select(Audit.at).order_by(Audit.id).limit(1)).scalar_one_or_none()


def digests(connection: Connection) -> Sequence[Record]:
    return connection.execute(select(Digest.__table__).order_by(Digest.day)).all()


def digest_of(connection: Connection, day: date) -> Record | None:
    return connection.execute(select(Digest.__table__).where(Digest.day == day)).first()


def add_digest(connection: Connection, **values: Any) -> None:
    connection.execute(insert(Digest).values(**values))


def checks(connection: Connection) -> Sequence[Record]:
    """Verifications that found everything in order, oldest first."""
    sound = select(Check.__table__).where(Check.finding.is_(None))
    return connection.execute(sound.order_by(Check.id)).all()


def last_check(connection: Connection) -> Record | None:
    return connection.execute(select(Check.__table__).order_by(Check.id.desc()).limit(1)).first()


def add_check(connection: Connection, **values: Any) -> None:
    connection.execute(insert(Check).values(**values))


def _streamed(connection: Connection, statement: str, values: dict[str, Any]) -> Iterator[Any]:
    options = {"stream_results": True, "yield_per": FETCHED}
    with connection.execute(text(statement), values, execution_options=options) as result:
        yield from result
