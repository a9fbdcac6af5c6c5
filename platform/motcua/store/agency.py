"""Agencies: who receives and handles dossiers, with the code as issued and the calendar they keep."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.base import Base, Id, Record, calendar_revisions, lock_revisions, reference


class Agency(Base):
    """`code` is kept exactly as issued (QĐ 20/2020/QĐ-TTg); `calendar_code` empty means the parent's.

    `place` is where it serves ("phường Nam Đông Hà").
    """

    __tablename__ = "agency"

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    name_en: Mapped[str]
    place: Mapped[str] = mapped_column(default="")
    place_en: Mapped[str] = mapped_column(default="")
    level: Mapped[str]
    parent_id: Mapped[int | None] = mapped_column(reference("agency.id"), index=True)
    calendar_code: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    revision: Mapped[int] = mapped_column(index=True, server_default=calendar_revisions.next_value())


def save(connection: Connection, **values: Any) -> int:
    """Insert the agency or bring the one with this code up to date; its id."""
    lock_revisions(connection)
    statement = insert(Agency).values(**values)
    saved = statement.on_conflict_do_update(
        index_elements=["code"], set_={**values, "revision": calendar_revisions.next_value()}
    ).returning(Agency.id)
    return connection.execute(saved).scalar_one()


def by_id(connection: Connection, agency_id: int) -> Record | None:
    return connection.execute(select(Agency.__table__).where(Agency.id == agency_id)).first()


def by_code(connection: Connection, code: str) -> Record | None:
    return connection.execute(select(Agency.__table__).where(Agency.code == code)).first()


def everything(connection: Connection) -> Sequence[Record]:
    """All agencies, the province's first, then by name."""
    return connection.execute(
        select(Agency.__table__).order_by(Agency.parent_id.nulls_first(), Agency.name)
    ).all()


def root(connection: Connection) -> Record | None:
    """The agency above all others: the province itself."""
    return connection.execute(
        select(Agency.__table__).where(Agency.parent_id.is_(None)).order_by(Agency.id).limit(1)
    ).first()
