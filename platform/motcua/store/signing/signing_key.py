"""Registered keys: whose certificate signs what, and who may use an agency's seal (F-13, A-14)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Connection, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.accounts.account import Account
from motcua.store.base import Base, Id, Record, reference


class SigningKey(Base):
    """A certificate of a signing service, `known_as` there among those of `owner`: an officer's own, or an agency's seal.

    `fingerprint` is the SHA-256 of the certificate. Keys are never deleted: `withdrawn_at` ends them.
    """

    __tablename__ = "signing_key"
    __table_args__ = (CheckConstraint("(account_id is null) <> (agency_id is null)", name="of_one"),)

    id: Mapped[Id]
    account_id: Mapped[int | None] = mapped_column(reference("account.id"), index=True)
    agency_id: Mapped[int | None] = mapped_column(reference("agency.id"), index=True)
    service: Mapped[str]
    owner: Mapped[str]
    known_as: Mapped[str]
    subject: Mapped[str]
    issuer: Mapped[str]
    serial: Mapped[str]
    valid_from: Mapped[datetime]
    valid_to: Mapped[datetime]
    fingerprint: Mapped[str]
    certificate: Mapped[bytes]
    registered_by: Mapped[int] = mapped_column(reference("account.id"))
    registered_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(default="")
    withdrawn_by: Mapped[int | None] = mapped_column(reference("account.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str] = mapped_column(default="")


class SealKeeper(Base):
    """An account that was given an agency's seal, until it is taken back."""

    __tablename__ = "seal_keeper"

    id: Mapped[Id]
    signing_key_id: Mapped[int] = mapped_column(reference("signing_key.id"), index=True)
    account_id: Mapped[int] = mapped_column(reference("account.id"), index=True)
    given_by: Mapped[int] = mapped_column(reference("account.id"))
    given_at: Mapped[datetime]
    reason: Mapped[str]
    withdrawn_by: Mapped[int | None] = mapped_column(reference("account.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str] = mapped_column(default="")


def add(connection: Connection, **values: Any) -> int:
    return connection.execute(insert(SigningKey).values(**values).returning(SigningKey.id)).scalar_one()


def by_id(connection: Connection, key_id: int, *, lock: bool = False) -> Record | None:
    statement = select(SigningKey.__table__).where(SigningKey.id == key_id)
    return connection.execute(statement.with_for_update() if lock else statement).first()


def of_account(connection: Connection, account_id: int) -> Sequence[Record]:
    """The officer's own keys, withdrawn ones too, the newest first."""
    mine = select(SigningKey.__table__).where(SigningKey.account_id == account_id)
    return connection.execute(mine.order_by(SigningKey.id.desc())).all()


def of_agency(connection: Connection, agency_id: int) -> Sequence[Record]:
    """The agency's seals, withdrawn ones too, the newest first."""
    theirs = select(SigningKey.__table__).where(SigningKey.agency_id == agency_id)
    return connection.execute(theirs.order_by(SigningKey.id.desc())).all()


def in_force(connection: Connection, fingerprints: Collection[str]) -> Sequence[Record]:
    """The keys, officers' and agencies', that were registered with these certificates and not withdrawn."""
    these = SigningKey.fingerprint.in_(fingerprints) & SigningKey.withdrawn_at.is_(None)
    return connection.execute(select(SigningKey.__table__).where(these)).all()


def seals_kept_by(connection: Connection, account_id: int) -> Sequence[Record]:
    """The seals in force that the account was given."""
    return connection.execute(
        select(SigningKey.__table__)
        .join(SealKeeper, SealKeeper.signing_key_id == SigningKey.id)
        .where(
            SealKeeper.account_id == account_id,
            SealKeeper.withdrawn_at.is_(None),
            SigningKey.withdrawn_at.is_(None),
        )
        .order_by(SigningKey.id)
    ).all()


def keepers(connection: Connection, key_id: int) -> Sequence[Record]:
    """Who was given the seal, with `display_name` and `login`; those it was taken back from too."""
    return connection.execute(
        select(SealKeeper.__table__, Account.display_name, Account.login)
        .join(Account, Account.id == SealKeeper.account_id)
        .where(SealKeeper.signing_key_id == key_id)
        .order_by(SealKeeper.id)
    ).all()


def keeps(connection: Connection, key_id: int, account_id: int) -> bool:
    """Whether the account has the seal now."""
    return any(
        one.account_id == account_id and one.withdrawn_at is None for one in keepers(connection, key_id)
    )


def add_keeper(connection: Connection, **values: Any) -> None:
    connection.execute(insert(SealKeeper).values(**values))


def withdraw(connection: Connection, key_id: int, by: int, reason: str, now: datetime) -> None:
    connection.execute(
        update(SigningKey)
        .where(SigningKey.id == key_id)
        .values(withdrawn_by=by, withdrawn_at=now, withdrawn_reason=reason)
    )


def withdraw_keeper(
    connection: Connection, key_id: int, account_id: int, by: int, reason: str, now: datetime
) -> int:
    """Take the seal back from the account; how many rows that were in force it ended."""
    mine = (SealKeeper.signing_key_id == key_id) & (SealKeeper.account_id == account_id)
    return connection.execute(
        update(SealKeeper)
        .where(mine, SealKeeper.withdrawn_at.is_(None))
        .values(withdrawn_by=by, withdrawn_at=now, withdrawn_reason=reason)
    ).rowcount
