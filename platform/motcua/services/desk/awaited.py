"""What a dossier waits for besides people, as pages show it: until when, why until then, and whether clocks stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from motcua.domain.errors import InputError
from motcua.domain.process.process_node import Node
from motcua.domain.text import Text
from motcua.domain.time import timers
from motcua.domain.time.clock import Reason
from motcua.services.dossier import operations, waits
from motcua.services.time import deadlines, rules
from motcua.services.version.versions import Version
from motcua.services.work import Work
from motcua.store.base import Record

Kind = Literal["timer", "message", "signal", "service"]


@dataclass(frozen=True, slots=True)
class Awaited:
    """One thing waited for, or that was: `left_at` and `outcome` tell its end.

    `name` is what the model calls it. `due_at` is a timer's, by the calendar in force, with its `why`; None for
    others and before acceptance. `stops` is the reason for which the dossier's clock stands meanwhile.
    `is_failed` marks a call that waits for an operator. `message` is the name of the message or signal
    waited for.
    """

    task_id: str
    element: str
    kind: Kind
    name: Text
    message: str
    arrived_at: datetime
    left_at: datetime | None
    outcome: str
    due_at: datetime | None
    why: Text | None
    stops: Reason | None
    is_failed: bool


def of_dossier(
    work: Work, dossier: Record, rows: Sequence[Record], now: datetime, data: Mapping[str, object]
) -> list[Awaited]:
    """Each of the dossier's rows of `dossier_wait`, in their order; `data` are its values, for timers on dates.

    What was waited for under an earlier version, and is no longer in the process, is left out.
    """
    version = work.house.versions.get(work.connection, dossier.version_id)
    known = version.model.node_by_id
    return [_awaited(work, version, dossier, row, now, data) for row in rows if row.element in known]


def _awaited(
    work: Work, version: Version, dossier: Record, row: Record, now: datetime, data: Mapping[str, object]
) -> Awaited:
    node = version.model.node_by_id[row.element]
    due, why = _due(work, version, dossier, row, now, data)
    wait = version.pausing.get(row.element)
    reason = waits.REASONS.get(wait.reason, Reason.PAUSED) if wait is not None else None
    return Awaited(
        task_id=row.task_id,
        element=row.element,
        kind=row.kind,
        name=_name(work, version, node, row.kind),
        message=node.event.name if node.event is not None and row.kind in ("message", "signal") else "",
        arrived_at=row.arrived_at,
        left_at=row.left_at,
        outcome=row.outcome,
        due_at=due,
        why=why,
        stops=reason if reason in rules.of(work, version).stopping else None,
        is_failed=row.status == "failed",
    )


def _due(
    work: Work, version: Version, dossier: Record, row: Record, now: datetime, data: Mapping[str, object]
) -> tuple[datetime | None, Text | None]:
    if row.kind != "timer" or row.counted_from is None:
        return None, None
    if row.left_at is not None:
        return row.due_at, None
    calendar = deadlines.governing(work, dossier, now)
    timer = waits.timer_of(version, row.element)
    try:
        due = timers.due_at(timer, calendar, row.counted_from, data)
    except InputError:
        return row.due_at, None
    return due, timers.timer_words(timer, calendar, row.counted_from, due)


def _name(work: Work, version: Version, node: Node, kind: str) -> Text:
    """The element's own name; where it has none, what it waits for."""
    if node.name:
        return Text(node.name, node.name)
    if kind == "service":
        key = operations.service_of(version, node.id).operation
        task = work.house.operations.get(key)
        return task.title if task is not None else Text(key, key)
    if kind == "timer":
        return Text("Chờ đến hẹn", "Waiting for a date")
    return Text("Chờ trả lời từ nơi khác", "Waiting for an answer from elsewhere")
