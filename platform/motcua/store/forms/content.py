"""What the file store holds, a row for each content: its pages, what the virus scanner said, its reading copies.

A column of another table that names stored bytes is called `sha256`, or ends so: by that it keeps them from being cleaned
away.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, exists, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, aliased, mapped_column

from motcua.store.base import Base, Record

DERIVED = ("reading_sha256", "thumb_sha256")


class Content(Base):
    """`scan` is "unscanned" (no scanner is set), "waiting", "clean" or "infected", then with the `threat`'s name.

    `reading_sha256` is the upright, smaller copy of a picture, `thumb_sha256` its first page in small; None is not made
    yet, empty that there is none. `used_at` is when somebody last kept these bytes.
    """

    __tablename__ = "content"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    media_type: Mapped[str]
    size: Mapped[int]
    pages: Mapped[int | None]
    scan: Mapped[str] = mapped_column(default="unscanned", index=True)
    threat: Mapped[str] = mapped_column(default="")
    scanned_at: Mapped[datetime | None]
    reading_sha256: Mapped[str | None] = mapped_column(index=True)
    thumb_sha256: Mapped[str | None] = mapped_column(index=True)
    used_at: Mapped[datetime] = mapped_column(index=True)


def hold(connection: Connection, now: datetime, **values: Any) -> Record:
    """Note that these bytes are kept, and hold their row until the end of the transaction; the row, and whether it `is_new`.

    The cleaner holds the row too while it takes the bytes away, so they are put into the store after this.
    """
    statement = insert(Content).values(used_at=now, threat="", **values)
    return connection.execute(
        statement.on_conflict_do_update(index_elements=[Content.sha256], set_={"used_at": now}).returning(
            *Content.__table__.c, text("xmax = 0 as is_new")
        )
    ).one()


def by_hash(connection: Connection, sha256: str, *, lock: bool = False) -> Record | None:
    statement = select(Content.__table__).where(Content.sha256 == sha256)
    return connection.execute(statement.with_for_update() if lock else statement).first()


def change(connection: Connection, sha256: str, **values: Any) -> None:
    connection.execute(update(Content).where(Content.sha256 == sha256).values(**values))


def unscanned(connection: Connection, most: int) -> Sequence[str]:
    """What the scanner has not looked at; first what people wait for, then the newest."""
    statement = (
        select(Content.sha256)
        .where(Content.scan.in_(("waiting", "unscanned")))
        .order_by(Content.scan == "unscanned", Content.used_at.desc())
        .limit(most)
    )
    return list(connection.execute(statement).scalars())


def unused(connection: Connection, before: datetime, most: int) -> Sequence[str]:
    """Contents that nothing names any more and nobody kept since `before`, longest unused first."""
    wanted = select(Content.sha256).where(Content.used_at < before, ~_is_named(Content.sha256))
    return list(connection.execute(wanted.order_by(Content.used_at).limit(most)).scalars())


def take(connection: Connection, sha256: str, before: datetime) -> Sequence[str] | None:
    """Delete the row of bytes that are still unused; the hashes that may go from the store, None when they are used."""
    row = by_hash(connection, sha256, lock=True)
    if row is None or row.used_at >= before:
        return None
    gone = delete(Content).where(Content.sha256 == sha256, ~_is_named(Content.sha256))
    if connection.execute(gone).rowcount == 0:
        return None
    named = {sha256, row.reading_sha256, row.thumb_sha256} - {None, ""}
    return [one for one in sorted(named) if not _is_held(connection, one)]


def _is_held(connection: Connection, sha256: str) -> bool:
    """Whether another content is these bytes, or has them as its copy."""
    same = or_(*(Content.__table__.c[name] == sha256 for name in ("sha256", *DERIVED)))
    return connection.execute(select(exists().where(same))).scalar_one()


def _is_named(sha256: Any) -> ColumnElement[bool]:
    other = aliased(Content)
    columns = [other.reading_sha256, other.thumb_sha256, *_naming()]
    return or_(*(exists().where(column == sha256) for column in columns))


def _naming() -> Iterator[Any]:
    """The columns of other tables that name stored bytes."""
    for table in Base.metadata.tables.values():
        if table.name != Content.__tablename__:
            yield from (column for column in table.c if column.name.endswith("sha256"))
