"""What is looked at when all that was stored is proven: contents, slips, signatures, sealed dossiers (N-09)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, select

from motcua.store.base import Record
from motcua.store.dossier.dossier import Dossier
from motcua.store.forms.content import Content
from motcua.store.papers.file import File
from motcua.store.papers.slip import Slip
from motcua.store.signing.dossier_seal import DossierSeal
from motcua.store.signing.signature import Signature


def contents(connection: Connection) -> Iterator[str]:
    """The hash of every content that the file store should hold."""
    yield from connection.execute(select(Content.sha256).order_by(Content.sha256)).scalars()


def slips(connection: Connection) -> Sequence[Record]:
    """Every slip made here, with its dossier's `code`."""
    statement = select(Slip.number, Slip.year, Slip.values_sealed, Dossier.code)
    joined = statement.join(Dossier, Dossier.id == Slip.dossier_id)
    return connection.execute(joined.order_by(Slip.id)).all()


def signatures(connection: Connection) -> Sequence[Record]:
    """Every signature with `file_sha256`, what its file is now, and its dossier's `code`."""
    statement = (
        select(
            Signature.id,
            Signature.sha256,
            Signature.serial,
            File.sha256.label("file_sha256"),
            Dossier.code,
        )
        .join(File, File.id == Signature.file_id)
        .join(Dossier, Dossier.id == Signature.dossier_id)
    )
    return connection.execute(statement.order_by(Signature.id)).all()


def sealed_dossiers(connection: Connection) -> Sequence[str]:
    statement = select(Dossier.code).join(DossierSeal, DossierSeal.dossier_id == Dossier.id)
    return list(connection.execute(statement.distinct().order_by(Dossier.code)).scalars())
