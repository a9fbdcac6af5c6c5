"""All tables together, for migrations, and the upgrade of a database to the newest revision."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from motcua.settings import content as shipped
from motcua.store.accounts import (
    account,
    account_incident,
    account_notice,
    account_request,
    api_token,
    identity_link,
    one_time_code,
    rate,
    second_factor,
    session,
    terms,
)
from motcua.store.agencies import agency, agency_history
from motcua.store.audit import audit, audit_seal
from motcua.store.base import Base
from motcua.store.desk import bulk
from motcua.store.dossier import (
    code,
    conversation,
    dossier,
    ending,
    opinion,
    step,
    tracking,
    urging,
    wait,
)
from motcua.store.exchange import consultation, paper_dispatch, sub_dossier, transfer
from motcua.store.forms import content, form_draft, form_version, shared_field
from motcua.store.intake import amendment, correction, draft, outage, supplement, withdrawal
from motcua.store.messages import delivery, message, message_hold
from motcua.store.money import payment, payment_attempt, receipt
from motcua.store.papers import certified_copy, file, issued_result, slip, slip_template, stored_paper, upload
from motcua.store.people import absence, assignment, delegation, group, role
from motcua.store.process import change_request, library, procedure, procedure_review, process_draft
from motcua.store.signing import (
    checked_signature,
    dossier_seal,
    signature,
    signature_order,
    signing_key,
    trust_anchor,
)
from motcua.store.simulation import simulation, trial
from motcua.store.time import appointment, calendar, interval, warning
from motcua.store.version import version_life, version_migration

# Importing a module declares its tables.
MODULES = (
    absence,
    account,
    account_incident,
    account_notice,
    account_request,
    agency,
    agency_history,
    amendment,
    api_token,
    appointment,
    assignment,
    audit,
    audit_seal,
    bulk,
    calendar,
    certified_copy,
    change_request,
    checked_signature,
    code,
    consultation,
    content,
    conversation,
    correction,
    delegation,
    delivery,
    dossier,
    dossier_seal,
    draft,
    ending,
    file,
    form_draft,
    form_version,
    group,
    identity_link,
    interval,
    issued_result,
    library,
    message,
    message_hold,
    one_time_code,
    opinion,
    outage,
    payment,
    payment_attempt,
    paper_dispatch,
    procedure,
    procedure_review,
    process_draft,
    rate,
    receipt,
    role,
    second_factor,
    session,
    shared_field,
    signature,
    signature_order,
    signing_key,
    simulation,
    slip,
    slip_template,
    step,
    stored_paper,
    sub_dossier,
    supplement,
    terms,
    tracking,
    transfer,
    trial,
    trust_anchor,
    upload,
    urging,
    version_life,
    version_migration,
    wait,
    warning,
    withdrawal,
)
metadata = Base.metadata


def config(engine: Engine) -> Config:
    """Alembic's configuration on the connection pool of this program."""
    settings = Config()
    settings.set_main_option("script_location", str(shipped("migrations")))
    settings.attributes["engine"] = engine
    return settings


def upgrade(engine: Engine) -> None:
    """Bring the database to the newest revision; does nothing when it is there."""
    command.upgrade(config(engine), "head")


def is_current(engine: Engine) -> bool:
    """Whether the database is at the newest revision this program knows."""
    head = ScriptDirectory.from_config(config(engine)).get_current_head()
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == head
