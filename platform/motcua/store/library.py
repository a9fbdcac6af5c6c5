"""The installation's library: e-forms by field and key, and the processes and decision tables that models share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Connection, UniqueConstraint, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.base import Base, Id, Record, reference


class LibraryForm(Base):
    """The newest state of an e-form; versions of procedures hold copies of their own. `number` counts its changes."""

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


class LibraryPart(Base):
    """A process that models call, or a decision table; `kind` is "process" or "decision", `key` the id in the file."""

    __tablename__ = "library_part"

    kind: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes]


def add_form(connection: Connection, **values: Any) -> None:
    """Add the form; one of this field and key stays as it is."""
    statement = insert(LibraryForm).values(**values)
    connection.execute(statement.on_conflict_do_nothing(index_elements=["field", "key"]))


def save_form(connection: Connection, **values: Any) -> None:
    """Add the form, or bring it up to date when its digest differs; then its number grows."""
    statement = insert(LibraryForm).values(**values)
    changed = {
        key: value
        for key, value in values.items()
        if key in ("title", "title_en", "schema", "digest", "saved_at")
    }
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["field", "key"],
            set_={**changed, "number": LibraryForm.number + 1},
            where=LibraryForm.digest != statement.excluded.digest,
        )
    )


def forms(connection: Connection, field: str) -> Sequence[Record]:
    """The forms of a field: id, field, key, title, title_en, schema, number, digest, saved_at, by title."""
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
