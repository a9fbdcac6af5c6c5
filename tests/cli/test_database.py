"""`motcua db upgrade`: an empty database becomes current, and a second run finds nothing to do."""

from __future__ import annotations

from motcua.store import schema
from motcua.store.uow import connect


def test_upgrade_brings_an_empty_database_to_the_newest_revision(motcua, motcua_json, server) -> None:
    url = server.create_database("upgraded")
    engine = connect(url)
    assert not schema.is_current(engine)
    assert motcua_json("db", "upgrade", database=url) == {"current": True}
    assert schema.is_current(engine)
    engine.dispose()
    again = motcua("db", "upgrade", database=url)
    assert (again.returncode, again.stdout) == (0, "Database is current.\n")
