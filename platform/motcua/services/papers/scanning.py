"""Files and the virus scanner: looked at by jobs, asked again while it is down, locked away when it finds something."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Final

from motcua.extend.virus_scanner import NoVerdictError, ScannerDownError
from motcua.services.forms import contents
from motcua.services.messages import applicant_told
from motcua.services.work import House, Work
from motcua.store.base import Record
from motcua.store.dossier import dossier as dossiers
from motcua.store.forms import content as stored
from motcua.store.papers import file as files

log = logging.getLogger("motcua.files")

EVENT: Final = "file_infected"
OWN_SLOTS: Final = ("paper:", "field:")
BATCH: Final = 200
DOWN: Final = "down"


def look_at(work: Work, sha256: str, now: datetime) -> str:
    """Have a content scanned; what it is now, `DOWN` when the scanner does not answer. One commit.

    Scanned already or with no scanner set, it stays as it is. A file of a dossier that is found infected is told to its
    applicant, and every one is in the log of the dossier's history.
    """
    scanner = work.house.scanner
    row = stored.by_hash(work.connection, sha256)
    if row is None or scanner is None or row.scan in {"clean", "infected"}:
        return row.scan if row is not None else ""
    try:
        threat = scanner.threat_in(work.house.files.get(sha256))
    except ScannerDownError as problem:
        log.warning("virus scanner, file %s: %s", sha256, problem)
        return str(row.scan) if isinstance(problem, NoVerdictError) else DOWN
    except KeyError:
        log.error("file %s is not in the store", sha256)
        return str(row.scan)
    found = "infected" if threat else "clean"
    stored.change(work.connection, sha256, scan=found, threat=threat, scanned_at=now)
    if threat:
        _tell(work, sha256, threat, now)
    work.commit()
    if not threat:
        contents.prepare(work, sha256)
    return found


def sweep(house: House, now: datetime) -> int:
    """Scan what waits, and what came before there was a scanner; how many were settled. Stops when the scanner is down."""
    if house.scanner is None:
        return 0
    settled = 0
    with house.work() as work:
        wanted = stored.unscanned(work.connection, BATCH)
    for sha256 in wanted:
        with house.work() as work:
            found = look_at(work, sha256, now)
        if found == DOWN:
            break
        settled += found in {"clean", "infected"}
    return settled


def _tell(work: Work, sha256: str, threat: str, now: datetime) -> None:
    """Name every file with these bytes in the history of its dossier, and tell the applicant of his own."""
    for file in files.of_content(work.connection, sha256):
        log.warning("file %s: %s", file.id, threat)
        row = dossiers.by_id(work.connection, file.dossier_id) if file.dossier_id is not None else None
        if row is None:
            continue
        _record(work, row, file, threat, now)
        if file.slot.startswith(OWN_SLOTS) and applicant_told.is_reached(work, row):
            work.defer("notify_applicant", {"dossier_id": row.id, "event": f"{EVENT}:{file.id}"})


def _record(work: Work, row: Record, file: Record, threat: str, now: datetime) -> None:
    work.record(
        at=now,
        actor_id=None,
        actor_name="",
        action="file.quarantined",
        dossier_id=row.id,
        subject=f"file:{file.id}",
        detail={"name": file.name, "threat": threat},
    )
