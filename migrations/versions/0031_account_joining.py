"""The digest of the number that a set-aside account had: by it two accounts of one person are joined."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("account_incident", sa.Column("identity_digest", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    op.drop_column("account_incident", "identity_digest")
