"""PDF files signed as PAdES in two steps: all that is to be signed is prepared, one unlocked key signs, each is completed.

B-B without a time stamp, B-T with one, B-LT where the answers of the authorities are at hand. The files are opened in a
process of its own (`pades_process`): they may have come from anybody.
"""

from __future__ import annotations

import atexit
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from motcua.contrib.bounded_process import BoundedProcess
from motcua.contrib.signing import cms_signature, proof, signature_mark
from motcua.contrib.signing.certificate import check_signature, read_certificate
from motcua.contrib.signing.message import packed, unpacked
from motcua.domain.errors import InputError
from motcua.domain.signing.certificate import CertificateFacts
from motcua.domain.signing.signature_mark import Box
from motcua.domain.text import Text
from motcua.extend.signature_provider import SignatureRefusedError, SigningCertificate, TimeStamper

SECONDS: Final = 60.0
LAST_BYTES: Final = 2_048
_signer: Final = BoundedProcess("motcua.contrib.signing.pades_process", SECONDS)
atexit.register(_signer.stop)

PROBLEMS: Final = {
    "locked": Text(
        "Văn bản đặt mật khẩu nên không ký được. Hãy lưu lại không có mật khẩu rồi thử lại.",
        "The document has a password and cannot be signed. Save it without one, then try again.",
    ),
    "damaged": Text(
        "Tệp PDF hỏng hoặc không đúng chuẩn. Hãy xuất lại PDF từ văn bản gốc rồi thử lại.",
        "The PDF is damaged or breaks the standard. Export it anew from its original, then try again.",
    ),
    "forbidden": Text(
        "Văn bản đã được khóa bởi một chữ ký trước, không cho ký thêm.",
        "An earlier signature of the document permits no further one.",
    ),
    "page": Text(
        "Văn bản không có trang được chọn để đặt dấu ký. Hãy chọn trang khác.",
        "The document lacks the page chosen for the visible mark. Choose another page.",
    ),
    "busy": Text(
        "Văn bản quá lớn hoặc quá phức tạp để ký. Hãy xuất lại PDF gọn hơn rồi thử lại.",
        "The document is too large or too complicated to be signed. Export a smaller PDF, then try again.",
    ),
    "different": Text(
        "Tệp gửi lên không phải là văn bản đã tải về. Hãy tải văn bản về lần nữa và ký đúng tệp đó.",
        "This is not the document that was downloaded. Download it again and sign that very file.",
    ),
    "unsigned": Text(
        "Tệp gửi lên chưa có chữ ký số mới. Hãy ký văn bản bằng chương trình ký số rồi gửi lại.",
        "The file bears no new digital signature. Sign it with your signing program, then upload it again.",
    ),
    "more": Text(
        "Tệp gửi lên có nhiều hơn một chữ ký mới. Mỗi lần chỉ nhận một chữ ký.",
        "The file bears more than one new signature. One at a time is taken.",
    ),
    "changed": Text(
        "Tệp gửi lên có thay đổi khác ngoài chữ ký. Hãy ký đúng văn bản đã tải về, không sửa gì thêm.",
        "The file was changed besides being signed. Sign the downloaded document without any other change.",
    ),
}


class UnfitDocumentError(InputError):
    """The document cannot be signed, or the signed copy is not one of it; `problem` is a key of `PROBLEMS`."""

    code = "unfit_document"

    def __init__(self, problem: str) -> None:
        super().__init__(PROBLEMS[problem])
        self.problem = problem


