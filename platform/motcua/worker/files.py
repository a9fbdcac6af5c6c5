"""Jobs about files: scanned, copied for reading, and taken away when nobody needs them."""

from __future__ import annotations

from motcua.services.forms import contents
from motcua.services.papers import file_cleaning, scanning
from motcua.services.signing import verification
from motcua.services.work import House
from motcua.worker.job import Job, now


def prepare_file(house: House, sha256: str) -> str:
    with house.work() as work:
        found = scanning.look_at(work, sha256, now())
        contents.prepare(work, sha256)
        return found


def scan_files(house: House) -> int:
    return scanning.sweep(house, now())


def check_signatures(house: House, sha256: str) -> bool:
    with house.work() as work:
        try:
            return verification.examined(work, sha256, now()).is_signed
        except KeyError:
            return False  # taken away again before it was looked at


def clean_files(house: House) -> int:
    return file_cleaning.clean(house, now())


# A scanner that was down is asked again by the sweep, not by tries of one job.
JOBS = (
    Job(prepare_file),
    Job(check_signatures),
    Job(scan_files, cron="* * * * *"),
    Job(clean_files, cron="42 3 * * *"),
)
