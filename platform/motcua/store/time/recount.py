"""Open dossiers whose due times a change of calendar may move."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from sqlalchemy import Connection, func, or_, select

from motcua.store.dossier.dossier import Dossier
from motcua.store.dossier.step import Step


def lock(connection: Connection, dossier_id: int) -> bool:
    """Hold the dossier's row until the transaction ends; false when there is none."""
    statement = select(Dossier.id).where(Dossier.id == dossier_id).with_for_update()
    return connection.execute(statement).first() is not None


def touched(connection: Connection, agency_ids: Collection[int], first: date, last: date) -> Sequence[int]:
    """Open dossiers of these agencies, or with a step waiting there, that were counted over a date of the span.

    Those whose clock stands are due later than their index says, so a waiting state counts as reaching any date.
    The span is widened by a day at each end, for the dates of an index are in UTC.
    """
    begin, end = first - timedelta(days=1), last + timedelta(days=2)
    waiting = select(Step.dossier_id).where(
        Step.agency_id.in_(agency_ids), Step.left_at.is_(None), Step.due_at >= begin
    )
    reaches = or_(
        func.greatest(Dossier.due_at, Dossier.appointment_at) >= begin,
        Dossier.state.like("waiting%"),
    )
    unaccepted = (Dossier.accepted_at.is_(None)) & (Dossier.intake_due_at >= begin)
    own = Dossier.agency_id.in_(agency_ids) & (reaches | unaccepted)
    statement = select(Dossier.id).where(
        Dossier.closed_at.is_(None), Dossier.submitted_at < end, own | Dossier.id.in_(waiting)
    )
    return connection.execute(statement.order_by(Dossier.due_at, Dossier.id)).scalars().all()
