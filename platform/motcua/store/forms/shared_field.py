"""The shared library of fields: named questions that forms are made of, with all their versions (B-02)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Connection, UniqueConstraint, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.base import Base, Id, Record, reference


class SharedField(Base):
    """The newest state of a shared field; `schema` is the snippet without `x-shared`."""

    __tablename__ = "shared_field"

    name: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    title_en: Mapped[str]
    schema: Mapped[dict[str, Any]] = mapped_column(JSON)
    number: Mapped[int] = mapped_column(server_default="1")
    saved_at: Mapped[datetime]
    author_id: Mapped[int | None] = mapped_column(reference("account.id"))
    author_name: Mapped[str] = mapped_column(server_default="")


class SharedFieldVersion(Base):
    """A version of a shared field: rows are only ever added, a trigger refuses anything else."""

    __tablename__ = "shared_field_version"
    __table_args__ = (UniqueConstraint("name", "number"),)

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(reference("shared_field.name"))
    number: Mapped[int]
    schema: Mapped[dict[str, Any]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(server_default="")
    author_id: Mapped[int | None] = mapped_column(reference("account.id"))
    author_name: Mapped[str] = mapped_column(server_default="")
    saved_at: Mapped[datetime]


class SharedRun(Base):
    """Forms published anew because a shared field changed: one press, each form by itself."""

    __tablename__ = "shared_run"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(reference("shared_field.name"), index=True)
    number: Mapped[int]
    reason: Mapped[str]
    author_id: Mapped[int] = mapped_column(reference("account.id"))
    author_name: Mapped[str]
    started_at: Mapped[datetime]


class SharedRunForm(Base):
    """One form of a run. `outcome` is empty until its job is done, then "done", "same" or "failed"."""

    __tablename__ = "shared_run_form"

    run_id: Mapped[int] = mapped_column(reference("shared_run.id"), primary_key=True)
    form_id: Mapped[int] = mapped_column(reference("library_form.id"), primary_key=True)
    outcome: Mapped[str] = mapped_column(server_default="")
    number: Mapped[int | None]
    problem: Mapped[str] = mapped_column(server_default="")
    problem_en: Mapped[str] = mapped_column(server_default="")


def everything(connection: Connection) -> Sequence[Record]:
    """All shared fields, by title."""
    return connection.execute(select(SharedField.__table__).order_by(SharedField.title)).all()


def by_name(connection: Connection, name: str, *, lock: bool = False) -> Record | None:
    statement = select(SharedField.__table__).where(SharedField.name == name)
    return connection.execute(statement.with_for_update() if lock else statement).first()


def add(connection: Connection, reason: str = "", **values: Any) -> bool:
    """Add the field with its first version; false when there is one of this name, which stays as it is."""
    statement = insert(SharedField).values(**values).on_conflict_do_nothing().returning(SharedField.name)
    if connection.execute(statement).first() is None:
        return False
    _keep(connection, 1, reason, values)
    return True


def publish(connection: Connection, name: str, reason: str, **values: Any) -> int:
    """Make this the newest version of a field that is held; its number."""
    number: int = connection.execute(
        update(SharedField)
        .where(SharedField.name == name)
        .values(number=SharedField.number + 1, **values)
        .returning(SharedField.number)
    ).scalar_one()
    _keep(connection, number, reason, {"name": name, **values})
    return number


def _keep(connection: Connection, number: int, reason: str, values: dict[str, Any]) -> None:
    kept = {key: values.get(key) for key in ("name", "schema", "author_id", "saved_at")}
    kept["author_name"] = values.get("author_name", "")
    connection.execute(insert(SharedFieldVersion).values(number=number, reason=reason, **kept))


def versions(connection: Connection, name: str | None = None) -> Sequence[Record]:
    """All versions of a field, or of all fields, the newest first."""
    statement = select(SharedFieldVersion.__table__).order_by(SharedFieldVersion.number.desc())
    return connection.execute(
        statement if name is None else statement.where(SharedFieldVersion.name == name)
    ).all()


def start_run(connection: Connection, form_ids: Sequence[int], **values: Any) -> int:
    run_id: int = connection.execute(insert(SharedRun).values(**values).returning(SharedRun.id)).scalar_one()
    if form_ids:
        rows = [{"run_id": run_id, "form_id": form_id} for form_id in form_ids]
        connection.execute(insert(SharedRunForm).values(rows))
    return run_id


def run(connection: Connection, run_id: int) -> Record | None:
    return connection.execute(select(SharedRun.__table__).where(SharedRun.id == run_id)).first()


def runs(connection: Connection, name: str) -> Sequence[Record]:
    """The runs of a field, the newest first."""
    return connection.execute(
        select(SharedRun.__table__).where(SharedRun.name == name).order_by(SharedRun.id.desc())
    ).all()


def run_form(connection: Connection, run_id: int, form_id: int) -> Record | None:
    """One form of a run, held until the end of the transaction."""
    return connection.execute(
        select(SharedRunForm.__table__)
        .where(SharedRunForm.run_id == run_id, SharedRunForm.form_id == form_id)
        .with_for_update()
    ).first()


def run_forms(connection: Connection, run_id: int) -> Sequence[Record]:
    return connection.execute(
        select(SharedRunForm.__table__).where(SharedRunForm.run_id == run_id).order_by(SharedRunForm.form_id)
    ).all()


def end_form(connection: Connection, run_id: int, form_id: int, **values: Any) -> None:
    connection.execute(
        update(SharedRunForm)
        .where(SharedRunForm.run_id == run_id, SharedRunForm.form_id == form_id)
        .values(**values)
    )
