"""The life of a version: what was done to it and by whom, the file of the decision that ended it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "process_draft",
        sa.Column("has_own_forms", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.create_table(
        "version_event",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("draft_id", sa.BigInteger(), nullable=True),
        sa.Column("version_id", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column(
            "detail",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["account.id"], name=op.f("fk_version_event_actor_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["process_draft.id"], name=op.f("fk_version_event_draft_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["procedure_version.id"],
            name=op.f("fk_version_event_version_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_version_event")),
    )
    op.create_index(op.f("ix_version_event_draft_id"), "version_event", ["draft_id"], unique=False)
    op.create_index(op.f("ix_version_event_version_id"), "version_event", ["version_id"], unique=False)
    op.create_index(
        "uq_version_event_warning",
        "version_event",
        ["draft_id", "kind"],
        unique=True,
        postgresql_where=sa.text("kind in ('warn_soon', 'warn_late')"),
    )
    op.add_column("file", sa.Column("version_event_id", sa.BigInteger(), nullable=True))
    op.create_foreign_key(
        op.f("fk_file_version_event_id"),
        "file",
        "version_event",
        ["version_event_id"],
        ["id"],
        ondelete="RESTRICT",
    )
    op.create_index(op.f("ix_file_version_event_id"), "file", ["version_event_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_file_version_event_id"), table_name="file")
    op.drop_constraint(op.f("fk_file_version_event_id"), "file", type_="foreignkey")
    op.drop_column("file", "version_event_id")
    op.drop_table("version_event")
    op.drop_column("process_draft", "has_own_forms")
