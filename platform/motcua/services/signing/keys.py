"""Keys to sign with: an officer registers his own, an agency's seal is registered and given to named accounts (F-13).

A service knows an officer's keys under his login and an agency's seals under its code; nobody registers another's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from motcua.contrib.signing.certificate import read_certificate
from motcua.domain.errors import ConflictError, FieldError, NotAllowedError, NotFoundError, ValidationError
from motcua.domain.people.permissions import Actor, account_id, require, require_right
from motcua.domain.signing.certificate import CertificateFacts
from motcua.domain.signing.signature_service import SignatureService
from motcua.domain.text import Text
from motcua.extend.signature_provider import (
    SignatureProvider,
    SignatureRefusedError,
    SignatureUnavailableError,
    SigningCertificate,
)
from motcua.services.work import Work
from motcua.store.accounts import account as accounts
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.signing import signing_key as stored

MANAGES = "agency.manage"
LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Offer:
    """A certificate that a service holds for somebody; `is_registered` when it is a key in force already."""

    service: SignatureService
    reference: str
    facts: CertificateFacts
    is_registered: bool


def provider_of(work: Work, service: str) -> SignatureProvider:
    """The service of that key; raises NotFoundError where the installation has none (any more)."""
    found = work.house.signature_services.get(service)
    if found is None:
        raise NotFoundError(
            Text(
                f"Không còn dịch vụ ký số “{service}”. Báo người quản trị hệ thống.",
                f"There is no signing service “{service}” any more. Tell whoever runs the system.",
            )
        )
    return found


def services(work: Work) -> list[SignatureService]:
    """The signing services of this installation."""
    return [one.about for one in work.house.signature_services.values()]


def own(work: Work, actor: Actor) -> Sequence[Record]:
    """The officer's own keys, withdrawn ones too."""
    require(actor, "staff")
    return stored.of_account(work.connection, account_id(actor))


def kept(work: Work, actor: Actor) -> Sequence[Record]:
    """The agencies' seals that the officer was given."""
    require(actor, "staff")
    return stored.seals_kept_by(work.connection, account_id(actor))


def offers(work: Work, actor: Actor, service: str, agency_id: int | None = None) -> list[Offer]:
    """What the service holds for the officer, or for the agency whose seals he manages.

    Raises what `SignatureProvider.certificates` raises.
    """
    owner, known = owner_of(work, actor, agency_id)
    provider = provider_of(work, service)
    prints = {row.fingerprint for row in known if row.withdrawn_at is None}
    found = [(one, read_certificate(one.certificate)) for one in _held(work, provider, owner, agency_id)]
    return [
        Offer(provider.about, one.reference, facts, facts.fingerprint in prints)
        for one, facts in found
        if facts.may_sign
    ]


def everything_offered(
    work: Work, actor: Actor, agency_id: int | None = None
) -> tuple[list[Offer], list[Text]]:
    """The `offers` of every service, and what those said that do not answer now."""
    found: list[Offer] = []
    silent: list[Text] = []
    for service in work.house.signature_services:
        try:
            found += offers(work, actor, service, agency_id)
        except (SignatureUnavailableError, SignatureRefusedError) as error:
            silent.append(error.message)
    return found, silent


def register(
    work: Work,
    actor: Actor,
    service: str,
    reference: str,
    now: datetime,
    *,
    agency_id: int | None = None,
    reason: str = "",
) -> int:
    """Register a certificate of the service: the officer's own, or a seal of the agency. One commit.

    Raises NotAllowedError, NotFoundError when the service does not hold it under this name, ValidationError for one that
    is not in force or may not sign, ConflictError for one registered already.
    """
    owner, known = owner_of(work, actor, agency_id)
    if agency_id is not None:
        require_reason(reason)
    provider = provider_of(work, service)
    wanted = [one for one in _held(work, provider, owner, agency_id) if one.reference == reference]
    if not wanted:
        raise NotFoundError(
            Text(
                "Dịch vụ ký số không giữ chứng thư này. Tải lại trang rồi chọn lại.",
                "The signing service does not hold this certificate. Load the page again and choose again.",
            )
        )
    return _add(work, actor, provider, wanted[0], owner, known, now, agency_id=agency_id, reason=reason)


def _held(
    work: Work, provider: SignatureProvider, owner: str, agency_id: int | None
) -> list[SigningCertificate]:
    """What the service holds for the owner. `ha.tran` may be a second key of `ha`, or the key of an officer of that name."""
    found = provider.certificates(owner)
    others = accounts.logins_below(work.connection, owner) if found and agency_id is None else ()
    theirs = {one.reference for login in others for one in provider.certificates(login)}
    return [one for one in found if one.reference not in theirs]


def register_outside(
    work: Work,
    actor: Actor,
    service: str,
    certificate: bytes,
    now: datetime,
    *,
    agency_id: int | None = None,
    reason: str = "",
) -> int:
    """Register the certificate (DER or PEM) of a key that signs outside, on the officer's own computer. One commit."""
    owner, known = owner_of(work, actor, agency_id)
    if agency_id is not None:
        require_reason(reason)
    provider = provider_of(work, service)
    if provider.about.kind != "browser":
        raise NotAllowedError(
            Text(
                "Dịch vụ này tự giữ khóa. Hãy chọn chứng thư mà dịch vụ đưa ra.",
                "This service holds its keys itself. Choose one of the certificates that it offers.",
            )
        )
    found = SigningCertificate("", _der(certificate))
    return _add(work, actor, provider, found, owner, known, now, agency_id=agency_id, reason=reason)


