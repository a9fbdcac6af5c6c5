"""The signatures of a file of a dossier examined when an officer asks (F-14)."""

from __future__ import annotations

from datetime import datetime

from motcua.domain.errors import NotFoundError
from motcua.domain.people.permissions import Actor
from motcua.domain.text import Text
from motcua.services.desk import dossiers
from motcua.services.signing import verification
from motcua.services.signing.verification import Examined
from motcua.services.work import Work


def examine(work: Work, actor: Actor, code: str, file_id: int, now: datetime) -> Examined:
    """What is found about the file now, kept for the next reader; the opening is recorded. One commit.

    Raises what `dossiers.page` raises, NotFoundError for a file that is not the dossier's or is lost.
    """
    shown = dossiers.page(work, actor, code, now, subject=f"file:{file_id}")
    row = shown.files_by_id.get(file_id)
    try:
        if row is not None:
            found = verification.examined(work, row.sha256, now, anew=True)
            work.commit()
            return found
    except KeyError:
        pass  # its bytes are gone or were changed: said below
    raise NotFoundError(Text("Hồ sơ không có tệp này.", "The dossier has no such file."))
