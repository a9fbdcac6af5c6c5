"""Organisation: effective dates, desk and e-mail of agencies, their earlier names, and the decisions about them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("agency", sa.Column("email", sa.Text(), server_default="", nullable=False))
    op.add_column("agency", sa.Column("receives", sa.Boolean(), server_default=sa.true(), nullable=False))
    op.add_column("agency", sa.Column("valid_from", sa.Date(), nullable=True))
    op.add_column("agency", sa.Column("valid_to", sa.Date(), nullable=True))
    op.add_column("agency", sa.Column("successor_id", sa.BigInteger(), nullable=True))
    op.create_foreign_key(
        op.f("fk_agency_successor_id"), "agency", "agency", ["successor_id"], ["id"], ondelete="RESTRICT"
    )
    op.create_table(
        "agency_former_name",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("agency_id", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_agency_former_name_agency_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency_former_name")),
        sa.UniqueConstraint(
            "agency_id",
            "code",
            "name",
            "valid_to",
            name=op.f("uq_agency_former_name_agency_id_code_name_valid_to"),
        ),
    )
    op.create_index(op.f("ix_agency_former_name_code"), "agency_former_name", ["code"])
    op.create_table(
        "agency_event",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("agency_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("detail", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_agency_event_agency_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency_event")),
    )
    op.create_index("ix_agency_event_agency_id_id", "agency_event", ["agency_id", "id"])


def downgrade() -> None:
    op.drop_table("agency_event")
    op.drop_table("agency_former_name")
    op.drop_constraint(op.f("fk_agency_successor_id"), "agency", type_="foreignkey")
    for column in ("successor_id", "valid_to", "valid_from", "receives", "email"):
        op.drop_column("agency", column)
