"""Steps of dossiers: one row per visit, from arrival to forwarding (E-09)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Connection,
    Index,
    Select,
    Text,
    UniqueConstraint,
    any_,
    bindparam,
    case,
    false,
    func,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, aliased, mapped_column

from motcua.store.accounts.account import Account
from motcua.store.base import Base, Id, Record, reference
from motcua.store.dossier.dossier import Dossier
from motcua.store.people import group
from motcua.store.process.procedure import Procedure


class Step(Base):
    """`counted_from`/`counted_to` are the instants of the rule; null `counted_from` means the clock waits
    for acceptance. `due_at` is an index (R-28). `holder_id` is null while the group's. `outcome` is how the visit ended
    when not by finishing the step: returned or moved. `restarted` visits have the whole budget again (E-11).
    `kept_version_id` is the version a visit was made under, where its dossier has been moved to another since.
    """

    __tablename__ = "dossier_step"
    __table_args__ = (
        UniqueConstraint("dossier_id", "task_id"),
        Index("ix_dossier_step_waiting", "agency_id", "position", postgresql_where=text("left_at is null")),
        Index("ix_dossier_step_due", "due_at", postgresql_where=text("left_at is null")),
        Index("ix_dossier_step_due", "due_at", postgresql_where=text("left_at is null")),
        Index(
            "ix_dossier_step_holder",
            "holder_id",
            postgresql_where=text("left_at is null and holder_id is not null"),
        ),
    )

    id: Mapped[Id]
    dossier_id: Mapped[int] = mapped_column(reference("dossier.id"))
    task_id: Mapped[str]
    step_id: Mapped[str]
    name: Mapped[str]
    position: Mapped[str]
    phase: Mapped[str]
    number: Mapped[int]
    agency_id: Mapped[int] = mapped_column(reference("agency.id"))
    budget_seconds: Mapped[int]
    arrived_at: Mapped[datetime]
    counted_from: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    holder_id: Mapped[int | None] = mapped_column(reference("account.id"))
    claimed_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    counted_to: Mapped[datetime | None]
    completed_by: Mapped[int | None] = mapped_column(reference("account.id"))
    data_sealed: Mapped[bytes | None]
    outcome: Mapped[str] = mapped_column(default="", server_default="")
    restarted: Mapped[bool] = mapped_column(default=False, server_default=false())
    kept_version_id: Mapped[int | None] = mapped_column(reference("procedure_version.id"))


def waiting(connection: Connection, dossier_id: int) -> Sequence[Record]:
    """The steps that wait now."""
    return connection.execute(
        select(Step.__table__).where(Step.dossier_id == dossier_id, Step.left_at.is_(None)).order_by(Step.id)
    ).all()


def visit(connection: Connection, dossier_id: int, task_id: str) -> Record | None:
    """One visit: agency_id, name, left_at, outcome and who left it (`left_by`, `left_name`, none where an event ended it)."""
    leaver = func.coalesce(Step.completed_by, case((Step.outcome != "", Step.holder_id)))
    return connection.execute(
        select(
            Step.agency_id,
            Step.name,
            Step.left_at,
            Step.outcome,
            leaver.label("left_by"),
            Account.display_name.label("left_name"),
        )
        .outerjoin(Account, Account.id == leaver)
        .where(Step.dossier_id == dossier_id, Step.task_id == task_id)
    ).first()


def last_finisher(connection: Connection, dossier_id: int, step_id: str) -> int | None:
    """The account that finished the last visit to the step, if any did."""
    return connection.execute(
        select(Step.completed_by)
        .where(Step.dossier_id == dossier_id, Step.step_id == step_id, Step.completed_by.is_not(None))
        .order_by(Step.id.desc())
        .limit(1)
    ).scalar_one_or_none()


def earlier_visits(connection: Connection, dossier_id: int, step_ids: Collection[str]) -> Sequence[Record]:
    """Visits to these steps in order: step_id, task_id, agency_id, counted_to (None where the clock still runs), restarted."""
    return connection.execute(
        select(Step.step_id, Step.task_id, Step.agency_id, Step.counted_to, Step.restarted)
        .where(Step.dossier_id == dossier_id, Step.step_id.in_(step_ids), Step.counted_from.is_not(None))
        .order_by(Step.id)
    ).all()


def _visits() -> Select[Any]:
    holder, done = aliased(Account), aliased(Account)
    account = any_(bindparam("account_ids", type_=ARRAY(BigInteger)))
    code = bindparam("procedure_code", type_=Text)
    may = group.serves(account, Step.agency_id, Step.position, code, Step.step_id)
    return (
        select(
            Step.__table__,
            holder.display_name.label("holder_name"),
            done.display_name.label("completed_name"),
            may.label("may"),
        )
        .outerjoin(holder, holder.id == Step.holder_id)
        .outerjoin(done, done.id == Step.completed_by)
        .where(Step.dossier_id == bindparam("dossier_id"))
        .order_by(Step.arrived_at, Step.id)
    )


# Put together once: every page of a dossier asks it.
_VISITS = _visits()


def of_dossier(
    connection: Connection, dossier_id: int, account_ids: Collection[int], procedure_code: str
) -> Sequence[Record]:
    """All visits in order of arrival, with `holder_name`, `completed_name` and whether one of the accounts `may` act."""
    wanted = {
        "dossier_id": dossier_id,
        "account_ids": list(account_ids),
        "procedure_code": procedure_code,
    }
    return connection.execute(_VISITS, wanted).all()


def set_due(connection: Connection, row_id: int, due_at: datetime) -> None:
    """Rewrite the index by which lists are ordered (R-28)."""
    connection.execute(update(Step).where(Step.id == row_id).values(due_at=due_at))


def count_to(connection: Connection, dossier_id: int, task_id: str, at: datetime) -> None:
    """A visit that was left is counted until `at`."""
    mine = (Step.dossier_id == dossier_id) & (Step.task_id == task_id)
    connection.execute(update(Step).where(mine).values(counted_to=at))


def of_dossiers(connection: Connection, dossier_ids: Collection[int]) -> Mapping[int, Sequence[Record]]:
    """The visits of several dossiers in order of arrival, by dossier, without persons' names."""
    found: dict[int, list[Record]] = {dossier_id: [] for dossier_id in dossier_ids}
    rows = connection.execute(
        select(Step.__table__).where(Step.dossier_id.in_(dossier_ids)).order_by(Step.arrived_at, Step.id)
    ).all()
    for row in rows:
        found[row.dossier_id].append(row)
    return found


