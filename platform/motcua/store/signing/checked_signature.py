"""What was found about the signatures of stored files, and when: shown beside the file (F-14)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.base import Base, Id, Record


class CheckedSignature(Base):
    """One examination of a content. `findings` is a list of `SignatureFinding.to_dict`, empty for no signature.

    `content` is the SHA-256 of the bytes; it does not keep them from being cleaned away, so it has not that name. `trust`
    is the hash of the trust list that was applied.
    """

    __tablename__ = "checked_signature"

    id: Mapped[Id]
    content: Mapped[str] = mapped_column(index=True)
    checked_at: Mapped[datetime]
    trust: Mapped[str]
    findings: Mapped[list[Any]]


def add(connection: Connection, **values: Any) -> None:
    connection.execute(insert(CheckedSignature).values(**values))


def again(connection: Connection, checked_id: int, *, checked_at: datetime, trust: str) -> None:
    """The same was found once more."""
    mine = CheckedSignature.id == checked_id
    connection.execute(update(CheckedSignature).where(mine).values(checked_at=checked_at, trust=trust))


def newest(connection: Connection, content: str) -> Record | None:
    return next(iter(of_contents(connection, [content])), None)


def of_contents(connection: Connection, contents: Collection[str]) -> Sequence[Record]:
    """The newest examination of each of these contents that was ever examined."""
    last = (
        select(func.max(CheckedSignature.id))
        .where(CheckedSignature.content.in_(contents))
        .group_by(CheckedSignature.content)
    )
    return connection.execute(
        select(CheckedSignature.__table__).where(CheckedSignature.id.in_(last.scalar_subquery()))
    ).all()
