"""The job queue: Procrastinate's own schema as of 3.10."""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Kept beside the migrations, so that a newer library never changes what this one means.
QUEUE_SCHEMA = Path(__file__).parents[1] / "procrastinate_3_10.sql"

REMOVE_QUEUE = """
do $$
declare item record;
begin
    for item in select tablename as name from pg_tables
        where schemaname = current_schema() and tablename like 'procrastinate\\_%' loop
        execute format('drop table %I cascade', item.name);
    end loop;
    for item in select p.oid::regprocedure as name from pg_proc p
        where p.pronamespace = current_schema()::regnamespace and p.proname like 'procrastinate\\_%' loop
        execute format('drop function %s cascade', item.name);
    end loop;
    for item in select t.typname as name from pg_type t
        where t.typnamespace = current_schema()::regnamespace
        and t.typname like 'procrastinate\\_%' and t.typtype in ('e', 'c') loop
        execute format('drop type %I cascade', item.name);
    end loop;
end $$;
"""


def _run(script: str) -> None:
    # The driver reads a lone % as a placeholder even where no parameters are given.
    op.get_bind().exec_driver_sql(script.replace("%", "%%"))


def upgrade() -> None:
    _run(QUEUE_SCHEMA.read_text(encoding="utf-8"))


def downgrade() -> None:
    _run(REMOVE_QUEUE)
