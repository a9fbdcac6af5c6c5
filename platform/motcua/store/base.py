"""The declarative base of all tables and the column kinds they share."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Final

from sqlalchemy import (
    BigInteger,
    Connection,
    DateTime,
    ForeignKey,
    Identity,
    LargeBinary,
    MetaData,
    Row,
    Sequence,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, mapped_column

NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

# A row as a query returns it, read by column name.
Record = Row[*tuple[Any, ...]]
Id = Annotated[int, mapped_column(BigInteger, Identity(always=True), primary_key=True)]
LARGEST_NUMBER: Final = 2**31 - 1
"""What a column of whole numbers holds at most; asking for a larger one is an error of the database."""


class Base(DeclarativeBase):
    """All tables of Motcua."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {
        str: Text,
        bytes: LargeBinary,
        datetime: DateTime(timezone=True),
        dict[str, Any]: JSONB,
        list[Any]: JSONB,
    }


def reference(target: str) -> ForeignKey:
    """A foreign key that forbids deleting what is still referred to."""
    return ForeignKey(target, ondelete="RESTRICT")


# Grows with every change of a calendar or of the agency that keeps it: see `calendar.revision`.
calendar_revisions = Sequence("calendar_revision", metadata=Base.metadata)


def lock_revisions(connection: Connection) -> None:
    """Let one transaction at a time take revisions, so that a higher one never becomes visible before a lower."""
    connection.execute(text("select pg_advisory_xact_lock(hashtext('calendar_revision'))"))
