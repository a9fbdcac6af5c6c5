"""Running dossiers moved to another version: the runs, what each was filed under, what its visits were made under."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table, column in (("dossier", "filed_version_id"), ("dossier_step", "kept_version_id")):
        op.add_column(table, sa.Column(column, sa.BigInteger(), nullable=True))
        op.create_foreign_key(
            op.f(f"fk_{table}_{column}"), table, "procedure_version", [column], ["id"], ondelete="RESTRICT"
        )
    _runs()
    _items()


def _runs() -> None:
    op.create_table(
        "version_migration",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("from_id", sa.BigInteger(), nullable=False),
        sa.Column("to_id", sa.BigInteger(), nullable=False),
        sa.Column("mapping", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undoes", sa.BigInteger(), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [column], [target], name=op.f(f"fk_version_migration_{column}"), ondelete="RESTRICT"
            )
            for column, target in (
                ("from_id", "procedure_version.id"),
                ("to_id", "procedure_version.id"),
                ("account_id", "account.id"),
                ("undoes", "version_migration.id"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_version_migration")),
        sa.UniqueConstraint("key", name=op.f("uq_version_migration_key")),
    )
    op.create_index("ix_version_migration_versions", "version_migration", ["from_id", "to_id"], unique=False)
    op.create_index(op.f("ix_version_migration_to_id"), "version_migration", ["to_id"], unique=False)


def _items() -> None:
    op.create_table(
        "version_migration_item",
        sa.Column("run_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.Text(), server_default="", nullable=False),
        sa.Column("problem", sa.Text(), server_default="", nullable=False),
        sa.Column("problem_en", sa.Text(), server_default="", nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [column], [target], name=op.f(f"fk_version_migration_item_{column}"), ondelete="RESTRICT"
            )
            for column, target in (("run_id", "version_migration.id"), ("dossier_id", "dossier.id"))
        ),
        sa.PrimaryKeyConstraint("run_id", "number", name=op.f("pk_version_migration_item")),
    )
    op.create_index(
        op.f("ix_version_migration_item_dossier_id"), "version_migration_item", ["dossier_id"], unique=False
    )


def downgrade() -> None:
    op.drop_table("version_migration_item")
    op.drop_table("version_migration")
    for table, column in (("dossier_step", "kept_version_id"), ("dossier", "filed_version_id")):
        op.drop_constraint(op.f(f"fk_{table}_{column}"), table, type_="foreignkey")
        op.drop_column(table, column)
