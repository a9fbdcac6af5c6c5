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

from sqlalchemy import Connection

from motcua.store import driver
from motcua.store.audit import audit
from motcua.store.dossier.move_sql import parameters, statement


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
    """The step that is left, and the form filled in at it. `outcome` is set when it is left without being finished.

    `counted_to` is None while its clock goes on until the next agency has the dossier (E-13).
    """

    step_row_id: int
    counted_to: datetime | None
    data_sealed: bytes | None = None
    outcome: str = ""


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


# A clock to start: kind, subject and the instant of the rule; for a person's also the task he is charged for.
Started = tuple[str, str, datetime] | tuple[str, str, datetime, str]


@dataclass(frozen=True, slots=True)
class Move:
    """Everything that one action on a dossier writes.

    `opened` are new rows of `dossier_step`; `clocked` give waiting rows (`id`) their `counted_from`,
    `budget_seconds` and `due_at`; `ended` and `started` are clocks by (kind, subject), of persons in `ended` by
    (kind, task); `ended_at` is the instant at which the `ended` ones stop.
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
    started: Sequence[Started] = ()
    opinion: Opinion | None = None
    jobs: Sequence[Job] = ()


_CLOCK = ("id", "counted_from", "budget_seconds", "due_at")
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=datetime.isoformat)


def write(connection: Connection, move: Move) -> int | None:
    """Write the move; the new opinion's id, if there is one. The dossier's row must be locked.

    Every move rewrites the dossier's row: that is how `motcua.store.dossier.held` sees that somebody was here.
    """
    values: dict[str, Any] = {
        "dossier_id": move.dossier_id,
        "at": move.at,
        "counted_at": move.counted_at,
        "actor_id": move.actor_id,
        "actor_name": move.actor_name,
        "action": move.action,
        "subject": move.subject,
        "detail": _ENCODER.encode(move.detail),
        "ended_at": move.ended_at,
    }
    values["mac"] = audit.mac(connection, values)
    counts = []
    for part, given in _single(move).items():
        counts.append((part, 1))
        values |= given
    for part, rows in _several(move).items():
        if rows:
            counts.append((part, len(rows)))
            values |= parameters(part, rows)
    opinion_id: int | None = driver.rows(connection, statement(tuple(counts)), values)[0][0]
    return opinion_id


def _single(move: Move) -> dict[str, dict[str, Any]]:
    """The parts of the move that write one row, each with its own parameters."""
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
            "outcome": leaving.outcome,
            "data_sealed": leaving.data_sealed,
        }
    if opinion := move.opinion:
        parts["written"] = {"opinion_step": opinion.step_row_id, "body_sealed": opinion.body_sealed}
    return parts


def _several(move: Move) -> dict[str, list[Mapping[str, Any]]]:
    """The parts of the move that write any number of rows."""
    return {
        "clocked": [{column: row[column] for column in _CLOCK} for row in move.clocked],
        "opened": list(move.opened),
        "ended": [{"kind": kind, "subject": subject} for kind, subject in move.ended],
        "started": [_started(*clock) for clock in move.started],
        "jobs": [{"task": job.task, "args": _ENCODER.encode(job.args)} for job in move.jobs],
    }


def _started(kind: str, subject: str, at: datetime, task_id: str | None = None) -> dict[str, Any]:
    return {"kind": kind, "subject": subject, "started_at": at, "task_id": task_id}


def _standing(standing: Standing) -> dict[str, Any]:
    return {
        "state": standing.state,
        "engine_state": standing.engine_state,
        "engine_ended": standing.engine_ended,
        "step_values_sealed": standing.step_values_sealed,
        "result_at": standing.result_at,
        "result_counted_at": standing.result_counted_at,
    }
