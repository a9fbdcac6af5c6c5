"""The beginning of every action: the dossier locked, with its waiting steps, in one round trip."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ARRAY, BigInteger, Connection, any_, bindparam, literal_column, select
from sqlalchemy.dialects.postgresql import psycopg

from motcua.store import driver
from motcua.store.base import Record
from motcua.store.dossier.dossier import Dossier
from motcua.store.dossier.step import Step
from motcua.store.people import group
from motcua.store.process.procedure import Procedure
from motcua.store.time import calendar

_DOSSIER = Dossier.__table__
_BEFORE = _DOSSIER.alias("before")


def _held(account: Any) -> tuple[str, dict[str, Any]]:
    """The driver's SQL with its constants. `xmin` names the transaction that wrote the row: `xmin_locked` is read after
    the lock was had, `xmin_seen` when the statement began.
    """
    statement = (
        select(
            Dossier.id,
            Dossier.code,
            Dossier.state,
            Dossier.version_id,
            Dossier.filed_version_id,
            Dossier.channel,
            Dossier.agency_id,
            Dossier.due_at,
            Dossier.closed_at,
            Dossier.engine_state,
            Dossier.engine_ended,
            Dossier.went_back,
            Dossier.data_sealed,
            Dossier.step_values_sealed,
            Procedure.code.label("procedure_code"),
            calendar.revision().label("calendar_revision"),
            Step.id.label("step_row_id"),
            Step.task_id,
            Step.step_id,
            Step.name.label("step_name"),
            Step.phase,
            Step.agency_id.label("step_agency_id"),
            Step.holder_id,
            Step.due_at.label("step_due_at"),
            Step.counted_from.label("step_counted_from"),
            group.serves(account, Step.agency_id, Step.position, Procedure.code, Step.step_id).label("may"),
            literal_column("dossier.xmin::text").label("xmin_locked"),
            select(literal_column("before.xmin::text"))
            .select_from(_BEFORE)
            .where(_BEFORE.c.id == Dossier.id)
            .scalar_subquery()
            .label("xmin_seen"),
        )
        .join(Procedure, Procedure.id == Dossier.procedure_id)
        .outerjoin(Step, (Step.dossier_id == Dossier.id) & Step.left_at.is_(None))
        .where(Dossier.code == bindparam("code"))
        .order_by(Step.id)
        .with_for_update(of=_DOSSIER)
    )
    compiled = statement.compile(dialect=psycopg.dialect())  # type: ignore[no-untyped-call]
    return str(compiled), dict(compiled.params)


# Built and compiled once: what SQLAlchemy does around a statement costs as much as the round trip. Nearly everybody
# works for himself alone, and comparing with one account is a seventh quicker than with a list.
_ALONE = _held(bindparam("account_id"))
_BEHIND = _held(any_(bindparam("account_ids", type_=ARRAY(BigInteger))))


def hold(
    connection: Connection, code: str, account_id: int, behind: Collection[int] = ()
) -> Sequence[Record]:
    """Lock the dossier until this transaction ends; a row per waiting step, one without a step when none waits.

    `may` says whether the account, or one of those `behind` it, is in the step's group. Empty when there is no such dossier.
    """
    sql, constants = _BEHIND if behind else _ALONE
    account = {"account_ids": [account_id, *behind]} if behind else {"account_id": account_id}
    wanted = {**constants, "code": code, **account}
    rows = driver.rows(connection, sql, wanted)
    if any(row.xmin_locked != row.xmin_seen for row in rows):
        # Somebody acted while we waited for the lock: the row is new but the steps beside it are of before.
        rows = driver.rows(connection, sql, wanted)
    return rows
