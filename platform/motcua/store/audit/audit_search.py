"""Reading the audit: newest first, by what a security officer asks for."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, not_, or_, select, true

from motcua.store.accounts.account import Account
from motcua.store.agencies.agency import Agency
from motcua.store.audit.audit import VIEW, Audit
from motcua.store.base import Record
from motcua.store.dossier.dossier import Dossier

ACCOUNT_AREAS = ("account", "role", "token", "incident", "identity")
NAMED_MOST = 500
MONTH = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What rows are wanted; None or empty asks for nothing. `agency_ids` are those of the actor or the dossier."""

    since: datetime | None = None
    until: datetime | None = None
    account: str = ""
    group: str = ""
    agency_ids: Collection[int] | None = None
    code: str = ""


_AREA = func.split_part(Audit.action, ".", 1)
_IS_EXPORT = or_(Audit.action.like("%export%"), Audit.action == "audit.digest")
_IS_ACCOUNT = _AREA.in_(ACCOUNT_AREAS)
# Every row belongs to one of them, those with actions that nobody thought of here too.
GROUPS: Mapping[str, ColumnElement[bool]] = {
    "account": and_(_IS_ACCOUNT, not_(_IS_EXPORT)),
    "view": Audit.action == VIEW,
    "dossier": and_(Audit.dossier_id.is_not(None), Audit.action != VIEW, not_(_IS_ACCOUNT), not_(_IS_EXPORT)),
    "export": _IS_EXPORT,
    "configuration": and_(
        Audit.dossier_id.is_(None), not_(_IS_ACCOUNT), not_(_IS_EXPORT), Audit.action != VIEW
    ),
}


def find(connection: Connection, wanted: Wanted, limit: int, before: int | None = None) -> Sequence[Record]:
    """Rows with a lower id than `before`, newest first, with login, agency of the account and the dossier's code."""
    statement = (
        select(
            *(column for column in Audit.__table__.columns if column.name != "mac"),
            Account.login,
            Agency.name.label("agency_name"),
            Agency.name_en.label("agency_name_en"),
            Dossier.code,
        )
        .join(Account, Account.id == Audit.actor_id, isouter=True)
        .join(Agency, Agency.id == Account.agency_id, isouter=True)
        .join(Dossier, Dossier.id == Audit.dossier_id, isouter=True)
        .where(_condition(connection, wanted))
        .order_by(Audit.id.desc())
        .limit(limit)
    )
    return connection.execute(_older(statement, before)).all()


def _older(statement: Select[Any], before: int | None) -> Select[Any]:
    return statement if before is None else statement.where(Audit.id < before)


def _condition(connection: Connection, wanted: Wanted) -> ColumnElement[bool]:
    asked: list[ColumnElement[bool]] = []
    if wanted.since is not None:
        asked.append(Audit.at >= wanted.since)
    if wanted.until is not None:
        asked.append(Audit.at < wanted.until)
        if (newest := _newest(connection, wanted.until)) is not None:
            asked.append(Audit.id <= newest)
    if wanted.group:
        asked.append(GROUPS[wanted.group])
    if wanted.account:
        asked.append(Audit.actor_id.in_(_accounts(connection, wanted.account)))
    if wanted.code:
        asked.append(Audit.dossier_id.in_(_dossiers(connection, wanted.code)))
    if wanted.agency_ids is not None:
        asked.append(_of_agencies(wanted.agency_ids))
    return and_(true(), *asked)


def _newest(connection: Connection, until: datetime) -> int | None:
    """The highest id of the month before `until`; without it an old day is looked for from the newest row on."""
    month = and_(Audit.at >= until - MONTH, Audit.at < until)
    return connection.execute(select(func.max(Audit.id)).where(month)).scalar_one()


def _accounts(connection: Connection, words: str) -> Sequence[int]:
    """Accounts with that login, or a name that holds the words; found first, for then the index on them serves."""
    pattern = f"%{words.replace('%', '').replace('_', '')}%"
    found = select(Account.id).where(or_(Account.login == words.lower(), Account.display_name.ilike(pattern)))
    return connection.execute(found.limit(NAMED_MOST)).scalars().all()


def _dossiers(connection: Connection, code: str) -> Sequence[int]:
    return connection.execute(select(Dossier.id).where(Dossier.code == code)).scalars().all()


def _of_agencies(agency_ids: Collection[int]) -> ColumnElement[bool]:
    return or_(
        Audit.actor_id.in_(select(Account.id).where(Account.agency_id.in_(agency_ids))),
        Audit.dossier_id.in_(select(Dossier.id).where(Dossier.agency_id.in_(agency_ids))),
    )
