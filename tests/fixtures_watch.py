"""What a test sees of a house from outside: its rows, its statements, its jobs done, and what happens at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from threading import Barrier, Thread
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import event, text

from motcua import worker
from motcua.services.work import House
from motcua.store.base import Record

QUANG_TRI = ZoneInfo("Asia/Ho_Chi_Minh")
PATIENCE = 30


def local(text_: str) -> datetime:
    """`local("2026-11-20 20:00")`: an instant by the clock on the wall in Quảng Trị."""
    return datetime.fromisoformat(text_).replace(tzinfo=QUANG_TRI)


def rows(house: House, query: str, **values: Any) -> Sequence[Record]:
    """What a query finds, in a connection of its own."""
    with house.engine.connect() as connection:
        return connection.execute(text(query), values).all()


def value(house: House, query: str, **values: Any) -> Any:
    """The only value of the only row."""
    ((found,),) = rows(house, query, **values)
    return found


def everything(house: House) -> dict[str, list[str]]:
    """All rows of all tables as text, bytes included as the characters they may hold."""
    tables = rows(house, "select tablename from pg_tables where schemaname = 'public' order by 1")
    found = {}
    for (table,) in tables:
        listed = rows(house, f'select * from "{table}"')
        found[table] = sorted("|".join(map(_shown, row)) for row in listed)
    return found


def _shown(cell: object) -> str:
    return cell.decode("latin-1") if isinstance(cell, bytes) else str(cell)


@contextmanager
def statements(house: House) -> Iterator[list[str]]:
    """The SQL that the house sends while the block runs."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(house.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(house.engine, "before_cursor_execute", note)


def race(*calls: Callable[[], Any]) -> list[Any]:
    """Start all calls at the same instant, each in a thread; what each returned or raised, in their order."""
    gate = Barrier(len(calls), timeout=PATIENCE)
    outcomes: list[Any] = [TimeoutError("the call did not end")] * len(calls)

    def run(number: int, call: Callable[[], Any]) -> None:
        try:
            gate.wait()
            outcomes[number] = call()
        except Exception as problem:
            outcomes[number] = problem

    threads = [Thread(target=run, args=(number, call), daemon=True) for number, call in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    return outcomes


def run_jobs(house: House) -> None:
    """Let a worker do every job that waits."""
    worker.run(house, until_empty=True)


def run_jobs_telling_at_once(house: House) -> None:
    """The same where the applicant is told without the desk's confirmation (`notify.require_desk_confirm`)."""
    run_jobs(replace(house, profile=replace(house.profile, notify_require_desk_confirm=False)))
