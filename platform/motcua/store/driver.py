"""Ready-made statements, given to the driver itself: what is otherwise done around one costs as much as its work.

The transaction stays SQLAlchemy's: it is begun, ended and given back through the connection, and listeners to
`before_cursor_execute` hear of these statements as of all others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import psycopg
from psycopg.rows import namedtuple_row
from sqlalchemy import Connection


def rows(connection: Connection, sql: str, values: Mapping[str, Any]) -> Sequence[Any]:
    """The rows of a statement with `%(name)s` placeholders, read by column name.

    Errors are the driver's own, not SQLAlchemy's.
    """
    return _rows(connection, sql, values, psycopg.Cursor)


def planned(connection: Connection, sql: str, values: Mapping[str, Any]) -> Sequence[Any]:
    """As `rows`, but planned anew each time, for the values given: of some, rows are one, of others ten thousand."""
    return _rows(connection, sql, values, psycopg.ClientCursor)


def _rows(
    connection: Connection, sql: str, values: Mapping[str, Any], kind: type[psycopg.Cursor[Any]]
) -> Sequence[Any]:
    if not connection.in_transaction():
        connection.begin()
    driver: psycopg.Connection[Any] = connection.connection.driver_connection  # type: ignore[assignment]
    cursor = kind(driver, row_factory=namedtuple_row)
    connection.dispatch.before_cursor_execute(connection, cursor, sql, values, None, False)
    try:
        cursor.execute(sql, values)
    except psycopg.OperationalError:
        if driver.closed:
            # The pool parts with a lost connection only when SQLAlchemy meets the loss itself.
            connection.exec_driver_sql("select 1")
        raise
    return cursor.fetchall()
