"""How many dossiers each agency entered of each procedure it takes, in two spans of equal length (C-12)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Connection, and_, func, select

from motcua.store.agencies.agency import Agency, in_force
from motcua.store.base import Record
from motcua.store.dossier.dossier import Dossier
from motcua.store.dossier.tracking import TrackingAgency
from motcua.store.process.procedure import Procedure


def counts(
    connection: Connection, day: date, before: datetime, since: datetime, until: datetime
) -> Sequence[Record]:
    """Agency by procedure of its level, with `now` entered from `since` to `until` and `earlier` from `before` to `since`.

    A dossier entered of another procedure is counted under that, too: a tracked one of an agency of any level.
    """
    entered = (
        select(
            Dossier.agency_id,
            Dossier.procedure_id,
            func.count().filter(Dossier.submitted_at >= since).label("now"),
            func.count().filter(Dossier.submitted_at < since).label("earlier"),
        )
        .where(Dossier.submitted_at >= before, Dossier.submitted_at < until)
        .group_by(Dossier.agency_id, Dossier.procedure_id)
        .subquery()
    )
    is_deployed = and_(Agency.level == Procedure.level, Agency.receives)
    pairs = (
        select(
            Agency.id.label("agency_id"),
            Agency.name.label("agency_name"),
            Agency.name_en.label("agency_name_en"),
            Agency.level,
            Procedure.code.label("procedure_code"),
            Procedure.name.label("procedure_name"),
            Procedure.name_en.label("procedure_name_en"),
            func.coalesce(entered.c.now, 0).label("now"),
            func.coalesce(entered.c.earlier, 0).label("earlier"),
        )
        .select_from(Agency)
        .join(Procedure, Procedure.is_active & Procedure.version_id.is_not(None))
        .outerjoin(entered, and_(entered.c.agency_id == Agency.id, entered.c.procedure_id == Procedure.id))
        .where(in_force(day), is_deployed | entered.c.agency_id.is_not(None))
        .order_by(func.lower(Agency.name), Agency.id, func.lower(Procedure.name))
    )
    return connection.execute(pairs).all()


def tracking(connection: Connection) -> Sequence[Record]:
    """Agencies that only track: they are to enter what their own system holds, whatever procedures they take."""
    return connection.execute(
        select(
            Agency.id.label("agency_id"),
            Agency.name.label("agency_name"),
            Agency.name_en.label("agency_name_en"),
            Agency.level,
        )
        .join(TrackingAgency, TrackingAgency.agency_id == Agency.id)
        .order_by(func.lower(Agency.name))
    ).all()
