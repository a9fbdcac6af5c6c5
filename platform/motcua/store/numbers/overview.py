"""How what is open stands, by who works on it, and what is overdue the longest: the rows of the lists, counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from motcua.store import driver
from motcua.store.base import Record
from motcua.store.desk.worklist import judged, values_of
from motcua.store.desk.worklist_sql import TALLIED
from motcua.store.desk.worklist_view import Sought, View


@dataclass(frozen=True)
class Tallied:
    """Counts and rows of a view.

    Both have at_agency, the agency that works on it, procedure_id and holder_id. Counts have at_desk (no step waits),
    open, overdue, delayed, soon and today; rows what `services.worklist_item` asks of a place.
    """

    counts: Sequence[Record]
    worst: Sequence[Record]


def tally(connection: Connection, view: View, midnight: datetime, limit: int) -> Tallied:
    """What is open, counted, and `limit` of what is overdue, the oldest first; one statement.

    Soon is before the horizon of its agency; today, of that and of the rest, is before `midnight`.
    """
    values = {**values_of(view, Sought()), "midnight": midnight, "limit": limit}
    found = driver.planned(connection, judged(view, Sought()) + TALLIED, values)
    return Tallied([row for row in found if row.rank is None], [row for row in found if row.rank is not None])
