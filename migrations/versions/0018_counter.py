"""The counter: who an officer fills a form in for, what came of each paper, when the originals were compared."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("draft", sa.Column("walk_in_sealed", sa.LargeBinary(), nullable=True))
    op.add_column("dossier", sa.Column("papers_seen", postgresql.JSONB(), nullable=True))
    op.add_column("dossier", sa.Column("originals_checked_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("dossier", "originals_checked_at")
    op.drop_column("dossier", "papers_seen")
    op.drop_column("draft", "walk_in_sealed")
