"""What a dossier was filed under: its form, fees and papers stay those of that day when its process changes (B-11)."""

from __future__ import annotations

from motcua.services.version.versions import Version
from motcua.services.work import Work
from motcua.store.base import Record


def version_of(work: Work, dossier: Record) -> Version:
    """The version the dossier was filed under, which it may have left since (A-12)."""
    return work.house.versions.get(work.connection, dossier.filed_version_id or dossier.version_id)
