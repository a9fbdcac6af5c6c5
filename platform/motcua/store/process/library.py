"""The installation's library: e-forms by field and key, and the processes and decision tables that models share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Connection, UniqueConstraint, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.base import Base, Id, Record, reference
from motcua.store.forms import form_version as form_versions


class LibraryForm(Base):
    """The newest version of an e-form, `number`; all of them are in `form_version`, by `author_id` or from files.

    Versions of procedures hold copies of their own.
    """

    __tablename__ = "library_form"
    __table_args__ = (UniqueConstraint("field", "key"),)

    id: Mapped[Id]
    field: Mapped[str] = mapped_column(reference("field.key"))
    key: Mapped[str]
    title: Mapped[str]
    title_en: Mapped[str]
    # Plain JSON keeps the order of keys, which is the order of questions; JSONB does not.
    schema: Mapped[dict[str, Any]] = mapped_column(JSON)
    number: Mapped[int] = mapped_column(server_default="1")
    digest: Mapped[str]
    saved_at: Mapped[datetime]
    author_id: Mapped[int | None] = mapped_column(reference("account.id"))
    author_name: Mapped[str] = mapped_column(server_default="")


class LibraryPart(Base):
    """A process that models call, or a decision table; `kind` is "process" or "decision", `key` the id in the file."""

    __tablename__ = "library_part"

    kind: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes]


def add_form(connection: Connection, **values: Any) -> bool:
    """Add the form with its first version; false when there is one of this field and key, which stays as it is."""
    statement = insert(LibraryForm).values(**_of_form(values)).on_conflict_do_nothing()
    form_id = connection.execute(statement.returning(LibraryForm.id)).scalar_one_or_none()
    if form_id is None:
        return False
    form_versions.add(connection, form_id=form_id, number=1, **_of_version(values))
    return True


def save_form(connection: Connection, *, over_people: bool = False, **values: Any) -> int | None:
    """Add the form, or publish its next version when its digest differs; the new number, None when nothing changed.

    What people published is replaced only by people: not unless `over_people`.
    """
    if add_form(connection, **values):
        return 1
    form = hold_form(connection, values["field"], values["key"])
    if form.digest == values["digest"] or (form.author_id is not None and not over_people):
        return None
    number: int = form.number + 1
    connection.execute(
        update(LibraryForm).where(LibraryForm.id == form.id).values(number=number, **_of_form(values))
    )
    form_versions.add(connection, form_id=form.id, number=number, **_of_version(values))
    return number


def hold_form(connection: Connection, field: str, key: str) -> Record:
    """The form, locked until the end of the transaction: it is published by one at a time."""
    return connection.execute(
        select(LibraryForm.__table__)
        .where(LibraryForm.field == field, LibraryForm.key == key)
        .with_for_update()
    ).one()


def form(connection: Connection, field: str, key: str) -> Record | None:
    return connection.execute(
        select(LibraryForm.__table__).where(LibraryForm.field == field, LibraryForm.key == key)
    ).first()


def form_by_id(connection: Connection, form_id: int) -> Record | None:
    return connection.execute(select(LibraryForm.__table__).where(LibraryForm.id == form_id)).first()


def all_forms(connection: Connection) -> Sequence[Record]:
    """Every form of the library with its schema, by title."""
    return connection.execute(select(LibraryForm.__table__).order_by(LibraryForm.title)).all()


def listing(connection: Connection) -> Sequence[Record]:
    """Every form of the library without what it asks, by title."""
    columns = [column for column in LibraryForm.__table__.columns if column.name != "schema"]
    return connection.execute(select(*columns).order_by(LibraryForm.title)).all()


def _of_form(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if key in LibraryForm.__table__.columns}


def _of_version(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if key in form_versions.FormVersion.__table__.columns}


def forms(connection: Connection, field: str) -> Sequence[Record]:
    """The forms of a field: id, field, key, title, title_en, schema, number, digest, saved_at …, by title."""
    return connection.execute(
        select(LibraryForm.__table__).where(LibraryForm.field == field).order_by(LibraryForm.title)
    ).all()


def save_part(connection: Connection, kind: str, key: str, content: bytes) -> None:
    statement = insert(LibraryPart).values(kind=kind, key=key, content=content)
    connection.execute(
        statement.on_conflict_do_update(index_elements=["kind", "key"], set_={"content": content})
    )


def parts(connection: Connection, kind: str) -> Mapping[str, bytes]:
    """The shared parts of a kind by key."""
    rows = connection.execute(select(LibraryPart.key, LibraryPart.content).where(LibraryPart.kind == kind))
    return {row.key: bytes(row.content) for row in rows}
