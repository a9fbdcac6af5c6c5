"""Templates of slips that the province or an agency made its own: one draft and one version in force at each place."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Connection,
    Index,
    and_,
    func,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.base import LARGEST_NUMBER, Base, Id, Record, reference

DRAFT, PUBLISHED, WITHDRAWN, DISCARDED = "draft", "published", "withdrawn", "discarded"


def _once(name: str, which: str, *columns: str) -> Index:
    """At most one such row at a place."""
    return Index(
        f"uq_slip_template_{name}",
        "kind",
        "legal_set",
        "agency_id",
        *columns,
        unique=True,
        postgresql_where=text(which),
        postgresql_nulls_not_distinct=True,
    )


class SlipTemplate(Base):
    """A version, or the draft of the next, of the template for one kind of slip at one place.

    The place is an agency, or the province where `agency_id` is null. `number` is 0 until it is published and never
    changes after. The version in force is "published"; the next one, or its withdrawal, makes it "withdrawn". What was
    published is never written over: the database refuses it. `based_on` is the version a draft began with, null
    where it began with the legal set's own; `hands` are the accounts that wrote it; `revision` grows with every change
    of a draft.
    """

    __tablename__ = "slip_template"
    __table_args__ = (
        _once("draft", "state = 'draft'"),
        _once("published", "state = 'published'"),
        _once("number", "number > 0", "number"),
    )

    id: Mapped[Id]
    kind: Mapped[str]
    legal_set: Mapped[str]
    agency_id: Mapped[int | None] = mapped_column(reference("agency.id"))
    number: Mapped[int] = mapped_column(server_default="0")
    # Plain JSON keeps the order of keys, which is how people wrote it.
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(server_default=DRAFT)
    revision: Mapped[int] = mapped_column(server_default="1")
    based_on: Mapped[int | None] = mapped_column(reference("slip_template.id"))
    reason: Mapped[str] = mapped_column(server_default="")
    hands: Mapped[Any] = mapped_column(JSON, server_default="[]")
    made_by: Mapped[int] = mapped_column(reference("account.id"))
    made_by_name: Mapped[str]
    made_at: Mapped[datetime]
    updated_by: Mapped[int] = mapped_column(reference("account.id"))
    updated_by_name: Mapped[str]
    updated_at: Mapped[datetime]
    published_by: Mapped[int | None] = mapped_column(reference("account.id"))
    published_by_name: Mapped[str] = mapped_column(server_default="")
    published_at: Mapped[datetime | None]
    withdrawn_by_name: Mapped[str] = mapped_column(server_default="")
    withdrawn_at: Mapped[datetime | None]


_LISTED = [column for column in SlipTemplate.__table__.columns if column.name != "body"]


def add(connection: Connection, **values: Any) -> int | None:
    """Add the draft; its id, None when the place has an open draft."""
    statement = insert(SlipTemplate).values(**values).on_conflict_do_nothing().returning(SlipTemplate.id)
    return connection.execute(statement).scalar_one_or_none()


def by_id(connection: Connection, template_id: int) -> Record | None:
    return connection.execute(
        select(SlipTemplate.__table__).where(SlipTemplate.id == template_id)
    ).one_or_none()


def change(connection: Connection, template_id: int, revision: int, values: Mapping[str, Any]) -> int | None:
    """Write the columns if the draft is open and still has this revision; its new revision, else None."""
    if not 1 <= revision <= LARGEST_NUMBER:
        return None
    return connection.execute(
        update(SlipTemplate)
        .where(SlipTemplate.id == template_id, SlipTemplate.revision == revision, SlipTemplate.state == DRAFT)
        .values(revision=SlipTemplate.revision + 1, **values)
        .returning(SlipTemplate.revision)
    ).scalar_one_or_none()


def lock_place(connection: Connection, kind: str, legal_set: str, agency_id: int | None) -> None:
    """Let one transaction at a time publish or withdraw here: two could take the same number."""
    key = f"slip_template:{kind}:{legal_set}:{agency_id or 0}"
    connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(key, 0))))


def take_turn(connection: Connection, account_id: int) -> bool:
    """Whether no other transaction has a preview of this account under way; until this one ends, none may."""
    turn = func.pg_try_advisory_xact_lock(func.hashtext("slip_preview"), account_id)
    return bool(connection.execute(select(turn)).scalar_one())


def withdraw(
    connection: Connection, kind: str, legal_set: str, agency_id: int | None, name: str, at: datetime
) -> bool:
    """Take the version in force at a place out of force; false where there is none."""
    done = connection.execute(
        update(SlipTemplate)
        .where(_at(kind, legal_set, agency_id), SlipTemplate.state == PUBLISHED)
        .values(state=WITHDRAWN, withdrawn_at=at, withdrawn_by_name=name)
        .returning(SlipTemplate.id)
    )
    return done.first() is not None


def newest_number(connection: Connection, kind: str, legal_set: str, agency_id: int | None) -> int:
    """The highest number given at a place, 0 where nothing was published."""
    found = select(func.max(SlipTemplate.number)).where(_at(kind, legal_set, agency_id))
    return connection.execute(found).scalar_one() or 0


def in_force(
    connection: Connection, kind: str, legal_set: str, agency_ids: Collection[int], at: datetime
) -> Sequence[Record]:
    """The versions in force at an instant at these agencies and at the province: at most one for each."""
    here = or_(SlipTemplate.agency_id.is_(None), SlipTemplate.agency_id.in_(agency_ids))
    lasts = or_(SlipTemplate.withdrawn_at.is_(None), SlipTemplate.withdrawn_at > at)
    return connection.execute(
        select(SlipTemplate.__table__).where(
            SlipTemplate.kind == kind,
            SlipTemplate.legal_set == legal_set,
            SlipTemplate.published_at <= at,
            here,
            lasts,
        )
    ).all()


def of_place(connection: Connection, kind: str, legal_set: str, agency_id: int | None) -> Sequence[Record]:
    """The versions and the open draft of a place without their bodies, the newest first."""
    return connection.execute(
        select(*_LISTED)
        .where(_at(kind, legal_set, agency_id), SlipTemplate.state != DISCARDED)
        .order_by((SlipTemplate.number == 0).desc(), SlipTemplate.number.desc())
    ).all()


def standing(connection: Connection, legal_set: str) -> Sequence[Record]:
    """The open drafts and the versions in force of a legal set at every place, without their bodies."""
    return connection.execute(
        select(*_LISTED)
        .where(SlipTemplate.legal_set == legal_set, SlipTemplate.state.in_([DRAFT, PUBLISHED]))
        .order_by(SlipTemplate.agency_id.nulls_first(), SlipTemplate.id)
    ).all()


def _at(kind: str, legal_set: str, agency_id: int | None) -> ColumnElement[bool]:
    return and_(
        SlipTemplate.kind == kind,
        SlipTemplate.legal_set == legal_set,
        SlipTemplate.agency_id.is_not_distinct_from(agency_id),
    )
