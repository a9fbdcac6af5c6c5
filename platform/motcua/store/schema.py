"""All tables together, for migrations, and the upgrade of a database to the newest revision."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from motcua.settings import content as shipped
from motcua.store import (
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
    change_request,
    code,
    consultation,
    content,
    conversation,
    correction,
    delegation,
    delivery,
    dossier,
    draft,
    ending,
    file,
    form_draft,
    form_version,
    group,
    identity_link,
    interval,
    library,
    message,
    message_hold,
    one_time_code,
    opinion,
    outage,
    paper_dispatch,
    payment,
    payment_attempt,
    procedure,
    procedure_review,
    process_draft,
    rate,
    receipt,
    role,
    second_factor,
    session,
    shared_field,
    simulation,
    step,
    stored_paper,
    sub_dossier,
    supplement,
    terms,
    tracking,
    transfer,
    trial,
    upload,
    urging,
    version_life,
    version_migration,
    wait,
    warning,
    withdrawal,
)
from motcua.store.base import Base

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
    change_request,
    code,
    consultation,
    content,
    conversation,
    correction,
    delegation,
    delivery,
    dossier,
    draft,
    ending,
    file,
    form_draft,
    form_version,
    group,
    identity_link,
    interval,
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
    simulation,
    step,
    stored_paper,
    sub_dossier,
    supplement,
    terms,
    tracking,
    transfer,
    trial,
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
