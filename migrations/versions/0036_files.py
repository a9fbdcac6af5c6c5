"""Contents of the file store with their copies and what the scanner said; uploads in parts; pictures joined into a PDF."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "content",
        sa.Column("sha256", sa.Text(), primary_key=True),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer()),
        sa.Column("scan", sa.Text(), nullable=False, index=True),
        sa.Column("threat", sa.Text(), nullable=False),
        sa.Column("scanned_at", sa.DateTime(timezone=True)),
        sa.Column("reading_sha256", sa.Text(), index=True),
        sa.Column("thumb_sha256", sa.Text(), index=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False, index=True),
    )
    op.execute(
        "insert into content (sha256, media_type, size, scan, threat, used_at)"
        " select sha256, min(media_type), min(size), 'unscanned', '', max(uploaded_at) from file group by sha256"
    )
    op.create_index(op.f("ix_file_sha256"), "file", ["sha256"])
    op.add_column("file", sa.Column("joined_id", sa.BigInteger()))
    op.create_foreign_key(
        op.f("fk_file_joined_id"), "file", "file", ["joined_id"], ["id"], ondelete="RESTRICT"
    )
    op.create_index(op.f("ix_file_joined_id"), "file", ["joined_id"])
    op.create_table(
        "upload",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column(
            "account_id",
            sa.BigInteger(),
            sa.ForeignKey("account.id", ondelete="RESTRICT"),
            nullable=False,
            index=True,
        ),
        sa.Column("draft_id", sa.Uuid()),
        sa.Column("slot", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False, index=True),
    )
    op.create_table(
        "upload_part",
        sa.Column("upload_id", sa.Uuid(), sa.ForeignKey("upload.id", ondelete="RESTRICT"), primary_key=True),
        sa.Column("start", sa.BigInteger(), primary_key=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("upload_part")
    op.drop_table("upload")
    op.drop_column("file", "joined_id")
    op.drop_index(op.f("ix_file_sha256"), "file")
    op.drop_table("content")
