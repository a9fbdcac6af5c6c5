"""One move of a dossier, written as one statement: steps, clocks, opinion, audit and jobs in one round trip.

A step forward touches seven tables. Sent one by one the waiting between statements costs more than the work,
so the whole move travels as parameters of a single statement (docs/engine.md, "What a step costs").
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection


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


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=datetime.isoformat)

# Each part of a move writes one table; a move uses the parts it needs, in this order.
_PARTS = {
    "standing": """
        update dossier set state = coalesce(cast(%(state)s as text), state),
            engine_state = coalesce(cast(%(engine_state)s as text), engine_state),
            engine_ended = coalesce(cast(%(engine_ended)s as boolean), engine_ended),
            step_values_sealed = coalesce(cast(%(step_values_sealed)s as bytea), step_values_sealed),
            result_at = coalesce(cast(%(result_at)s as timestamptz), result_at),
            result_counted_at = coalesce(cast(%(result_counted_at)s as timestamptz), result_counted_at)
        where id = %(dossier_id)s""",
    "held": """
        update dossier_step set holder_id = %(held_by)s, claimed_at = cast(%(held_at)s as timestamptz)
        where id = %(held_id)s""",
    "finished": """
        update dossier_step set left_at = %(at)s, counted_to = %(counted_to)s, completed_by = %(actor_id)s,
            holder_id = %(actor_id)s, data_sealed = cast(%(data_sealed)s as bytea)
        where id = %(left_id)s""",
    "clocked": """
        update dossier_step s
        set counted_from = x.counted_from, budget_seconds = x.budget_seconds, due_at = x.due_at
        from jsonb_to_recordset(cast(%(clocked)s as jsonb))
            as x(id bigint, counted_from timestamptz, budget_seconds int, due_at timestamptz)
        where s.id = x.id""",
    "opened": """
        insert into dossier_step (dossier_id, task_id, step_id, name, position, phase, number, agency_id,
            budget_seconds, arrived_at, counted_from, due_at)
        select %(dossier_id)s, x.* from jsonb_to_recordset(cast(%(opened)s as jsonb))
            as x(task_id text, step_id text, name text, position text, phase text, number int, agency_id bigint,
                 budget_seconds int, arrived_at timestamptz, counted_from timestamptz, due_at timestamptz)""",
    "ended": """
        update clock_interval i set ended_at = %(ended_at)s
        from jsonb_to_recordset(cast(%(ended)s as jsonb)) as x(kind text, subject text)
        where i.dossier_id = %(dossier_id)s and i.ended_at is null and i.kind = x.kind and i.subject = x.subject""",
    "started": """
        insert into clock_interval (dossier_id, kind, subject, reason, started_at)
        select %(dossier_id)s, x.kind, x.subject, 'running', x.started_at
        from jsonb_to_recordset(cast(%(started)s as jsonb)) as x(kind text, subject text, started_at timestamptz)""",
    "written": """
        insert into opinion (dossier_id, step_row_id, author_id, body_sealed, written_at)
        values (%(dossier_id)s, %(opinion_step)s, %(actor_id)s, %(body_sealed)s, %(at)s)
        returning id""",
    "audited": """
        insert into audit (at, counted_at, actor_id, actor_name, action, dossier_id, subject, detail)
        values (%(at)s, cast(%(counted_at)s as timestamptz), cast(%(actor_id)s as bigint), %(actor_name)s, %(action)s,
            %(dossier_id)s, %(subject)s, cast(%(detail)s as jsonb))""",
}
_OPINION = "(select id from written)"
_JOBS = """procrastinate_defer_jobs_v1(array(
    select row('default', x.task, 0, null, null, x.args, null)::procrastinate_job_to_defer_v1
    from jsonb_to_recordset(cast(%(jobs)s as jsonb)) as x(task text, args jsonb)))"""


def write(connection: Connection, move: Move) -> int | None:
    """Write the move; the new opinion's id, if there is one. The dossier's row must be locked.

    Every move rewrites the dossier's row: that is how `motcua.store.held` sees that somebody was here.
    """
    parts = _parameters(move)
    about = {
        "dossier_id": move.dossier_id,
        "at": move.at,
        "counted_at": move.counted_at,
        "actor_id": move.actor_id,
        "actor_name": move.actor_name,
        "action": move.action,
        "subject": move.subject,
        "detail": _ENCODER.encode(move.detail),
    }
    for given in parts.values():
        about |= given
    opinion_id: int | None = connection.exec_driver_sql(_statement(tuple(parts)), about).one()[0]
    return opinion_id


@lru_cache(maxsize=64)
def _statement(parts: tuple[str, ...]) -> str:
    """The driver's SQL of these parts; there are few combinations, one per kind of action."""
    names = [name for name in _PARTS if name in parts or name == "audited"]
    clauses = ",\n".join(f"{name} as ({_PARTS[name]})" for name in names)
    opinion = _OPINION if "written" in parts else "cast(null as bigint)"
    results = [opinion, _JOBS] if "jobs" in parts else [opinion]
    return f"with {clauses}\nselect {', '.join(results)}"


def _parameters(move: Move) -> dict[str, dict[str, Any]]:
    """The parts that the move needs, each with its own parameters."""
    parts: dict[str, dict[str, Any]] = {"standing": _standing(move.standing or Standing())}
    if holding := move.holding:
        parts["held"] = {
            "held_id": holding.step_row_id,
            "held_by": holding.holder_id,
            "held_at": holding.claimed_at,
        }
    if leaving := move.leaving:
        parts["finished"] = {
            "left_id": leaving.step_row_id,
            "counted_to": leaving.counted_to,
            "data_sealed": leaving.data_sealed,
        }
    if opinion := move.opinion:
        parts["written"] = {"opinion_step": opinion.step_row_id, "body_sealed": opinion.body_sealed}
    if move.ended:
        stopped = [{"kind": kind, "subject": subject} for kind, subject in move.ended]
        parts["ended"] = {"ended": _ENCODER.encode(stopped), "ended_at": move.ended_at}
    started = [{"kind": kind, "subject": subject, "started_at": at} for kind, subject, at in move.started]
    jobs = [{"task": job.task, "args": job.args} for job in move.jobs]
    lists = {"clocked": move.clocked, "opened": move.opened, "started": started, "jobs": jobs}
    return parts | {name: {name: _ENCODER.encode(rows)} for name, rows in lists.items() if rows}


def _standing(standing: Standing) -> dict[str, Any]:
    return {
        "state": standing.state,
        "engine_state": standing.engine_state,
        "engine_ended": standing.engine_ended,
        "step_values_sealed": standing.step_values_sealed,
        "result_at": standing.result_at,
        "result_counted_at": standing.result_counted_at,
    }
