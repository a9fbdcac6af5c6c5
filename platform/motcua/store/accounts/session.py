"""Sessions: where an account is or was signed in, from when to when (J-13, J-17)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.accounts.account import Account
from motcua.store.accounts.account_notice import AccountNotice
from motcua.store.agencies.agency import Agency
from motcua.store.base import Base, Id, Record, reference


class AccountSession(Base):
    """`device` says in words what the browser says of itself; `seen_at` is written at most once a minute.

    `ended_why` is "signed_out", "elsewhere" (by the holder in another session), "everywhere", "expired", "withdrawn"
    or "incident".
    """

    __tablename__ = "account_session"

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(reference("account.id"), index=True)
    address: Mapped[str]
    device: Mapped[str]
    started_at: Mapped[datetime] = mapped_column(index=True)
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[str] = mapped_column(default="")


def add(connection: Connection, **values: Any) -> int:
    statement = insert(AccountSession).values(**values).returning(AccountSession.id)
    return connection.execute(statement).scalar_one()


def current(connection: Connection, session_id: int, account_id: int) -> Record | None:
    """The account's session, open or ended, with `notices`: how many notices the account has not seen."""
    unseen = (
        select(func.count())
        .where(AccountNotice.account_id == account_id, AccountNotice.seen_at.is_(None))
        .scalar_subquery()
    )
    statement = select(AccountSession.__table__, unseen.label("notices")).where(
        AccountSession.id == session_id, AccountSession.account_id == account_id
    )
    return connection.execute(statement).first()


def see(connection: Connection, session_id: int, at: datetime) -> None:
    connection.execute(update(AccountSession).where(AccountSession.id == session_id).values(seen_at=at))


def end(
    connection: Connection, account_id: int, at: datetime, why: str, session_id: int | None = None
) -> int:
    """End one open session of the account, or all of them; how many."""
    statement = update(AccountSession).where(
        AccountSession.account_id == account_id, AccountSession.ended_at.is_(None)
    )
    if session_id is not None:
        statement = statement.where(AccountSession.id == session_id)
    return connection.execute(statement.values(ended_at=at, ended_why=why)).rowcount


def end_unseen(connection: Connection, before: datetime) -> None:
    """Close the sessions that nobody has used since `before`, as of when they were last seen."""
    connection.execute(
        update(AccountSession)
        .where(AccountSession.ended_at.is_(None), AccountSession.seen_at < before)
        .values(ended_at=AccountSession.seen_at, ended_why="expired")
    )


def of_account(connection: Connection, account_id: int, limit: int = 30) -> Sequence[Record]:
    """Open ones first, then newest first."""
    return connection.execute(
        select(AccountSession.__table__)
        .where(AccountSession.account_id == account_id)
        .order_by(AccountSession.ended_at.isnot(None), AccountSession.seen_at.desc())
        .limit(limit)
    ).all()


def open_elsewhere(
    connection: Connection, account_id: int, address: str, device: str, since: datetime
) -> Sequence[Record]:
    """The account's open sessions seen since then from another address or device."""
    return connection.execute(
        select(AccountSession.__table__).where(
            AccountSession.account_id == account_id,
            AccountSession.ended_at.is_(None),
            AccountSession.seen_at >= since,
            (AccountSession.address != address) | (AccountSession.device != device),
        )
    ).all()


def of_agencies(
    connection: Connection, agency_ids: Collection[int], begin: datetime, end_: datetime
) -> Sequence[Record]:
    """Sessions of these agencies' staff that overlap [begin, end_), with account and agency, by agency and name."""
    until = func.coalesce(AccountSession.ended_at, AccountSession.seen_at)
    return connection.execute(
        select(
            AccountSession.account_id,
            AccountSession.started_at,
            until.label("until"),
            Account.display_name,
            Account.title,
            Agency.name.label("agency_name"),
        )
        .join(Account, Account.id == AccountSession.account_id)
        .join(Agency, Agency.id == Account.agency_id)
        .where(
            Account.kind == "staff",
            Account.agency_id.in_(agency_ids),
            AccountSession.started_at < end_,
            until >= begin,
        )
        .order_by(Agency.name, Account.display_name, AccountSession.started_at)
    ).all()
