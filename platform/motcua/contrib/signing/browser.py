"""Keys that never come here: the person signs on his own computer, with his USB token's program, and uploads the file."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager

from motcua.domain.signing.signature_service import SignatureService
from motcua.domain.text import Text
from motcua.extend.signature_provider import SignatureRefusedError, SigningCertificate, UnlockedKey


class BrowserSigning:
    """Only its name is known here; see `pades.check_signed_copy` for what comes back."""

    def __init__(self, key: str, title: Text) -> None:
        self.about = SignatureService(key, title, "browser", None)

    def certificates(self, owner: str = "") -> Sequence[SigningCertificate]:
        """None: they are with the person."""
        return ()

    def unlock(self, reference: str, secret: str, count: int = 1) -> AbstractContextManager[UnlockedKey]:
        """Always refuses: there is no key here."""
        raise SignatureRefusedError(
            Text(
                "Khóa này ở máy của người ký. Hãy tải văn bản về, ký bằng chương trình ký số, rồi gửi lên lại.",
                "This key is on the signer's computer. Download the document, sign it with your signing program, "
                "then upload it.",
            )
        )
