"""Statements given to the driver itself keep to the transaction and the pool that all others use."""

from __future__ import annotations

import pytest
from fixtures_watch import statements, value
from sqlalchemy.exc import OperationalError

from motcua.services.work import House
from motcua.store import driver

ADD = "insert into field (key, name, name_en) values (%(key)s, '', '') returning key"
KEPT = "select count(*) from field where key = 'moi'"


def test_a_ready_made_statement_is_taken_back_with_its_transaction(house: House) -> None:
    with house.work() as work:
        driver.rows(work.connection, ADD, {"key": "moi"})
        work.connection.rollback()
    assert value(house, KEPT) == 0


def test_a_ready_made_statement_is_kept_with_its_transaction(house: House) -> None:
    with house.work() as work:
        (row,) = driver.rows(work.connection, ADD, {"key": "moi"})
        work.commit()
    assert row.key == "moi"
    assert value(house, KEPT) == 1


def test_listeners_hear_of_ready_made_statements(house: House) -> None:
    with statements(house) as seen, house.work() as work:
        driver.rows(work.connection, "select 1 as one", {})
    assert seen == ["select 1 as one"]


def test_a_lost_connection_leaves_the_pool(house: House) -> None:
    with house.work() as work:
        ((lost,),) = driver.rows(work.connection, "select pg_backend_pid()", {})
    with house.work() as work:
        ((same,),) = driver.rows(work.connection, "select pg_backend_pid()", {})
        assert same == lost
        with house.engine.connect() as other:
            other.exec_driver_sql("select pg_terminate_backend(%(pid)s, 5000)", {"pid": lost})
        with pytest.raises(OperationalError):
            driver.rows(work.connection, "select 1", {})
        work.connection.rollback()
    with house.work() as work:
        assert driver.rows(work.connection, "select 2 as two", {})[0].two == 2
