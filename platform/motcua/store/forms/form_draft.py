"""Drafts of e-forms: what is designed in the studio before it is published in the library."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Connection, Index, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.base import LARGEST_NUMBER, Base, Id, Record, reference

OPEN = "draft"


class FormDraft(Base):
    """`state` is draft, published or discarded; `revision` grows with every change (lost updates are refused).

    A form has one open draft. `based_on` is the version it began with, null for a new form; `version_id` what it
    became. `origin` is blank, copy, version, schema or word. `tests` are [{name, data, expected: [{pointer, code}]}]
    (an empty list: valid), `samples` [{name, data}], `notes` what an import left open ({pointer, text, text_en}).
    """

    __tablename__ = "form_draft"
    __table_args__ = (
        Index("uq_form_draft_open", "field", "key", unique=True, postgresql_where=text("state = 'draft'")),
    )

    id: Mapped[Id]
    field: Mapped[str] = mapped_column(reference("field.key"))
    key: Mapped[str]
    title: Mapped[str]
    title_en: Mapped[str]
    # Plain JSON keeps the order of keys, which is the order of questions; JSONB does not.
    schema: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(server_default="draft")
    revision: Mapped[int] = mapped_column(server_default="1")
    origin: Mapped[str]
    based_on: Mapped[int | None] = mapped_column(reference("form_version.id"))
    tests: Mapped[Any] = mapped_column(JSON, server_default="[]")
    samples: Mapped[Any] = mapped_column(JSON, server_default="[]")
    notes: Mapped[Any] = mapped_column(JSON, server_default="[]")
    author_id: Mapped[int] = mapped_column(reference("account.id"))
    author_name: Mapped[str]
    created_at: Mapped[datetime]
    updated_by: Mapped[int] = mapped_column(reference("account.id"))
    updated_by_name: Mapped[str]
    updated_at: Mapped[datetime]
    version_id: Mapped[int | None] = mapped_column(reference("form_version.id"))


_LISTED = [
    column
    for column in FormDraft.__table__.columns
    if column.name not in {"schema", "tests", "samples", "notes"}
]


def add(connection: Connection, **values: Any) -> int | None:
    """Add the draft; its id, None when the form has an open draft."""
    statement = insert(FormDraft).values(**values).on_conflict_do_nothing().returning(FormDraft.id)
    return connection.execute(statement).scalar_one_or_none()


def by_id(connection: Connection, draft_id: int) -> Record | None:
    return connection.execute(select(FormDraft.__table__).where(FormDraft.id == draft_id)).first()


def open_of(connection: Connection, field: str, key: str) -> Record | None:
    """The open draft of a form, without what it asks."""
    return connection.execute(
        select(*_LISTED).where(FormDraft.field == field, FormDraft.key == key, FormDraft.state == OPEN)
    ).first()


def change(connection: Connection, draft_id: int, revision: int, values: Mapping[str, Any]) -> int | None:
    """Write the columns if the draft is open and still has this revision; its new revision, else None."""
    if not 1 <= revision <= LARGEST_NUMBER:
        return None
    return connection.execute(
        update(FormDraft)
        .where(FormDraft.id == draft_id, FormDraft.revision == revision, FormDraft.state == OPEN)
        .values(revision=FormDraft.revision + 1, **values)
        .returning(FormDraft.revision)
    ).scalar_one_or_none()


def listing(connection: Connection) -> Sequence[Record]:
    """The open drafts without what they ask, the newest change first."""
    return connection.execute(
        select(*_LISTED).where(FormDraft.state == OPEN).order_by(FormDraft.updated_at.desc())
    ).all()


def opened(connection: Connection) -> Sequence[Record]:
    """The open drafts with what they ask: id, field, key, title, title_en, schema."""
    columns = (
        FormDraft.id, FormDraft.field, FormDraft.key, FormDraft.title, FormDraft.title_en, FormDraft.schema,
    )  # fmt: skip
    return connection.execute(select(*columns).where(FormDraft.state == OPEN)).all()
