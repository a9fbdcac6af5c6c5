"""Terms of use and who accepted them, a person's stored papers, talk on a dossier, and what a draft was filled from."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

WHEN = sa.DateTime(timezone=True)
INSTANTS = ("told_expiry", "reuse_at")
SEALED = (("draft", "reused_sealed"), ("draft", "owner_sealed"), ("account", "profile_sealed"))
FILED_BY = "fk_dossier_filed_by_id"


def upgrade() -> None:
    _terms()
    _stored_paper()
    _conversation()
    for name in INSTANTS:
        op.add_column("draft", sa.Column(name, WHEN, nullable=True))
    op.add_column("draft", sa.Column("reuse_agreed", sa.Boolean(), nullable=True))
    for table, name in SEALED:
        op.add_column(table, sa.Column(name, sa.LargeBinary(), nullable=True))
    op.add_column("dossier", sa.Column("filed_by_id", sa.BigInteger(), nullable=True))
    op.add_column("dossier", sa.Column("filed_by_name", sa.Text(), server_default="", nullable=False))
    op.add_column("dossier", sa.Column("receive_by", sa.Text(), server_default="desk", nullable=False))
    op.create_foreign_key(op.f(FILED_BY), "dossier", "account", ["filed_by_id"], ["id"], ondelete="RESTRICT")
    op.create_index(op.f("ix_dossier_filed_by_id"), "dossier", ["filed_by_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_dossier_filed_by_id"), table_name="dossier")
    op.drop_constraint(op.f(FILED_BY), "dossier", type_="foreignkey")
    for name in ("receive_by", "filed_by_name", "filed_by_id"):
        op.drop_column("dossier", name)
    for table, name in SEALED:
        op.drop_column(table, name)
    for name in ("reuse_agreed", *INSTANTS):
        op.drop_column("draft", name)
    op.drop_table("conversation")
    op.drop_table("stored_paper")
    op.drop_table("terms_acceptance")
    op.drop_table("terms")


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"), ondelete="RESTRICT")


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False)


def _terms() -> None:
    op.create_table(
        "terms",
        _id(),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_en", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("published_at", WHEN, nullable=False),
        sa.Column("published_by", sa.BigInteger(), nullable=True),
        sa.Column("published_name", sa.Text(), server_default="", nullable=False),
        _key("terms", "published_by", "account.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_terms")),
        sa.UniqueConstraint("number", name=op.f("uq_terms_number")),
    )
    op.create_table(
        "terms_acceptance",
        _id(),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("accepted_at", WHEN, nullable=False),
        _key("terms_acceptance", "account_id", "account.id"),
        _key("terms_acceptance", "number", "terms.number"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_terms_acceptance")),
        sa.UniqueConstraint("account_id", "number", name=op.f("uq_terms_acceptance_account_id_number")),
    )


def _stored_paper() -> None:
    op.create_table(
        "stored_paper",
        _id(),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("dossier_id", sa.BigInteger(), nullable=False),
        sa.Column("stored_at", WHEN, nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        _key("stored_paper", "account_id", "account.id"),
        _key("stored_paper", "dossier_id", "dossier.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_paper")),
        sa.UniqueConstraint(
            "account_id", "kind", "sha256", name=op.f("uq_stored_paper_account_id_kind_sha256")
        ),
    )


def _conversation() -> None:
    op.create_table(
        "conversation",
        _id(),
        sa.Column("dossier_id", sa.BigInteger(), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=False),
        sa.Column("author_name", sa.Text(), nullable=False),
        sa.Column("is_applicants", sa.Boolean(), nullable=False),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("written_at", WHEN, nullable=False),
        _key("conversation", "dossier_id", "dossier.id"),
        _key("conversation", "author_id", "account.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation")),
    )
    op.create_index(op.f("ix_conversation_dossier_id"), "conversation", ["dossier_id"], unique=False)
