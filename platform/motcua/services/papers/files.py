"""Files from people: checked against their name, type and size before they are kept, and opened through one door."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from motcua.services.forms import contents
from motcua.services.forms.contents import As, Opened
from motcua.services.papers.file_check import KINDS, SHOWN_IN_PLACE, FileError, Rule, check, rule_of
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.papers import file as files

__all__ = [
    "KINDS",
    "SHOWN_IN_PLACE",
    "As",
    "FileError",
    "Opened",
    "Rule",
    "Upload",
    "keep",
    "opened",
    "rule_of",
    "tidy_name",
]

MAX_NAME = 150


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came: the name the person's machine gave it, and all its bytes."""

    name: str
    content: bytes


def keep(
    work: Work,
    upload: Upload,
    now: datetime,
    *,
    uploaded_by: int | None,
    rule: Rule | None = None,
    **owner: object,
) -> int:
    """Check and keep the file for `owner` (draft_id, dossier_id, opinion_id, slot); its id.

    Without a `rule` everything is taken that the house takes. Raises FileError for a file that is empty, oversized,
    disguised, locked, damaged or infected. Does not commit.
    """
    name = tidy_name(upload.name)
    known = check(name, upload.content, rule or rule_of(work.house.upload_limit))
    sha256 = contents.hold(work, name, upload.content, known, now)
    return files.add(
        work.connection,
        name=name,
        media_type=known.media_type,
        size=len(upload.content),
        sha256=sha256,
        uploaded_by=uploaded_by,
        uploaded_at=now,
        **owner,
    )


def opened(work: Work, file: Record, form: As = "original") -> Opened:
    """The bytes of a file that the caller may open; raises what `contents.open_as` raises."""
    return contents.open_as(work, file, form)


def tidy_name(name: str) -> str:
    """The bare file name without folders, control or direction characters, at most 150 characters."""
    bare = PurePosixPath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    printable = "".join(letter for letter in bare if unicodedata.category(letter)[0] != "C")
    stem, dot, ending = re.sub(r"\s+", " ", printable).strip(" .").rpartition(".")
    room = max(MAX_NAME - len(dot) - len(ending), 0)
    return f"{stem[:room]}{dot}{ending}"[:MAX_NAME]
