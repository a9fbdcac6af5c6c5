"""Procedures and their released versions: process, forms and sheet together."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Connection, ForeignKey, UniqueConstraint, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.base import Base, Id, Record, reference


class Field(Base):
    """A field of government (lĩnh vực)."""

    __tablename__ = "field"

    key: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_en: Mapped[str]


class Procedure(Base):
    """`search_text` is folded (no diacritics, lower case) so that clerks and phones find it either way.

    `owner_id` is the competent agency, none the province itself; `is_active` is false once it is abolished.
    """

    __tablename__ = "procedure"

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    field: Mapped[str] = mapped_column(reference("field.key"), index=True)
    level: Mapped[str]
    name: Mapped[str]
    name_en: Mapped[str]
    search_text: Mapped[str]
    is_active: Mapped[bool] = mapped_column(default=True)
    owner_id: Mapped[int | None] = mapped_column(reference("agency.id"))
    reviewed_at: Mapped[datetime | None]
    review_told_for: Mapped[date | None]
    version_id: Mapped[int | None] = mapped_column(
        ForeignKey("procedure_version.id", ondelete="RESTRICT", use_alter=True)
    )


class ProcedureVersion(Base):
    """What a dossier pins for life. `forms` maps keys to JSON Schemas; `digest` is of the sources.

    `state` is waiting (chờ kích hoạt), active, replaced or abolished. What it holds and who stands for it never change:
    a trigger refuses. `decision` is {number, date, issuer, received, notice, legal}, dates as YYYY-MM-DD.
    """

    __tablename__ = "procedure_version"
    __table_args__ = (UniqueConstraint("procedure_id", "number"),)

    id: Mapped[Id]
    procedure_id: Mapped[int] = mapped_column(reference("procedure.id"))
    number: Mapped[int]
    bpmn: Mapped[bytes]
    # Plain JSON keeps the order of keys, which is the order of questions; JSONB does not.
    forms: Mapped[dict[str, Any]] = mapped_column(JSON)
    digest: Mapped[str]
    released_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(server_default="active")
    author_id: Mapped[int | None] = mapped_column(reference("account.id"))
    author_name: Mapped[str] = mapped_column(server_default="")
    approver_id: Mapped[int | None] = mapped_column(reference("account.id"))
    approver_name: Mapped[str] = mapped_column(server_default="")
    reason: Mapped[str] = mapped_column(server_default="")
    decision: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    approved_at: Mapped[datetime | None]
    effective_at: Mapped[datetime | None]
    activated_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    draft_id: Mapped[int | None] = mapped_column(
        ForeignKey("process_draft.id", ondelete="RESTRICT", use_alter=True)
    )
    request_id: Mapped[int | None] = mapped_column(BigInteger)


def save_field(connection: Connection, key: str, name: str, name_en: str) -> None:
    statement = insert(Field).values(key=key, name=name, name_en=name_en)
    connection.execute(
        statement.on_conflict_do_update(index_elements=["key"], set_={"name": name, "name_en": name_en})
    )


def add(connection: Connection, **values: Any) -> None:
    """Insert the procedure; one that has this code stays as it is."""
    connection.execute(insert(Procedure).values(**values).on_conflict_do_nothing(index_elements=["code"]))


def save(connection: Connection, **values: Any) -> int:
    """Insert the procedure or bring the one with this code up to date; its id."""
    statement = insert(Procedure).values(**values)
    saved = statement.on_conflict_do_update(index_elements=["code"], set_=values).returning(Procedure.id)
    return connection.execute(saved).scalar_one()


def release(connection: Connection, procedure_id: int, **values: Any) -> Record:
    """Add the next version (id, number) and make it the one that new dossiers get."""
    highest = select(func.coalesce(func.max(ProcedureVersion.number), 0) + 1).where(
        ProcedureVersion.procedure_id == procedure_id
    )
    row = connection.execute(
        insert(ProcedureVersion)
        .values(procedure_id=procedure_id, number=highest.scalar_subquery(), **values)
        .returning(ProcedureVersion.id, ProcedureVersion.number)
    ).one()
    activate(connection, procedure_id, row.id, values["released_at"])
    return row


def activate(connection: Connection, procedure_id: int, version_id: int, now: datetime) -> None:
    """Make the version the one that new dossiers get; the one before is replaced and keeps its dossiers."""
    of_procedure = ProcedureVersion.procedure_id == procedure_id
    connection.execute(
        update(ProcedureVersion)
        .where(of_procedure, ProcedureVersion.state == "active", ProcedureVersion.id != version_id)
        .values(state="replaced", ended_at=now)
    )
    connection.execute(
        update(ProcedureVersion)
        .where(ProcedureVersion.id == version_id)
        .values(state="active", activated_at=now)
    )
    connection.execute(
        update(Procedure).where(Procedure.id == procedure_id).values(version_id=version_id, is_active=True)
    )


def version(connection: Connection, version_id: int) -> Record | None:
    return connection.execute(
        select(ProcedureVersion.__table__).where(ProcedureVersion.id == version_id)
    ).first()


def versions(connection: Connection, ids: Collection[int]) -> Sequence[Record]:
    """Several versions with their models, in no order."""
    return connection.execute(select(ProcedureVersion.__table__).where(ProcedureVersion.id.in_(ids))).all()


def count_versions(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(ProcedureVersion)).scalar_one()


def mentioning(connection: Connection, word: str) -> Sequence[int]:
    """The versions whose model has this word somewhere."""
    # The function behind `position … in …`, which has no name that a call could use.
    at = func.pg_catalog.position(ProcedureVersion.bpmn, word.encode())
    return connection.execute(select(ProcedureVersion.id).where(at > 0)).scalars().all()


def by_code(connection: Connection, code: str) -> Record | None:
    """The procedure of the catalogue, also one without a version in use."""
    return connection.execute(select(Procedure.__table__).where(Procedure.code == code)).first()


def has_field(connection: Connection, key: str) -> bool:
    return connection.execute(select(Field.key).where(Field.key == key)).first() is not None


def current(connection: Connection, code: str) -> Record | None:
    """The procedure with `field_name`, `field_name_en` and its current version's `number`, `digest`."""
    return connection.execute(_listing().where(Procedure.code == code)).first()


def search(connection: Connection, words: Sequence[str], field: str, level: str) -> Sequence[Record]:
    """Active procedures whose folded text holds every word; empty `field` or `level` means any."""
    statement = _listing().where(Procedure.is_active)
    for word in words:
        statement = statement.where(Procedure.search_text.contains(word, autoescape=True))
    if field:
        statement = statement.where(Procedure.field == field)
    if level:
        statement = statement.where(Procedure.level == level)
    return connection.execute(statement.order_by(Procedure.name)).all()


def fields(connection: Connection) -> Sequence[Record]:
    """Fields that have active procedures: key, name, name_en, count."""
    return connection.execute(
        select(Field.key, Field.name, Field.name_en, func.count().label("count"))
        .join(Procedure, Procedure.field == Field.key)
        .where(Procedure.is_active, Procedure.version_id.is_not(None))
        .group_by(Field.key)
        .order_by(Field.name)
    ).all()


def _listing() -> Any:
    return (
        select(
            Procedure.__table__,
            Field.name.label("field_name"),
            Field.name_en.label("field_name_en"),
            ProcedureVersion.number,
            ProcedureVersion.digest,
        )
        .join(Field, Field.key == Procedure.field)
        .join(ProcedureVersion, ProcedureVersion.id == Procedure.version_id)
    )
