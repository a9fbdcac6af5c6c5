"""Waits: the timers, messages, signals and calls of a dossier."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

OPEN = sa.text("left_at is null")
FAILED = sa.text("status = 'failed' and left_at is null")


def upgrade() -> None:
    op.create_table(
        "dossier_wait",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("dossier_id", sa.BigInteger(), nullable=False),
        sa.Column("task_id", sa.Text(), nullable=False),
        sa.Column("element", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counted_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("repeats_left", sa.Integer(), nullable=True),
        sa.Column("status", sa.Text(), server_default="ready", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("problem", sa.Text(), server_default="", nullable=False),
        sa.Column("problem_text", sa.Text(), server_default="", nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossier.id"], name=op.f("fk_dossier_wait_dossier_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_wait")),
        sa.UniqueConstraint("dossier_id", "task_id", name=op.f("uq_dossier_wait_dossier_id_task_id")),
    )
    op.create_index("ix_dossier_wait_due", "dossier_wait", ["due_at"], unique=False, postgresql_where=OPEN)
    op.create_index("ix_dossier_wait_failed", "dossier_wait", ["id"], unique=False, postgresql_where=FAILED)


def downgrade() -> None:
    op.drop_index("ix_dossier_wait_failed", table_name="dossier_wait", postgresql_where=FAILED)
    op.drop_index("ix_dossier_wait_due", table_name="dossier_wait", postgresql_where=OPEN)
    op.drop_table("dossier_wait")
