"""Slips of dossiers, numbered by agency, year and kind without a gap, and every printing of them (F-02 … F-12, F-19)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import BigInteger, Connection, Index, UniqueConstraint, func, literal, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, aliased, mapped_column

from motcua.store.accounts.account import Account
from motcua.store.agencies.agency import Agency
from motcua.store.base import Base, Id, Record, reference
from motcua.store.papers.file import File

PDF: Final = "pdf"


class SlipCounter(Base):
    """`last` is the number most recently given in `year`; what is rolled back gives its number back."""

    __tablename__ = "slip_counter"

    agency_id: Mapped[int] = mapped_column(reference("agency.id"), primary_key=True, autoincrement=False)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int]


class Slip(Base):
    """One slip of a dossier. `state` is draft, official or replaced; `action` is the deed whose time it fixes (E-21).

    `file_id` is the PDF made here of `values_sealed`, None before it is first printed; `official_file_id` is what
    counts: the PDF made here, or the edited or signed file that was attached in its place (F-10). A file that came from
    outside has no number of ours. `typed_digest` tells whether what the draft was made of is still what is typed.
    """

    __tablename__ = "slip"
    __table_args__ = (
        UniqueConstraint("agency_id", "year", "kind", "number"),
        Index("uq_slip_draft", "dossier_id", "action", unique=True, postgresql_where=text("state = 'draft'")),
    )

    id: Mapped[Id]
    dossier_id: Mapped[int] = mapped_column(reference("dossier.id"), index=True)
    agency_id: Mapped[int] = mapped_column(reference("agency.id"))
    kind: Mapped[str]
    legal_set: Mapped[str]
    year: Mapped[int | None]
    number: Mapped[int | None]
    action: Mapped[str] = mapped_column(server_default="")
    state: Mapped[str]
    template_id: Mapped[int | None] = mapped_column(BigInteger)
    template_number: Mapped[int | None]
    language: Mapped[str] = mapped_column(server_default="vi")
    values_sealed: Mapped[bytes | None]
    typed_digest: Mapped[bytes | None]
    file_id: Mapped[int | None] = mapped_column(reference("file.id"))
    official_file_id: Mapped[int | None] = mapped_column(reference("file.id"))
    made_by: Mapped[int | None] = mapped_column(reference("account.id"))
    made_at: Mapped[datetime]
    official_at: Mapped[datetime | None]


class SlipPrint(Base):
    """One time that a slip was taken out to be printed (`format` pdf) or edited (docx)."""

    __tablename__ = "slip_print"

    id: Mapped[Id]
    slip_id: Mapped[int] = mapped_column(reference("slip.id"), index=True)
    format: Mapped[str]
    printed_by: Mapped[int | None] = mapped_column(reference("account.id"))
    printed_at: Mapped[datetime]


_RECEIPT: Final = text(
    """
    with counted as (
        insert into slip_counter (agency_id, year, kind, last) values (:agency_id, :year, 'receipt', 1)
        on conflict (agency_id, year, kind) do update set last = slip_counter.last + 1 returning last
    ), earlier as (
        update slip set state = 'replaced'
        where dossier_id = :dossier_id and kind = 'receipt' and state = 'official'
    )
    insert into slip
        (dossier_id, agency_id, kind, legal_set, year, number, action, state, made_by, made_at, official_at)
    select :dossier_id, :agency_id, 'receipt', :legal_set, :year, last, 'accept', 'official', :made_by, :made_at, :made_at
    from counted
    """
)


def next_number(connection: Connection, agency_id: int, year: int, kind: str) -> int:
    """The next number from 1; another transaction waits until this one ends, so that no number is left out."""
    statement = insert(SlipCounter).values(agency_id=agency_id, year=year, kind=kind, last=1)
    taken = statement.on_conflict_do_update(
        index_elements=["agency_id", "year", "kind"], set_={"last": SlipCounter.last + 1}
    ).returning(SlipCounter.last)
    return connection.execute(taken).scalar_one()


def add(connection: Connection, **values: Any) -> int:
    return connection.execute(insert(Slip).values(**values).returning(Slip.id)).scalar_one()


def add_receipt(connection: Connection, **values: Any) -> None:
    """Enter the receipt of an acceptance under its agency's next number of `year`; an earlier one makes room.

    One statement, as every acceptance does it.
    """
    connection.execute(_RECEIPT, values)


def put_into_force(connection: Connection, file_id: int, **values: Any) -> int:
    """The same bytes as a file of the dossier of its own: the id of that one."""
    same = ("name", "media_type", "size", "sha256")
    source = select(
        *(File.__table__.c[name] for name in same), *(literal(one) for one in values.values())
    ).where(File.id == file_id)
    added = insert(File).from_select([*same, *values], source).returning(File.id)
    return connection.execute(added).scalar_one()


def change(connection: Connection, slip_id: int, **values: Any) -> None:
    connection.execute(update(Slip).where(Slip.id == slip_id).values(**values))


def hold(connection: Connection, slip_id: int) -> Record | None:
    """A slip, locked until the end of the transaction."""
    return connection.execute(select(Slip.__table__).where(Slip.id == slip_id).with_for_update()).first()


def current(connection: Connection, dossier_id: int, kind: str) -> Record | None:
    """The official slip of a kind of which a dossier has one at a time, locked."""
    mine = (Slip.dossier_id == dossier_id) & (Slip.kind == kind) & (Slip.state == "official")
    return connection.execute(
        select(Slip.__table__).where(mine).order_by(Slip.id.desc()).limit(1).with_for_update()
    ).first()


def file_of(connection: Connection, file_id: int) -> Record:
    return connection.execute(select(File.__table__).where(File.id == file_id)).one()


def withdraw_file(connection: Connection, file_id: int | None, at: datetime) -> None:
    """The file of a slip that is made anew makes room, and is kept."""
    connection.execute(update(File).where(File.id == file_id).values(replaced_at=at))


def draft(connection: Connection, dossier_id: int, action: str) -> Record | None:
    """The draft made for a deed that has not been done, locked."""
    mine = (Slip.dossier_id == dossier_id) & (Slip.action == action) & (Slip.state == "draft")
    return connection.execute(select(Slip.__table__).where(mine).with_for_update()).first()


def of_dossier(connection: Connection, dossier_id: int) -> Sequence[Record]:
    """A dossier's slips, oldest first, each with who made it, its agency and how often it was printed, last when and by whom."""
    printer = aliased(Account)
    last = (
        select(func.max(SlipPrint.id))
        .where(SlipPrint.slip_id == Slip.id, SlipPrint.format == PDF)
        .correlate(Slip)
        .scalar_subquery()
    )
    times = (
        select(func.count())
        .where(SlipPrint.slip_id == Slip.id, SlipPrint.format == PDF)
        .correlate(Slip)
        .scalar_subquery()
    )
    return connection.execute(
        select(
            Slip.__table__,
            Agency.name.label("agency_name"),
            Agency.name_en.label("agency_name_en"),
            Account.display_name.label("made_name"),
            File.name.label("official_name"),
            File.sha256.label("official_sha256"),
            times.label("prints"),
            SlipPrint.printed_at,
            printer.display_name.label("printed_name"),
        )
        .join(Agency, Agency.id == Slip.agency_id)
        .outerjoin(Account, Account.id == Slip.made_by)
        .outerjoin(File, File.id == Slip.official_file_id)
        .outerjoin(SlipPrint, SlipPrint.id == last)
        .outerjoin(printer, printer.id == SlipPrint.printed_by)
        .where(Slip.dossier_id == dossier_id)
        .order_by(Slip.id)
    ).all()


def print_of(connection: Connection, **values: Any) -> None:
    """Note that a slip was taken out."""
    connection.execute(insert(SlipPrint).values(**values))
