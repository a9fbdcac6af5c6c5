"""Results that were issued, with their numbers by agency and year: in force, revoked or replaced (F-16)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Index, Select, UniqueConstraint, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.agencies.agency import Agency
from motcua.store.base import Base, Id, Record, reference
from motcua.store.dossier.dossier import Dossier
from motcua.store.process.procedure import Procedure


class ResultCounter(Base):
    """`last` is the number most recently given in `year`; what is rolled back gives its number back."""

    __tablename__ = "result_counter"

    agency_id: Mapped[int] = mapped_column(reference("agency.id"), primary_key=True, autoincrement=False)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class IssuedResult(Base):
    """`code` is for any holder to have it checked. Without `sha256` it was issued on paper.

    `result_key` is that of the procedure's result, empty where it does not say which. What a decision ended has
    `ended_at` and the decision; `replaced_by_id` is what came in its place. `folded` is what it is found by.
    """

    __tablename__ = "issued_result"
    __table_args__ = (
        UniqueConstraint("agency_id", "year", "number"),
        Index("ix_issued_result_listed", "agency_id", "procedure_id", "issued_at"),
    )

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    dossier_id: Mapped[int] = mapped_column(reference("dossier.id"), index=True)
    agency_id: Mapped[int] = mapped_column(reference("agency.id"))
    procedure_id: Mapped[int] = mapped_column(reference("procedure.id"))
    year: Mapped[int]
    number: Mapped[int]
    result_key: Mapped[str]
    title: Mapped[str]
    title_en: Mapped[str]
    file_id: Mapped[int | None] = mapped_column(reference("file.id"))
    sha256: Mapped[str | None] = mapped_column(index=True)
    issued_at: Mapped[datetime]
    issued_by: Mapped[int | None] = mapped_column(reference("account.id"))
    issued_name: Mapped[str]
    valid_until: Mapped[date | None]
    state: Mapped[str]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None] = mapped_column(reference("account.id"))
    ended_name: Mapped[str] = mapped_column(server_default="")
    decision_number: Mapped[str] = mapped_column(server_default="")
    decision_date: Mapped[date | None]
    decision_file_id: Mapped[int | None] = mapped_column(reference("file.id"))
    reason_sealed: Mapped[bytes | None]
    replaced_by_id: Mapped[int | None] = mapped_column(reference("issued_result.id"))
    folded: Mapped[str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: every one of `words` in what a result is found by, issued from `starts` and before `ends`.

    Shown are those of `agency_ids`, and those of the pairs `served` of agency and procedure.
    """

    agency_ids: Collection[int] = ()
    served: Collection[tuple[int, int]] = ()
    words: Sequence[str] = ()
    state: str = ""
    starts: datetime | None = None
    ends: datetime | None = None


def next_number(connection: Connection, agency_id: int, year: int, count: int = 1) -> int:
    """The first of the next `count` numbers; another transaction waits until this one ends, so that none is left out."""
    statement = insert(ResultCounter).values(agency_id=agency_id, year=year, last=count)
    taken = statement.on_conflict_do_update(
        index_elements=["agency_id", "year"], set_={"last": ResultCounter.last + count}
    ).returning(ResultCounter.last)
    last: int = connection.execute(taken).scalar_one()
    return last - count + 1


def add(connection: Connection, **values: Any) -> int:
    return connection.execute(insert(IssuedResult).values(**values).returning(IssuedResult.id)).scalar_one()


def change(connection: Connection, result_id: int, **values: Any) -> None:
    connection.execute(update(IssuedResult).where(IssuedResult.id == result_id).values(**values))


def hold(connection: Connection, result_id: int) -> Record | None:
    """The result alone, locked until the end of the transaction."""
    wanted = select(IssuedResult.__table__).where(IssuedResult.id == result_id)
    return connection.execute(wanted.with_for_update()).first()


def by_id(connection: Connection, result_id: int) -> Record | None:
    return connection.execute(_shown().where(IssuedResult.id == result_id)).first()


