"""The examination of signatures by pyHanko: integrity, what came later, time stamp, chain. Runs in a process of its own."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Coroutine, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, TypeVar

from asn1crypto import cms
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.validation import async_validate_detached_cms, async_validate_pdf_signature
from pyhanko.sign.validation.errors import DisallowedAlgorithmError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import (
    PdfSignatureStatus,
    SignatureCoverageLevel,
    StandardCMSSignatureStatus,
)
from pyhanko_certvalidator import ValidationContext

from motcua.contrib.signing.chain import Chain, Given, certificates_of, told
from motcua.domain.signing.finding import Changed, SignatureFinding
from motcua.domain.signing.trust import Trust

MOST_SIGNATURES: Final = 50
MOST_REVISIONS: Final = 200
"""Each is compared with the one before, for every signature: thousands of them would keep others waiting."""
T = TypeVar("T")


def examine_pdf(document: bytes, trust: Trust, at: datetime) -> list[SignatureFinding]:
    """Every signature of the document, oldest first; what cannot be read gives one finding."""
    try:
        reader = _opened(document)
        if reader.encrypted:
            return [SignatureFinding("unreadable", problem="locked")]
        if reader.xrefs.total_revisions > MOST_REVISIONS:
            return [SignatureFinding("unreadable", problem="busy")]
        signatures = reader.embedded_regular_signatures[:MOST_SIGNATURES]
        given = _given(reader, trust)
        is_whole = not signatures or _ends_properly(document, reader, signatures[-1])
    except Exception:  # pyHanko raises all kinds of things for broken files
        return [SignatureFinding("unreadable", problem="damaged")]
    fields = frozenset(one.field_name for one in signatures)
    found = [_of_pdf(one, fields, given, trust, at) for one in signatures]
    return found if is_whole else [_spoilt(one, "added") for one in found]


def examine_detached(content: bytes, signature: bytes, trust: Trust, at: datetime) -> SignatureFinding:
    """A signature (CMS, DER) beside its content."""
    try:
        signed = cms.ContentInfo.load(signature)["content"]
        found = certificates_of(signed)
        chain = Chain(trust, Given(trust.others, trust.ocsp, trust.crl), at)
        status = _wait(
            async_validate_detached_cms(
                content,
                signed,
                signer_validation_context=ValidationContext(trust_roots=[]),
                ts_validation_context=chain.time_stamps(found),
            )
        )
        return _judged(status, chain, found, "none", covers_all=True)
    except DisallowedAlgorithmError:
        return SignatureFinding("untrusted", problem="weak")
    except Exception:  # whatever is wrong with it, it cannot be examined
        return SignatureFinding("unreadable", problem="damaged")


def _opened(document: bytes) -> PdfFileReader:
    """By the letter of the standard; in a lenient way only where nothing can hide in a second table of references."""
    try:
        return PdfFileReader(io.BytesIO(document))
    except Exception:
        reader = PdfFileReader(io.BytesIO(document), strict=False)
        if reader.xrefs.hybrid_xrefs_present:
            raise
        return reader


def _ends_properly(document: bytes, reader: PdfFileReader, newest: EmbeddedPdfSignature) -> bool:
    """Whether all that follows the newest signature belongs to revisions that the tables of references know.

    Programs that repair files on their own take up what was put behind the end; we do not see it, so nobody may.
    """
    start, length = (int(one) for one in list(newest.byte_range)[-2:])
    tail = document[start + length :]
    later = reader.xrefs.total_revisions - 1 - newest.signed_revision
    return tail.count(b"startxref") == later and not tail.rpartition(b"%%EOF")[2].strip(b"\r\n \t\0")


def _spoilt(finding: SignatureFinding, problem: str) -> SignatureFinding:
    if finding.verdict in {"altered", "unreadable"}:
        return finding
    return replace(finding, verdict="altered", problem=problem, covers_all=False, changed_after="content")


def _given(reader: PdfFileReader, trust: Trust) -> Given:
    """What the document carries for its own examination (B-LT), with what is given from outside."""
    # Not `get`, which hands out the reference to a store that lies apart.
    store = reader.root["/DSS"] if "/DSS" in reader.root else {}  # noqa: SIM401
    carried = {
        name: [one.get_object().data for one in list(store[name])] if name in store else []
        for name in ("/Certs", "/OCSPs", "/CRLs")
    }
    return Given(
        [*trust.others, *carried["/Certs"]],
        [*trust.ocsp, *carried["/OCSPs"]],
        [*trust.crl, *carried["/CRLs"]],
    )


def _of_pdf(
    embedded: EmbeddedPdfSignature, fields: frozenset[str], given: Given, trust: Trust, at: datetime
) -> SignatureFinding:
    try:
        found = certificates_of(embedded.signed_data)
        chain = Chain(trust, given, at)
        status = _wait(
            async_validate_pdf_signature(
                embedded,
                signer_validation_context=ValidationContext(trust_roots=[]),
                ts_validation_context=chain.time_stamps(found),
            )
        )
        changed = _changed(status, fields)
        covers_all = bool(status.coverage == SignatureCoverageLevel.ENTIRE_FILE)
        finding = _judged(status, chain, found, changed, covers_all=covers_all)
        if problem := _later_problem(status, changed):
            return replace(finding, verdict="altered", problem=finding.problem or problem)
        return finding
    except DisallowedAlgorithmError:
        return SignatureFinding("untrusted", problem="weak")
    except Exception:  # whatever is wrong with it, it cannot be examined
        return SignatureFinding("unreadable", problem="damaged")


def _judged(
    status: StandardCMSSignatureStatus,
    chain: Chain,
    certificates: Sequence[bytes],
    changed: Changed,
    *,
    covers_all: bool,
) -> SignatureFinding:
    """Integrity first; then the chain, at the time that a trusted time stamp proves, else now."""
    stamp = status.timestamp_validity
    proven = stamp.timestamp if stamp is not None and stamp.valid and stamp.intact and stamp.trusted else None
    finding = replace(
        told(status.signing_cert),
        signed_at=status.signer_reported_dt,
        time_stamped_at=proven,
        covers_all=covers_all,
        changed_after=changed,
    )
    broken_stamp = stamp is not None and not (stamp.valid and stamp.intact)
    if not (status.intact and status.valid) or broken_stamp:
        return replace(finding, verdict="altered", problem="broken")
    judged = _wait(chain.judge(status.signing_cert, certificates, proven))
    return replace(
        finding,
        verdict=judged.verdict,
        problem=judged.problem,
        revocation=judged.revocation,
        revoked_at=judged.revoked_at,
    )


def _changed(status: PdfSignatureStatus, fields: frozenset[str]) -> Changed:
    """What was added to the file after this signature; `fields` are the names of all signatures' fields."""
    level, result = status.modification_level, status.diff_result
    if level is None or level > ModificationLevel.FORM_FILLING:
        return "content"
    if level == ModificationLevel.NONE:
        return "none"
    filled = result.changed_form_fields - fields if isinstance(result, DiffResult) else ()
    return "forms" if filled else "signatures"


def _later_problem(status: PdfSignatureStatus, changed: Changed) -> str:
    if status.coverage is None or status.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        return "not_covered"
    return "added" if changed == "content" or status.docmdp_ok is False else ""


def _wait(asked: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(asked)
