"""Agencies: who receives and handles dossiers, with the code as issued and the calendar they keep."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, func, or_, select, text, true, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.base import Base, Id, Record, calendar_revisions, lock_revisions, reference


class Agency(Base):
    """`code` is kept exactly as issued (QĐ 20/2020/QĐ-TTg); `calendar_code` empty means the parent's.

    `place` is where it serves ("phường Nam Đông Hà"); `level` its kind, see `domain.agency.KINDS`. It is in force
    from `valid_from` to `valid_to`, both included and open when none; `successor_id` took over its work.
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
    email: Mapped[str] = mapped_column(default="")
    receives: Mapped[bool] = mapped_column(default=True, server_default=true())
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    successor_id: Mapped[int | None] = mapped_column(reference("agency.id"))
    revision: Mapped[int] = mapped_column(index=True, server_default=calendar_revisions.next_value())


def save(connection: Connection, **values: Any) -> int:
    """Insert the agency or bring the one with this code up to date; its id."""
    lock_revisions(connection)
    statement = insert(Agency).values(**values)
    saved = statement.on_conflict_do_update(
        index_elements=["code"], set_={**values, "revision": calendar_revisions.next_value()}
    ).returning(Agency.id)
    return connection.execute(saved).scalar_one()


def add(connection: Connection, **values: Any) -> int | None:
    """Insert; the new id, or None when an agency has this code."""
    lock_revisions(connection)
    statement = insert(Agency).values(**values).on_conflict_do_nothing(index_elements=["code"])
    return connection.execute(statement.returning(Agency.id)).scalar_one_or_none()


def lock_tree(connection: Connection) -> None:
    """Let nobody else change the tree before this transaction ends: two moves at once could put each under the other."""
    connection.execute(text("select pg_advisory_xact_lock(hashtext('agency_tree'))"))


def change(connection: Connection, agency_id: int, **values: Any) -> None:
    """Change columns of one agency; what is kept in memory of calendars is read anew."""
    lock_revisions(connection)
    revised = {**values, "revision": calendar_revisions.next_value()}
    connection.execute(update(Agency).where(Agency.id == agency_id).values(**revised))


def remove(connection: Connection, agency_id: int) -> bool:
    """Delete an agency that never began; false when people, groups, units or anything else belong to it."""
    lock_revisions(connection)
    try:
        with connection.begin_nested():
            connection.execute(delete(Agency).where(Agency.id == agency_id))
    except IntegrityError:
        return False
    return True


def in_force(day: date) -> ColumnElement[bool]:
    """The SQL condition that an agency is in force on a date."""
    return and_(
        or_(Agency.valid_from.is_(None), Agency.valid_from <= day),
        or_(Agency.valid_to.is_(None), Agency.valid_to >= day),
    )


def acting(connection: Connection, day: date) -> Sequence[Record]:
    """The agencies in force on a date, the province's first, then by name."""
    return connection.execute(
        select(Agency.__table__)
        .where(in_force(day))
        .order_by(Agency.parent_id.nulls_first(), func.lower(Agency.name))
    ).all()


def has_children(connection: Connection, agency_id: int, day: date) -> bool:
    """Whether an agency in force on `day` or later stands under this one."""
    below = select(Agency.id).where(
        Agency.parent_id == agency_id, or_(Agency.valid_to.is_(None), Agency.valid_to >= day)
    )
    return connection.execute(below.limit(1)).first() is not None


def by_id(connection: Connection, agency_id: int) -> Record | None:
    return connection.execute(select(Agency.__table__).where(Agency.id == agency_id)).first()


def named(connection: Connection, agency_ids: Collection[int]) -> dict[int, Record]:
    """Code and names of these agencies, by id."""
    found = select(Agency.id, Agency.code, Agency.name, Agency.name_en).where(Agency.id.in_(agency_ids))
    return {row.id: row for row in connection.execute(found)}


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


# Asked with every action, so they are put together once.
_LINEAGE = text(
    """with recursive above (id, parent_id, height) as (
        select id, parent_id, 0 from agency where id = :id
        union all
        select agency.id, agency.parent_id, above.height + 1 from agency join above on agency.id = above.parent_id)
    select id from above order by height"""
)
_SUBTREE = text(
    """with recursive below (id) as (
        select id from agency where id = any(cast(:ids as bigint[]))
        union
        select agency.id from agency join below on agency.parent_id = below.id)
    select id from below"""
)


def lineage(connection: Connection, agency_id: int) -> tuple[int, ...]:
    """The ids of the agency and of all above it, itself first; empty when there is no such agency."""
    return tuple(connection.execute(_LINEAGE, {"id": agency_id}).scalars())


def subtree(connection: Connection, agency_ids: Collection[int]) -> frozenset[int]:
    """The ids of these agencies and of all below them."""
    return frozenset(connection.execute(_SUBTREE, {"ids": list(agency_ids)}).scalars())
