"""What the lists ask of an open dossier stands in an index, and the table is looked through often enough for it.

An index answers alone only for pages that were looked through since they were last written, and the usual fifth of a
million dossiers is written in weeks.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_dossier_listed",
        "dossier",
        ["id"],
        unique=False,
        postgresql_include=[
            "version_id",
            "procedure_id",
            "agency_id",
            "state",
            "channel",
            "due_at",
            "intake_due_at",
            "accepted_at",
            "accepted_counted_at",
            "result_at",
            "returned_at",
            "submitted_at",
        ],
        postgresql_where=sa.text("closed_at is null"),
    )
    op.execute("alter table dossier set (autovacuum_vacuum_scale_factor = 0.01)")


def downgrade() -> None:
    op.execute("alter table dossier reset (autovacuum_vacuum_scale_factor)")
    op.drop_index("ix_dossier_listed", table_name="dossier")
