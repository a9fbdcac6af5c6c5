"""Certified electronic copies: of a paper original that the desk saw, or of a result issued here (F-17, NĐ 45/2020 Điều 10).

The words of the certification are the visible mark of the agency's signature. So the copy is signed with them on it, and
signatures that the paper bears already stay valid.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from motcua.contrib.signing import pades
from motcua.contrib.signing.certificate import read_certificate
from motcua.contrib.signing.pades import SignatureLook
from motcua.domain.errors import FieldError, NotAllowedError, ValidationError
from motcua.domain.papers import issued_result, public_code
from motcua.domain.people.permissions import Actor, account_id, require_work
from motcua.domain.text import Text
from motcua.services import rate
from motcua.services.agencies.agencies import ZONE
from motcua.services.desk import dossiers
from motcua.services.desk.dossiers import DossierPage
from motcua.services.intake import stored_papers
from motcua.services.papers import copy_source, files
from motcua.services.papers.file_check import rule_of
from motcua.services.papers.files import Upload
from motcua.services.signing import authority, keys, orders, verification
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.dossier import held
from motcua.store.papers import certified_copy as stored
from motcua.store.papers import stored_paper as store_of_papers

SLOT: Final = "certified:"
BOX: Final = (40.0, 80.0, 330.0, 152.0)
"""Where the words stand, in points from the lower left corner of the last page: above the marks of other signatures."""
LONGEST: Final = 200
OTHER: Final = "khac"
"""The kind of a paper that no procedure asks for by its key."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be certified: a scan of the original, or the result `result_id` of the same person.

    `kind` is the paper's key in procedures, or `OTHER`; `key_id` the agency's seal, which `secret` unlocks.
    """

    title: str
    kind: str
    book: str
    place: str
    key_id: int
    secret: str
    scan: Upload | None = None
    result_id: int | None = None
    compared: bool = False


def seals(work: Work, actor: Actor, shown: DossierPage, now: datetime) -> list[Record]:
    """The seals of the agency that received the dossier which the actor was given, and which sign here."""
    found = authority.choices(work, actor, "agency", shown.row.agency_id, now)
    return [one for one in found if keys.provider_of(work, one.service).about.kind != "browser"]


def kinds() -> Mapping[str, Text]:
    """Papers that people keep beyond one dossier, by their key; the last is any other."""
    known = {key: one.name for key, one in stored_papers.kinds().items()}
    return {**known, OTHER: Text("Giấy tờ khác", "Another paper")}


def of_dossier(work: Work, dossier_id: int) -> Sequence[Record]:
    """The certified copies that were made in a dossier, oldest first."""
    return stored.of_dossier(work.connection, dossier_id)


def certify(work: Work, actor: Actor, code: str, wanted: Wanted, now: datetime) -> int:
    """Certify a copy in a dossier of the desk; its id. It goes into the applicant's store of papers. One commit.

    Number, record and signed file come together or not at all: when the signing service fails nothing is left. Raises
    NotFoundError, NotAllowedError, ValidationError naming each field, and what the service raises.
    """
    shown = dossiers.page(work, actor, code, now, subject="certify")
    require_desk(actor, shown)
    _require(_problems(wanted))
    key = authority.require(work, actor, wanted.key_id, "agency", shown.row.agency_id, now)
    name, source = _source(work, shown, wanted)
    rate.count(work, orders.SECRET_TRIED, str(key.id), now)
    held.hold(work.connection, code, account_id(actor))
    year = now.astimezone(ZONE).year
    number = stored.next_number(work.connection, shown.row.agency_id, year)
    words = _words(actor, shown, wanted, issued_result.number_words(year, number), now)
    public = public_code.new_code()
    signed = _signed(work, key, wanted.secret, source, (*words, f"Mã kiểm tra: {public}"), now)
    file_id, sha256 = _keep(work, actor, shown.row.id, name, signed, now)
    copy_id = stored.add(
        work.connection,
        code=public,
        dossier_id=shown.row.id,
        agency_id=shown.row.agency_id,
        year=year,
        number=number,
        **_about(wanted),
        source_sha256=hashlib.sha256(source).hexdigest(),
        file_id=file_id,
        sha256=sha256,
        certified_at=now,
        certified_by=account_id(actor),
        certified_name=actor.name,
        certified_title=actor.title,
        seal=_seal(key),
    )
    _store(work, shown, wanted, (copy_id, name, sha256, len(signed)), now)
    rate.give_back(work, orders.SECRET_TRIED, str(key.id), now)
    _record(work, actor, shown.row.id, issued_result.number_words(year, number), copy_id, now)
    work.commit()
    return copy_id


def require_desk(actor: Actor, shown: DossierPage) -> None:
    """Raise NotAllowedError unless the actor is of the desk that received the dossier."""
    require_work(actor, "dossier.receive")
    if not shown.is_receiver:
        raise NotAllowedError(
            Text(
                "Chỉ Bộ phận Một cửa đã tiếp nhận hồ sơ được chứng thực bản sao.",
                "Only the one-stop desk that received the dossier certifies copies.",
            )
        )


def _source(work: Work, shown: DossierPage, wanted: Wanted) -> tuple[str, bytes]:
    if wanted.result_id is not None:
        return copy_source.of_result(work, shown, wanted.result_id)
    assert wanted.scan is not None
    return copy_source.of_scan(work, wanted.scan, wanted.title)


def _words(actor: Actor, shown: DossierPage, wanted: Wanted, number: str, now: datetime) -> tuple[str, ...]:
    """The words of the certification, as they stand on the page."""
    day = now.astimezone(ZONE)
    book = f" – Quyển số: {wanted.book.strip()}" if wanted.book.strip() else ""
    agency = shown.row.agency_name
    lines = (
        "CHỨNG THỰC BẢN SAO ĐÚNG VỚI BẢN CHÍNH",
        f"Số chứng thực: {number}{book}",
        f"{wanted.place.strip()}, {day:%H:%M} ngày {day:%d} tháng {day:%m} năm {day:%Y}",
        agency if agency not in wanted.place else "",
        f"Người chứng thực: {actor.name}",
    )
    return tuple(one for one in lines if one)


def _signed(
    work: Work, key: Record, secret: str, source: bytes, lines: tuple[str, ...], now: datetime
) -> bytes:
    provider, stamper = keys.provider_of(work, key.service), work.house.time_stamper
    with provider.unlock(key.known_as, secret, 1) as unlocked:
        authority.require_certificate(key, unlocked.certificate)
        ready = pades.prepare(
            source,
            SignatureLook(box=BOX, lines=lines),
            unlocked.certificate,
            now,
            reason="Chứng thực bản sao đúng với bản chính",
            field_name="MotcuaChungThuc",
            with_time_stamp=stamper is not None,
        )
        (signature,) = unlocked.sign([ready.to_sign])
    return pades.complete(ready, signature, stamper, verification.proof_hosts(work))


def _keep(
    work: Work, actor: Actor, dossier_id: int, name: str, signed: bytes, now: datetime
) -> tuple[int, str]:
    """The signed copy among the files of the dossier: its id and hash."""
    kept = files.keep(
        work,
        Upload(name, signed),
        now,
        uploaded_by=actor.id,
        rule=rule_of(2 * work.house.upload_limit, ("pdf",)),
        dossier_id=dossier_id,
        slot=f"{SLOT}{now:%Y%m%d%H%M%S%f}",
    )
    return kept, hashlib.sha256(signed).hexdigest()


def _about(wanted: Wanted) -> dict[str, object]:
    """The columns of a copy that say what was certified."""
    return {
        "book": wanted.book.strip(),
        "place": wanted.place.strip(),
        "kind": wanted.kind,
        "title": wanted.title.strip(),
        "issued_result_id": wanted.result_id,
    }


def _seal(key: Record) -> dict[str, str]:
    facts = read_certificate(key.certificate)
    return {
        "name": facts.holder,
        "organisation": facts.organisation,
        "serial": facts.serial,
        "issuer": facts.issuer,
    }


def _store(
    work: Work, shown: DossierPage, wanted: Wanted, kept: tuple[int, str, str, int], now: datetime
) -> None:
    """Into the applicant's own store of papers, from which he uses it in other procedures (B-07)."""
    if shown.row.applicant_id is None:
        return
    copy_id, name, sha256, size = kept
    known = stored_papers.kinds().get(wanted.kind)
    store_of_papers.add(
        work.connection,
        account_id=shown.row.applicant_id,
        kind=wanted.kind,
        title=wanted.title.strip(),
        title_en=known.name.en if known is not None else wanted.title.strip(),
        name=name,
        media_type="application/pdf",
        size=size,
        sha256=sha256,
        dossier_id=shown.row.id,
        stored_at=now,
        valid_until=known.good_until(now.astimezone(ZONE).date()) if known is not None else None,
        certified_copy_id=copy_id,
    )


