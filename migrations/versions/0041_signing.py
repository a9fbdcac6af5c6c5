"""Keys of officers and seals of agencies, orders to sign, and the signatures that were given."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

WHEN = sa.DateTime(timezone=True)


def upgrade() -> None:
    _keys()
    _keepers()
    _runs()
    _orders()
    _signatures()


def downgrade() -> None:
    for table in ("signature", "signature_order", "signature_run", "seal_keeper", "signing_key"):
        op.drop_table(table)


def _keys() -> None:
    name = "signing_key"
    op.create_table(
        name,
        _id(),
        _number("account_id", nullable=True),
        _number("agency_id", nullable=True),
        *(_text(one) for one in ("service", "owner", "known_as", "subject", "issuer", "serial")),
        sa.Column("valid_from", WHEN, nullable=False),
        sa.Column("valid_to", WHEN, nullable=False),
        _text("fingerprint"),
        sa.Column("certificate", sa.LargeBinary(), nullable=False),
        _number("registered_by"),
        sa.Column("registered_at", WHEN, nullable=False),
        _text("reason"),
        *_withdrawal(),
        _key(name, "account_id", "account"),
        _key(name, "agency_id", "agency"),
        _key(name, "registered_by", "account"),
        _key(name, "withdrawn_by", "account"),
        sa.CheckConstraint("(account_id is null) <> (agency_id is null)", name=op.f("ck_signing_key_of_one")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    _indexes(name, "account_id", "agency_id")


def _keepers() -> None:
    name = "seal_keeper"
    op.create_table(
        name,
        _id(),
        _number("signing_key_id"),
        _number("account_id"),
        _number("given_by"),
        sa.Column("given_at", WHEN, nullable=False),
        _text("reason"),
        *_withdrawal(),
        _key(name, "signing_key_id", "signing_key"),
        _key(name, "account_id", "account"),
        _key(name, "given_by", "account"),
        _key(name, "withdrawn_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    _indexes(name, "signing_key_id", "account_id")


def _runs() -> None:
    name = "signature_run"
    op.create_table(
        name,
        _id(),
        sa.Column("key", sa.Uuid(), nullable=False),
        _number("account_id"),
        _number("signing_key_id"),
        sa.Column("secret_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("secret_until", WHEN, nullable=True),
        sa.Column("started_at", WHEN, nullable=False),
        _key(name, "account_id", "account"),
        _key(name, "signing_key_id", "signing_key"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("key", name=op.f(f"uq_{name}_key")),
    )
    _indexes(name, "account_id")


def _orders() -> None:
    name = "signature_order"
    op.create_table(
        name,
        _id(),
        _number("run_id", nullable=True),
        _number("account_id"),
        _number("dossier_id", nullable=True),
        *(_text(one) for one in ("dossier_code", "task_id", "step_id", "document", "slot", "signer")),
        _number("file_id", nullable=True),
        *(_text(one) for one in ("sha256", "state", "problem", "problem_en")),
        sa.Column("ordered_at", WHEN, nullable=False),
        sa.Column("changed_at", WHEN, nullable=False),
        _key(name, "run_id", "signature_run"),
        _key(name, "account_id", "account"),
        _key(name, "dossier_id", "dossier"),
        _key(name, "file_id", "file"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    _indexes(name, "run_id", "dossier_id")
    op.create_index(
        "uq_signature_order_open",
        name,
        ["file_id", "task_id"],
        unique=True,
        postgresql_where=sa.text("state in ('waiting', 'working')"),
    )


def _signatures() -> None:
    name = "signature"
    op.create_table(
        name,
        _id(),
        _number("order_id"),
        _number("dossier_id"),
        *(_text(one) for one in ("task_id", "step_id", "document", "slot", "signer")),
        _number("source_id"),
        _number("file_id"),
        _text("sha256"),
        _number("account_id"),
        _number("signing_key_id", nullable=True),
        *(_text(one) for one in ("service", "signer_name", "organisation", "serial", "issuer")),
        sa.Column("signed_at", WHEN, nullable=False),
        sa.Column("time_stamped_at", WHEN, nullable=True),
        _text("verdict"),
        _key(name, "order_id", "signature_order"),
        _key(name, "dossier_id", "dossier"),
        _key(name, "source_id", "file"),
        _key(name, "file_id", "file"),
        _key(name, "account_id", "account"),
        _key(name, "signing_key_id", "signing_key"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("order_id", name=op.f(f"uq_{name}_order_id")),
        sa.UniqueConstraint("file_id", name=op.f(f"uq_{name}_file_id")),
    )
    _indexes(name, "dossier_id", "source_id")


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False)


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=nullable)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _withdrawal() -> list[sa.Column[object]]:
    return [
        _number("withdrawn_by", nullable=True),
        sa.Column("withdrawn_at", WHEN, nullable=True),
        _text("withdrawn_reason"),
    ]


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"), ondelete="RESTRICT"
    )


def _indexes(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
