"""Whether files, slips, signatures and seals are still what was written: changes behind the program's back are named (N-09).

The log is proven by itself (`services.audit.audit_verify`); here are the papers that it tells of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from motcua.domain.signing.finding import SignatureFinding
from motcua.domain.text import Text
from motcua.services.signing import seals, verification
from motcua.services.work import House, Work
from motcua.store.base import Record
from motcua.store.cipher import SealError
from motcua.store.signing import evidence as stored

SENTENCES: Final = {
    "content": Text(
        "Nội dung {subject} trong kho tệp đã mất hoặc bị sửa.",
        "The content {subject} of the file store is gone or was changed.",
    ),
    "slip": Text(
        "Dữ liệu của phiếu số {subject} đã bị sửa trực tiếp trong cơ sở dữ liệu.",
        "What slip {subject} says was changed directly in the database.",
    ),
    "signature": Text(
        "Bản ghi chữ ký số {subject} không khớp với tệp đã ký: một trong hai đã bị sửa.",
        "The record of signature {subject} does not fit the signed file: one of them was changed.",
    ),
    "seal": Text(
        "Niêm phong {subject} không còn khớp với hồ sơ.", "Seal {subject} no longer fits its dossier."
    ),
}


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that is not as it was written: `kind` is a key of `SENTENCES`, `subject` names it."""

    kind: str
    subject: str

    @property
    def sentence(self) -> Text:
        return SENTENCES[self.kind].format(subject=self.subject)


@dataclass(frozen=True, slots=True)
class Evidence:
    """`counted` says how many of each kind were looked at."""

    counted: dict[str, int]
    wrong: tuple[Wrong, ...]

    @property
    def is_sound(self) -> bool:
        return not self.wrong


def verify(house: House, now: datetime) -> Evidence:
    """Look at everything stored; reads all files. What an applicant hands in after a seal is no wrong."""
    counted, wrong = dict.fromkeys(SENTENCES, 0), []
    with house.work() as work:
        for kind, subject, is_right in _everything(work, now):
            counted[kind] += 1
            if not is_right:
                wrong.append(Wrong(kind, subject))
    return Evidence(counted, tuple(wrong))


def _everything(work: Work, now: datetime) -> Iterator[tuple[str, str, bool]]:
    for sha256 in stored.contents(work.connection):
        yield "content", sha256[:12], _is_stored(work, sha256)
    for slip in stored.slips(work.connection):
        yield (
            "slip",
            f"{slip.number or '–'}/{slip.year or '–'} ({slip.code})",
            _opens(work, slip.values_sealed),
        )
    for one in stored.signatures(work.connection):
        yield "signature", f"{one.id} ({one.code})", _is_signed_so(work, one, now)
    for code in stored.sealed_dossiers(work.connection):
        for check in seals.check(work, code, now):
            kinds = {each.kind for each in check.differences} - {"file_new"}
            is_right = not kinds and check.finding.verdict not in {"altered", "unreadable"}
            yield "seal", f"{code}/{check.number}", is_right


def _is_stored(work: Work, sha256: str) -> bool:
    try:
        work.house.files.get(sha256)
    except KeyError:
        return False
    return True


def _opens(work: Work, sealed: bytes | None) -> bool:
    try:
        return sealed is None or bool(work.cipher.open(bytes(sealed)))
    except SealError:
        return False


def _is_signed_so(work: Work, one: Record, now: datetime) -> bool:
    """Whether the file still is the signed one, and bears a whole signature by the certificate that the record names."""
    if one.sha256 != one.file_sha256:
        return False
    try:
        found: Sequence[SignatureFinding] = verification.of_file(work, one.sha256, now)
    except KeyError:
        return False
    return any(each.serial == one.serial and each.verdict != "altered" for each in found)
