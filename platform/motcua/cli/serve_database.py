"""The database of one start: DATABASE_URL, or the embedded server for as long as we serve."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import LiteralString

import psycopg

from motcua import settings
from motcua.cli.serve_place import ServeError
from motcua.domain.text import Text
from motcua.store import embedded

SECONDS_TO_CONNECT = 5
Connection = psycopg.Connection[tuple[object, ...]]


def open_database(var: Path, cleaning: ExitStack, say: Callable[[Text], None]) -> str:
    """The URL of a database that answers; an embedded server is stopped when `cleaning` closes.

    Raises ServeError when the database of DATABASE_URL or the embedded server does not answer.
    """
    given = os.environ.get("DATABASE_URL")
    if not given:
        return _start_embedded(var / "pg", cleaning, say)
    say(Text("Dùng PostgreSQL của DATABASE_URL.", "Using the PostgreSQL of DATABASE_URL."))
    try:
        connect(given).close()
    except psycopg.Error as error:
        raise ServeError(
            Text(
                f"Không kết nối được cơ sở dữ liệu của DATABASE_URL: {error}\nHãy kiểm tra địa chỉ, mật khẩu "
                "và máy chủ, hoặc bỏ DATABASE_URL để dùng PostgreSQL đi kèm.",
                f"The database of DATABASE_URL does not answer: {error}\nCheck its address, password and server, "
                "or unset DATABASE_URL to use the embedded PostgreSQL.",
            )
        ) from None
    return given


def connect(url: str) -> Connection:
    """A plain connection to a SQLAlchemy or libpq URL, given up after five seconds."""
    libpq = url.replace("postgresql+psycopg://", "postgresql://", 1)
    return psycopg.connect(libpq, connect_timeout=SECONDS_TO_CONNECT)


def newest_revision() -> str:
    """The revision that this program's migrations lead to ("0007"); their files are numbered without gap."""
    return max(path.name for path in (settings.content("migrations") / "versions").glob("[0-9]*.py"))[:4]


def revision(connection: Connection) -> str:
    """The revision the database is at, "" before the first migration."""
    known = connection.execute("select to_regclass('alembic_version') is not null").fetchone()
    if known is None or not known[0]:
        return ""
    row = connection.execute("select version_num from alembic_version").fetchone()
    return str(row[0]) if row else ""


def is_current(url: str) -> bool:
    """Whether no migration is due; much faster than to ask Alembic, whose imports take a second."""
    with connect(url) as connection:
        return revision(connection) == newest_revision()


def is_empty(url: str) -> bool:
    """Whether no procedure has been released yet: a new database, or a sample province loaded by half."""
    return not _exists(url, "select from procedure_version")


def has_account(url: str, login: str) -> bool:
    """Whether somebody can sign in as `login`."""
    return _exists(url, "select from account where login = %s", login)


def _exists(url: str, query: LiteralString, *values: object) -> bool:
    with connect(url) as connection:
        return connection.execute(query, values).fetchone() is not None


def _start_embedded(folder: Path, cleaning: ExitStack, say: Callable[[Text], None]) -> str:
    say(Text("Khởi động PostgreSQL đi kèm …", "Starting the embedded PostgreSQL …"))
    forget_dead_users(folder)
    try:
        server = embedded.start(folder)
    except (OSError, RuntimeError, AssertionError, subprocess.SubprocessError, psycopg.Error) as error:
        raise ServeError(
            Text(
                f"PostgreSQL đi kèm không khởi động được: {error}\nHãy xem {folder / 'log'} và chạy: motcua doctor",
                f"The embedded PostgreSQL does not start: {error}\nRead {folder / 'log'} and run: motcua doctor",
            )
        ) from error
    cleaning.callback(server.stop)
    return server.url


def forget_dead_users(folder: Path) -> None:
    """Strike killed processes off the server's list of users.

    The wheel stops the server when its last user leaves, and never looks whether the others still live: after
    one `kill -9` it would run for ever.
    """
    users = folder / ".handle_pids.json"
    if users.is_file() and (text := users.read_text(encoding="utf-8").strip()):
        users.write_text(json.dumps([pid for pid in json.loads(text) if _lives(pid)]), encoding="utf-8")


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
