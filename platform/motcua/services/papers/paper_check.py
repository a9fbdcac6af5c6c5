"""What anybody may know of a paper that he holds: by its code, or by the file itself, which is not kept (F-16)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from motcua.domain.errors import NotFoundError
from motcua.domain.papers import issued_result, public_code
from motcua.domain.signing.finding import SignatureFinding
from motcua.domain.text import Text
from motcua.services.agencies.agencies import today
from motcua.services.signing import verification
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.papers import certified_copy as copies
from motcua.store.papers import issued_result as results


@dataclass(frozen=True, slots=True)
class Known:
    """A paper of ours, without what only its holder is to know: his name is `masked`.

    `successor` is the code of what came in its place. `is_late` when the last day it is good for has passed.
    """

    kind: Literal["result", "copy"]
    code: str
    title: Text
    agency: Text
    number: str
    issued_at: datetime
    masked: str
    state: str
    sha256: str
    procedure: Text | None = None
    ended_at: datetime | None = None
    decision_number: str = ""
    decision_date: date | None = None
    successor: str = ""
    valid_until: date | None = None
    is_late: bool = False
    certifier: str = ""
    place: str = ""
    book: str = ""

    @property
    def is_in_force(self) -> bool:
        return self.state == "issued" and not self.is_late


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found: papers of ours, and the signatures in the file; `name` is empty when a code was asked for."""

    known: Sequence[Known]
    findings: Sequence[SignatureFinding] = ()
    name: str = ""
    sha256: str = ""


def by_code(work: Work, typed: str, now: datetime) -> Checked:
    """The paper with the code somebody typed; nothing known for a wrong one, which takes as long whatever is wrong."""
    code = public_code.read_public_code(typed)
    result, copy = results.by_code(work.connection, code), copies.by_code(work.connection, code)
    if result is not None:
        findings = _signed(work, result.sha256, now)
        return Checked([_of_result(work, result, now)], findings)
    if copy is not None:
        return Checked([_of_copy(copy)], _signed(work, copy.sha256, now))
    return Checked(())


def unknown() -> NotFoundError:
    return NotFoundError(Text("Không có văn bản nào mang mã này.", "No document has this code."))


def by_file(work: Work, name: str, content: bytes, now: datetime) -> Checked:
    """Whether these very bytes were issued here, and what the signatures in them are worth."""
    sha256 = hashlib.sha256(content).hexdigest()
    known = [_of_result(work, row, now) for row in results.of_content(work.connection, sha256)]
    known += [_of_copy(row) for row in copies.of_content(work.connection, sha256)]
    return Checked(known, verification.of_bytes(work, content, now), name, sha256)


def _signed(work: Work, sha256: str | None, now: datetime) -> Sequence[SignatureFinding]:
    if sha256 is None:
        return ()
    try:
        return verification.of_file(work, sha256, now)
    except KeyError:
        return (SignatureFinding("unreadable", problem="damaged"),)


def _of_result(work: Work, row: Record, now: datetime) -> Known:
    later = results.by_id(work.connection, row.replaced_by_id) if row.replaced_by_id is not None else None
    return Known(
        "result",
        row.code,
        Text(row.title, row.title_en or row.title),
        Text(row.agency_name, row.agency_name_en or row.agency_name),
        issued_result.number_words(row.year, row.number),
        row.issued_at,
        issued_result.masked_name(row.applicant_name),
        row.state,
        row.sha256 or "",
        procedure=Text(row.procedure_name, row.procedure_name_en or row.procedure_name),
        ended_at=row.ended_at,
        decision_number=row.decision_number,
        decision_date=row.decision_date,
        successor=later.code if later is not None else "",
        valid_until=row.valid_until,
        is_late=issued_result.is_out_of_date(row.valid_until, today(now)),
    )


def _of_copy(row: Record) -> Known:
    return Known(
        "copy",
        row.code,
        Text(row.title, row.title),
        Text(row.agency_name, row.agency_name_en or row.agency_name),
        issued_result.number_words(row.year, row.number),
        row.certified_at,
        issued_result.masked_name(row.applicant_name),
        "issued",
        row.sha256,
        certifier=", ".join(one for one in (row.certified_name, row.certified_title) if one),
        place=row.place,
        book=row.book,
    )
