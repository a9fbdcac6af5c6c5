"""The sentences about an examined signature: for a clerk who has never heard of certificates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Final

from motcua.domain.text import Text

if TYPE_CHECKING:
    from motcua.domain.signing.finding import SignatureFinding

VIETNAM: Final = timezone(timedelta(hours=7))
"""Signatures carry instants; people read them on the clock of the country, which knows no summer time."""

NOBODY: Final = Text("người ký không rõ", "an unknown signer")

HEADLINES: Final[Mapping[str, Text]] = {
    "valid": Text("Chữ ký số hợp lệ", "Valid digital signature"),
    "untrusted": Text("Chưa tin cậy được chữ ký số", "Digital signature cannot be trusted yet"),
    "expired": Text("Chứng thư số hết hạn", "Certificate expired"),
    "revoked": Text("Chứng thư số đã bị thu hồi", "Certificate revoked"),
    "altered": Text("Tệp đã bị sửa sau khi ký", "File changed after signing"),
    "unreadable": Text("Không đọc được chữ ký số", "Digital signature cannot be read"),
}

PROBLEMS: Final[Mapping[str, Text]] = {
    "no_chain": Text(
        "Chứng thư số do “{issuer}” cấp; tổ chức này không có trong danh sách tin cậy của hệ thống. "
        "Nếu đó là tổ chức được cấp phép, hãy đề nghị quản trị viên thêm vào danh sách tin cậy.",
        "The certificate was issued by “{issuer}”, which is not on the trust list of this system. "
        "If it is a licensed authority, ask an administrator to add it to the trust list.",
    ),
    "not_yet": Text(
        "Chứng thư số chỉ có hiệu lực từ {valid_from}. Kiểm tra ngày giờ của máy đã ký.",
        "The certificate is valid only from {valid_from}. Check the date and time of the machine that signed.",
    ),
    "usage": Text(
        "Chứng thư số này không được cấp để ký văn bản. Hãy ký lại bằng chứng thư số dùng để ký.",
        "This certificate was not issued for signing documents. Sign again with one that was.",
    ),
    "weak": Text(
        "Chữ ký dùng thuật toán đã lỗi thời, không còn an toàn. Hãy ký lại bằng phần mềm ký mới.",
        "The signature uses an outdated, unsafe algorithm. Sign again with current signing software.",
    ),
    "chain": Text(
        "Không xác minh được chứng thư số của “{issuer}”. Hãy đề nghị người ký nộp lại tệp ký bằng chứng thư số còn hiệu lực.",
        "The certificate of “{issuer}” could not be verified. Ask the signer for a file signed with a valid certificate.",
    ),
    "broken": Text(
        "Nội dung đã ký không còn khớp với chữ ký. Không dùng tệp này; hãy lấy lại bản gốc từ người ký.",
        "The signed content no longer fits the signature. Do not use this file; get the original from the signer.",
    ),
    "added": Text(
        "Sau khi ký, có người đã thêm vào tệp nội dung mà chữ ký không cho phép. "
        "Không dùng tệp này; hãy lấy lại bản gốc từ người ký.",
        "After signing, something was added to the file that the signature does not permit. "
        "Do not use this file; get the original from the signer.",
    ),
    "not_covered": Text(
        "Chữ ký không bao trùm toàn bộ tệp vào lúc ký. Không dùng tệp này; hãy lấy lại bản gốc từ người ký.",
        "The signature does not cover the whole file as it was when signed. Do not use it; get the original.",
    ),
    "locked": Text(
        "Tệp có mật khẩu nên không xem được chữ ký. Hãy nộp tệp không đặt mật khẩu.",
        "The file asks for a password, so its signature cannot be seen. Send a file without a password.",
    ),
    "damaged": Text(
        "Tệp hoặc chữ ký trong tệp bị hỏng. Hãy xuất và ký lại tệp.",
        "The file or the signature in it is damaged. Export and sign the file again.",
    ),
    "busy": Text(
        "Kiểm tra chữ ký mất quá lâu nên đã dừng. Hãy thử lại sau ít phút; nếu vẫn vậy, hãy xuất và ký lại tệp.",
        "Examining the signature took too long and was stopped. Try again in a few minutes, or sign the file anew.",
    ),
}

_SIGNED: Final = Text("Người ký: {who}{at}.", "Signed by {who}{at}.")
_ISSUED: Final = Text(
    "Chứng thư số {serial} do “{issuer}” cấp, hiệu lực từ {valid_from} đến {valid_until}.",
    "Certificate {serial} issued by “{issuer}”, valid from {valid_from} until {valid_until}.",
)
_EXPIRED: Final = Text(
    "Chứng thư số hết hạn ngày {valid_until} và không có dấu thời gian nào chứng minh chữ ký được tạo trước đó. "
    "Hãy đề nghị người ký ký lại bằng chứng thư số còn hạn.",
    "The certificate expired on {valid_until}, and no time stamp proves that it was used before. "
    "Ask the signer to sign again with a certificate that is in force.",
)
_REVOKED: Final = Text(
    "Chứng thư số đã bị tổ chức cấp thu hồi{revoked}. Không dùng tệp này; hãy đề nghị người ký ký lại bằng chứng thư khác.",
    "The certificate was revoked by its authority{revoked}. Do not use this file; ask for a signature with another one.",
)
_UNKNOWN: Final = Text(
    "Chưa hỏi được tổ chức cấp xem chứng thư số có bị thu hồi không.",
    "Whether the certificate was revoked could not be asked of its authority.",
)
_LATER: Final[Mapping[str, Text]] = {
    "signatures": Text(
        "Sau đó tệp chỉ có thêm chữ ký hoặc dấu thời gian; nội dung đã ký không đổi.",
        "Since then only further signatures or time stamps were added; the signed content is unchanged.",
    ),
    "forms": Text(
        "Sau đó có người điền vào ô của biểu mẫu trong tệp, là việc chữ ký này cho phép; hãy xem kỹ các ô đó.",
        "Since then fields of the form in the file were filled in, which this signature permits; look at them closely.",
    ),
}


def sentences(finding: SignatureFinding) -> tuple[Text, ...]:
    """Who and when, the certificate, what is wrong with what to do, what came later."""
    facts = {language: _facts(finding, language) for language in ("vi", "en")}
    return tuple(
        Text(words.vi.format(**facts["vi"]), words.en.format(**facts["en"])) for words in _chosen(finding)
    )


def moment(at: datetime | None, language: str) -> str:
    """Day and time on the clock of Vietnam."""
    if at is None:
        return "?"
    local = at.astimezone(VIETNAM)
    return f"{local:%H:%M} ngày {local:%d/%m/%Y}" if language == "vi" else f"{local:%d/%m/%Y %H:%M}"


def _chosen(finding: SignatureFinding) -> Iterator[Text]:
    if finding.signer or finding.organisation:
        yield _SIGNED
    if finding.serial:
        yield _ISSUED
    if finding.verdict == "expired":
        yield _EXPIRED
    if finding.verdict == "revoked":
        yield _REVOKED
    if finding.problem in PROBLEMS:
        yield PROBLEMS[finding.problem]
    if finding.verdict == "valid" and finding.revocation == "unknown":
        yield _UNKNOWN
    if finding.verdict not in {"altered", "unreadable"} and finding.changed_after in _LATER:
        yield _LATER[finding.changed_after]


def _facts(finding: SignatureFinding, language: str) -> dict[str, str]:
    names = ("serial", "issuer")
    days = {
        name: f"{at.astimezone(VIETNAM):%d/%m/%Y}" if (at := getattr(finding, name)) else "?"
        for name in ("valid_from", "valid_until")
    }
    return {
        **{name: getattr(finding, name) for name in names},
        **days,
        "who": finding.who,
        "at": _at(finding, language),
        "revoked": _revoked(finding.revoked_at, language),
    }


def _at(finding: SignatureFinding, language: str) -> str:
    stamped, said = finding.time_stamped_at, finding.signed_at
    if stamped is not None:
        words = Text(", lúc {} (có dấu thời gian)", ", at {} (time-stamped)")
        return words.in_(language).format(moment(stamped, language))
    if said is not None:
        words = Text(", lúc {} (theo máy của người ký)", ", at {} (by the signer’s own clock)")
        return words.in_(language).format(moment(said, language))
    return ""


def _revoked(at: datetime | None, language: str) -> str:
    if at is None:
        return ""
    return Text(" lúc {}", " at {}").in_(language).format(moment(at, language))
