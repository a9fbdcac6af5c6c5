"""Second factors: the sealed secret of an account's authenticator app, and its recovery codes as keyed digests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Connection, UniqueConstraint, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.base import Base, Id, Record, reference


class SecondFactor(Base):
    """`last_step` is the step of half a minute whose code was taken last: no code is taken twice."""

    __tablename__ = "second_factor"

    account_id: Mapped[int] = mapped_column(reference("account.id"), primary_key=True)
    secret_sealed: Mapped[bytes]
    confirmed_at: Mapped[datetime]
    last_step: Mapped[int] = mapped_column(BigInteger)


class RecoveryCode(Base):
    """One of the codes that stand for a lost app, each once."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("account_id", "digest"),)

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(reference("account.id"))
    digest: Mapped[bytes]
    used_at: Mapped[datetime | None]


def of_account(connection: Connection, account_id: int) -> Record | None:
    """The factor, locked until the transaction ends; None when the account has none."""
    statement = select(SecondFactor.__table__).where(SecondFactor.account_id == account_id)
    return connection.execute(statement.with_for_update()).first()


def has(connection: Connection, account_id: int) -> bool:
    statement = select(SecondFactor.account_id).where(SecondFactor.account_id == account_id)
    return connection.execute(statement).first() is not None


def save(connection: Connection, account_id: int, codes: Sequence[bytes], **values: Any) -> None:
    """Put the factor and its recovery codes in the place of the account's earlier ones."""
    remove(connection, account_id)
    connection.execute(insert(SecondFactor).values(account_id=account_id, **values))
    save_codes(connection, account_id, codes)


def save_codes(connection: Connection, account_id: int, codes: Sequence[bytes]) -> None:
    connection.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    connection.execute(
        insert(RecoveryCode).values([{"account_id": account_id, "digest": digest} for digest in codes])
    )


def remove(connection: Connection, account_id: int) -> bool:
    """Take the factor and its codes away; whether there was one."""
    connection.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    gone = connection.execute(delete(SecondFactor).where(SecondFactor.account_id == account_id))
    return gone.rowcount > 0


def take_step(connection: Connection, account_id: int, step: int) -> None:
    connection.execute(
        update(SecondFactor).where(SecondFactor.account_id == account_id).values(last_step=step)
    )


def use_code(connection: Connection, account_id: int, digest: bytes, at: datetime) -> bool:
    """Use a recovery code up; false when there is no such code left."""
    statement = update(RecoveryCode).where(
        RecoveryCode.account_id == account_id, RecoveryCode.digest == digest, RecoveryCode.used_at.is_(None)
    )
    return connection.execute(statement.values(used_at=at)).rowcount == 1


def codes_left(connection: Connection, account_id: int) -> int:
    return connection.execute(
        select(func.count()).where(RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))
    ).scalar_one()
