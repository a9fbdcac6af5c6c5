"""A corrected result is signed like the one whose place it takes (A-14, F-16): its route asked for a signature, so it does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from motcua.domain.errors import FieldError, ValidationError
from motcua.domain.process.process import Step
from motcua.domain.signing.finding import SignatureFinding
from motcua.domain.text import Text
from motcua.services.signing import step_signatures, verification
from motcua.services.version.versions import Version
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.dossier import step as visits
from motcua.store.signing import signing_key as keys


def require_signed(
    work: Work, version: Version, result: Record, content: bytes, pointer: str, now: datetime
) -> None:
    """Raise ValidationError at `pointer` unless the file bears every signature that steps require of this result.

    It is signed outside, so a signature counts by its certificate: a seal of the agency of that step or of the one that
    issued the result, else a key of an officer; in force, and registered here.
    """
    asked = [
        one
        for one in version.model.steps
        if one.signature == "required" and one.document == result.result_key
    ]
    if not asked:
        return
    found = verification.of_bytes(work, content, now)
    been = visits.of_dossiers(work.connection, [result.dossier_id])[result.dossier_id]
    for step in asked:
        places = {result.agency_id, *(one.agency_id for one in been if one.step_id == step.id)}
        if not _is_signed(work, step, places, found):
            raise ValidationError([FieldError(pointer, "not_signed", _words(result, step))])


def _is_signed(work: Work, step: Step, places: set[int], found: Sequence[SignatureFinding]) -> bool:
    if any(one.verdict in {"altered", "unreadable", "revoked"} for one in found):
        return False
    known = keys.in_force(work.connection, [one.certificate_sha256 for one in found if one.is_valid])
    if step.signer == "agency":
        return any(one.agency_id in places for one in known)
    return any(one.account_id is not None for one in known)


def _words(result: Record, step: Step) -> Text:
    by = step_signatures.BY[step.signer or "person"]
    return Text(
        f"“{result.title}” phải được ký số bởi {by.vi}, như bản đã cấp. Ký tệp đã sửa bằng chứng thư đã đăng ký trong "
        "hệ thống rồi chọn lại tệp.",
        f"“{result.title_en or result.title}” must be signed by {by.en}, as what was issued. Sign the corrected file with "
        "a certificate registered here, then choose it again.",
    )
