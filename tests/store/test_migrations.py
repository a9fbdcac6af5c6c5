"""Migrations: from nothing to the newest and back, agreeing with the tables the program declares."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

from motcua.settings import content
from motcua.store import schema
from motcua.store.embedded import EmbeddedServer
from motcua.store.uow import connect

FILES = sorted((content("migrations") / "versions").glob("*.py"))


@pytest.fixture(scope="module")
def empty(server: EmbeddedServer) -> Iterator[Engine]:
    """An empty database of this module, migrated by its tests in turn."""
    engine = connect(server.create_database("migrated"))
    yield engine
    engine.dispose()


def ours(engine: Engine) -> set[str]:
    """Everything of ours in the database: tables, sequences, functions, types, but Alembic's own table."""
    query = """
        select relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public'
        union select proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'public'
        union select typname from pg_type t join pg_namespace n on n.oid = t.typnamespace where n.nspname = 'public'
    """
    with engine.connect() as connection:
        found = connection.execute(text(query)).scalars()
        return {name for name in found if "alembic_version" not in name}


def test_up_down_to_nothing_and_up_again(empty: Engine) -> None:
    config = schema.config(empty)
    assert ours(empty) == set()
    assert not schema.is_current(empty)
    schema.upgrade(empty)
    assert schema.is_current(empty)
    complete = ours(empty)
    assert set(schema.metadata.tables) <= complete
    command.downgrade(config, "base")
    assert ours(empty) == set()
    schema.upgrade(empty)
    assert ours(empty) == complete
    # Autogeneration finds nothing that the migrations lack.
    command.check(config)
    schema.upgrade(empty)


def test_every_step_goes_both_ways_on_its_own(server: EmbeddedServer) -> None:
    engine = connect(server.create_database("stepwise"))
    config = schema.config(engine)
    before: list[set[str]] = []
    for revision in reversed(list(ScriptDirectory.from_config(config).walk_revisions())):
        before.append(ours(engine))
        command.upgrade(config, revision.revision)
    for left in reversed(before):
        command.downgrade(config, "-1")
        assert ours(engine) == left
    engine.dispose()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_migration_says_what_it_does_in_both_directions(path) -> None:
    module = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(module)
    bodies = {node.name: node.body for node in module.body if isinstance(node, ast.FunctionDef)}
    for direction in ("upgrade", "downgrade"):
        assert any(not isinstance(statement, ast.Pass) for statement in bodies[direction]), direction


def test_the_revisions_are_one_line_in_the_order_of_their_names() -> None:
    scripts = list(ScriptDirectory(str(content("migrations"))).walk_revisions())
    assert [script.revision for script in reversed(scripts)] == [path.stem.split("_")[0] for path in FILES]


def test_every_reference_forbids_deleting_what_is_referred_to(empty: Engine) -> None:
    schema.upgrade(empty)
    inspector = inspect(empty)
    for table in schema.metadata.tables:
        for key in inspector.get_foreign_keys(table):
            assert key["options"].get("ondelete") == "RESTRICT", (table, key["name"])
