"""What signatures a slip bears when its deed is done, and that a required one is there (E-21, F-11).

Quảng Trị 29/2020, Điều 14.3, 14.4. It counts alike whether it was signed here or signed elsewhere and handed in.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from motcua.contrib.signing.inspection import MARK
from motcua.domain.errors import FieldError, ValidationError
from motcua.domain.papers.slip_kinds import SLIP_KINDS, LegalSet
from motcua.domain.text import Text
from motcua.services.papers.files import Upload
from motcua.services.signing import verification
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.papers import slip as slips
from motcua.store.signing import signing_key as keys


class SlipUnsignedError(ValidationError):
    """The deed's slip must bear a valid signature and does not; the field is "/slip"."""

    code = "slip_unsigned"


def require(
    work: Work, kind: str, legal_set: LegalSet, upload: Upload | None, draft: Record | None, now: datetime
) -> None:
    """Raise SlipUnsignedError, naming the slip, unless the file that is to count bears a valid signature.

    That is what was handed in, else the signed draft. What was handed in is signed with a key registered here: the paper of
    anybody who has a certificate is signed validly too. The outcome for the draft is remembered. Does not commit.
    """
    if upload is not None:
        findings = verification.of_bytes(work, upload.content, now) if MARK in upload.content else ()
    elif draft is not None and draft.official_file_id is not None:
        sha256 = slips.file_of(work.connection, draft.official_file_id).sha256
        findings = verification.of_file(work, sha256, now)
    else:
        findings = ()
    valid = [one.certificate_sha256 for one in findings if one.is_valid]
    if valid and (upload is None or keys.in_force(work.connection, valid)):
        return
    words = _unsigned(kind, legal_set)
    if valid:
        words = Text(f"{words.vi} {_STRANGER.vi}", f"{words.en} {_STRANGER.en}")
    elif findings:
        wrong = findings[-1]
        said = ". ".join(one.vi.rstrip(".") for one in (wrong.headline, *wrong.sentences))
        said_en = ". ".join(one.en.rstrip(".") for one in (wrong.headline, *wrong.sentences))
        words = Text(f"{words.vi} {said}.", f"{words.en} {said_en}.")
    raise SlipUnsignedError([FieldError("/slip", SlipUnsignedError.code, words)])


def remember(work: Work, file: Record, now: datetime) -> None:
    """Have the signatures of a slip that comes into force examined, so that lists can say them. Does not commit."""
    if MARK in work.house.files.get(file.sha256):
        verification.examined(work, file.sha256, now)


def _unsigned(kind: str, legal_set: LegalSet) -> Text:
    name = SLIP_KINDS[kind].name_in(legal_set)
    return Text(
        f"“{name.vi}” phải có chữ ký số hợp lệ. Ký số phiếu đã lập ở đây, hoặc đính kèm tệp PDF đã ký số.",
        f"“{name.en}” must bear a valid digital signature. Sign the slip made here, or attach a signed PDF.",
    )


_STRANGER: Final = Text(
    "Tệp đính kèm được ký bằng chứng thư chưa đăng ký trong hệ thống.",
    "The attached file is signed with a certificate that is not registered here.",
)