def withdraw(work: Work, actor: Actor, key_id: int, reason: str, now: datetime) -> None:
    """End a key: nothing is signed with it from now on, what was signed stays. One commit."""
    row = managed(work, actor, key_id)
    require_reason(reason)
    if row.withdrawn_at is not None:
        raise ConflictError(Text("Khóa này đã thu hồi trước đó.", "This key was withdrawn already."))
    stored.withdraw(work.connection, key_id, account_id(actor), reason.strip(), now)
    record(work, actor, "signing_key.withdraw", row, {"reason": reason.strip()}, now)
    work.commit()


def managed(work: Work, actor: Actor, key_id: int) -> Record:
    """A key of the officer's own, or a seal of an agency that he manages; locked."""
    row = stored.by_id(work.connection, key_id, lock=True)
    if row is None or (row.agency_id is None and row.account_id != actor.id):
        raise NotFoundError(Text("Không có khóa ký này.", "There is no such signing key."))
    if row.agency_id is not None:
        require_right(actor, MANAGES, agencies.lineage(work.connection, row.agency_id))
    return row


def owner_of(work: Work, actor: Actor, agency_id: int | None) -> tuple[str, Sequence[Record]]:
    """Under what name services know the keys, and those registered already."""
    require(actor, "staff")
    if agency_id is None:
        person = accounts.by_id(work.connection, account_id(actor))
        return (person.login if person is not None else ""), stored.of_account(
            work.connection, account_id(actor)
        )
    require_right(actor, MANAGES, agencies.lineage(work.connection, agency_id))
    agency = agencies.by_id(work.connection, agency_id)
    if agency is None:
        raise NotFoundError(Text("Không có cơ quan này.", "There is no such agency."))
    return agency.code, stored.of_agency(work.connection, agency_id)


def _add(
    work: Work,
    actor: Actor,
    provider: SignatureProvider,
    one: SigningCertificate,
    owner: str,
    known: Sequence[Record],
    now: datetime,
    *,
    agency_id: int | None,
    reason: str,
) -> int:
    facts = read_certificate(one.certificate)
    _require_good(facts, now)
    if any(row.fingerprint == facts.fingerprint and row.withdrawn_at is None for row in known):
        raise ConflictError(Text("Chứng thư này đã đăng ký.", "This certificate is registered already."))
    values = {
        "account_id": account_id(actor) if agency_id is None else None,
        "agency_id": agency_id,
        "service": provider.about.key,
        "owner": owner,
        "known_as": one.reference,
        "subject": facts.holder or facts.organisation,
        "issuer": facts.issuer,
        "serial": facts.serial,
        "valid_from": facts.valid_from,
        "valid_to": facts.valid_to,
        "fingerprint": facts.fingerprint,
        "certificate": one.certificate,
        "registered_by": account_id(actor),
        "registered_at": now,
        "reason": reason.strip(),
        "withdrawn_reason": "",
    }
    key_id = stored.add(work.connection, **values)
    row = stored.by_id(work.connection, key_id)
    assert row is not None
    record(work, actor, "signing_key.register", row, {"reason": reason.strip()}, now)
    work.commit()
    return key_id


def _require_good(facts: CertificateFacts, now: datetime) -> None:
    if facts.may_sign and facts.is_valid_at(now):
        return
    words = Text(
        "Chứng thư số này không dùng để ký được hoặc đã hết hạn. Chọn chứng thư còn hiệu lực.",
        "This certificate may not sign or is not in force. Choose one that is.",
    )
    raise ValidationError([FieldError("/reference", "not_in_force", words)])


def require_reason(reason: str) -> None:
    """Raise ValidationError unless a reason was given."""
    if not 5 <= len(reason.strip()) <= LONGEST_REASON:
        words = Text(
            f"Nhập lý do hoặc số văn bản, từ 5 đến {LONGEST_REASON} ký tự.",
            f"Enter the reason or the document's number, 5 to {LONGEST_REASON} characters.",
        )
        raise ValidationError([FieldError("/reason", "required", words)])


def record(
    work: Work, actor: Actor, action: str, row: Record, detail: dict[str, object], now: datetime
) -> None:
    """Write the deed on a key into the audit."""
    told = {"key": row.id, "service": row.service, "serial": row.serial, "agency_id": row.agency_id}
    work.record(
        at=now,
        actor_id=actor.id,
        actor_name=actor.name,
        action=action,
        subject=row.subject,
        detail={**told, **detail},
    )


def _der(content: bytes) -> bytes:
    """A certificate as DER, however it was exported; raises ValidationError when it is none."""
    try:
        is_pem = content.lstrip().startswith(b"-----BEGIN")
        load = x509.load_pem_x509_certificate if is_pem else x509.load_der_x509_certificate
        return load(content).public_bytes(Encoding.DER)
    except ValueError:
        words = Text(
            "Tệp này không phải chứng thư số. Chọn tệp .cer, .crt hoặc .pem xuất từ phần mềm ký.",
            "This file is no certificate. Choose the .cer, .crt or .pem file exported from the signing program.",
        )
        raise ValidationError([FieldError("/certificate", "unreadable", words)]) from None
