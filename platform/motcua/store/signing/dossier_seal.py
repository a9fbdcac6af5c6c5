"""Seals of dossiers: the list of everything in one, signed by the agency (F-15)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, UniqueConstraint, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.base import Base, Id, Record, reference
from motcua.store.dossier.dossier import Dossier


class DossierSeal(Base):
    """`number` counts a dossier's seals from 1; earlier ones are kept. `signature` is CMS over the opened manifest, DER."""

    __tablename__ = "dossier_seal"
    __table_args__ = (UniqueConstraint("dossier_id", "number"),)

    id: Mapped[Id]
    dossier_id: Mapped[int] = mapped_column(reference("dossier.id"))
    number: Mapped[int]
    reason: Mapped[str]
    manifest_sealed: Mapped[bytes]
    signature: Mapped[bytes]
    signing_key_id: Mapped[int] = mapped_column(reference("signing_key.id"))
    signer: Mapped[str]
    serial: Mapped[str]
    issuer: Mapped[str]
    made_by: Mapped[int] = mapped_column(reference("account.id"))
    made_by_name: Mapped[str]
    made_at: Mapped[datetime]


def next_number(connection: Connection, dossier_id: int) -> int:
    # The dossier stands still until the seal is written, and is sealed once at a time.
    connection.execute(select(Dossier.id).where(Dossier.id == dossier_id).with_for_update())
    statement = select(func.coalesce(func.max(DossierSeal.number), 0) + 1)
    return connection.execute(statement.where(DossierSeal.dossier_id == dossier_id)).scalar_one()


def add(connection: Connection, **values: Any) -> int:
    return connection.execute(insert(DossierSeal).values(**values).returning(DossierSeal.id)).scalar_one()


def of_dossier(connection: Connection, dossier_id: int) -> Sequence[Record]:
    """The dossier's seals, the newest first."""
    mine = select(DossierSeal.__table__).where(DossierSeal.dossier_id == dossier_id)
    return connection.execute(mine.order_by(DossierSeal.number.desc())).all()
