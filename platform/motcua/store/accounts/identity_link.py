"""Which account a provider's person is: found by the provider's own name for him once he has been recognised."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, UniqueConstraint, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.base import Base, Id, Record, reference


class IdentityLink(Base):
    """`subject` is the provider's name for the person; `level` (0 to 3) what it said of him last (J-04)."""

    __tablename__ = "identity_link"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: Mapped[Id]
    provider: Mapped[str]
    issuer: Mapped[str]
    subject: Mapped[str]
    account_id: Mapped[int] = mapped_column(reference("account.id"), index=True)
    level: Mapped[int] = mapped_column(default=0)
    linked_at: Mapped[datetime]
    last_used_at: Mapped[datetime]


def by_subject(connection: Connection, issuer: str, subject: str) -> Record | None:
    return connection.execute(
        select(IdentityLink.__table__).where(IdentityLink.issuer == issuer, IdentityLink.subject == subject)
    ).first()


def save(connection: Connection, **values: Any) -> None:
    """Insert the link or bring its level and last use up to date; to which account it leads never changes."""
    statement = insert(IdentityLink).values(**values)
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["issuer", "subject"],
            set_={"level": values["level"], "last_used_at": values["last_used_at"]},
        )
    )


def level_of(connection: Connection, account_id: int) -> int:
    """The highest level that a provider has said of the account's holder; 0 when none has."""
    highest = select(func.max(IdentityLink.level)).where(IdentityLink.account_id == account_id)
    return connection.execute(highest).scalar_one() or 0
