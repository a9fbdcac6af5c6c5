"""Who of the staff entered a dossier for somebody, and the parcel it came in."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("dossier", sa.Column("parcel", sa.Text(), server_default="", nullable=False))
    op.add_column("dossier", sa.Column("entered_by_id", sa.BigInteger(), nullable=True))
    op.add_column("dossier", sa.Column("entered_by_name", sa.Text(), server_default="", nullable=False))
    op.create_foreign_key(
        op.f("fk_dossier_entered_by_id"),
        "dossier",
        "account",
        ["entered_by_id"],
        ["id"],
        ondelete="RESTRICT",
    )


def downgrade() -> None:
    op.drop_constraint(op.f("fk_dossier_entered_by_id"), "dossier", type_="foreignkey")
    op.drop_column("dossier", "entered_by_name")
    op.drop_column("dossier", "entered_by_id")
    op.drop_column("dossier", "parcel")
