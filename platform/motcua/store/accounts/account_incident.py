"""Incidents of accounts: loss, theft or misuse reported, and how it was settled (J-15)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Connection, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, aliased, mapped_column

from motcua.store.accounts.account import Account
from motcua.store.agencies.agency import Agency
from motcua.store.base import Base, Id, Record, reference


class AccountIncident(Base):
    """`kind` is "loss", "theft" or "misuse"; the reporter's words are sealed, they may name people.

    `identity_digest` is of the number that the account lost when somebody else proved it; null for what people reported.
    """

    __tablename__ = "account_incident"

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(reference("account.id"), index=True)
    kind: Mapped[str]
    words_sealed: Mapped[bytes]
    identity_digest: Mapped[bytes | None]
    reported_by: Mapped[int | None] = mapped_column(BigInteger)
    reported_at: Mapped[datetime]
    closed_by: Mapped[int | None] = mapped_column(BigInteger)
    closed_at: Mapped[datetime | None]
    finding: Mapped[str] = mapped_column(default="")


def add(connection: Connection, **values: Any) -> int:
    statement = insert(AccountIncident).values(**values).returning(AccountIncident.id)
    return connection.execute(statement).scalar_one()


def by_id(connection: Connection, incident_id: int) -> Record | None:
    """The incident, locked until the transaction ends."""
    statement = select(AccountIncident.__table__).where(AccountIncident.id == incident_id)
    return connection.execute(statement.with_for_update()).first()


def close(connection: Connection, account_id: int, **values: Any) -> None:
    """Close every open incident of the account."""
    connection.execute(
        update(AccountIncident)
        .where(AccountIncident.account_id == account_id, AccountIncident.closed_at.is_(None))
        .values(**values)
    )


def waiting(connection: Connection, account_id: int) -> int | None:
    """The oldest incident of the account that is not settled."""
    statement = select(AccountIncident.id).where(
        AccountIncident.account_id == account_id, AccountIncident.closed_at.is_(None)
    )
    return connection.execute(statement.order_by(AccountIncident.id).limit(1)).scalar_one_or_none()


def of_agencies(
    connection: Connection, agency_ids: Collection[int], *, with_citizens: bool, limit: int = 200
) -> Sequence[Record]:
    """Open ones first, then the newest, with account, agency, reporter and closer; citizens have no agency."""
    reporter, closer = aliased(Account), aliased(Account)
    within = Account.agency_id.in_(agency_ids)
    return connection.execute(
        select(
            AccountIncident.__table__,
            Account.display_name,
            Account.login,
            Account.kind.label("account_kind"),
            Agency.name.label("agency_name"),
            reporter.display_name.label("reporter_name"),
            closer.display_name.label("closer_name"),
        )
        .join(Account, Account.id == AccountIncident.account_id)
        .outerjoin(Agency, Agency.id == Account.agency_id)
        .outerjoin(reporter, reporter.id == AccountIncident.reported_by)
        .outerjoin(closer, closer.id == AccountIncident.closed_by)
        .where(or_(within, Account.agency_id.is_(None)) if with_citizens else within)
        .order_by(AccountIncident.closed_at.isnot(None), AccountIncident.id.desc())
        .limit(limit)
    ).all()
