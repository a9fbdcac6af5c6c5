"""The digest of all that a draft would become, kept when it is submitted: what it calls may change before approval."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "process_draft", sa.Column("submitted_digest", sa.Text(), server_default="", nullable=False)
    )


def downgrade() -> None:
    op.drop_column("process_draft", "submitted_digest")
