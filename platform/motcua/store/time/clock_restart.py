"""What beginning all clocks anew writes: superseded intervals, and new ones from the restart (R-08)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, insert, tuple_, update

from motcua.store.dossier.step import Step
from motcua.store.time.interval import Interval


def supersede(connection: Connection, dossier_id: int, subjects: Sequence[tuple[str, str]]) -> None:
    """What these clocks have used so far counts no more; the intervals stay for the trail."""
    connection.execute(
        update(Interval)
        .where(
            Interval.dossier_id == dossier_id,
            Interval.reason == "running",
            tuple_(Interval.kind, Interval.subject).in_(subjects),
        )
        .values(reason="superseded")
    )


def start(connection: Connection, dossier_id: int, clocks: Sequence[tuple[str, str, datetime]]) -> None:
    """Start clocks by kind and subject, each at its instant."""
    rows = [
        {"dossier_id": dossier_id, "kind": kind, "subject": subject, "reason": "running", "started_at": at}
        for kind, subject, at in clocks
    ]
    connection.execute(insert(Interval), rows)


def count_from(connection: Connection, step_row_id: int, at: datetime) -> None:
    """A waiting step is counted from `at`."""
    connection.execute(update(Step).where(Step.id == step_row_id).values(counted_from=at))
