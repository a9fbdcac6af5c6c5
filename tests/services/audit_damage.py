"""Somebody who may do anything to the database but has no key: what he does to the audit, and what is found."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from fixtures_house import NOW
from fixtures_watch import rows
from sqlalchemy import Connection, text

from motcua.services.audit import audit_seal, audit_verify
from motcua.services.audit.audit_verify import Finding
from motcua.services.work import House

LATER = NOW + timedelta(days=1)
TABLES = ("audit", "audit_seal", "audit_digest", "audit_check")
# A row that no action of the program wrote, its code taken from nowhere.
FORGED = (
    "insert into audit (at, actor_name, action, subject, detail, mac)"
    " values (now(), 'Ai đó', 'accept', '', '{}', decode(repeat('ab', 40), 'hex'))"
)


@contextmanager
def superuser(house: House) -> Iterator[Connection]:
    """Somebody for whom no trigger is in the way."""
    with house.engine.begin() as connection:
        for table in TABLES:
            connection.execute(text(f"alter table {table} disable trigger all"))
        yield connection
        for table in TABLES:
            connection.execute(text(f"alter table {table} enable trigger all"))


def tamper(house: House, statement: str, **values: object) -> None:
    with superuser(house) as connection:
        assert connection.execute(text(statement), values).rowcount


def act(house: House, action: str, number: int = 1) -> None:
    for _ in range(number):
        with house.work() as work:
            work.record(at=NOW, actor_id=1, actor_name="Trần Thị Thu Hà", action=action, detail={"n": 1.50})
            work.commit()


def found(house: House) -> Finding:
    result = audit_verify.verify(house, LATER)
    assert result.finding is not None
    assert not result.is_sound
    return result.finding


def sealed_rows(house: House) -> list[int]:
    """The ids of ten rows that are sealed, after those of the sample."""
    act(house, "x.done", 10)
    audit_seal.seal(house)
    return [row.id for row in rows(house, "select id from audit where action = 'x.done' order by id")]
