"""Forms that citizens have begun: kept until sent or expired, so that nothing typed is lost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.agencies.agency import Agency
from motcua.store.base import Base, Record, reference
from motcua.store.dossier.dossier import Dossier
from motcua.store.papers.file import File
from motcua.store.process.procedure import Procedure, ProcedureVersion


class Draft(Base):
    """`dossier_id` is set when it was sent: sending twice gives the same dossier.

    `amends_id` is the sent dossier that this form is to amend (D-09). `walk_in_sealed` is set while an officer fills
    the form in for somebody at the desk (C-04): who that is, and how the papers were found. `told_expiry` is the expiry
    of which its owner was reminded (B-10). `reuse_agreed` is his answer whether what he gave before may be filled in,
    null until he is asked; `reused_sealed` says by pointer what was, and from where (B-07). `owner_sealed` is the person
    for whom the form is filed, where that is another than the account's holder (C-06).
    """

    __tablename__ = "draft"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(reference("account.id"), index=True)
    version_id: Mapped[int] = mapped_column(reference("procedure_version.id"))
    agency_id: Mapped[int] = mapped_column(reference("agency.id"))
    data_sealed: Mapped[bytes]
    walk_in_sealed: Mapped[bytes | None]
    done_sections: Mapped[list[Any]]
    dossier_id: Mapped[int | None] = mapped_column(reference("dossier.id"))
    amends_id: Mapped[int | None] = mapped_column(reference("dossier.id"), index=True)
    created_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    told_expiry: Mapped[datetime | None]
    reuse_agreed: Mapped[bool | None]
    reuse_at: Mapped[datetime | None]
    reused_sealed: Mapped[bytes | None]
    owner_sealed: Mapped[bytes | None]


_AMENDED = Dossier.__table__.alias("amended")


def add(connection: Connection, **values: Any) -> UUID:
    return connection.execute(insert(Draft).values(id=uuid4(), **values).returning(Draft.id)).scalar_one()


def by_id(connection: Connection, draft_id: UUID, *, lock: bool = False) -> Record | None:
    statement = _listing().where(Draft.id == draft_id)
    return connection.execute(statement.with_for_update(of=Draft.__table__) if lock else statement).first()


def change(connection: Connection, draft_id: UUID, **values: Any) -> None:
    connection.execute(update(Draft).where(Draft.id == draft_id).values(**values))


def move(connection: Connection, old_id: int, new_id: int) -> None:
    """Give an account's drafts to another account of the same person."""
    connection.execute(update(Draft).where(Draft.account_id == old_id).values(account_id=new_id))


def remove(connection: Connection, draft_id: UUID) -> None:
    """Delete the draft and its files."""
    connection.execute(delete(File).where(File.draft_id == draft_id))
    connection.execute(delete(Draft).where(Draft.id == draft_id))


def open_of(connection: Connection, account_id: int, now: datetime) -> Sequence[Record]:
    """Unsent drafts of the account that have not expired, latest first."""
    return connection.execute(
        _listing()
        .where(Draft.account_id == account_id, Draft.dossier_id.is_(None), Draft.expires_at > now)
        .order_by(Draft.saved_at.desc())
    ).all()


def expiring(connection: Connection, now: datetime, until: datetime, most: int) -> Sequence[Record]:
    """Unsent forms of citizens that expire until then and whose owners were not told of it, in the order of expiry."""
    untold = Draft.told_expiry.is_distinct_from(Draft.expires_at)
    due = (Draft.expires_at > now) & (Draft.expires_at <= until)
    mine = Draft.dossier_id.is_(None) & Draft.walk_in_sealed.is_(None)
    return connection.execute(
        _listing().where(due, untold, mine).order_by(Draft.expires_at).limit(most)
    ).all()


def expired(connection: Connection, now: datetime, most: int) -> Sequence[UUID]:
    """Unsent forms whose time is over, held until the end of the transaction; those somebody holds are left out."""
    found = (
        select(Draft.id).where(Draft.dossier_id.is_(None), Draft.expires_at <= now).order_by(Draft.expires_at)
    )
    return list(connection.execute(found.limit(most).with_for_update(skip_locked=True)).scalars())


def amending(connection: Connection, dossier_id: int) -> UUID | None:
    """The unsent draft that is to amend this dossier."""
    return connection.execute(
        select(Draft.id).where(Draft.amends_id == dossier_id, Draft.dossier_id.is_(None))
    ).scalar()


def count_begun(connection: Connection, procedure_id: int, now: datetime) -> int:
    """Unsent forms of new dossiers of the procedure that have not expired, of whatever version."""
    return connection.execute(
        select(func.count())
        .select_from(Draft)
        .join(ProcedureVersion, ProcedureVersion.id == Draft.version_id)
        .where(
            ProcedureVersion.procedure_id == procedure_id,
            Draft.dossier_id.is_(None),
            Draft.amends_id.is_(None),
            Draft.expires_at > now,
        )
    ).scalar_one()


def _listing() -> Any:
    """A draft with its procedure, its agency, and the codes of the dossiers it became and amends."""
    return (
        select(
            Draft.__table__,
            Procedure.code.label("procedure_code"),
            Procedure.name.label("procedure_name"),
            Procedure.name_en.label("procedure_name_en"),
            Agency.name.label("agency_name"),
            Agency.name_en.label("agency_name_en"),
            Dossier.code.label("dossier_code"),
            _AMENDED.c.code.label("amends_code"),
        )
        .join(ProcedureVersion, ProcedureVersion.id == Draft.version_id)
        .join(Procedure, Procedure.id == ProcedureVersion.procedure_id)
        .join(Agency, Agency.id == Draft.agency_id)
        .outerjoin(Dossier, Dossier.id == Draft.dossier_id)
        .outerjoin(_AMENDED, _AMENDED.c.id == Draft.amends_id)
    )