@dataclass(frozen=True, slots=True)
class SignatureLook:
    """Where a signature is seen: the page from 0 (from the end: -1), its box in points from the lower left corner.

    Or its `place` there ("bottom right"; domain.signing.signature_mark), for which a free box is found on the page. Neither
    of the two: nothing is seen. No `lines`: who signed and when (`signature_mark.usual_lines`).
    """

    page: int = -1
    box: Box | None = None
    lines: tuple[str, ...] | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document that waits for its signature over `to_sign`; it goes between `start` and `end`."""

    document: bytes
    to_sign: bytes
    start: int
    end: int
    field_name: str
    certificate: SigningCertificate


def prepare(
    document: bytes,
    look: SignatureLook,
    certificate: SigningCertificate,
    at: datetime,
    reason: str = "",
    field_name: str = "Motcua",
    with_time_stamp: bool = False,
) -> Prepared:
    """A PDF made ready to be signed at `at`; earlier signatures stay valid.

    Raises UnfitDocumentError, SignatureRefusedError for a certificate that may not sign at `at`, TypesettingError.
    """
    signer = read_certificate(certificate.certificate)
    _check_usable(signer, at)
    _check_ended(document)
    box, turn = _where(document, look)
    head = {
        "page": look.page,
        "box": box,
        "turn": turn,
        "at": at.isoformat(),
        "reason": reason,
        "field": field_name,
        "with_time_stamp": with_time_stamp,
    }
    chain = (certificate.certificate, *certificate.chain)
    made, (ready, to_sign) = _ask(b"p", head, document, _mark(look, box, turn, signer, at), *chain)
    return Prepared(ready, to_sign, made["start"], made["end"], made["field"], certificate)


def complete(
    prepared: Prepared,
    signature: bytes,
    time_stamper: TimeStamper | None = None,
    hosts: frozenset[str] = frozenset(),
) -> bytes:
    """The signed document, with the proof of its certificates (B-LT) where all authorities among `hosts` answer.

    Raises SignatureRefusedError, SignatureUnavailableError (time stamp), UnfitDocumentError.
    """
    check_signature(prepared.certificate.certificate, prepared.to_sign, signature)
    token = time_stamper.stamp(signature) if time_stamper is not None else b""
    content = cms_signature.assemble(prepared.certificate, prepared.to_sign, signature, token)
    signed = _filled(prepared, content)
    found = proof.collect(prepared.certificate, token, hosts) if hosts else None
    if found is None:
        return signed
    head = {
        "field": prepared.field_name,
        "certificates": len(found.certificates),
        "ocsp": len(found.ocsp),
    }
    return _ask(b"e", head, signed, *found.certificates, *found.ocsp, *found.crl)[1][0]


def check_signed_copy(original: bytes, returned: bytes) -> None:
    """Raises UnfitDocumentError unless `returned` is the original with exactly one signature more and nothing else.

    Whether that signature is valid, and whose it is, is not asked here: see `inspection`.
    """
    if not returned.startswith(original):
        raise UnfitDocumentError("different")
    if len(returned) == len(original):
        raise UnfitDocumentError("unsigned")
    _check_ended(returned)
    _ask(b"c", {}, original, returned)


def _check_ended(document: bytes) -> None:
    """A PDF says near its end where it begins to be read; looking for that in a flood of other bytes takes minutes."""
    if b"startxref" not in document[-LAST_BYTES:]:
        raise UnfitDocumentError("damaged")


def _ask(letter: bytes, head: dict[str, Any], *blobs: bytes) -> tuple[Any, list[bytes]]:
    said, answer = _signer.ask(letter, packed(head, blobs))
    if said != b"o":
        problem = answer.decode() if said else "busy"
        raise UnfitDocumentError(problem if problem in PROBLEMS else "damaged")
    return unpacked(answer)


def _where(document: bytes, look: SignatureLook) -> tuple[Box | None, int]:
    """The box of the mark, and how its page is turned; a box that was given is taken as it is."""
    if not look.place:
        return look.box, 0
    found, _ = _ask(b"w", {"page": look.page, "place": look.place}, document)
    left, low, right, high = found["box"]
    return (left, low, right, high), found["turn"]


def _mark(look: SignatureLook, box: Box | None, turn: int, signer: CertificateFacts, at: datetime) -> bytes:
    if box is None:
        return b""
    left, low, right, high = box
    width, height = abs(right - left), abs(high - low)
    if turn % 180:
        width, height = height, width
    lines = look.lines if look.lines is not None else signature_mark.usual_lines(signer, at)
    return signature_mark.draw(lines, width, height, at)


def _filled(prepared: Prepared, content: bytes) -> bytes:
    """The document with the signature in its place, which keeps its size."""
    place, digits = prepared.end - prepared.start - 2, content.hex().upper().encode()
    if len(digits) > place:
        raise SignatureRefusedError(
            Text(
                "Chữ ký và dấu thời gian lớn hơn chỗ dành sẵn trong văn bản. Hãy báo người quản trị dịch vụ ký số.",
                "The signature with its time stamp is larger than the room kept for it. "
                "Tell whoever runs the signing service.",
            )
        )
    filling = b"<" + digits.ljust(place, b"0") + b">"
    return prepared.document[: prepared.start] + filling + prepared.document[prepared.end :]


def _check_usable(signer: CertificateFacts, at: datetime) -> None:
    if not signer.is_valid_at(at):
        raise SignatureRefusedError(
            Text(
                f"Chứng thư số của {signer.holder} đã hết hạn hoặc chưa có hiệu lực. Hãy gia hạn hoặc chọn chứng thư khác.",
                f"The certificate of {signer.holder} has expired or is not valid yet. Renew it or choose another.",
            )
        )
    if not signer.may_sign:
        raise SignatureRefusedError(
            Text(
                f"Chứng thư số của {signer.holder} không dùng để ký văn bản. Hãy chọn chứng thư khác.",
                f"The certificate of {signer.holder} is not one to sign documents with. Choose another.",
            )
        )
