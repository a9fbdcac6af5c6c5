"""What agencies exchange: deliveries of a dossier, numbers and dates of documents, dossiers opened by a dossier."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def _refers(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete="RESTRICT")


def upgrade() -> None:
    for name in ("document", "answer"):
        number = sa.Column(f"{name}_number", sa.Text(), server_default="", nullable=False)
        op.add_column("consultation", number)
        op.add_column("consultation", sa.Column(f"{name}_date", sa.Date(), nullable=True))
    op.create_table(
        "agency_transfer",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("dossier_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("from_task_id", sa.Text(), nullable=False),
        sa.Column("from_agency_id", sa.BigInteger(), nullable=False),
        sa.Column("to_task_id", sa.Text(), nullable=False),
        sa.Column("to_agency_id", sa.BigInteger(), nullable=True),
        sa.Column("sent_by", sa.BigInteger(), nullable=True),
        sa.Column("transferred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delivered_by", sa.BigInteger(), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("document_number", sa.Text(), server_default="", nullable=False),
        sa.Column("document_date", sa.Date(), nullable=True),
        _refers("agency_transfer", "dossier_id", "dossier"),
        _refers("agency_transfer", "from_agency_id", "agency"),
        _refers("agency_transfer", "to_agency_id", "agency"),
        _refers("agency_transfer", "sent_by", "account"),
        _refers("agency_transfer", "delivered_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency_transfer")),
        sa.UniqueConstraint(
            "dossier_id", "to_task_id", name=op.f("uq_agency_transfer_dossier_id_to_task_id")
        ),
    )
    op.create_index(
        "ix_agency_transfer_pending",
        "agency_transfer",
        ["dossier_id"],
        unique=False,
        postgresql_where=sa.text("delivered_at is null"),
    )
    op.create_table(
        "sub_dossier",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("parent_id", sa.BigInteger(), nullable=False),
        sa.Column("task_id", sa.Text(), nullable=False),
        sa.Column("child_id", sa.BigInteger(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        _refers("sub_dossier", "parent_id", "dossier"),
        _refers("sub_dossier", "child_id", "dossier"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sub_dossier")),
        sa.UniqueConstraint("parent_id", "task_id", name=op.f("uq_sub_dossier_parent_id_task_id")),
        sa.UniqueConstraint("child_id", name=op.f("uq_sub_dossier_child_id")),
    )


def downgrade() -> None:
    op.drop_table("sub_dossier")
    op.drop_table("agency_transfer")
    for name in ("answer", "document"):
        op.drop_column("consultation", f"{name}_date")
        op.drop_column("consultation", f"{name}_number")
