"""People a dossier may be given to, with the work each has already."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, func, select

from motcua.store.accounts.account import Account
from motcua.store.base import Record
from motcua.store.dossier.step import Step
from motcua.store.people import group


def serving(
    connection: Connection, agency_id: int, position: str, procedure_code: str, step_id: str
) -> Sequence[Record]:
    """The active accounts in the group of this step at this agency: id, display_name, title, `held` steps that wait.

    Those with the least work come first.
    """
    return _with_work(connection, group.serves(Account.id, agency_id, position, procedure_code, step_id))


def of_agencies(connection: Connection, agency_ids: Collection[int]) -> Sequence[Record]:
    """The active officers of these agencies, as `serving` gives them."""
    return _with_work(connection, (Account.kind == "staff") & Account.agency_id.in_(agency_ids))


def _with_work(connection: Connection, who: Any) -> Sequence[Record]:
    held = (
        select(func.count())
        .select_from(Step)
        .where(Step.holder_id == Account.id, Step.left_at.is_(None))
        .correlate(Account)
        .scalar_subquery()
        .label("held")
    )
    return connection.execute(
        select(Account.id, Account.display_name, Account.title, held)
        .where(Account.is_active, Account.blocked_at.is_(None), who)
        .order_by(held, Account.display_name, Account.id)
    ).all()
