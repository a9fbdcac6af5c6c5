"""What agencies were called before, and the decisions that made, changed, merged, split or ended them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Index, ScalarSelect, UniqueConstraint, cast, delete, func, select, update
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.agencies.agency import Agency
from motcua.store.base import Base, Id, Record, reference

ZONE = "Asia/Ho_Chi_Minh"


class FormerName(Base):
    """Code and name of an agency as they were issued, up to and including `valid_to`."""

    __tablename__ = "agency_former_name"
    __table_args__ = (UniqueConstraint("agency_id", "code", "name", "valid_to"),)

    id: Mapped[Id]
    agency_id: Mapped[int] = mapped_column(reference("agency.id"))
    code: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    name_en: Mapped[str]
    valid_to: Mapped[date]


class AgencyEvent(Base):
    """One decision about an agency: added, changed, renamed, moved, merged, split, dissolved.

    `on_date` is when it takes effect, `document` the decision's number. `detail` holds values before and after, or
    the whole plan of a merger or split; `done_at` is empty while its date has not come.
    """

    __tablename__ = "agency_event"
    __table_args__ = (Index("ix_agency_event_agency_id_id", "agency_id", "id"),)

    id: Mapped[Id]
    agency_id: Mapped[int] = mapped_column(reference("agency.id"))
    kind: Mapped[str]
    on_date: Mapped[date]
    document: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    actor_id: Mapped[int | None]
    actor_name: Mapped[str]
    detail: Mapped[dict[str, Any]]
    done_at: Mapped[datetime | None]


def add_former(connection: Connection, **values: Any) -> None:
    connection.execute(insert(FormerName).values(**values).on_conflict_do_nothing())


def former(connection: Connection, agency_id: int) -> Sequence[Record]:
    """Earlier codes and names, the latest first."""
    return connection.execute(
        select(FormerName.__table__)
        .where(FormerName.agency_id == agency_id)
        .order_by(FormerName.valid_to.desc(), FormerName.id.desc())
    ).all()


def holder_of(connection: Connection, code: str) -> int | None:
    """The agency that has or had this code, whoever has it now first."""
    current = connection.execute(select(Agency.id).where(Agency.code == code)).scalar_one_or_none()
    if current is not None:
        return current
    earlier = select(FormerName.agency_id).where(FormerName.code == code)
    return connection.execute(earlier.order_by(FormerName.valid_to.desc()).limit(1)).scalar_one_or_none()


def named_at(agency_id: Any, at: Any, column: str) -> ScalarSelect[Any]:
    """A subquery: `column` (code, name, name_en) of an agency as it was at an instant; null when it is so still."""
    return (
        select(getattr(FormerName, column))
        .where(FormerName.agency_id == agency_id, FormerName.valid_to >= func.date(func.timezone(ZONE, at)))
        .order_by(FormerName.valid_to, FormerName.id)
        .limit(1)
        .scalar_subquery()
    )


def add_event(connection: Connection, **values: Any) -> int:
    return connection.execute(insert(AgencyEvent).values(**values).returning(AgencyEvent.id)).scalar_one()


def event(connection: Connection, event_id: int) -> Record | None:
    """One event, locked until the transaction ends."""
    statement = select(AgencyEvent.__table__).where(AgencyEvent.id == event_id).with_for_update()
    return connection.execute(statement).first()


def finish(connection: Connection, event_id: int, done_at: datetime) -> None:
    connection.execute(update(AgencyEvent).where(AgencyEvent.id == event_id).values(done_at=done_at))


def waiting(connection: Connection, agency_id: int, kind: str) -> Record | None:
    """The agency's decision of a kind that is still to be carried out, locked; none without one."""
    statement = select(AgencyEvent.__table__).where(
        AgencyEvent.agency_id == agency_id, AgencyEvent.kind == kind, AgencyEvent.done_at.is_(None)
    )
    return connection.execute(statement.with_for_update()).first()


def call_off(connection: Connection, event_ids: Collection[int], at: datetime, said: dict[str, str]) -> None:
    """Have decisions never carried out; `said` (who, when, by which document) is kept with each."""
    detail = AgencyEvent.detail.concat(cast({"called_off": said}, JSONB))
    connection.execute(
        update(AgencyEvent)
        .where(AgencyEvent.id.in_(event_ids))
        .values(done_at=func.coalesce(AgencyEvent.done_at, at), detail=detail)
    )


def joining(connection: Connection, agency_id: int, sources: Sequence[int], on: date) -> Sequence[int]:
    """The events by which an agency takes others over from a date."""
    statement = select(AgencyEvent.id).where(
        AgencyEvent.agency_id == agency_id,
        AgencyEvent.kind == "joined",
        AgencyEvent.on_date == on,
        AgencyEvent.detail["from"] == cast(list(sources), JSONB),
    )
    return connection.execute(statement).scalars().all()


def forget(connection: Connection, agency_id: int) -> None:
    """Delete the history of an agency that never began."""
    connection.execute(delete(AgencyEvent).where(AgencyEvent.agency_id == agency_id))


def ending(connection: Connection, agency_id: int) -> date | None:
    """The date from which a decision still to be carried out ends the agency; none without one."""
    statement = select(func.min(AgencyEvent.on_date)).where(
        AgencyEvent.agency_id == agency_id,
        AgencyEvent.done_at.is_(None),
        AgencyEvent.detail["ends"].as_boolean(),
    )
    return connection.execute(statement).scalar_one()


def events(connection: Connection, agency_id: int) -> Sequence[Record]:
    """What happened to an agency, the latest first."""
    return connection.execute(
        select(AgencyEvent.__table__)
        .where(AgencyEvent.agency_id == agency_id)
        .order_by(AgencyEvent.on_date.desc(), AgencyEvent.id.desc())
    ).all()
