"""The SQL of a move: a part for each table, put together from the parts that a move needs.

Rows travel as plain parameters: reading them from JSON took the server a tenth of the whole move.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

# How many rows each part writes; the parts that are missing are not needed.
Counts = tuple[tuple[str, int], ...]

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
        update dossier_step set left_at = %(at)s, counted_to = cast(%(counted_to)s as timestamptz), holder_id = %(actor_id)s,
            completed_by = case when %(outcome)s::text = '' then %(actor_id)s::bigint end,
            data_sealed = cast(%(data_sealed)s as bytea), outcome = %(outcome)s
        where id = %(left_id)s""",
    "clocked": """
        update dossier_step s
        set counted_from = x.counted_from, budget_seconds = x.budget_seconds, due_at = x.due_at
        from (values {rows}) as x (id, counted_from, budget_seconds, due_at)
        where s.id = x.id""",
    "opened": """
        insert into dossier_step (dossier_id, task_id, step_id, name, position, phase, number, agency_id,
            budget_seconds, arrived_at, counted_from, due_at, holder_id, claimed_at, restarted)
        values {rows}""",
    "ended": """
        update clock_interval set ended_at = greatest(started_at, %(ended_at)s)
        where dossier_id = %(dossier_id)s and ended_at is null and (kind, coalesce(task_id, subject)) in ({rows})""",
    "started": """
        insert into clock_interval (dossier_id, kind, subject, reason, started_at, task_id)
        values {rows}""",
    "written": """
        insert into opinion (dossier_id, step_row_id, author_id, body_sealed, written_at)
        values (%(dossier_id)s, %(opinion_step)s, %(actor_id)s, %(body_sealed)s, %(at)s)
        returning id""",
    "audited": """
        insert into audit (at, counted_at, actor_id, actor_name, action, dossier_id, subject, detail, mac)
        values (%(at)s, cast(%(counted_at)s as timestamptz), cast(%(actor_id)s as bigint), %(actor_name)s, %(action)s,
            %(dossier_id)s, %(subject)s, cast(%(detail)s as json), cast(%(mac)s as bytea))""",
}
# One row of the parts that write several; `{name}` becomes a parameter of its own in each row.
_ROW = {
    "clocked": "({id}::bigint, {counted_from}::timestamptz, {budget_seconds}::int, {due_at}::timestamptz)",
    "opened": "(%(dossier_id)s, {task_id}, {step_id}, {name}, {position}, {phase}, {number}, {agency_id},"
    " {budget_seconds}, {arrived_at}, {counted_from}::timestamptz, {due_at}::timestamptz, {holder_id}::bigint,"
    " {claimed_at}::timestamptz, {restarted}::boolean)",
    "ended": "({kind}, {subject})",
    "started": "(%(dossier_id)s, {kind}, {subject}, 'running', {started_at}, {task_id}::text)",
    "jobs": "row('default', {task}, 0, null, null, {args}::jsonb, null)::procrastinate_job_to_defer_v1",
}


class _Parameters(dict[str, str]):
    """The placeholder of any column in row `number` of a part."""

    def __init__(self, part: str, number: int) -> None:
        super().__init__()
        self._prefix = f"{part}{number}_"

    def __missing__(self, column: str) -> str:
        return f"%({self._prefix}{column})s"


@lru_cache(maxsize=256)
def statement(counts: Counts) -> str:
    """The driver's SQL of these parts, which returns the new opinion's id in its first column.

    There are few combinations: one per kind of action and number of branches.
    """
    wanted = dict(counts) | {"audited": 1}
    clauses = ",\n".join(
        f"{name} as ({sql.format(rows=_rows(name, wanted[name])) if name in _ROW else sql})"
        for name, sql in _PARTS.items()
        if name in wanted
    )
    results = ["(select id from written)" if "written" in wanted else "cast(null as bigint)"]
    if "jobs" in wanted:
        results.append(f"procrastinate_defer_jobs_v1(array[{_rows('jobs', wanted['jobs'])}])")
    return f"with {clauses}\nselect {', '.join(results)}"


def parameters(part: str, rows: list[Mapping[str, object]]) -> dict[str, object]:
    """The values of a part's rows, under the names that `statement` gives them."""
    return {f"{part}{number}_{column}": row[column] for number, row in enumerate(rows) for column in row}


def _rows(part: str, count: int) -> str:
    return ", ".join(_ROW[part].format_map(_Parameters(part, number)) for number in range(count))
