"""What a turn of the process writes besides a step: waits, pauses, steps that an event ended, timed jobs.

One statement, sent only when there is something of this kind; `motcua.store.dossier.move` writes the rest.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class TimedJob:
    """A background job, deferred by the same statement; `at` is when it may begin, at once for None."""

    task: str
    args: Mapping[str, Any]
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """The dossier's clock stands from `at` while the task waits, for `reason` (`domain.clock.Reason`)."""

    task_id: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TurnRows:
    """`opened` are new rows of `dossier_wait`; `closed` maps task ids to how the wait ended.

    `withdrawn` are tasks of steps that ended without being finished; `left` are all tasks that ended, whose
    pauses end with them at `counted_at`.
    """

    dossier_id: int
    at: datetime
    counted_at: datetime
    opened: Sequence[Mapping[str, Any]] = ()
    closed: Mapping[str, str] | None = None
    withdrawn: Sequence[str] = ()
    left: Sequence[str] = ()
    paused: Sequence[Pause] = ()
    jobs: Sequence[TimedJob] = ()


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=datetime.isoformat)

_WRITE = """
with closed as (
    update dossier_wait w set left_at = %(at)s, outcome = x.value
    from jsonb_each_text(cast(%(closed)s as jsonb)) x
    where w.dossier_id = %(dossier_id)s and w.task_id = x.key and w.left_at is null),
opened as (
    insert into dossier_wait (dossier_id, task_id, element, kind, arrived_at, counted_from, due_at, repeats_left)
    select %(dossier_id)s, x.task_id, x.element, x.kind, %(at)s, x.counted_from, x.due_at, x.repeats_left
    from jsonb_to_recordset(cast(%(opened)s as jsonb)) as x(task_id text, element text, kind text,
        counted_from timestamptz, due_at timestamptz, repeats_left int)),
withdrawn as (
    update dossier_step s set left_at = %(at)s, counted_to = %(counted_at)s
    where s.dossier_id = %(dossier_id)s and s.left_at is null and s.task_id = any(cast(%(withdrawn)s as text[]))),
resumed as (
    update clock_interval i set ended_at = greatest(i.started_at, %(counted_at)s)
    where i.dossier_id = %(dossier_id)s and i.ended_at is null and i.kind = 'dossier'
        and i.subject = any(cast(%(left)s as text[]))),
paused as (
    insert into clock_interval (dossier_id, kind, subject, reason, started_at)
    select %(dossier_id)s, 'dossier', x.task_id, x.reason, x.at
    from jsonb_to_recordset(cast(%(paused)s as jsonb)) as x(task_id text, reason text, at timestamptz))
select procrastinate_defer_jobs_v1(array(
    select row('default', x.task, 0, null, null, x.args, x.at)::procrastinate_job_to_defer_v1
    from jsonb_to_recordset(cast(%(jobs)s as jsonb)) as x(task text, args jsonb, at timestamptz)))"""


def write(connection: Connection, rows: TurnRows) -> None:
    """Write the turn's rows. The dossier's row must be locked."""
    closed = rows.closed or {}
    connection.exec_driver_sql(
        _WRITE,
        {
            "dossier_id": rows.dossier_id,
            "at": rows.at,
            "counted_at": rows.counted_at,
            "closed": _ENCODER.encode(closed),
            "opened": _ENCODER.encode(list(rows.opened)),
            "withdrawn": list(rows.withdrawn),
            "left": list(rows.left),
            "paused": _ENCODER.encode(
                [{"task_id": one.task_id, "reason": one.reason, "at": one.at} for one in rows.paused]
            ),
            "jobs": _ENCODER.encode(
                [{"task": one.task, "args": one.args, "at": one.at} for one in rows.jobs]
            ),
        },
    )
