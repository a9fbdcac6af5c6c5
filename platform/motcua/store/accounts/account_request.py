"""Requests to issue or withdraw a staff account: who asked, who decided, when and why (J-06)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Connection, and_, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, aliased, mapped_column

from motcua.store.accounts.account import Account
from motcua.store.agencies.agency import Agency
from motcua.store.base import Base, Id, Record, reference
from motcua.store.people.role import Role


class AccountRequest(Base):
    """`kind` is "issue" or "withdraw"; `outcome` "" while it waits, then "approved" or "refused".

    The wanted account's data are those of an issue, `role_key` the role it comes with; `account_id` is the account issued
    or to be withdrawn.
    """

    __tablename__ = "account_request"

    id: Mapped[Id]
    kind: Mapped[str]
    agency_id: Mapped[int] = mapped_column(reference("agency.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(reference("account.id"), index=True)
    login: Mapped[str]
    display_name: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    phone_sealed: Mapped[bytes | None]
    positions: Mapped[list[Any]]
    role_key: Mapped[str] = mapped_column(default="", server_default="")
    reason: Mapped[str]
    requested_by: Mapped[int | None] = mapped_column(BigInteger)
    requested_at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(default="")
    decided_by: Mapped[int | None] = mapped_column(BigInteger)
    decided_at: Mapped[datetime | None]
    decision: Mapped[str] = mapped_column(default="")


_asker = aliased(Account)
_decider = aliased(Account)
_rows = (
    select(
        AccountRequest.__table__,
        Agency.name.label("agency_name"),
        Agency.code.label("agency_code"),
        _asker.display_name.label("asker_name"),
        _decider.display_name.label("decider_name"),
        Role.name.label("role_name"),
        Role.name_en.label("role_name_en"),
    )
    .join(Agency, Agency.id == AccountRequest.agency_id)
    .outerjoin(_asker, _asker.id == AccountRequest.requested_by)
    .outerjoin(_decider, _decider.id == AccountRequest.decided_by)
    .outerjoin(Role, Role.key == AccountRequest.role_key)
)


def add(connection: Connection, **values: Any) -> int:
    statement = insert(AccountRequest).values(**values).returning(AccountRequest.id)
    return connection.execute(statement).scalar_one()


def by_id(connection: Connection, request_id: int) -> Record | None:
    """The request, locked until the transaction ends."""
    statement = select(AccountRequest.__table__).where(AccountRequest.id == request_id)
    return connection.execute(statement.with_for_update()).first()


def change(connection: Connection, request_id: int, **values: Any) -> None:
    connection.execute(update(AccountRequest).where(AccountRequest.id == request_id).values(**values))


def is_waiting(connection: Connection, kind: str, login: str) -> bool:
    """Whether such a request for this login waits to be decided."""
    statement = select(AccountRequest.id).where(
        AccountRequest.kind == kind, AccountRequest.login == login, AccountRequest.outcome == ""
    )
    return connection.execute(statement.limit(1)).first() is not None


def of_agencies(connection: Connection, agency_ids: Collection[int], limit: int = 200) -> Sequence[Record]:
    """Waiting ones first, then the newest, with the names of agency, asker and decider."""
    return connection.execute(
        _rows.where(AccountRequest.agency_id.in_(agency_ids))
        .order_by(AccountRequest.outcome != "", AccountRequest.id.desc())
        .limit(limit)
    ).all()


def of_account(connection: Connection, account_id: int, login: str) -> Sequence[Record]:
    """What was asked and decided about one account, oldest first."""
    waiting = and_(AccountRequest.account_id.is_(None), AccountRequest.login == login)
    return connection.execute(
        _rows.where(or_(AccountRequest.account_id == account_id, waiting)).order_by(AccountRequest.id)
    ).all()
