"""Dossiers moved from one version of their procedure to another: a run, and a row for each with what became of it (A-12)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Index, Uuid, case, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.base import Base, Id, Record, reference
from motcua.store.dossier.dossier import Dossier
from motcua.store.dossier.step import Step
from motcua.store.dossier.wait import Wait
from motcua.store.process.procedure import ProcedureVersion


class VersionMigration(Base):
    """`key` is given by the page that starts it, so that sending the page again starts nothing.

    `mapping` is old element id → new one, where they differ; `undoes` is the run that this one takes back.
    """

    __tablename__ = "version_migration"
    __table_args__ = (Index("ix_version_migration_versions", "from_id", "to_id"),)

    id: Mapped[Id]
    key: Mapped[UUID] = mapped_column(Uuid, unique=True)
    from_id: Mapped[int] = mapped_column(reference("procedure_version.id"))
    to_id: Mapped[int] = mapped_column(reference("procedure_version.id"), index=True)
    mapping: Mapped[dict[str, Any]]
    reason: Mapped[str]
    account_id: Mapped[int] = mapped_column(reference("account.id"))
    actor_name: Mapped[str]
    started_at: Mapped[datetime]
    undoes: Mapped[int | None] = mapped_column(reference("version_migration.id"))


class VersionMigrationItem(Base):
    """`outcome` is empty while the dossier waits for its turn, then moved or stayed, with the reason in both languages."""

    __tablename__ = "version_migration_item"

    run_id: Mapped[int] = mapped_column(reference("version_migration.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(reference("dossier.id"), index=True)
    outcome: Mapped[str] = mapped_column(server_default="")
    problem: Mapped[str] = mapped_column(server_default="")
    problem_en: Mapped[str] = mapped_column(server_default="")
    finished_at: Mapped[datetime | None]


_RUN, _ITEM = VersionMigration, VersionMigrationItem


def add(connection: Connection, **values: Any) -> int | None:
    """A new run; its id, or None when one with this key was started before."""
    statement = insert(_RUN).values(**values).on_conflict_do_nothing(index_elements=["key"])
    return connection.execute(statement.returning(_RUN.id)).scalar_one_or_none()


def add_items(connection: Connection, run_id: int, dossier_ids: Sequence[int]) -> None:
    """The dossiers of a run, numbered from 1."""
    rows = [
        {"run_id": run_id, "number": number, "dossier_id": dossier_id}
        for number, dossier_id in enumerate(dossier_ids, 1)
    ]
    connection.execute(insert(_ITEM), rows)


def by_key(connection: Connection, key: UUID) -> Record | None:
    return connection.execute(select(_RUN.__table__).where(_RUN.key == key)).first()


def by_id(connection: Connection, run_id: int) -> Record | None:
    return connection.execute(select(_RUN.__table__).where(_RUN.id == run_id)).first()


def items(connection: Connection, run_id: int) -> Sequence[Record]:
    """The rows of a run in their order, with the `code` of each dossier and the version it has now."""
    return connection.execute(
        select(_ITEM.__table__, Dossier.code, Dossier.version_id)
        .join(Dossier, Dossier.id == _ITEM.dossier_id)
        .where(_ITEM.run_id == run_id)
        .order_by(_ITEM.number)
    ).all()


def take(connection: Connection, run_id: int, number: int) -> Record | None:
    """Lock one row that is still to be done until the transaction ends; None when it is done."""
    waiting = (_ITEM.run_id == run_id) & (_ITEM.number == number) & (_ITEM.outcome == "")
    return connection.execute(select(_ITEM.__table__).where(waiting).with_for_update()).first()


def finish(
    connection: Connection,
    run_id: int,
    number: int,
    outcome: str,
    at: datetime,
    problem: str = "",
    problem_en: str = "",
) -> None:
    """Write what became of one dossier."""
    connection.execute(
        update(_ITEM)
        .where(_ITEM.run_id == run_id, _ITEM.number == number)
        .values(outcome=outcome, finished_at=at, problem=problem, problem_en=problem_en)
    )


def of_versions(connection: Connection, version_ids: Collection[int]) -> Sequence[Record]:
    """The runs from or to these versions, the newest first, with how many dossiers are `total`, `moved` and `stayed`."""
    counted = (
        select(
            _ITEM.run_id,
            func.count().label("total"),
            func.count().filter(_ITEM.outcome == "moved").label("moved"),
            func.count().filter(_ITEM.outcome == "stayed").label("stayed"),
        )
        .group_by(_ITEM.run_id)
        .subquery()
    )
    return connection.execute(
        select(_RUN.__table__, counted.c.total, counted.c.moved, counted.c.stayed)
        .join(counted, counted.c.run_id == _RUN.id)
        .where(_RUN.from_id.in_(version_ids) | _RUN.to_id.in_(version_ids))
        .order_by(_RUN.id.desc())
    ).all()


def open_dossiers(
    connection: Connection,
    version_id: int,
    *,
    agency_id: int | None = None,
    step_id: str = "",
    most: int = 500,
) -> Sequence[int]:
    """Ids of the open dossiers of a version, by code; those received by an agency or waiting at a step, when given."""
    found = select(Dossier.id).where(Dossier.version_id == version_id, Dossier.closed_at.is_(None))
    if agency_id is not None:
        found = found.where(Dossier.agency_id == agency_id)
    if step_id:
        waiting = select(Step.dossier_id).where(Step.step_id == step_id, Step.left_at.is_(None))
        found = found.where(Dossier.id.in_(waiting))
    return connection.execute(found.order_by(Dossier.code).limit(most)).scalars().all()


def has_others(connection: Connection, version_id: int, dossier_ids: Collection[int]) -> bool:
    """Whether any of these ids is no dossier of the version."""
    wanted = set(dossier_ids)
    of_version = (Dossier.version_id == version_id) & Dossier.id.in_(wanted)
    found = connection.execute(select(func.count()).select_from(Dossier).where(of_version))
    return found.scalar_one() < len(wanted)


def open_by_version(connection: Connection, procedure_id: int) -> Sequence[Record]:
    """The versions of a procedure, the newest first: id, number, state and how many dossiers are `open`."""
    counted = (
        select(Dossier.version_id, func.count().label("open"))
        .where(Dossier.procedure_id == procedure_id, Dossier.closed_at.is_(None))
        .group_by(Dossier.version_id)
        .subquery()
    )
    return connection.execute(
        select(
            ProcedureVersion.id,
            ProcedureVersion.number,
            ProcedureVersion.state,
            func.coalesce(counted.c.open, 0).label("open"),
        )
        .outerjoin(counted, counted.c.version_id == ProcedureVersion.id)
        .where(ProcedureVersion.procedure_id == procedure_id)
        .order_by(ProcedureVersion.number.desc())
    ).all()


def move(connection: Connection, dossier_id: int, from_id: int, to_id: int, limit_text: str) -> None:
    """Give an open dossier its new version; what was done so far stays what it was under the old one."""
    connection.execute(
        update(Dossier)
        .where(Dossier.id == dossier_id)
        .values(
            version_id=to_id,
            filed_version_id=func.coalesce(Dossier.filed_version_id, from_id),
            limit_text=limit_text,
        )
    )
    left = (Step.dossier_id == dossier_id) & Step.left_at.is_not(None) & Step.kept_version_id.is_(None)
    connection.execute(update(Step).where(left).values(kept_version_id=from_id))


def rename(connection: Connection, dossier_id: int, mapping: Mapping[str, str]) -> None:
    """What the dossier came through, and waits for, under the ids that its elements have in the new version."""
    if not mapping:
        return
    for table, column in ((Step, Step.step_id), (Wait, Wait.element)):
        named = case(dict(mapping), value=column, else_=column)
        mine = (table.dossier_id == dossier_id) & column.in_(mapping)
        connection.execute(update(table).where(mine).values({column.key: named}))


def set_step(connection: Connection, row_id: int, **values: Any) -> None:
    """What a waiting step is in the new version."""
    connection.execute(update(Step).where(Step.id == row_id).values(**values))
