"""The answers of many dossiers of one procedure, for a spreadsheet of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from motcua.store.agencies.agency import Agency
from motcua.store.base import Record
from motcua.store.dossier.dossier import Dossier


def answers(
    connection: Connection,
    procedure_id: int,
    agency_ids: Collection[int],
    since: datetime,
    until: datetime,
    most: int,
) -> Sequence[Record]:
    """The dossiers sent from `since` to before `until` at these agencies, the oldest first, at most `most`."""
    return connection.execute(
        select(
            Dossier.code,
            Dossier.version_id,
            Dossier.filed_version_id,
            Dossier.agency_id,
            Dossier.applicant_name,
            Dossier.channel,
            Dossier.state,
            Dossier.submitted_at,
            Dossier.data_sealed,
            Agency.name.label("agency_name"),
            Agency.name_en.label("agency_name_en"),
        )
        .join(Agency, Agency.id == Dossier.agency_id)
        .where(
            Dossier.procedure_id == procedure_id,
            Dossier.agency_id.in_(agency_ids),
            Dossier.submitted_at >= since,
            Dossier.submitted_at < until,
        )
        .order_by(Dossier.submitted_at, Dossier.id)
        .limit(most)
    ).all()
