"""The trust list, what was found about the signatures of files, and seals of dossiers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

WHEN = sa.DateTime(timezone=True)


def upgrade() -> None:
    _anchors()
    _checked()
    _seals()


def downgrade() -> None:
    for table in ("dossier_seal", "checked_signature", "trust_anchor"):
        op.drop_table(table)


def _anchors() -> None:
    name = "trust_anchor"
    op.create_table(
        name,
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        *(_text(one) for one in ("kind", "subject", "issuer", "serial", "fingerprint")),
        sa.Column("certificate", sa.LargeBinary(), nullable=False),
        sa.Column("valid_from", WHEN, nullable=False),
        sa.Column("valid_to", WHEN, nullable=False),
        sa.Column("since", WHEN, nullable=False),
        sa.Column("until", WHEN, nullable=True),
        sa.Column("hosts", postgresql.JSONB(), nullable=False),
        _text("reason"),
        sa.Column("added_by", sa.BigInteger(), nullable=False),
        sa.Column("added_at", WHEN, nullable=False),
        sa.Column("removed_by", sa.BigInteger(), nullable=True),
        sa.Column("removed_at", WHEN, nullable=True),
        _text("removed_reason"),
        _key(name, "added_by", "account"),
        _key(name, "removed_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    op.create_index(
        "uq_trust_anchor_in_force",
        name,
        ["fingerprint", "kind"],
        unique=True,
        postgresql_where=sa.text("removed_at is null"),
    )


def _checked() -> None:
    name = "checked_signature"
    op.create_table(
        name,
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        _text("content"),
        sa.Column("checked_at", WHEN, nullable=False),
        _text("trust"),
        sa.Column("findings", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    op.create_index(op.f(f"ix_{name}_content"), name, ["content"])


def _seals() -> None:
    name = "dossier_seal"
    op.create_table(
        name,
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("dossier_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        _text("reason"),
        sa.Column("manifest_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("signing_key_id", sa.BigInteger(), nullable=False),
        *(_text(one) for one in ("signer", "serial", "issuer")),
        sa.Column("made_by", sa.BigInteger(), nullable=False),
        _text("made_by_name"),
        sa.Column("made_at", WHEN, nullable=False),
        _key(name, "dossier_id", "dossier"),
        _key(name, "signing_key_id", "signing_key"),
        _key(name, "made_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("dossier_id", "number", name=op.f(f"uq_{name}_dossier_id_number")),
    )


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"), ondelete="RESTRICT"
    )
