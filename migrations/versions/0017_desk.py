"""What the lists of a desk are found by: the pauses among the intervals.

What an interval is for does not change when it ends, so a step goes on touching no index of them.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_clock_interval_stop",
        "clock_interval",
        ["dossier_id"],
        unique=False,
        postgresql_where=sa.text("kind = 'dossier' and reason <> 'running'"),
    )


def downgrade() -> None:
    op.drop_index("ix_clock_interval_stop", table_name="clock_interval")
