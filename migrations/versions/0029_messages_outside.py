"""Messages to applicants without an account, carried to where they said at the counter."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

UNIQUE = "uq_message_dossier_id_event_account_id"
COLUMNS = ["dossier_id", "event", "account_id"]


def upgrade() -> None:
    op.alter_column("message", "account_id", existing_type=sa.BigInteger(), nullable=True)
    op.drop_constraint(UNIQUE, "message", type_="unique")
    op.create_unique_constraint(UNIQUE, "message", COLUMNS, postgresql_nulls_not_distinct=True)
    # Nobody without an account was asked so far.
    op.execute("update dossier set tell_by = '[]' where applicant_id is null")


def downgrade() -> None:
    op.execute("delete from delivery where message_id in (select id from message where account_id is null)")
    op.execute("delete from message where account_id is null")
    op.drop_constraint(UNIQUE, "message", type_="unique")
    op.create_unique_constraint(UNIQUE, "message", COLUMNS)
    op.alter_column("message", "account_id", existing_type=sa.BigInteger(), nullable=False)
