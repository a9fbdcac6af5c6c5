"""`motcua db upgrade`: an empty database becomes current, and a second run finds nothing to do."""

from __future__ import annotations

from motcua.store import schema
from motcua.store.uow import connect


def test_upgrade_brings_an_empty_database_to_the_newest_revision(motcua_json, motcua_here, server) -> None:
    url = server.create_database("upgraded")
    engine = connect(url)
    assert not schema.is_current(engine)
    assert motcua_json("db", "upgrade", database=url) == {"current": True}
    assert schema.is_current(engine)
    engine.dispose()
    again = motcua_here("db", "upgrade", database=url)
    assert (again.exit_code, again.output) == (0, "Database is current.\n")
