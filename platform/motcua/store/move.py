"""One move of a dossier, written as one statement: steps, clocks, opinion, audit and jobs in one round trip.

A step forward touches seven tables. Sent one by one the waiting between statements costs more than the work,
so the whole move travels as parameters of a single statement (docs/engine.md, "What a step costs").
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Connection, DateTime, LargeBinary, bindparam, text


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the dossier stands after the move; what is None stays as it was."""

    state: str | None = None
    engine_state: str | None = None
    engine_ended: bool | None = None
    step_values_sealed: bytes | None = None
    result_at: datetime | None = None
    result_counted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Leaving:
    """The step that is finished, and the form filled in at it."""

    step_row_id: int
    counted_to: datetime
    data_sealed: bytes | None


@dataclass(frozen=True, slots=True)
class Holding:
    """Who holds a waiting step from now on; nobody when the group has it back."""

    step_row_id: int
    holder_id: int | None
    claimed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Opinion:
    """The opinion written with it, as sealed bytes."""

    step_row_id: int
    body_sealed: bytes


@dataclass(frozen=True, slots=True)
class Job:
    """A background job, deferred by the same statement."""

    task: str
    args: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Move:
    """Everything that one action on a dossier writes.

    `opened` are new rows of `dossier_step`; `clocked` give waiting rows (`id`) their `counted_from`,
    `budget_seconds` and `due_at`; `ended` and `started` are clocks by (kind, subject), `started` with the
    instant of the rule; `ended_at` is the instant at which the `ended` ones stop.
    """

    dossier_id: int
    at: datetime
    counted_at: datetime | None
    actor_id: int | None
    actor_name: str
    action: str
    subject: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)
    standing: Standing | None = None
    holding: Holding | None = None
    leaving: Leaving | None = None
    opened: Sequence[Mapping[str, Any]] = ()
    clocked: Sequence[Mapping[str, Any]] = ()
    ended: Sequence[tuple[str, str]] = ()
    ended_at: datetime | None = None
    started: Sequence[tuple[str, str, datetime]] = ()
    opinion: Opinion | None = None
    jobs: Sequence[Job] = ()


_UNMOVED = Standing()
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=datetime.isoformat)

_MOVE = text(
    """
with standing as (
    update dossier set state = coalesce(cast(:state as text), state),
        engine_state = coalesce(cast(:engine_state as text), engine_state),
        engine_ended = coalesce(:engine_ended, engine_ended),
        step_values_sealed = coalesce(:step_values_sealed, step_values_sealed),
        result_at = coalesce(:result_at, result_at),
        result_counted_at = coalesce(:result_counted_at, result_counted_at)
    where id = :dossier_id
), held as (
    update dossier_step set holder_id = :held_by, claimed_at = :held_at where id = :held_id
), finished as (
    update dossier_step set left_at = :at, counted_to = :counted_to, completed_by = :actor_id,
        holder_id = :actor_id, data_sealed = :data_sealed
    where id = :left_id
), clocked as (
    update dossier_step s
    set counted_from = x.counted_from, budget_seconds = x.budget_seconds, due_at = x.due_at
    from jsonb_to_recordset(cast(:clocked as jsonb))
        as x(id bigint, counted_from timestamptz, budget_seconds int, due_at timestamptz)
    where s.id = x.id
), opened as (
    insert into dossier_step (dossier_id, task_id, step_id, name, position, phase, number, agency_id,
        budget_seconds, arrived_at, counted_from, due_at)
    select :dossier_id, x.* from jsonb_to_recordset(cast(:opened as jsonb))
        as x(task_id text, step_id text, name text, position text, phase text, number int, agency_id bigint,
             budget_seconds int, arrived_at timestamptz, counted_from timestamptz, due_at timestamptz)
), ended as (
    update clock_interval i set ended_at = :ended_at
    from jsonb_to_recordset(cast(:ended as jsonb)) as x(kind text, subject text)
    where i.dossier_id = :dossier_id and i.ended_at is null and i.kind = x.kind and i.subject = x.subject
), started as (
    insert into clock_interval (dossier_id, kind, subject, reason, started_at)
    select :dossier_id, x.kind, x.subject, 'running', x.started_at
    from jsonb_to_recordset(cast(:started as jsonb)) as x(kind text, subject text, started_at timestamptz)
), written as (
    insert into opinion (dossier_id, step_row_id, author_id, body_sealed, written_at)
    select :dossier_id, :opinion_step, :actor_id, :body_sealed, :at
    where cast(:body_sealed as bytea) is not null
    returning id
), audited as (
    insert into audit (at, counted_at, actor_id, actor_name, action, dossier_id, subject, detail)
    values (:at, :counted_at, :actor_id, :actor_name, :action, :dossier_id, :subject, cast(:detail as jsonb))
)
select (select id from written) as opinion_id, procrastinate_defer_jobs_v1(array(
    select row('default', x.task, 0, null, null, x.args, null)::procrastinate_job_to_defer_v1
    from jsonb_to_recordset(cast(:jobs as jsonb)) as x(task text, args jsonb)))
"""
).bindparams(
    bindparam("held_at", type_=DateTime(timezone=True)),
    bindparam("engine_ended", type_=Boolean),
    bindparam("result_at", type_=DateTime(timezone=True)),
    bindparam("result_counted_at", type_=DateTime(timezone=True)),
    bindparam("step_values_sealed", type_=LargeBinary),
    bindparam("data_sealed", type_=LargeBinary),
    bindparam("body_sealed", type_=LargeBinary),
)


def write(connection: Connection, move: Move) -> int | None:
    """Write the move; the new opinion's id, if there is one. The dossier's row must be locked.

    Every move rewrites the dossier's row: that is how `motcua.store.held` sees that somebody was here.
    """
    standing, holding = move.standing or _UNMOVED, move.holding
    leaving, opinion = move.leaving, move.opinion
    parameters = {
        "state": standing.state,
        "engine_state": standing.engine_state,
        "engine_ended": standing.engine_ended,
        "step_values_sealed": standing.step_values_sealed,
        "result_at": standing.result_at,
        "result_counted_at": standing.result_counted_at,
        "dossier_id": move.dossier_id,
        "at": move.at,
        "counted_at": move.counted_at,
        "actor_id": move.actor_id,
        "actor_name": move.actor_name,
        "action": move.action,
        "subject": move.subject,
        "detail": _ENCODER.encode(move.detail),
        "held_id": holding.step_row_id if holding else None,
        "held_by": holding.holder_id if holding else None,
        "held_at": holding.claimed_at if holding else None,
        "left_id": leaving.step_row_id if leaving else None,
        "counted_to": leaving.counted_to if leaving else None,
        "data_sealed": leaving.data_sealed if leaving else None,
        "opened": _rows(move.opened),
        "clocked": _rows(move.clocked),
        "ended": _rows([{"kind": kind, "subject": subject} for kind, subject in move.ended]),
        "ended_at": move.ended_at,
        "started": _rows(
            [{"kind": kind, "subject": subject, "started_at": at} for kind, subject, at in move.started]
        ),
        "opinion_step": opinion.step_row_id if opinion else None,
        "body_sealed": opinion.body_sealed if opinion else None,
        "jobs": _rows([{"task": job.task, "args": job.args} for job in move.jobs]),
    }
    opinion_id: int | None = connection.execute(_MOVE, parameters).one().opinion_id
    return opinion_id


def _rows(rows: Sequence[Mapping[str, Any]]) -> str:
    return _ENCODER.encode(rows) if rows else "[]"
