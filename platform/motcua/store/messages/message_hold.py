"""Messages to applicants that wait until the desk confirms them (X-37, `notify.require_desk_confirm`)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Index, UniqueConstraint, exists, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.base import Base, Id, Record, reference
from motcua.store.dossier.dossier import Dossier


class MessageHold(Base):
    """One message as it was written when its event happened; a job that runs twice finds the row already there.

    `escalated_at` is when the desk's leader was told that nobody had confirmed it.
    """

    __tablename__ = "message_hold"
    __table_args__ = (
        UniqueConstraint("dossier_id", "event"),
        Index("ix_message_hold_waiting", "dossier_id", postgresql_where=text("confirmed_at is null")),
    )

    id: Mapped[Id]
    dossier_id: Mapped[int] = mapped_column(reference("dossier.id"))
    event: Mapped[str]
    body: Mapped[str]
    body_en: Mapped[str]
    held_at: Mapped[datetime]
    confirmed_by: Mapped[int | None] = mapped_column(reference("account.id"))
    confirmed_at: Mapped[datetime | None]
    escalated_at: Mapped[datetime | None]


def add(connection: Connection, **values: Any) -> int | None:
    """The new row's id; None when this event is held, or was confirmed, already."""
    statement = insert(MessageHold).values(**values).on_conflict_do_nothing().returning(MessageHold.id)
    return connection.execute(statement).scalar_one_or_none()


def waits(connection: Connection, dossier_id: int) -> bool:
    """Whether a message of the dossier waits for the desk."""
    return bool(connection.execute(select(exists().where(*_waiting_of(dossier_id)))).scalar_one())


def waiting(connection: Connection, dossier_id: int) -> Sequence[Record]:
    """What waits for the desk, oldest first."""
    return connection.execute(
        select(MessageHold.__table__).where(*_waiting_of(dossier_id)).order_by(MessageHold.id)
    ).all()


def confirm(connection: Connection, dossier_id: int, by: int, at: datetime) -> Sequence[Record]:
    """Mark all that waits as confirmed, and return it, oldest first."""
    statement = (
        update(MessageHold)
        .where(*_waiting_of(dossier_id))
        .values(confirmed_by=by, confirmed_at=at)
        .returning(MessageHold.__table__)
    )
    return sorted(connection.execute(statement).all(), key=lambda row: int(row.id))


def of_agencies(
    connection: Connection, agency_ids: Collection[int], limit: int, skip: int = 0
) -> Sequence[Record]:
    """Dossiers received by these agencies of which messages wait: how `many`, since when, whether it was escalated."""
    return connection.execute(
        select(
            Dossier.id.label("dossier_id"),
            Dossier.code,
            Dossier.agency_id,
            Dossier.version_id,
            func.count().label("many"),
            func.min(MessageHold.held_at).label("held_at"),
            func.max(MessageHold.escalated_at).label("escalated_at"),
        )
        .join(Dossier, Dossier.id == MessageHold.dossier_id)
        .where(MessageHold.confirmed_at.is_(None), Dossier.agency_id.in_(agency_ids))
        .group_by(Dossier.id)
        .order_by(func.min(MessageHold.held_at), Dossier.id)
        .limit(limit)
        .offset(skip)
    ).all()


def unescalated(connection: Connection, after: int, limit: int) -> Sequence[Record]:
    """What waits anywhere and no leader has been told of, after this id, oldest first."""
    return connection.execute(
        select(MessageHold.__table__)
        .where(
            MessageHold.confirmed_at.is_(None),
            MessageHold.escalated_at.is_(None),
            MessageHold.id > after,
        )
        .order_by(MessageHold.id)
        .limit(limit)
    ).all()


def escalated(connection: Connection, hold_id: int, at: datetime) -> None:
    connection.execute(update(MessageHold).where(MessageHold.id == hold_id).values(escalated_at=at))


def _waiting_of(dossier_id: int) -> tuple[Any, Any]:
    return MessageHold.dossier_id == dossier_id, MessageHold.confirmed_at.is_(None)
