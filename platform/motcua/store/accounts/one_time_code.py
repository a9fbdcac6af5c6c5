"""One-time codes sent to an account's contact, as keyed digests: one open code for each purpose."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.base import Base, Record, reference


class OneTimeCode(Base):
    """`purpose` is "contact", "recovery", "incident" or "assist"; `tries` counts wrong answers."""

    __tablename__ = "one_time_code"

    account_id: Mapped[int] = mapped_column(reference("account.id"), primary_key=True)
    purpose: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[bytes]
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)


def save(connection: Connection, account_id: int, purpose: str, **values: Any) -> None:
    """Keep a new code; an earlier one of this purpose is no longer good."""
    row = {**values, "tries": 0}
    statement = insert(OneTimeCode).values(account_id=account_id, purpose=purpose, **row)
    connection.execute(statement.on_conflict_do_update(index_elements=["account_id", "purpose"], set_=row))


def of_account(connection: Connection, account_id: int, purpose: str) -> Record | None:
    """The code, locked until the transaction ends."""
    statement = select(OneTimeCode.__table__).where(
        OneTimeCode.account_id == account_id, OneTimeCode.purpose == purpose
    )
    return connection.execute(statement.with_for_update()).first()


def count_try(connection: Connection, account_id: int, purpose: str) -> None:
    connection.execute(
        update(OneTimeCode)
        .where(OneTimeCode.account_id == account_id, OneTimeCode.purpose == purpose)
        .values(tries=OneTimeCode.tries + 1)
    )


def remove(connection: Connection, account_id: int, purpose: str) -> None:
    connection.execute(
        delete(OneTimeCode).where(OneTimeCode.account_id == account_id, OneTimeCode.purpose == purpose)
    )


def forget(connection: Connection, before: datetime) -> None:
    """Delete the codes that ran out before an instant."""
    connection.execute(delete(OneTimeCode).where(OneTimeCode.expires_at < before))
