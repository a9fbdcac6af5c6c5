"""The audit is append-only: the database itself refuses every change, whoever asks."""

from __future__ import annotations

import pytest
from fixtures_dossier import file_dossier
from fixtures_watch import everything
from sqlalchemy.exc import ProgrammingError, SQLAlchemyError

from motcua.services.work import House

CHANGES = (
    "update audit set action = 'nothing'",
    "update audit set at = now() where id = 1",
    "delete from audit",
    "delete from audit where false",
    "truncate audit",
    "truncate audit cascade",
)


def test_audit_rows_are_never_changed_or_deleted(house: House) -> None:
    file_dossier(house)
    before = everything(house)["audit"]
    assert before
    for change in CHANGES:
        with (
            house.engine.connect() as connection,
            pytest.raises(SQLAlchemyError, match="never changed or del"),
        ):
            connection.exec_driver_sql(change)
    assert everything(house)["audit"] == before


def test_an_id_is_given_by_the_database_alone(house: House) -> None:
    with house.engine.connect() as connection, pytest.raises(ProgrammingError, match="identity column"):
        connection.exec_driver_sql(
            "insert into audit (id, at, actor_name, action, subject, detail) values (1, now(), '', 'x', '', '{}')"
        )
