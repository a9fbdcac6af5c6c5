"""The proof that nobody changed, took away or added a row of the audit behind the program's back (N-09, J-16)."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from motcua.domain.text import Text
from motcua.services.audit import audit_seal as sealing
from motcua.services.audit.audit_seal import START, Digest
from motcua.services.work import House, Work
from motcua.store.audit import audit, audit_seal

CHECK_EVERY = timedelta(hours=23)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Finding:
    """The first thing that is wrong: `kind` is a key of `SENTENCES`, `number` that of the seal.

    `at` and `action` are what the broken row says now; for a row that is gone, what the one before it says.
    """

    kind: str
    audit_id: int | None = None
    number: int | None = None
    at: str = ""
    action: str = ""
    other: str = ""

    @property
    def sentence(self) -> Text:
        return SENTENCES[self.kind].format(**asdict(self))


SENTENCES = {
    "row_changed": Text(
        "Dòng {audit_id} ({at}, {action}) đã bị sửa sau khi ghi.",
        "Row {audit_id} ({at}, {action}) was changed after it was written.",
    ),
    "row_deleted": Text(
        "Dòng {audit_id} đã bị xóa; dòng đứng trước là {other} ({at}, {action}).",
        "Row {audit_id} was deleted; the row before it is {other} ({at}, {action}).",
    ),
    "row_foreign": Text(
        "Dòng {audit_id} ({at}, {action}) không do chương trình ghi, hoặc bị sửa trước khi niêm phong.",
        "Row {audit_id} ({at}, {action}) was not written by the program, or was changed before it was sealed.",
    ),
    "row_copied": Text(
        "Dòng {audit_id} ({at}, {action}) là bản chép của dòng {other}.",
        "Row {audit_id} ({at}, {action}) is a copy of row {other}.",
    ),
    "seal_changed": Text(
        "Dấu niêm phong số {number} không khớp với dòng {audit_id} ({at}, {action}): một trong hai đã bị sửa.",
        "Seal {number} does not fit row {audit_id} ({at}, {action}): one of them was changed.",
    ),
    "seal_deleted": Text(
        "Thiếu dấu niêm phong số {number}, ngay trước dòng {audit_id} ({at}, {action}).",
        "Seal {number} is missing, just before row {audit_id} ({at}, {action}).",
    ),
    "chain_differs": Text(
        "Chuỗi tại số {number} (dòng {audit_id}, {at}, {action}) khác với {other}.",
        "The chain at number {number} (row {audit_id}, {at}, {action}) differs from {other}.",
    ),
    "chain_cut": Text(
        "Chuỗi dừng trước số {number} mà {other} đã ghi nhận: phần cuối nhật ký đã bị xóa.",
        "The chain ends before number {number}, which {other} has seen: the end of the log was deleted.",
    ),
    "digest_changed": Text(
        "{other} không do hệ thống này ghi, hoặc đã bị sửa.",
        "{other} was not written by this installation, or was changed.",
    ),
    "digest_deleted": Text("Thiếu {other}.", "{other} is missing."),
}


@dataclass(frozen=True, slots=True)
class Verification:
    """`rows` read, of them `unsealed` not in the chain yet; the chain ends at `number` with `hash` (hex)."""

    at: datetime
    rows: int
    unsealed: int
    number: int
    hash: str
    digests: int
    finding: Finding | None

    @property
    def is_sound(self) -> bool:
        return self.finding is None


@dataclass(frozen=True, slots=True)
class _Anchor:
    """What the chain was seen to be at `number`, by a digest or an earlier verification."""

    number: int
    hash: str
    name: str


class _Reading:
    """One pass over the chain: counts, and the end reached so far."""

    def __init__(self, work: Work, anchors: Sequence[_Anchor]) -> None:
        self._work = work
        self._cipher = work.cipher
        self._anchors: dict[int, list[_Anchor]] = {}
        for anchor in anchors:
            self._anchors.setdefault(anchor.number, []).append(anchor)
        self.rows = 0
        self.unsealed = 0
        self.number = 0
        self.hash = START
        self._before: int | None = None

    def findings(self) -> Iterator[Finding]:
        """Everything that is wrong; in the chain only the first, for what follows rests on it."""
        yield from self._chain()
        yield from self._unsealed()
        if copied := audit_seal.copied(self._work.connection):
            yield self._about("row_copied", copied.id, other=str(copied.original))

    def _chain(self) -> Iterator[Finding]:
        for seal in audit_seal.chain(self._work.connection):
            if finding := self._judge(*seal):
                yield finding
                return
            self.rows += 1
            self.number, self._before, self.hash, _, _ = seal
        for number in sorted(self._anchors):
            if number > self.number:
                yield Finding("chain_cut", number=number, other=self._anchors[number][0].name)
                return

    def _judge(
        self, number: int, audit_id: int, own_hash: bytes, code: bytes | None, content: bytes
    ) -> Finding | None:
        if number != self.number + 1:
            return self._about("seal_deleted", audit_id, number=self.number + 1)
        if code is None:
            return self._gone(audit_id, number)
        if not audit.is_genuine(self._cipher, code, content):
            return self._about("row_changed", audit_id, number=number)
        if sealing.next_hash(self._cipher, self.hash, code, audit_id) != own_hash:
            return self._about("seal_changed", audit_id, number=number)
        for anchor in self._anchors.get(number, ()):
            if anchor.hash != own_hash.hex():
                return self._about("chain_differs", audit_id, number=number, other=anchor.name)
        return None

    def _unsealed(self) -> Iterator[Finding]:
        for row in audit_seal.all_unsealed(self._work.connection):
            self.rows += 1
            self.unsealed += 1
            if not audit.is_genuine(self._cipher, row.mac, row.content):
                yield self._about("row_foreign", row.id)
                return

    def _gone(self, audit_id: int, number: int) -> Finding:
        words = audit_seal.row_words(self._work.connection, self._before or 0)
        return Finding(
            "row_deleted",
            audit_id,
            number,
            words.at if words else "",
            words.action if words else "",
            str(self._before or "–"),
        )

    def _about(self, kind: str, audit_id: int, number: int | None = None, other: str = "") -> Finding:
        words = audit_seal.row_words(self._work.connection, audit_id)
        return Finding(
            kind, audit_id, number, words.at if words else "", words.action if words else "", other
        )


def verify(house: House, now: datetime, kept: Mapping[str, Digest] | None = None) -> Verification:
    """Seal what is new, read the whole log and keep the result; `kept` are digests from elsewhere, by name.

    The first broken row is the one with the lowest id. One commit.
    """
    sealing.seal(house, thoroughly=True)
    with house.work() as work:
        stored = [sealing.of_row(row) for row in audit_seal.digests(work.connection)]
        named = {f"digest {one.day}": one for one in stored} | dict(kept or {})
        reading = _Reading(work, [*_anchors_of(named), *_earlier(work)])
        findings = [*_digest_findings(work, named, stored), *reading.findings()]
        first = min(findings, key=_order) if findings else None
        result = Verification(
            now, reading.rows, reading.unsealed, reading.number, reading.hash.hex(), len(named), first
        )
        audit_seal.add_check(
            work.connection,
            at=now,
            rows=result.rows,
            number=result.number,
            hash=reading.hash,
            finding=asdict(first) if first is not None else None,
        )
        work.commit()
    return result


def prove_daily(house: House, now: datetime) -> bool:
    """Close the days that are over and verify once a day; whether it was time. A finding is logged as an error."""
    sealing.seal(house, thoroughly=True)
    sealing.close_days(house, now)
    with house.work() as work:
        row = audit_seal.last_check(work.connection)
    if row is not None and now - row.at < CHECK_EVERY:
        return False
    result = verify(house, now)
    if result.finding is not None:
        _log.error("audit: %s", result.finding.sentence.en)
    return True


def _order(finding: Finding) -> int:
    return finding.audit_id if finding.audit_id is not None else 1 << 63


def _anchors_of(digests: Mapping[str, Digest]) -> list[_Anchor]:
    return [_Anchor(one.number, one.hash, name) for name, one in digests.items() if one.number]


def _earlier(work: Work) -> list[_Anchor]:
    return [
        _Anchor(row.number, row.hash.hex(), f"verification {row.at:%Y-%m-%d %H:%M} UTC")
        for row in audit_seal.checks(work.connection)
        if row.number
    ]


def _digest_findings(work: Work, named: Mapping[str, Digest], stored: Sequence[Digest]) -> Iterator[Finding]:
    for name, one in named.items():
        if not sealing.is_genuine(work.cipher, one):
            yield Finding("digest_changed", other=name)
    for before, after in pairwise(stored):
        if after.day - before.day != timedelta(days=1):
            yield Finding("digest_deleted", other=f"digest {before.day + timedelta(days=1)}")
