"""The trust list: certificate authorities whose signatures and time stamps are believed, each with its reasons (F-13)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Index, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.base import Base, Id, Record, reference


class TrustAnchor(Base):
    """`kind` is "signing" or "time_stamping"; trusted from `since` until before `until`. Entries are never deleted.

    `hosts` are those that may be asked about revocations. `fingerprint` is the SHA-256 of the certificate, hexadecimal.
    """

    __tablename__ = "trust_anchor"
    __table_args__ = (
        Index(
            "uq_trust_anchor_in_force",
            "fingerprint",
            "kind",
            unique=True,
            postgresql_where=text("removed_at is null"),
        ),
    )

    id: Mapped[Id]
    kind: Mapped[str]
    subject: Mapped[str]
    issuer: Mapped[str]
    serial: Mapped[str]
    fingerprint: Mapped[str]
    certificate: Mapped[bytes]
    valid_from: Mapped[datetime]
    valid_to: Mapped[datetime]
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    hosts: Mapped[list[Any]]
    reason: Mapped[str]
    added_by: Mapped[int] = mapped_column(reference("account.id"))
    added_at: Mapped[datetime]
    removed_by: Mapped[int | None] = mapped_column(reference("account.id"))
    removed_at: Mapped[datetime | None]
    removed_reason: Mapped[str] = mapped_column(default="")


def add(connection: Connection, **values: Any) -> int | None:
    """A new entry; its id, or None when this authority is on the list for this kind."""
    statement = insert(TrustAnchor).values(removed_reason="", **values).on_conflict_do_nothing()
    return connection.execute(statement.returning(TrustAnchor.id)).scalar_one_or_none()


def by_id(connection: Connection, anchor_id: int) -> Record | None:
    """The entry, locked until this transaction ends."""
    mine = select(TrustAnchor.__table__).where(TrustAnchor.id == anchor_id)
    return connection.execute(mine.with_for_update()).first()


def everything(connection: Connection) -> Sequence[Record]:
    """All entries; those in force first, then the newest."""
    order = (TrustAnchor.removed_at.is_not(None), TrustAnchor.id.desc())
    return connection.execute(select(TrustAnchor.__table__).order_by(*order)).all()


def in_force(connection: Connection) -> Sequence[Record]:
    statement = select(TrustAnchor.__table__).where(TrustAnchor.removed_at.is_(None))
    return connection.execute(statement.order_by(TrustAnchor.id)).all()


def change(connection: Connection, anchor_id: int, **values: Any) -> None:
    connection.execute(update(TrustAnchor).where(TrustAnchor.id == anchor_id).values(**values))
