"""How far a right over the system reaches: the agency of the group that holds it, and every agency below."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Select, select

from motcua.store.agency import Agency
from motcua.store.dossier import Dossier
from motcua.store.group import Member


def agencies(account_id: int, positions: Collection[str]) -> Select[Any]:
    """The ids of the agencies within reach of an account that is in a group of one of `positions`."""
    held = select(Member.agency_id.label("id")).where(
        Member.account_id == account_id, Member.position.in_(positions)
    )
    found = held.cte("within_reach", recursive=True)
    below = select(Agency.id).join(found, Agency.parent_id == found.c.id)
    return select(found.union(below).c.id)


def holds(connection: Connection, account_id: int, positions: Collection[str]) -> bool:
    """Whether the account is in a group of one of `positions` at all."""
    statement = select(Member.id).where(Member.account_id == account_id, Member.position.in_(positions))
    return connection.execute(statement.limit(1)).first() is not None


def covers(connection: Connection, account_id: int, positions: Collection[str], dossier_id: int) -> bool:
    """Whether the dossier's agency is within the account's reach."""
    statement = select(Dossier.id).where(
        Dossier.id == dossier_id, Dossier.agency_id.in_(agencies(account_id, positions))
    )
    return connection.execute(statement).first() is not None