def _record(work: Work, actor: Actor, dossier_id: int, number: str, copy_id: int, now: datetime) -> None:
    work.record(
        at=now,
        actor_id=actor.id,
        actor_name=actor.name,
        action="copy.certify",
        dossier_id=dossier_id,
        subject=number,
        detail={"copy": copy_id},
    )


def _problems(wanted: Wanted) -> list[FieldError]:
    wrong = {
        "title": not 2 <= len(wanted.title.strip()) <= LONGEST,
        "kind": wanted.kind not in kinds(),
        "place": not 2 <= len(wanted.place.strip()) <= LONGEST,
        "book": len(wanted.book.strip()) > 40,
        "scan": wanted.scan is None and wanted.result_id is None,
        "compared": not wanted.compared,
    }
    return [FieldError(f"/{name}", "required", _WANTED[name]) for name, is_wrong in wrong.items() if is_wrong]


def _require(problems: list[FieldError]) -> None:
    if problems:
        raise ValidationError(problems)


_WANTED: Final = {
    "title": Text("Nhập tên giấy tờ.", "Enter what paper it is."),
    "kind": Text("Chọn loại giấy tờ.", "Choose the kind of paper."),
    "place": Text("Nhập nơi chứng thực.", "Enter the place of the certification."),
    "book": Text("Quyển số dài không quá 40 ký tự.", "The book has 40 characters at most."),
    "scan": Text(
        "Chọn tệp quét bản chính, hoặc một kết quả đã cấp.",
        "Choose a scan of the original, or an issued result.",
    ),
    "compared": Text(
        "Đối chiếu với bản chính rồi đánh dấu.", "Compare it with the original, then tick the box."
    ),
}
