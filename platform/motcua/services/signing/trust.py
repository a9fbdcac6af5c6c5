"""The trust list: which authorities' signatures and time stamps the installation believes, and who put them there (F-13).

Nothing is on it until the province adds it. An authority is shown before it is believed; entries are ended, never deleted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from motcua.contrib.signing import certificate_file
from motcua.contrib.signing.certificate import read_certificate
from motcua.domain.errors import ConflictError, FieldError, NotFoundError, ValidationError
from motcua.domain.people.permissions import Actor, account_id, lacking, may, may_anywhere, require_right
from motcua.domain.signing.certificate import CertificateFacts
from motcua.domain.signing.trust import KINDS
from motcua.domain.text import Text
from motcua.services.agencies.agencies import ZONE
from motcua.services.audit.audit import changes
from motcua.services.signing.keys import require_reason
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.signing import trust_anchor as anchors

MANAGES: Final = "agency.manage"
"""Of the province itself: whom it believes, all its agencies believe."""
MOST_BYTES: Final = 200_000
MOST_HOSTS: Final = 10
_HOST: Final = re.compile(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?(:\d{1,5})?")
KIND_WORDS: Final = {
    "signing": Text("Chữ ký", "Signatures"),
    "time_stamping": Text("Dấu thời gian", "Time stamps"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A certificate of an uploaded file, before it is believed."""

    certificate: bytes
    facts: CertificateFacts
    is_authority: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to add: DER; local days, both included; the hosts that may be asked about revocations."""

    certificate: bytes
    kinds: Sequence[str]
    since: date
    until: date | None
    hosts: Sequence[str]
    reason: str


def listing(work: Work, actor: Actor) -> Sequence[Record]:
    """All entries, those in force first. For whoever manages an agency; raises NotAllowedError."""
    if not may_anywhere(actor, MANAGES):
        raise lacking(MANAGES)
    return anchors.everything(work.connection)


def may_manage(work: Work, actor: Actor) -> bool:
    return may(actor, MANAGES, _province(work))


def shown(work: Work, actor: Actor, content: bytes) -> list[Shown]:
    """The certificates of an uploaded file; raises ValidationError when there is none, NotAllowedError."""
    _require(work, actor)
    try:
        found = certificate_file.read(content) if len(content) <= MOST_BYTES else []
    except ValueError:
        found = []
    if not found:
        raise _wrong(
            "/file",
            Text(
                "Không đọc được chứng thư số trong tệp. Chọn tệp .cer, .crt, .pem hoặc .p7b của tổ chức chứng thực.",
                "No certificate can be read in the file. Choose the authority's .cer, .crt, .pem or .p7b file.",
            ),
        )
    return [Shown(one, read_certificate(one), certificate_file.is_authority(one)) for one in found]


def add(work: Work, actor: Actor, wanted: Wanted, now: datetime) -> None:
    """Believe an authority from now on; recorded. One commit.

    Raises ValidationError for what is no authority or wrong in the entry, ConflictError when it is on the list already.
    """
    (one, *_) = shown(work, actor, wanted.certificate)
    hosts = _hosts(wanted.hosts)
    _require_sound(one, wanted)
    require_reason(wanted.reason)
    since = _midnight(wanted.since)
    until = _midnight(wanted.until + timedelta(days=1)) if wanted.until else None
    for kind in wanted.kinds:
        if _add(work, actor, one, kind, since, until, hosts, wanted.reason.strip(), now) is None:
            raise ConflictError(
                Text(
                    f"{_name(one.facts)} đã có trong danh sách tin cậy.",
                    f"{_name(one.facts)} is on the trust list.",
                )
            )
    work.commit()


def change_hosts(work: Work, actor: Actor, anchor_id: int, hosts: Sequence[str], now: datetime) -> None:
    """Which hosts may be asked about this authority's revocations. One commit."""
    row = _in_force(work, actor, anchor_id)
    kept = _hosts(hosts)
    anchors.change(work.connection, anchor_id, hosts=kept)
    detail = changes({"hosts": row.hosts}, {"hosts": kept})
    _record(work, actor, "trust.change", row.subject, {"anchor": anchor_id, **detail}, now)
    work.commit()


