"""Dossiers: one row each, locked for the length of every action on it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Index, Update, bindparam, false, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.accounts.account import Account
from motcua.store.agencies import agency_history
from motcua.store.agencies.agency import Agency
from motcua.store.base import Base, Id, Record, reference
from motcua.store.process.procedure import Procedure
from motcua.store.time import calendar


class Dossier(Base):
    """`*_at` are actual instants; `accepted_counted_at` and `result_counted_at` those of the rule (E-03).

    `due_at` and `appointment_at` are indexes derived from clock and calendar, rewritten with them (R-28).
    `engine_state` is the task state without the specification. `kept_calendar` and `kept_revision` are set when
    the dossier ends: it keeps that calendar as it stood then (R-12). `data_sealed` is the applicant's form,
    `step_values_sealed` what officers filled in at steps, by field name. `intake_from` is when the desk's limit
    began anew, `restarted_at` when all clocks did (R-08), both null until it happens. `outcome` says how the dossier
    ended without the result asked for: the key of an ending state. `earlier_id` is the dossier this one was sent
    again from (E-20). `went_back` is whether it was ever returned or led off its route: only then steps are come to
    again that no flow leads back to. `tell_by` are the carriers the applicant agreed to at filing, besides the message
    in his account (G-01): "email", "sms". `papers_seen` says of a dossier received at the desk what came of each paper:
    "original", "copy", "scan" by its key (C-04). `originals_checked_at` is when an officer compared the originals (C-09).
    `filed_version_id` is the version it was filed under, once it has been moved to another (A-12). `filed_by_id` is the
    account that filed for the applicant, null where he did so himself (C-06). `receive_by` is how he wants the result:
    "desk", "post" (the address is with his contact) or "online" (C-11). `parcel` is the number of the parcel that a dossier
    came in by post (C-05); `entered_by_id` the member of staff who entered it for the applicant, at the counter or helping
    him to file online (C-07).
    """

    __tablename__ = "dossier"
    __table_args__ = (
        Index("ix_dossier_open", "agency_id", "state", postgresql_where=text("closed_at is null")),
        Index(
            "ix_dossier_due",
            "due_at",
            postgresql_where=text("accepted_at is not null and result_at is null and closed_at is null"),
        ),
        Index(
            "ix_dossier_intake_due",
            "intake_due_at",
            postgresql_where=text("accepted_at is null and closed_at is null"),
        ),
        Index(
            "ix_dossier_unconfirmed",
            "agency_id",
            postgresql_where=text("engine_ended and result_at is null and closed_at is null"),
        ),
        # All that the lists ask of an open dossier, so that ten thousand of them are not looked up in the table.
        Index(
            "ix_dossier_listed",
            "id",
            postgresql_include=[
                "version_id",
                "procedure_id",
                "agency_id",
                "state",
                "channel",
                "due_at",
                "intake_due_at",
                "accepted_at",
                "accepted_counted_at",
                "result_at",
                "returned_at",
                "submitted_at",
            ],
            postgresql_where=text("closed_at is null"),
        ),
        # What was entered of late, counted without touching the rows (C-12).
        Index("ix_dossier_entered", "submitted_at", "agency_id", "procedure_id"),
        # Room on every page: a dossier's row is rewritten at each of its steps.
        {"postgresql_with": {"fillfactor": 80}},
    )

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    procedure_id: Mapped[int] = mapped_column(reference("procedure.id"), index=True)
    version_id: Mapped[int] = mapped_column(reference("procedure_version.id"), index=True)
    agency_id: Mapped[int] = mapped_column(reference("agency.id"))
    applicant_id: Mapped[int | None] = mapped_column(reference("account.id"), index=True)
    applicant_name: Mapped[str]
    applicant_folded: Mapped[str]
    applicant_sealed: Mapped[bytes]
    identity_digest: Mapped[bytes | None] = mapped_column(index=True)
    channel: Mapped[str]
    state: Mapped[str]
    submitted_at: Mapped[datetime]
    intake_from: Mapped[datetime | None]
    intake_due_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    accepted_counted_at: Mapped[datetime | None]
    restarted_at: Mapped[datetime | None]
    limit_text: Mapped[str]
    due_at: Mapped[datetime | None]
    appointment_at: Mapped[datetime | None]
    original_due_at: Mapped[datetime | None]
    original_appointment_at: Mapped[datetime | None]
    result_at: Mapped[datetime | None]
    result_counted_at: Mapped[datetime | None]
    returned_at: Mapped[datetime | None]
    returned_to: Mapped[str] = mapped_column(default="")
    return_method: Mapped[str] = mapped_column(default="")
    closed_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(server_default="")
    earlier_id: Mapped[int | None] = mapped_column(reference("dossier.id"), index=True)
    kept_calendar: Mapped[str | None]
    kept_revision: Mapped[int | None]
    engine_state: Mapped[str]
    engine_ended: Mapped[bool] = mapped_column(default=False)
    went_back: Mapped[bool] = mapped_column(default=False, server_default=false())
    data_sealed: Mapped[bytes]
    step_values_sealed: Mapped[bytes | None]
    checklist: Mapped[dict[str, Any] | None]
    papers_seen: Mapped[dict[str, Any] | None]
    originals_checked_at: Mapped[datetime | None]
    filed_version_id: Mapped[int | None] = mapped_column(reference("procedure_version.id"))
    declaration: Mapped[str]
    declaration_version: Mapped[str]
    declared_at: Mapped[datetime]
    tell_by: Mapped[list[Any]] = mapped_column(server_default=text("'[\"email\"]'"))
    filed_by_id: Mapped[int | None] = mapped_column(reference("account.id"), index=True)
    filed_by_name: Mapped[str] = mapped_column(server_default="")
    receive_by: Mapped[str] = mapped_column(server_default="desk")
    parcel: Mapped[str] = mapped_column(server_default="")
    entered_by_id: Mapped[int | None] = mapped_column(reference("account.id"))
    entered_by_name: Mapped[str] = mapped_column(server_default="")


def add(connection: Connection, **values: Any) -> int:
    return connection.execute(insert(Dossier).values(**values).returning(Dossier.id)).scalar_one()


def change(connection: Connection, dossier_id: int, **values: Any) -> None:
    connection.execute(_update(tuple(values)), {"dossier_id": dossier_id, **values})


@lru_cache(maxsize=64)
def _update(columns: tuple[str, ...]) -> Update:
    values: dict[str, Any] = {column: bindparam(column) for column in columns}
    return update(Dossier).where(Dossier.id == bindparam("dossier_id")).values(values)


def _with_context() -> Any:
    """A dossier with its agency, procedure code and the calendars' revision."""
    return (
        select(
            Dossier.__table__,
            Agency.code.label("agency_code"),
            _agency_as("name"),
            _agency_as("name_en"),
            Procedure.code.label("procedure_code"),
            Procedure.name.label("procedure_name"),
            Procedure.name_en.label("procedure_name_en"),
            calendar.revision().label("calendar_revision"),
        )
        .join(Agency, Agency.id == Dossier.agency_id)
        .join(Procedure, Procedure.id == Dossier.procedure_id)
    )