def serving_of(connection: Connection, row_id: int, account_ids: Collection[int]) -> Sequence[int]:
    """Which of the accounts are in the group of the step of this row."""
    mine = group.serves(Account.id, Step.agency_id, Step.position, Procedure.code, Step.step_id)
    statement = (
        select(Account.id)
        .select_from(Step)
        .join(Dossier, Dossier.id == Step.dossier_id)
        .join(Procedure, Procedure.id == Dossier.procedure_id)
        .join(Account, Account.id == group.one_of(account_ids))
        .where(Step.id == row_id, mine)
    )
    return connection.execute(statement).scalars().all()


def held_by(connection: Connection, account_id: int) -> Sequence[Record]:
    """The waiting steps that the account holds: id, code, task_id, step_id, name, agency_id, position, due_at and more."""
    return connection.execute(
        select(
            Step.id,
            Dossier.code,
            Dossier.id.label("dossier_id"),
            Dossier.version_id,
            Step.task_id,
            Step.step_id,
            Step.name,
            Step.position,
            Step.agency_id,
            Step.due_at,
        )
        .join(Dossier, Dossier.id == Step.dossier_id)
        .where(Step.holder_id == account_id, Step.left_at.is_(None), Dossier.closed_at.is_(None))
        .order_by(Dossier.id, Step.id)
    ).all()


def waiting_at(connection: Connection, agency_id: int) -> Mapping[tuple[str, str], int]:
    """How many steps wait at the agency, by (procedure code, step id)."""
    rows = connection.execute(
        select(Procedure.code, Step.step_id, func.count())
        .select_from(Step)
        .join(Dossier, Dossier.id == Step.dossier_id)
        .join(Procedure, Procedure.id == Dossier.procedure_id)
        .where(Step.agency_id == agency_id, Step.left_at.is_(None), Dossier.closed_at.is_(None))
        .group_by(Procedure.code, Step.step_id)
    )
    return {(code, step_id): count for code, step_id, count in rows}
