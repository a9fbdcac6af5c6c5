"""Alembic's entry: runs the migrations on the engine that the program hands over."""

from alembic import context

from motcua.store.schema import metadata

engine = context.config.attributes["engine"]

with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        include_object=lambda _object, name, kind, _reflected, _other: (
            not str(name).startswith("procrastinate_")
        ),
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
