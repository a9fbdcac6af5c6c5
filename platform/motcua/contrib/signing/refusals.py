"""Why a service did not sign, in the same words whichever service it was."""

from __future__ import annotations

from motcua.domain.text import Text
from motcua.extend.signature_provider import (
    SignatureRefusedError,
    SignatureUnavailableError,
    WrongSecretError,
)


def unavailable(title: Text, reason: str = "") -> SignatureUnavailableError:
    """`reason` is for the log: what the service or its driver said."""
    problem = SignatureUnavailableError(
        Text(
            f"“{title.vi}” chưa trả lời. Chưa có văn bản nào được ký; hãy thử lại sau ít phút.",
            f"“{title.en}” does not answer. Nothing was signed; try again in a few minutes.",
        )
    )
    problem.add_note(reason)
    return problem


def wrong_secret(title: Text) -> WrongSecretError:
    return WrongSecretError(
        Text(
            f"Mật khẩu hoặc mã PIN không đúng cho “{title.vi}”. Hãy nhập lại; nhập sai nhiều lần có thể bị khóa.",
            f"The passphrase or PIN is not right for “{title.en}”. Type it again; too many wrong ones may lock it.",
        )
    )


def locked_secret(title: Text) -> WrongSecretError:
    return WrongSecretError(
        Text(
            f"Mã PIN của “{title.vi}” đã bị khóa vì nhập sai nhiều lần. Hãy nhờ nơi cấp chứng thư số mở khóa.",
            f"The PIN of “{title.en}” is locked after too many wrong ones. Ask the issuer of the certificate to unlock it.",
        )
    )


def refused(title: Text, reason: str = "") -> SignatureRefusedError:
    """`reason` is for the log."""
    problem = SignatureRefusedError(
        Text(
            f"“{title.vi}” từ chối ký hoặc trả lời không đúng quy cách. Chưa có văn bản nào được ký; "
            "hãy báo người quản trị dịch vụ ký số.",
            f"“{title.en}” refuses to sign, or does not answer as it must. Nothing was signed; "
            "tell whoever runs the signing service.",
        )
    )
    problem.add_note(reason)
    return problem


def no_such_key(title: Text) -> SignatureRefusedError:
    return SignatureRefusedError(
        Text(
            f"“{title.vi}” không còn giữ khóa đã chọn. Hãy chọn chứng thư số khác.",
            f"“{title.en}” no longer holds the chosen key. Choose another certificate.",
        )
    )


def too_many(title: Text, count: int) -> SignatureRefusedError:
    return SignatureRefusedError(
        Text(
            f"Lần mở khóa này của “{title.vi}” chỉ dùng cho {count} chữ ký. Hãy mở khóa lại.",
            f"This unlocking of “{title.en}” is for {count} signatures only. Unlock it again.",
        )
    )