def _agency_as(column: str) -> Any:
    """The agency's name; an ended dossier keeps the one that the agency had then."""
    then = agency_history.named_at(Dossier.agency_id, Dossier.closed_at, column)
    return func.coalesce(then, getattr(Agency, column)).label(f"agency_{column}")


def by_code(connection: Connection, code: str) -> Record | None:
    return connection.execute(_with_context().where(Dossier.code == code)).first()


def by_id(connection: Connection, dossier_id: int) -> Record | None:
    return connection.execute(_with_context().where(Dossier.id == dossier_id)).first()


def some(connection: Connection, dossier_ids: Collection[int]) -> Sequence[Record]:
    """Several dossiers at once, in no order."""
    return connection.execute(_with_context().where(Dossier.id.in_(dossier_ids))).all()


def of_applicant(connection: Connection, account_id: int) -> Sequence[Record]:
    """The citizen's own dossiers, newest first (C-15)."""
    return connection.execute(
        _with_context()
        .where(Dossier.applicant_id == account_id)
        .order_by(Dossier.submitted_at.desc(), Dossier.id.desc())
    ).all()


def of_holder(connection: Connection, account_id: int) -> Sequence[Record]:
    """The dossiers that the account owns or filed for somebody else, newest first (C-06, C-15)."""
    his = or_(Dossier.applicant_id == account_id, Dossier.filed_by_id == account_id)
    return connection.execute(
        _with_context().where(his).order_by(Dossier.submitted_at.desc(), Dossier.id.desc())
    ).all()


def of_person(
    connection: Connection,
    digest: bytes,
    folded: str,
    owner_id: int | None,
    channels: Collection[str],
    most: int,
) -> Sequence[Record]:
    """The newest dossiers of the person of this number and name, filed by himself: those that came by one of the channels,
    and those of the account `owner_id`, whose holder has proven the number. What others only say to be his is left out.
    """
    proven = Dossier.applicant_id == owner_id if owner_id is not None else false()
    told = or_(Dossier.channel.in_(channels), proven)
    mine = _with_context().where(
        Dossier.identity_digest == digest,
        Dossier.applicant_folded == folded,
        Dossier.filed_by_id.is_(None),
        told,
    )
    return connection.execute(mine.order_by(Dossier.submitted_at.desc(), Dossier.id.desc()).limit(most)).all()


def applicant(connection: Connection, dossier_id: int) -> Record | None:
    """Who is told about this dossier: account id, language, e-mail."""
    return connection.execute(
        select(Account.id, Account.language, Account.email)
        .join(Dossier, Dossier.applicant_id == Account.id)
        .where(Dossier.id == dossier_id)
    ).first()


def adopt(connection: Connection, account_id: int, digest: bytes) -> Sequence[int]:
    """Give the account the dossiers filed under this identity number by nobody's account (X-20); their ids."""
    nobodys = (Dossier.identity_digest == digest) & Dossier.applicant_id.is_(None)
    statement = update(Dossier).where(nobodys).values(applicant_id=account_id).returning(Dossier.id)
    return connection.execute(statement).scalars().all()


def move(connection: Connection, old_id: int, new_id: int) -> Sequence[int]:
    """Give an account's dossiers to another account of the same person; their ids."""
    filed = Dossier.filed_by_id == old_id
    connection.execute(update(Dossier).where(filed).values(filed_by_id=new_id))
    statement = update(Dossier).where(Dossier.applicant_id == old_id).values(applicant_id=new_id)
    return connection.execute(statement.returning(Dossier.id)).scalars().all()


def later_of(connection: Connection, dossier_id: int) -> Record | None:
    """The dossier that this one was sent again as: id, code, state."""
    return connection.execute(
        select(Dossier.id, Dossier.code, Dossier.state).where(Dossier.earlier_id == dossier_id)
    ).first()