def by_code(connection: Connection, code: str) -> Record | None:
    """The result with this code as it is printed; nothing has an empty one."""
    return connection.execute(_shown().where(IssuedResult.code == code)).first()


def of_content(connection: Connection, sha256: str) -> Sequence[Record]:
    """The results whose file has these bytes, those in force first."""
    mine = _shown().where(IssuedResult.sha256 == sha256)
    return connection.execute(mine.order_by(IssuedResult.state != "issued", IssuedResult.id.desc())).all()


def of_dossier(connection: Connection, dossier_id: int) -> Sequence[Record]:
    mine = _shown().where(IssuedResult.dossier_id == dossier_id)
    return connection.execute(mine.order_by(IssuedResult.id)).all()


def of_holder(connection: Connection, account_id: int) -> Sequence[Record]:
    """The results of the dossiers that the account owns, newest first."""
    mine = _shown().where(Dossier.applicant_id == account_id)
    return connection.execute(mine.order_by(IssuedResult.issued_at.desc(), IssuedResult.id.desc())).all()


def of_person(
    connection: Connection, digest: bytes | None, account_id: int | None, but: int, most: int
) -> Sequence[Record]:
    """The results in force of one person, by his number or his account, without those of the dossier `but`."""
    known = [Dossier.identity_digest == digest] if digest is not None else []
    known += [Dossier.applicant_id == account_id] if account_id is not None else []
    if not known:
        return ()
    mine = _shown().where(
        or_(*known),
        Dossier.id != but,
        IssuedResult.state == "issued",
        IssuedResult.file_id.is_not(None),
    )
    return connection.execute(mine.order_by(IssuedResult.issued_at.desc()).limit(most)).all()


def search(connection: Connection, wanted: Wanted, most: int, after: int = 0) -> Sequence[Record]:
    """Those that are looked for, newest first, `after` so many."""
    found = _shown().where(_is_seen(wanted), *_is_wanted(wanted))
    newest = found.order_by(IssuedResult.issued_at.desc(), IssuedResult.id.desc())
    return connection.execute(newest.offset(after).limit(most)).all()


def procedures_of(connection: Connection, agency_id: int) -> Sequence[Record]:
    """The procedures with results of an agency: id, code and the version that stands for them."""
    mine = select(IssuedResult.procedure_id).where(IssuedResult.agency_id == agency_id).distinct()
    return connection.execute(
        select(Procedure.id, Procedure.code, Procedure.version_id).where(
            Procedure.id.in_(mine), Procedure.version_id.is_not(None)
        )
    ).all()


def _is_seen(wanted: Wanted) -> ColumnElement[bool]:
    mine = [
        (IssuedResult.agency_id == agency_id) & (IssuedResult.procedure_id == procedure_id)
        for agency_id, procedure_id in wanted.served
    ]
    return or_(IssuedResult.agency_id.in_(wanted.agency_ids), *mine)


def _is_wanted(wanted: Wanted) -> list[ColumnElement[bool]]:
    found = [IssuedResult.folded.contains(word, autoescape=True) for word in wanted.words]
    if wanted.state:
        found.append(IssuedResult.state == wanted.state)
    if wanted.starts is not None:
        found.append(IssuedResult.issued_at >= wanted.starts)
    if wanted.ends is not None:
        found.append(IssuedResult.issued_at < wanted.ends)
    return found


def _shown() -> Select[Any]:
    """Results with what people call their dossier, its procedure, its agency and its holder."""
    return (
        select(
            IssuedResult.__table__,
            Dossier.code.label("dossier_code"),
            Dossier.version_id,
            Dossier.applicant_id,
            Dossier.applicant_name,
            Procedure.name.label("procedure_name"),
            Procedure.name_en.label("procedure_name_en"),
            Procedure.field,
            Agency.name.label("agency_name"),
            Agency.name_en.label("agency_name_en"),
        )
        .join(Dossier, Dossier.id == IssuedResult.dossier_id)
        .join(Procedure, Procedure.id == IssuedResult.procedure_id)
        .join(Agency, Agency.id == IssuedResult.agency_id)
    )
