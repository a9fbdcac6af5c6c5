"""Certified copies: made of a paper original or of an issued result, numbered in the book of certifications (F-17)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, UniqueConstraint, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.agencies.agency import Agency
from motcua.store.base import Base, Id, Record, reference
from motcua.store.dossier.dossier import Dossier


class CopyCounter(Base):
    """`last` is the number most recently given in `year`; what is rolled back gives its number back."""

    __tablename__ = "copy_counter"

    agency_id: Mapped[int] = mapped_column(reference("agency.id"), primary_key=True, autoincrement=False)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class CertifiedCopy(Base):
    """`source_sha256` are the bytes that were compared with the original, `sha256` those that were certified and signed.

    `issued_result_id` is the result it was made of, empty for a paper original. `seal` is the signature of the agency:
    {name, organisation, serial, issuer}. `kind` is the paper's key in procedures, empty where none asks for it.
    """

    __tablename__ = "certified_copy"
    __table_args__ = (UniqueConstraint("agency_id", "year", "number"),)

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    dossier_id: Mapped[int] = mapped_column(reference("dossier.id"), index=True)
    agency_id: Mapped[int] = mapped_column(reference("agency.id"))
    year: Mapped[int]
    number: Mapped[int]
    book: Mapped[str]
    place: Mapped[str]
    kind: Mapped[str]
    title: Mapped[str]
    issued_result_id: Mapped[int | None] = mapped_column(reference("issued_result.id"))
    source_sha256: Mapped[str]
    file_id: Mapped[int] = mapped_column(reference("file.id"), unique=True)
    sha256: Mapped[str] = mapped_column(index=True)
    certified_at: Mapped[datetime]
    certified_by: Mapped[int] = mapped_column(reference("account.id"))
    certified_name: Mapped[str]
    certified_title: Mapped[str]
    seal: Mapped[dict[str, Any]]


def next_number(connection: Connection, agency_id: int, year: int) -> int:
    """The next number from 1; another transaction waits until this one ends, so that no number is left out."""
    statement = insert(CopyCounter).values(agency_id=agency_id, year=year, last=1)
    taken = statement.on_conflict_do_update(
        index_elements=["agency_id", "year"], set_={"last": CopyCounter.last + 1}
    ).returning(CopyCounter.last)
    return connection.execute(taken).scalar_one()


def add(connection: Connection, **values: Any) -> int:
    return connection.execute(insert(CertifiedCopy).values(**values).returning(CertifiedCopy.id)).scalar_one()


def by_code(connection: Connection, code: str) -> Record | None:
    """The copy with this code as it is printed; nothing has an empty one."""
    return connection.execute(_shown().where(CertifiedCopy.code == code)).first()


def of_content(connection: Connection, sha256: str) -> Sequence[Record]:
    """The copies with these bytes."""
    return connection.execute(_shown().where(CertifiedCopy.sha256 == sha256)).all()


def of_dossier(connection: Connection, dossier_id: int) -> Sequence[Record]:
    mine = _shown().where(CertifiedCopy.dossier_id == dossier_id)
    return connection.execute(mine.order_by(CertifiedCopy.id)).all()


def of_year(connection: Connection, agency_id: int, year: int) -> Sequence[Record]:
    """The book of an agency's year, in the order of its numbers."""
    theirs = (CertifiedCopy.agency_id == agency_id) & (CertifiedCopy.year == year)
    return connection.execute(_shown().where(theirs).order_by(CertifiedCopy.number)).all()


def _shown() -> Select[Any]:
    """Copies with their agency, and the dossier they were made in."""
    return (
        select(
            CertifiedCopy.__table__,
            Agency.name.label("agency_name"),
            Agency.name_en.label("agency_name_en"),
            Dossier.code.label("dossier_code"),
            Dossier.applicant_name,
        )
        .join(Agency, Agency.id == CertifiedCopy.agency_id)
        .join(Dossier, Dossier.id == CertifiedCopy.dossier_id)
    )
