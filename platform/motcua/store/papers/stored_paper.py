"""A person's own papers, supplied once with a dossier and used again for the next ones (B-07)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, UniqueConstraint, delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.base import Base, Id, Record, reference
from motcua.store.dossier.dossier import Dossier


class StoredPaper(Base):
    """`kind` is the paper's key in the procedures that ask for it. The bytes are those of the dossier's file.

    `certified_copy_id` is set where an agency certified that it is as the original (F-17).
    """

    __tablename__ = "stored_paper"
    __table_args__ = (UniqueConstraint("account_id", "kind", "sha256"),)

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(reference("account.id"))
    kind: Mapped[str]
    title: Mapped[str]
    title_en: Mapped[str]
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    dossier_id: Mapped[int] = mapped_column(reference("dossier.id"))
    stored_at: Mapped[datetime]
    valid_until: Mapped[date | None]
    certified_copy_id: Mapped[int | None] = mapped_column(reference("certified_copy.id"))


def add(connection: Connection, **values: Any) -> None:
    """Keep a paper; the same content of the same kind only moves its term."""
    statement = insert(StoredPaper).values(**values)
    newer = {key: values[key] for key in ("dossier_id", "stored_at", "valid_until", "name")}
    connection.execute(
        statement.on_conflict_do_update(index_elements=["account_id", "kind", "sha256"], set_=newer)
    )


def of_account(connection: Connection, account_id: int) -> Sequence[Record]:
    """Newest first, with `code`: that of the dossier it came with."""
    return connection.execute(
        select(StoredPaper.__table__, Dossier.code)
        .join(Dossier, Dossier.id == StoredPaper.dossier_id)
        .where(StoredPaper.account_id == account_id)
        .order_by(StoredPaper.stored_at.desc(), StoredPaper.id.desc())
    ).all()


def valid(connection: Connection, account_id: int, kinds: Collection[str], today: date) -> Sequence[Record]:
    """Those of these kinds that are still valid, newest first, with the `code` of their dossier."""
    if not kinds:
        return ()
    in_time = or_(StoredPaper.valid_until.is_(None), StoredPaper.valid_until >= today)
    return connection.execute(
        select(StoredPaper.__table__, Dossier.code)
        .join(Dossier, Dossier.id == StoredPaper.dossier_id)
        .where(StoredPaper.account_id == account_id, StoredPaper.kind.in_(kinds), in_time)
        .order_by(StoredPaper.stored_at.desc(), StoredPaper.id.desc())
    ).all()


def by_id(connection: Connection, account_id: int, paper_id: int) -> Record | None:
    """The account's own paper."""
    mine = (StoredPaper.id == paper_id) & (StoredPaper.account_id == account_id)
    return connection.execute(select(StoredPaper.__table__).where(mine)).first()


def remove(connection: Connection, account_id: int, paper_id: int) -> bool:
    """Forget the account's own paper; the dossier it came with keeps its file."""
    mine = (StoredPaper.id == paper_id) & (StoredPaper.account_id == account_id)
    return connection.execute(delete(StoredPaper).where(mine)).rowcount > 0


def move(connection: Connection, old_id: int, new_id: int) -> None:
    """Give an account's papers to another account of the same person, but those that it has itself."""
    theirs = select(StoredPaper.kind, StoredPaper.sha256).where(StoredPaper.account_id == new_id).subquery()
    same = select(StoredPaper.id).where(
        StoredPaper.account_id == old_id,
        StoredPaper.kind == theirs.c.kind,
        StoredPaper.sha256 == theirs.c.sha256,
    )
    connection.execute(delete(StoredPaper).where(StoredPaper.id.in_(same)))
    connection.execute(update(StoredPaper).where(StoredPaper.account_id == old_id).values(account_id=new_id))