def remove(work: Work, actor: Actor, anchor_id: int, reason: str, now: datetime) -> None:
    """Believe it no more; signatures are judged without it from now on. One commit."""
    row = _in_force(work, actor, anchor_id)
    require_reason(reason)
    ended = {"removed_by": account_id(actor), "removed_at": now, "removed_reason": reason.strip()}
    anchors.change(work.connection, anchor_id, **ended)
    detail = {"anchor": anchor_id, "kind": row.kind, "serial": row.serial, "reason": reason.strip()}
    _record(work, actor, "trust.remove", row.subject, detail, now)
    work.commit()


def _add(
    work: Work,
    actor: Actor,
    one: Shown,
    kind: str,
    since: datetime,
    until: datetime | None,
    hosts: list[str],
    reason: str,
    now: datetime,
) -> int | None:
    facts = one.facts
    anchor_id = anchors.add(
        work.connection,
        kind=kind,
        subject=_name(facts),
        issuer=facts.issuer,
        serial=facts.serial,
        fingerprint=facts.fingerprint,
        certificate=one.certificate,
        valid_from=facts.valid_from,
        valid_to=facts.valid_to,
        since=since,
        until=until,
        hosts=hosts,
        reason=reason,
        added_by=account_id(actor),
        added_at=now,
    )
    detail = {"anchor": anchor_id, "kind": kind, "serial": facts.serial, "fingerprint": facts.fingerprint}
    _record(work, actor, "trust.add", _name(facts), {**detail, "hosts": hosts, "reason": reason}, now)
    return anchor_id


def _require_sound(one: Shown, wanted: Wanted) -> None:
    if not one.is_authority:
        raise _wrong(
            "/file",
            Text(
                "Đây là chứng thư số của một người hoặc cơ quan, không phải của tổ chức chứng thực. "
                "Chọn chứng thư của tổ chức đã cấp nó.",
                "This is a person's or an agency's certificate, not an authority's. Choose the authority that issued it.",
            ),
        )
    if not wanted.kinds or set(wanted.kinds) - set(KINDS):
        raise _wrong("/kind", Text("Chọn dùng cho việc gì.", "Choose what it is trusted for."))
    if wanted.until is not None and wanted.until < wanted.since:
        raise _wrong(
            "/until", Text("Ngày cuối phải sau ngày đầu.", "The last day must come after the first.")
        )


def _hosts(typed: Sequence[str]) -> list[str]:
    hosts = list(dict.fromkeys(one.strip().lower() for one in typed if one.strip()))
    wrong = [one for one in hosts if not _HOST.fullmatch(one)]
    if wrong or len(hosts) > MOST_HOSTS:
        raise _wrong(
            "/hosts",
            Text(
                f"Ghi mỗi dòng một tên máy chủ như ocsp.ca.gov.vn, không quá {MOST_HOSTS}; không ghi http:// hay đường dẫn.",
                f"Write one host name a line, like ocsp.ca.gov.vn, at most {MOST_HOSTS}; no http:// and no path.",
            ),
        )
    return hosts


def _in_force(work: Work, actor: Actor, anchor_id: int) -> Record:
    _require(work, actor)
    row = anchors.by_id(work.connection, anchor_id)
    if row is None:
        raise NotFoundError(Text("Danh sách tin cậy không có mục này.", "The trust list has no such entry."))
    if row.removed_at is not None:
        raise ConflictError(Text("Mục này đã bỏ trước đó.", "This entry was removed already."))
    return row


def _require(work: Work, actor: Actor) -> None:
    require_right(actor, MANAGES, _province(work))


def _province(work: Work) -> tuple[int, ...]:
    root = agencies.root(work.connection)
    return (root.id,) if root is not None else ()


def _name(facts: CertificateFacts) -> str:
    return facts.holder or facts.organisation


def _record(
    work: Work, actor: Actor, action: str, subject: str, detail: dict[str, object], now: datetime
) -> None:
    work.record(
        at=now, actor_id=actor.id, actor_name=actor.name, action=action, subject=subject, detail=detail
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZONE).astimezone(UTC)


def _wrong(pointer: str, words: Text) -> ValidationError:
    return ValidationError([FieldError(pointer, "invalid", words)])
