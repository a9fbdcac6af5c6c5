"""Queries behind the officer's list."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, and_, exists, func, or_, select

from motcua.store import calendar, group
from motcua.store.account import Account
from motcua.store.base import Record
from motcua.store.dossier import Dossier
from motcua.store.group import Member
from motcua.store.procedure import Procedure
from motcua.store.step import Step

_DOSSIER = (
    Dossier.id,
    Dossier.code,
    Dossier.version_id,
    Dossier.agency_id,
    Dossier.applicant_name,
    Dossier.identity_digest,
    Dossier.channel,
    Dossier.state,
    Dossier.accepted_at,
    Dossier.restarted_at,
    Dossier.closed_at,
    Dossier.intake_due_at,
    Dossier.due_at,
    Dossier.result_at,
    Procedure.code.label("procedure_code"),
    Procedure.name.label("procedure_name"),
    Procedure.name_en.label("procedure_name_en"),
    calendar.revision().label("calendar_revision"),
)


def steps_for(connection: Connection, account_ids: Collection[int], limit: int = 500) -> Sequence[Record]:
    """Waiting steps of the accounts' groups that nobody else has taken."""
    ours = group.one_of(account_ids)
    serving = group.serves(ours, Step.agency_id, Step.position, Procedure.code, Step.step_id)
    return connection.execute(
        select(
            *_DOSSIER,
            Step.task_id,
            Step.step_id,
            Step.name.label("step_name"),
            Step.number,
            Step.phase,
            Step.budget_seconds,
            Step.arrived_at,
            Step.counted_from,
            Step.due_at.label("step_due_at"),
            Step.agency_id.label("step_agency_id"),
            Step.holder_id,
            Account.display_name.label("holder_name"),
        )
        .join(Dossier, Dossier.id == Step.dossier_id)
        .join(Procedure, Procedure.id == Dossier.procedure_id)
        .outerjoin(Account, Account.id == Step.holder_id)
        .where(
            Dossier.closed_at.is_(None),
            Step.left_at.is_(None),
            or_(Step.holder_id == ours, and_(Step.holder_id.is_(None), serving)),
        )
        .order_by(func.coalesce(Step.due_at, Dossier.intake_due_at), Step.id)
        .limit(limit)
    ).all()


def results_for(connection: Connection, account_ids: Collection[int], limit: int = 500) -> Sequence[Record]:
    """Dossiers of the accounts' agencies that wait for a confirmation or for being handed over."""
    works_here = exists().where(
        Member.account_id == group.one_of(account_ids), Member.agency_id == Dossier.agency_id
    )
    unconfirmed = and_(Dossier.engine_ended, Dossier.state.in_(["accepted", "processing"]))
    return connection.execute(
        select(*_DOSSIER)
        .join(Procedure, Procedure.id == Dossier.procedure_id)
        .where(
            Dossier.closed_at.is_(None),
            or_(Dossier.state == "result_available", unconfirmed),
            works_here,
        )
        .order_by(Dossier.due_at, Dossier.id)
        .limit(limit)
    ).all()
