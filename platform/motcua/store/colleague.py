"""People a dossier may be given to, with the work each has already."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, func, select

from motcua.store import group
from motcua.store.account import Account
from motcua.store.base import Record
from motcua.store.step import Step


def serving(
    connection: Connection, agency_id: int, position: str, procedure_code: str, step_id: str
) -> Sequence[Record]:
    """The active accounts in the group of this step at this agency: id, display_name, title, `held` steps that wait.

    Those with the least work come first.
    """
    held = (
        select(func.count())
        .select_from(Step)
        .where(Step.holder_id == Account.id, Step.left_at.is_(None))
        .correlate(Account)
        .scalar_subquery()
        .label("held")
    )
    mine = group.serves(Account.id, agency_id, position, procedure_code, step_id)
    return connection.execute(
        select(Account.id, Account.display_name, Account.title, held)
        .where(Account.is_active, Account.blocked_at.is_(None), mine)
        .order_by(held, Account.display_name, Account.id)
    ).all()
