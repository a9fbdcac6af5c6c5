"""The beginning of every action: the dossier locked, with its waiting steps, in one round trip."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import ARRAY, BigInteger, Connection, any_, bindparam, literal_column, select
from sqlalchemy.dialects.postgresql import psycopg

from motcua.store import calendar, driver, group
from motcua.store.base import Record
from motcua.store.dossier import Dossier
from motcua.store.procedure import Procedure
from motcua.store.step import Step

_DOSSIER = Dossier.__table__
_BEFORE = _DOSSIER.alias("before")

# Built once: building the statement would cost more than running it. `xmin` names the transaction that wrote the
# row: `xmin_locked` is read after the lock was had, `xmin_seen` when the statement began.
_HELD = (
    select(
        Dossier.id,
        Dossier.code,
        Dossier.state,
        Dossier.version_id,
        Dossier.agency_id,
        Dossier.due_at,
        Dossier.closed_at,
        Dossier.engine_state,
        Dossier.engine_ended,
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
        group.serves(
            any_(bindparam("account_ids", type_=ARRAY(BigInteger))),
            Step.agency_id,
            Step.position,
            Procedure.code,
            Step.step_id,
        ).label("may"),
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


# Compiled once, too: what SQLAlchemy does around a statement costs as much as the round trip.
_COMPILED = _HELD.compile(dialect=psycopg.dialect())  # type: ignore[no-untyped-call]
_SQL, _CONSTANTS = str(_COMPILED), dict(_COMPILED.params)


def hold(
    connection: Connection, code: str, account_id: int, behind: Collection[int] = ()
) -> Sequence[Record]:
    """Lock the dossier until this transaction ends; a row per waiting step, one without a step when none waits.

    `may` says whether the account, or one of those `behind` it, is in the step's group. Empty when there is no such dossier.
    """
    wanted = {**_CONSTANTS, "code": code, "account_ids": [account_id, *behind]}
    rows = driver.rows(connection, _SQL, wanted)
    if any(row.xmin_locked != row.xmin_seen for row in rows):
        # Somebody acted while we waited for the lock: the row is new but the steps beside it are of before.
        rows = driver.rows(connection, _SQL, wanted)
    return rows
