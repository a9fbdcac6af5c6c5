"""How many open dossiers of a procedure stand at which step, and how many of them are late."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection

from motcua.store import driver
from motcua.store.base import Record
from motcua.store.desk.worklist import values_of
from motcua.store.desk.worklist_sql import JUDGED, PLACED, ROWS_OF_PROCEDURE, STANDS, STOPS, STOPS_BY_VERSION
from motcua.store.desk.worklist_view import Sought, View

# What is due soon is not told apart here, so no calendar is asked how far it sees.
_NOW: Final = "cast(%(now)s as timestamptz)"


def by_step(connection: Connection, view: View, procedure_id: int) -> Sequence[Record]:
    """version_id, step_id, open, overdue (the dossier is late), delayed (only the step is); one statement.

    Rows with `is_total` are all of a version, each dossier once; an empty step_id means that no step waits. The lists
    tell apart what is late (`store.worklist_sql.JUDGED`), so a clock that stands makes nothing late.
    """
    stands = STANDS.format(reason=STOPS_BY_VERSION if view.own_stopping else STOPS)
    judged = JUDGED.format(soon_at_step=_NOW, soon_at_desk=_NOW, late_before=_NOW, stands=stands)
    values = {**values_of(view, Sought()), "procedure_id": procedure_id}
    return driver.planned(connection, ROWS_OF_PROCEDURE + judged + PLACED, values)
