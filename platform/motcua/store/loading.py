"""Many rows at once: COPY, ids taken beforehand, and the database's own upkeep afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import Connection, Engine, text
from sqlalchemy.dialects.postgresql import insert

from motcua.store.dossier.code import CodeCounter

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_FILLED = ("dossier", "dossier_step", "clock_interval", "audit", "opinion", "file")


def hasten(connection: Connection) -> None:
    """Do not wait for the disk, and leave references unchecked where this role may; until the transaction ends.

    Only for rows whose references were read from the same database.
    """
    connection.execute(text("set local synchronous_commit = off"))
    if connection.execute(text("select current_setting('is_superuser') = 'on'")).scalar_one():
        connection.execute(text("set local session_replication_role = replica"))


def reserve(connection: Connection, table: str, count: int) -> Sequence[int]:
    """So many unused ids of the table, ascending."""
    taken = text("select nextval(pg_get_serial_sequence(:name, 'id')) from generate_series(1, :count)")
    return connection.execute(taken, {"name": table, "count": count}).scalars().all()


def copy(connection: Connection, table: str, columns: Sequence[str], lines: Iterable[str]) -> None:
    """Append rows, each a line of `line`."""
    driver: psycopg.Connection[Any] = connection.connection.driver_connection  # type: ignore[assignment]
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    statement = sql.SQL("copy {} ({}) from stdin").format(sql.Identifier(table), names)
    with driver.cursor() as cursor, cursor.copy(statement) as stream:
        stream.write("".join(lines))


def line(*values: object) -> str:
    """One row in the text format of COPY."""
    return "\t".join([_WRITTEN.get(type(value), str)(value) for value in values]) + "\n"


def _text(value: Any) -> str:
    # Looking for each mark costs less than translating every text: hardly one has any.
    if "\\" in value or "\n" in value or "\t" in value or "\r" in value:
        return str(value.translate(_ESCAPES))
    return str(value)


_WRITTEN: Mapping[type, Callable[[Any], str]] = {
    type(None): lambda _: "\\N",
    str: _text,
    bool: lambda value: "t" if value else "f",
    bytes: lambda value: "\\\\x" + value.hex(),
    datetime: datetime.isoformat,
}


def take_numbers(
    connection: Connection, counts: Mapping[tuple[str, date], int]
) -> Mapping[tuple[str, date], int]:
    """Take so many running numbers of dossier codes by (agency code, day); the first of each."""
    wanted = [
        {"agency_code": code, "day": day, "last": count} for (code, day), count in sorted(counts.items())
    ]
    if not wanted:
        return {}
    statement = insert(CodeCounter).values(wanted)
    taken = statement.on_conflict_do_update(
        index_elements=["agency_code", "day"], set_={"last": CodeCounter.last + statement.excluded.last}
    ).returning(CodeCounter.agency_code, CodeCounter.day, CodeCounter.last)
    return {(code, day): last - counts[code, day] + 1 for code, day, last in connection.execute(taken)}


def settle(engine: Engine) -> None:
    """Have the database look through what was loaded, so that plans fit it and indexes alone answer."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in _FILLED:
            connection.execute(text(f"vacuum (analyze) {table}"))
