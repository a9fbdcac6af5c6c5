"""What the lists of a desk are found by: the pauses among the intervals, and what nobody has confirmed.

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
    op.create_index(
        "ix_dossier_unconfirmed",
        "dossier",
        ["agency_id"],
        unique=False,
        postgresql_where=sa.text("engine_ended and result_at is null and closed_at is null"),
    )


def downgrade() -> None:
    op.drop_index("ix_dossier_unconfirmed", table_name="dossier")
    op.drop_index("ix_clock_interval_stop", table_name="clock_interval")
