"""The dossiers of an agency's desk in a period: for the ledger (Mẫu 06) and for handing results over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select
from sqlalchemy.orm import InstrumentedAttribute

from motcua.store.base import Record
from motcua.store.dossier import dossier as dossiers
from motcua.store.dossier.dossier import Dossier


def accepted(
    connection: Connection, agency_id: int, begins: datetime, ends: datetime, most: int
) -> Sequence[Record]:
    """Dossiers accepted from `begins` and before `ends`, in order; at most `most`."""
    return _between(connection, Dossier.accepted_at, agency_id, begins, ends, most)


def with_result(
    connection: Connection, agency_id: int, begins: datetime, ends: datetime, most: int
) -> Sequence[Record]:
    """Dossiers whose result came from `begins` and before `ends`, in order; at most `most`."""
    return _between(connection, Dossier.result_at, agency_id, begins, ends, most)


def _between(
    connection: Connection,
    at: InstrumentedAttribute[datetime | None],
    agency_id: int,
    begins: datetime,
    ends: datetime,
    most: int,
) -> Sequence[Record]:
    mine = (Dossier.agency_id == agency_id) & (at >= begins) & (at < ends)
    ids = connection.execute(select(Dossier.id).where(mine).order_by(at, Dossier.id).limit(most)).scalars()
    found = dossiers.some(connection, list(ids))
    return sorted(found, key=lambda row: (getattr(row, at.key), row.id))
