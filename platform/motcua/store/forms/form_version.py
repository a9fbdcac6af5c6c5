"""Versions of the library's e-forms: every one that was ever published stays as it was (B-11)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Connection, UniqueConstraint, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.base import LARGEST_NUMBER, Base, Id, Record, reference


class FormVersion(Base):
    """A published form: rows are only ever added, a trigger refuses anything else.

    Nobody is the author of what came from the library's files. `tests` and `samples` are those it was published with,
    as in `motcua.store.forms.form_draft`.
    """

    __tablename__ = "form_version"
    __table_args__ = (UniqueConstraint("form_id", "number"),)

    id: Mapped[Id]
    form_id: Mapped[int] = mapped_column(reference("library_form.id"))
    number: Mapped[int]
    title: Mapped[str]
    title_en: Mapped[str]
    # Plain JSON keeps the order of keys, which is the order of questions; JSONB does not.
    schema: Mapped[dict[str, Any]] = mapped_column(JSON)
    digest: Mapped[str]
    reason: Mapped[str] = mapped_column(server_default="")
    author_id: Mapped[int | None] = mapped_column(reference("account.id"))
    author_name: Mapped[str] = mapped_column(server_default="")
    saved_at: Mapped[datetime]
    tests: Mapped[Any] = mapped_column(JSON, server_default="[]")
    samples: Mapped[Any] = mapped_column(JSON, server_default="[]")


_LISTED = [
    column for column in FormVersion.__table__.columns if column.name not in {"schema", "tests", "samples"}
]


def add(connection: Connection, **values: Any) -> int:
    return connection.execute(insert(FormVersion).values(**values).returning(FormVersion.id)).scalar_one()


def by_id(connection: Connection, version_id: int) -> Record | None:
    return connection.execute(select(FormVersion.__table__).where(FormVersion.id == version_id)).first()


def by_number(connection: Connection, form_id: int, number: int) -> Record | None:
    if not 1 <= number <= LARGEST_NUMBER:
        return None
    return connection.execute(
        select(FormVersion.__table__).where(FormVersion.form_id == form_id, FormVersion.number == number)
    ).first()


def of_form(connection: Connection, form_id: int) -> Sequence[Record]:
    """All versions of a form without what they ask, the newest first."""
    return connection.execute(
        select(*_LISTED).where(FormVersion.form_id == form_id).order_by(FormVersion.number.desc())
    ).all()
