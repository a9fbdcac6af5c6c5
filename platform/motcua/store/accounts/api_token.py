"""Access tokens of partners' systems: only a hash of each is kept, so that nobody can read one out again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, String, func, select, update
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.accounts.account import Account
from motcua.store.agencies.agency import Agency
from motcua.store.base import Base, Id, Record, reference


class ApiToken(Base):
    """A token for an agency and all below it; `scopes` are keys of `domain.rights.SCOPES`.

    `digest` is the SHA-256 of the token, `prefix` its beginning as people recognise it by.
    """

    __tablename__ = "api_token"

    id: Mapped[Id]
    name: Mapped[str]
    prefix: Mapped[str]
    digest: Mapped[bytes] = mapped_column(unique=True)
    scopes: Mapped[list[str]] = mapped_column(ARRAY(String))
    agency_id: Mapped[int] = mapped_column(reference("agency.id"), index=True)
    created_by: Mapped[int] = mapped_column(reference("account.id"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]
    revoked_by: Mapped[int | None] = mapped_column(reference("account.id"))
    revoked_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]


def add(connection: Connection, **values: Any) -> int:
    """Insert; the new id."""
    return connection.execute(insert(ApiToken).values(**values).returning(ApiToken.id)).scalar_one()


def by_digest(connection: Connection, digest: bytes) -> Record | None:
    return connection.execute(select(ApiToken.__table__).where(ApiToken.digest == digest)).first()


def by_id(connection: Connection, token_id: int) -> Record | None:
    return connection.execute(
        select(ApiToken.__table__).where(ApiToken.id == token_id).with_for_update()
    ).first()


def of_agencies(connection: Connection, agency_ids: Collection[int]) -> Sequence[Record]:
    """The tokens for these agencies with the names of agency and giver: those in force first, newest first."""
    return connection.execute(
        select(
            ApiToken.__table__,
            Agency.name.label("agency_name"),
            Agency.name_en.label("agency_name_en"),
            Account.display_name.label("created_name"),
        )
        .join(Agency, Agency.id == ApiToken.agency_id)
        .join(Account, Account.id == ApiToken.created_by)
        .where(ApiToken.agency_id.in_(agency_ids))
        .order_by(ApiToken.revoked_at.is_not(None), ApiToken.id.desc())
    ).all()


def change(connection: Connection, token_id: int, **values: Any) -> None:
    connection.execute(update(ApiToken).where(ApiToken.id == token_id).values(**values))
