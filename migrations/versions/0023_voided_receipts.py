"""Receipts that were voided: by whom, when and why; their number stays theirs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("receipt", sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("receipt", sa.Column("voided_by", sa.BigInteger(), nullable=True))
    op.add_column("receipt", sa.Column("void_reason_sealed", sa.LargeBinary(), nullable=True))
    op.create_foreign_key(
        op.f("fk_receipt_voided_by"), "receipt", "account", ["voided_by"], ["id"], ondelete="RESTRICT"
    )


def downgrade() -> None:
    op.drop_column("receipt", "void_reason_sealed")
    op.drop_column("receipt", "voided_by")
    op.drop_column("receipt", "voided_at")
