"""The log of carriage: each message by each channel, how often it was tried and what came of it (G-01)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Index, UniqueConstraint, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.accounts.account import Account
from motcua.store.base import Base, Id, Record, reference
from motcua.store.dossier.dossier import Dossier
from motcua.store.messages.message import Message


class Delivery(Base):
    """`status`: "waiting" to be tried (again), "sent", "failed" for good, "no_address".

    `problem` names the kind of the last failure, never the address it was for.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("message_id", "channel"),
        Index("ix_delivery_unsent", "id", postgresql_where=text("status <> 'sent'")),
    )

    id: Mapped[Id]
    message_id: Mapped[int] = mapped_column(reference("message.id"))
    channel: Mapped[str]
    status: Mapped[str]
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    problem: Mapped[str] = mapped_column(default="", server_default="")
    created_at: Mapped[datetime]
    tried_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]


def add(connection: Connection, **values: Any) -> None:
    connection.execute(insert(Delivery).values(**values).on_conflict_do_nothing())


def begin(connection: Connection, message_id: int, channel: str, now: datetime) -> Record | None:
    """Note that an attempt begins: id and attempts so far; None when the message has been sent already."""
    first = insert(Delivery).values(
        message_id=message_id, channel=channel, status="waiting", attempts=1, created_at=now, tried_at=now
    )
    again = first.on_conflict_do_update(
        index_elements=[Delivery.message_id, Delivery.channel],
        set_={"attempts": Delivery.attempts + 1, "tried_at": now},
        where=Delivery.status != "sent",
    )
    return connection.execute(again.returning(Delivery.id, Delivery.attempts)).first()


def change(connection: Connection, delivery_id: int, **values: Any) -> None:
    connection.execute(update(Delivery).where(Delivery.id == delivery_id).values(**values))


def by_id(connection: Connection, delivery_id: int, *, lock: bool = False) -> Record | None:
    """The delivery with the `agency_id` of its dossier."""
    statement = _log().where(Delivery.id == delivery_id)
    return connection.execute(statement.with_for_update(of=Delivery) if lock else statement).first()


def log(
    connection: Connection, agency_ids: Collection[int], status: str, before: int | None, limit: int
) -> Sequence[Record]:
    """Deliveries about dossiers of these agencies, newest first; of one status unless that is empty.

    `before` is the id after which to go on.
    """
    statement = _log().where(Dossier.agency_id.in_(agency_ids))
    if status:
        statement = statement.where(Delivery.status == status)
    if before is not None:
        statement = statement.where(Delivery.id < before)
    return connection.execute(statement.order_by(Delivery.id.desc()).limit(limit)).all()


def counts(connection: Connection, agency_ids: Collection[int]) -> Mapping[str, int]:
    """How many deliveries are not sent, by status."""
    rows = connection.execute(
        select(Delivery.status, func.count().label("number"))
        .join(Message, Message.id == Delivery.message_id)
        .join(Dossier, Dossier.id == Message.dossier_id)
        .where(Delivery.status != "sent", Dossier.agency_id.in_(agency_ids))
        .group_by(Delivery.status)
    )
    return {row.status: row.number for row in rows}


def _log() -> Any:
    """Neither the address nor the body: who runs the carriage need not know the affair."""
    return (
        select(
            Delivery.__table__,
            Message.event,
            Message.account_id,
            Dossier.code,
            Dossier.agency_id,
            Account.kind.label("account_kind"),
        )
        .join(Message, Message.id == Delivery.message_id)
        .join(Dossier, Dossier.id == Message.dossier_id)
        .outerjoin(Account, Account.id == Message.account_id)
    )
