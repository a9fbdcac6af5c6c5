"""Signatures given inside the system: which version of which document, by whose certificate, and what was found (F-13)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.base import Base, Id, Record, reference


class Signature(Base):
    """`file_id` is the signed file, `source_id` the version that was signed. One order gives one signature at most.

    `verdict` is what the check said when the signature was given; `signer` is the authority: person, leader, agency.
    """

    __tablename__ = "signature"

    id: Mapped[Id]
    order_id: Mapped[int] = mapped_column(reference("signature_order.id"), unique=True)
    dossier_id: Mapped[int] = mapped_column(reference("dossier.id"), index=True)
    task_id: Mapped[str]
    step_id: Mapped[str]
    document: Mapped[str]
    slot: Mapped[str]
    signer: Mapped[str]
    source_id: Mapped[int] = mapped_column(reference("file.id"), index=True)
    file_id: Mapped[int] = mapped_column(reference("file.id"), unique=True)
    sha256: Mapped[str]
    account_id: Mapped[int] = mapped_column(reference("account.id"))
    signing_key_id: Mapped[int | None] = mapped_column(reference("signing_key.id"))
    service: Mapped[str]
    signer_name: Mapped[str]
    organisation: Mapped[str]
    serial: Mapped[str]
    issuer: Mapped[str]
    signed_at: Mapped[datetime]
    time_stamped_at: Mapped[datetime | None]
    verdict: Mapped[str]


def add(connection: Connection, **values: Any) -> int:
    return connection.execute(insert(Signature).values(**values).returning(Signature.id)).scalar_one()


def of_files(connection: Connection, file_ids: Collection[int]) -> Sequence[Record]:
    """The signatures that made these files."""
    return connection.execute(select(Signature.__table__).where(Signature.file_id.in_(file_ids))).all()


def chain_of(connection: Connection, file_id: int) -> Sequence[Record]:
    """The signatures under a file: the one that made it, the one that made what was signed then, and so on."""
    found: list[Record] = []
    wanted: int | None = file_id
    while wanted is not None:
        row = connection.execute(select(Signature.__table__).where(Signature.file_id == wanted)).first()
        if row is not None:
            found.append(row)
        wanted = row.source_id if row is not None else None
    return found
