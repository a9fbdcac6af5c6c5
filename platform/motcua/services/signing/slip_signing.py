"""Signing the slip drafted for a deed, before the deed: by whoever may do it there, as he looked at it (F-10, F-11, F-13).

Signed file, record and trail are one commit. The unsigned draft is kept; other words ask for a new draft and signature.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from motcua.contrib.signing import pades
from motcua.contrib.signing.pades import SignatureLook
from motcua.domain.dossier.dossier import Action
from motcua.domain.errors import ConflictError, FieldError, ValidationError
from motcua.domain.papers.slip_kinds import SLIP_KINDS
from motcua.domain.people.permissions import Actor, account_id
from motcua.domain.signing.signature_service import SignatureService
from motcua.domain.text import Text
from motcua.services import rate
from motcua.services.desk import dossiers
from motcua.services.desk.dossiers import DossierPage
from motcua.services.dossier.case import invalid
from motcua.services.papers import files, slip_deeds, slip_drafts
from motcua.services.papers.file_check import rule_of
from motcua.services.papers.files import Upload
from motcua.services.papers.slip_drafts import DRAFT_SLOT, Asked
from motcua.services.signing import authority, keys, orders, signing, verification
from motcua.services.signing.verification import Examined
from motcua.services.work import House, Work
from motcua.store.base import Record
from motcua.store.dossier import held
from motcua.store.papers import file as stored_files
from motcua.store.papers import slip as slips
from motcua.store.signing import signature as stored
from motcua.store.signing import signature_order as stored_orders

BOXES: Final[Mapping[str, tuple[float, float, float, float]]] = {
    "person": (37, 6, 205, 44),
    "leader": (37, 6, 205, 44),
    "agency": (222, 6, 390, 44),
}
"""Where the mark stands at the foot of a slip's last page, in points of A5: a person left, the agency's seal right."""


@dataclass(frozen=True)
class KeyChoice:
    """The keys with which a slip can be signed here, own ones first, and the services that hold them by their key."""

    keys: Sequence[Record]
    services: Mapping[str, SignatureService]


@dataclass(frozen=True)
class _Ready:
    """What is about to be signed: the draft, its file as it counts now, with the key and by what authority."""

    slip: Record
    file: Record
    key: Record
    signer: str
    task_id: str
    step_id: str


def choices(work: Work, actor: Actor, shown: DossierPage, action: Action, visit: Record | None) -> KeyChoice:
    """With what the actor may sign the slip of a deed that he may do, at the step `visit` where it is about one."""
    services = {key: one.about for key, one in work.house.signature_services.items()}
    if not services:
        return KeyChoice((), services)
    agency_id = slip_drafts.agency_of(shown, action, visit)
    found = [
        *authority.choices(work, actor, "person", agency_id, shown.now),
        *authority.choices(work, actor, "agency", agency_id, shown.now),
    ]
    here = [one for one in found if one.service in services and services[one.service].kind != "browser"]
    return KeyChoice(here, services)


def signatures(work: Work, slip: Record) -> Sequence[Record]:
    """The signatures under a draft as it counts now, the newest first; rows of `store.signing.signature`."""
    return stored.chain_of(work.connection, slip.official_file_id) if slip.official_file_id else ()


def found(work: Work, drawn: Sequence[Record]) -> Mapping[str, Examined]:
    """What was found about the files of slips in force that are signed, by SHA-256; nothing is examined now."""
    contents = {one.official_sha256 for one in drawn if one.state != "draft" and one.official_sha256}
    return verification.known(work, contents)


def sign(house: House, actor: Actor, code: str, asked: Asked, key_id: int, secret: str, now: datetime) -> int:
    """Sign the draft of a deed, made of just what is typed; its id. The dossier itself stays as it is.

    Nothing is locked while the service signs. Raises what `slip_drafts.draft` raises, ValidationError at "/slip" where
    there is no draft of these words, at "/key_id" and "/secret", and what the signing service says.
    """
    with house.work() as work:
        ready = _ready(work, actor, code, asked, key_id, now)
        provider = keys.provider_of(work, ready.key.service)
        _require_secret(provider.about, secret)
        hosts = verification.trust_of(work).hosts if house.time_stamper is not None else frozenset()
        original = house.files.get(ready.file.sha256)
        # Commits, and so lets the dossier go.
        rate.count(work, orders.SECRET_TRIED, str(key_id), now)
    look = SignatureLook(box=BOXES[ready.signer])
    with provider.unlock(ready.key.known_as, secret) as unlocked:
        authority.require_certificate(ready.key, unlocked.certificate)
        stamped = house.time_stamper is not None
        prepared = pades.prepare(original, look, unlocked.certificate, now, with_time_stamp=stamped)
        (signature,) = unlocked.sign([prepared.to_sign])
    content = pades.complete(prepared, signature, house.time_stamper, hosts)
    with house.work() as work:
        rate.give_back(work, orders.SECRET_TRIED, str(key_id), now)
        again = _ready(work, actor, code, asked, key_id, now)
        if again.file.id != ready.file.id:
            raise _replaced()
        _write(work, actor, code, again, content, now)
        work.commit()
    return int(ready.slip.id)


def _ready(work: Work, actor: Actor, code: str, asked: Asked, key_id: int, now: datetime) -> _Ready:
    """The draft, locked with its dossier; whoever may not do the deed now is refused (F-11)."""
    action = asked.action
    held.hold(work.connection, code, account_id(actor))
    shown = dossiers.page(work, actor, code, now, subject=f"slip:{action.key}")
    visit = slip_drafts.require_yours(work, actor, shown, asked)
    row = slips.draft(work.connection, shown.row.id, action.key)
    if row is None or row.file_id is None or row.typed_digest != slip_deeds.digest(work, asked.given):
        raise invalid("slip", "changed", _LOOK_FIRST)
    if not key_id:
        raise invalid("key_id", "required", Text("Chọn khóa ký.", "Choose the key to sign with."))
    key = authority.own_key(work, actor, key_id, now)
    signer = _signer(work, actor, key, row.agency_id)
    authority.require(work, actor, key_id, signer, row.agency_id, now)
    if any(one.signing_key_id == key_id for one in signatures(work, row)):
        raise invalid("key_id", "signed", _SIGNED)
    file = slips.file_of(work.connection, row.official_file_id or row.file_id)
    step = (visit.task_id, visit.step_id) if visit is not None else ("", "")
    return _Ready(row, file, key, signer, *step)


def _signer(work: Work, actor: Actor, key: Record, agency_id: int) -> str:
    if key.agency_id is not None:
        return "agency"
    return "leader" if authority.leads(work, actor, agency_id) else "person"


def _require_secret(about: SignatureService, secret: str) -> None:
    if about.asks_secret is None or secret:
        return
    name = about.asks_secret
    words = Text(f"Nhập {name.vi[:1].lower()}{name.vi[1:]}.", f"Enter: {name.en}.")
    raise ValidationError([FieldError("/secret", "required", words)])


def _write(work: Work, actor: Actor, code: str, ready: _Ready, content: bytes, now: datetime) -> None:
    """The signed file with its record becomes what the draft counts by. Does not commit."""
    finding = signing.newest(verification.of_bytes(work, content, now))
    signing.require_good(finding, is_required=False)
    slip, sha256 = ready.slip, hashlib.sha256(content).hexdigest()
    about = _about(ready)
    waiting = {"account_id": account_id(actor), "dossier_code": code, "file_id": ready.file.id}
    open_order = {"sha256": ready.file.sha256, "state": "waiting", "ordered_at": now, "changed_at": now}
    empty = {"run_id": None, "problem": "", "problem_en": ""}
    order_id = stored_orders.add(work.connection, **about, **waiting, **open_order, **empty)
    if order_id is None:
        raise signing.being_signed(code)
    file_id = _keep(work, actor, ready, content, now)
    given = signing.given_by(actor, ready.key, finding, now)
    stored.add(
        work.connection,
        order_id=order_id,
        **about,
        **given,
        source_id=ready.file.id,
        file_id=file_id,
        sha256=sha256,
    )
    stored_orders.change(work.connection, [order_id], "signed", now)
    slips.change(work.connection, slip.id, official_file_id=file_id)
    told = {
        "holder": finding.signer or finding.organisation,
        "serial": finding.serial,
        "signer": ready.signer,
    }
    work.record(
        at=now,
        actor_id=actor.id,
        actor_name=actor.name,
        action="signature.sign",
        dossier_id=slip.dossier_id,
        subject=slip.kind,
        detail={"document": _name(slip).vi, **told, "file": file_id, "sha256": sha256},
    )


def _about(ready: _Ready) -> dict[str, object]:
    """The columns that an order and its signature have in common."""
    return {
        "dossier_id": ready.slip.dossier_id,
        "task_id": ready.task_id,
        "step_id": ready.step_id,
        "document": ready.slip.kind,
        "slot": f"{DRAFT_SLOT}{ready.slip.kind}",
        "signer": ready.signer,
    }


def _keep(work: Work, actor: Actor, ready: _Ready, content: bytes, now: datetime) -> int:
    stored_files.replace_some(work.connection, [ready.file.id], now)
    return files.keep(
        work,
        Upload(ready.file.name, content),
        now,
        uploaded_by=account_id(actor),
        rule=rule_of(2 * work.house.upload_limit, ("pdf",)),
        dossier_id=ready.slip.dossier_id,
        slot=f"{DRAFT_SLOT}{ready.slip.kind}",
    )


def _name(slip: Record) -> Text:
    return SLIP_KINDS[slip.kind].name_in(slip.legal_set)


def _replaced() -> ConflictError:
    return ConflictError(
        Text(
            "Phiếu đã được lập lại hoặc ký trong lúc bạn ký. Mở lại trang, xem phiếu mới rồi ký.",
            "The slip was made again or signed meanwhile. Open the page again, look at the new one, then sign.",
        )
    )


_LOOK_FIRST: Final = Text(
    "Chưa có phiếu lập từ đúng nội dung này. Bấm “Lập phiếu, xem PDF”, đọc lại, rồi ký số.",
    "There is no slip made of just these words. Make the slip, read it, then sign it.",
)
_SIGNED: Final = Text(
    "Phiếu này đã ký bằng khóa này. Làm tiếp việc, hoặc chọn khóa khác để ký thêm.",
    "The slip is signed with this key already. Go on, or choose another key to sign it as well.",
)
