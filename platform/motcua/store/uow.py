"""The unit of work: one transaction, in which rows, audit and jobs are written together or not at all."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Engine, create_engine, text

from motcua.store.audit import audit
from motcua.store.cipher import Cipher

# A job is a row of the same transaction: it exists exactly when the change that caused it does.
_DEFER = text(
    "select procrastinate_defer_jobs_v1(array[row(:queue, :task, :priority, :lock, null,"
    " cast(:args as jsonb), cast(:at as timestamptz))::procrastinate_job_to_defer_v1])"
)


def connect(url: str) -> Engine:
    """A pool of connections; instants travel as UTC whatever the server's own zone is.

    Statements are few and looked up by key, so they are prepared at once and planned once.
    """
    return create_engine(
        url,
        pool_size=8,
        max_overflow=8,
        pool_pre_ping=False,
        connect_args={
            "options": "-c timezone=UTC -c lock_timeout=10s -c plan_cache_mode=force_generic_plan",
            "prepare_threshold": 1,
        },
    )


class UnitOfWork:
    """Opened with `with`; an exception that leaves the block takes back everything since the last commit."""

    def __init__(self, engine: Engine, cipher: Cipher) -> None:
        self._engine = engine
        self.cipher = cipher
        self.connection: Connection

    def __enter__(self) -> Self:
        self.connection = self._engine.connect()
        # The key travels with the connection: no way of writing an audit row goes without it.
        self.connection.info[audit.KEY] = self.cipher
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # A read-only transaction ends with a commit too: after a rollback the driver forgets its prepared statements.
        try:
            if kind is None:
                self.connection.commit()
        finally:
            self.connection.close()

    def commit(self) -> None:
        self.connection.commit()

    def defer(
        self,
        task: str,
        args: Mapping[str, Any],
        *,
        queue: str = "default",
        at: datetime | None = None,
        lock: str | None = None,
        priority: int = 0,
    ) -> None:
        """Ask for a background job; it starts after this transaction has been committed.

        Jobs of the same `lock` are done one after the other; of those that wait the highest `priority` comes first.
        """
        wanted = {"queue": queue, "task": task, "args": json.dumps(args), "at": at, "lock": lock}
        self.connection.execute(_DEFER, {**wanted, "priority": priority})

    def record(self, **values: Any) -> None:
        """Append one audit row; see `motcua.store.audit.audit.Audit` for the columns."""
        audit.add(self.connection, **values)
