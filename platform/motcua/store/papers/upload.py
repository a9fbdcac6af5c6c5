"""Files on their way to us in parts: what has come stays when the network drops or the page is loaded again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, Connection, delete, func, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.base import Base, Record, reference

DONE: Final = "done:"
"""How the slot of an upload begins that has become a file."""


class Upload(Base):
    """`draft_id` and `slot` say where the whole file goes; "done:<id>" is the file that it has become."""

    __tablename__ = "upload"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(reference("account.id"), index=True)
    draft_id: Mapped[UUID | None]
    slot: Mapped[str] = mapped_column(default="")
    name: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    received: Mapped[int] = mapped_column(BigInteger, default=0)
    expires_at: Mapped[datetime] = mapped_column(index=True)


class UploadPart(Base):
    """The bytes from `start` on."""

    __tablename__ = "upload_part"

    upload_id: Mapped[UUID] = mapped_column(reference("upload.id"), primary_key=True)
    start: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    content: Mapped[bytes]


def add(connection: Connection, **values: Any) -> UUID:
    new = uuid4()
    connection.execute(insert(Upload).values(id=new, received=0, **values))
    return new


def by_id(connection: Connection, upload_id: UUID, *, lock: bool = False) -> Record | None:
    statement = select(Upload.__table__).where(Upload.id == upload_id)
    return connection.execute(statement.with_for_update() if lock else statement).first()


def add_part(
    connection: Connection, upload_id: UUID, start: int, content: bytes, expires_at: datetime
) -> None:
    connection.execute(insert(UploadPart).values(upload_id=upload_id, start=start, content=content))
    new = {"received": start + len(content), "expires_at": expires_at}
    connection.execute(update(Upload).where(Upload.id == upload_id).values(**new))


def whole(connection: Connection, upload_id: UUID) -> bytes:
    """All that has come, in its order."""
    mine = select(UploadPart.content).where(UploadPart.upload_id == upload_id)
    return b"".join(connection.execute(mine.order_by(UploadPart.start)).scalars())


def settle(connection: Connection, upload_id: UUID, slot: str) -> None:
    """The whole file stands elsewhere now, as `slot` says; its parts go."""
    connection.execute(delete(UploadPart).where(UploadPart.upload_id == upload_id))
    connection.execute(update(Upload).where(Upload.id == upload_id).values(slot=slot))


def remove(connection: Connection, upload_ids: Sequence[UUID]) -> None:
    connection.execute(delete(UploadPart).where(UploadPart.upload_id.in_(upload_ids)))
    connection.execute(delete(Upload).where(Upload.id.in_(upload_ids)))


def expired(connection: Connection, now: datetime, most: int) -> Sequence[UUID]:
    return list(
        connection.execute(
            select(Upload.id).where(Upload.expires_at <= now).limit(most).with_for_update(skip_locked=True)
        ).scalars()
    )


def underway(connection: Connection, account_id: int) -> tuple[int, int]:
    """How many uploads of the account are not finished with, and the bytes they were announced with."""
    mine = select(func.count(), func.coalesce(func.sum(Upload.size), 0)).where(
        Upload.account_id == account_id, ~Upload.slot.startswith(DONE)
    )
    count, size = connection.execute(mine).one()
    return count, int(size)
