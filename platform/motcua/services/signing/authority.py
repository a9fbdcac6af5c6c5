"""Whose key signs at a step: the officer's own, a leader's own, or the agency's seal (A-14, Điều 27.5.c)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from motcua.domain.errors import NotAllowedError, NotFoundError
from motcua.domain.people.permissions import Actor, account_id, may
from motcua.domain.text import Text
from motcua.extend.signature_provider import SignatureRefusedError, SigningCertificate
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.signing import signing_key as keys

LEADS: Final = "dossier.approve"
"""The right that makes a leader: he decides for the agency."""


def choices(work: Work, actor: Actor, signer: str, agency_id: int, now: datetime) -> list[Record]:
    """The keys with which the actor may sign by this authority at a step of this agency; none where he may not."""
    found: Sequence[Record]
    if signer == "agency":
        found = [
            one
            for one in keys.seals_kept_by(work.connection, account_id(actor))
            if one.agency_id == agency_id
        ]
    elif signer == "leader" and not leads(work, actor, agency_id):
        found = ()
    else:
        found = keys.of_account(work.connection, account_id(actor))
    return [one for one in found if is_in_force(one, now)]


def require(work: Work, actor: Actor, key_id: int, signer: str, agency_id: int, now: datetime) -> Record:
    """The key; raises NotAllowedError, saying whose signature is asked for, unless it is one of the `choices`."""
    if signer == "leader" and not leads(work, actor, agency_id):
        raise NotAllowedError(
            Text(
                "Bước này cần chữ ký số của lãnh đạo cơ quan. Hãy chuyển cho lãnh đạo ký.",
                "This step needs a leader's signature. Let a leader of the agency sign.",
            )
        )
    for one in choices(work, actor, signer, agency_id, now):
        if one.id == key_id:
            return one
    raise _not_his(signer)


def leads(work: Work, actor: Actor, agency_id: int) -> bool:
    """Whether the actor is a leader at this agency."""
    return may(actor, LEADS, agencies.lineage(work.connection, agency_id))


def own_key(work: Work, actor: Actor, key_id: int, now: datetime) -> Record:
    """A key in force that the actor may use at all: his own, or a seal given to him."""
    row = keys.by_id(work.connection, key_id)
    is_his = row is not None and (
        row.account_id == account_id(actor)
        or (row.agency_id is not None and keys.keeps(work.connection, key_id, account_id(actor)))
    )
    if row is None or not is_his:
        raise NotFoundError(Text("Không có khóa ký này.", "There is no such signing key."))
    if not is_in_force(row, now):
        raise NotAllowedError(
            Text(
                "Khóa ký này đã thu hồi hoặc chứng thư đã hết hạn. Đăng ký chứng thư mới ở trang tài khoản.",
                "This key was withdrawn or its certificate has expired. Register a new one on your account's page.",
            )
        )
    return row


def require_certificate(row: Record, certificate: SigningCertificate) -> None:
    """Raise SignatureRefusedError where a service opened a key with another certificate than the one registered.

    Whose signature it would be was settled when it was registered, and a service may answer with anybody's.
    """
    if hashlib.sha256(certificate.certificate).hexdigest() != row.fingerprint:
        raise SignatureRefusedError(
            Text(
                "Dịch vụ ký số đưa ra chứng thư khác với chứng thư đã đăng ký nên chưa ký. Nếu chứng thư đã được gia hạn "
                "hoặc thay, hãy đăng ký chứng thư mới.",
                "The signing service came with another certificate than the one registered, so nothing was signed. If it "
                "was renewed or changed, register the new one.",
            )
        )


def is_in_force(row: Record, now: datetime) -> bool:
    return row.withdrawn_at is None and row.valid_from <= now <= row.valid_to


def _not_his(signer: str) -> NotAllowedError:
    if signer == "agency":
        return NotAllowedError(
            Text(
                "Bước này cần con dấu số của cơ quan, mà tài khoản của bạn chưa được giao. Báo quản trị cơ quan.",
                "This step needs the agency's seal, which your account was not given. Tell the agency's administrator.",
            )
        )
    return NotAllowedError(
        Text(
            "Chọn khóa ký của chính bạn, còn hiệu lực. Đăng ký ở trang tài khoản, mục “Khóa ký số”.",
            "Choose a key of your own that is in force. Register one on your account's page, “Signing keys”.",
        )
    )
