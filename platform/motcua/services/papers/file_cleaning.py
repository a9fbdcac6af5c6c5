"""Bytes that nobody needs any more: of drafts thrown away, of uploads given up, of processes never begun."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Final

from motcua.services.work import House
from motcua.store.forms import content as contents
from motcua.store.papers import file as files
from motcua.store.papers import upload as uploads

log = logging.getLogger("motcua.files")

KEPT_UNUSED: Final = timedelta(days=1)
"""A file that was just taken off may come back, and a form that names it may still be on its way."""
UPLOAD_KEPT: Final = timedelta(days=30)
"""As long as a begun form: the person may still answer what his file leaves open."""
BATCH: Final = 500


def clean(house: House, now: datetime) -> int:
    """Take away what is not needed; how many contents went. One commit for each, so that it may stop anywhere."""
    with house.work() as work:
        given_up = uploads.expired(work.connection, now, BATCH)
        uploads.remove(work.connection, given_up)
        alone = files.ownerless(work.connection, now - UPLOAD_KEPT, BATCH)
        files.remove(work.connection, alone)
        work.commit()
    gone = sum(_take(house, one, now - KEPT_UNUSED) for one in _unused(house, now - KEPT_UNUSED))
    if given_up or alone or gone:
        log.info(
            "files: %d uploads given up, %d never used, %d contents gone", len(given_up), len(alone), gone
        )
    return gone


def _unused(house: House, before: datetime) -> list[str]:
    with house.work() as work:
        return list(contents.unused(work.connection, before, BATCH))


def _take(house: House, sha256: str, before: datetime) -> bool:
    """The bytes go before their row: who keeps them again waits for the row, and then puts them back."""
    with house.work() as work:
        hashes = contents.take(work.connection, sha256, before)
        for one in hashes or ():
            house.files.remove(one)
        work.commit()
        return hashes is not None
