"""What is seen of a signature on the page: a small PDF with the letters of Vietnamese embedded."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from functools import lru_cache
from typing import Final

from motcua.contrib.typst_process import typeset
from motcua.domain.signing.certificate import CertificateFacts

STANDARDS: Final = ("a-1b",)
"""Nothing in it that a document kept as PDF/A, of whichever part, may not hold."""
VIETNAM: Final = timezone(timedelta(hours=7))


def usual_lines(signer: CertificateFacts, at: datetime) -> tuple[str, ...]:
    """Who signed, for whom, when, as Nghị định 30/2020/NĐ-CP shows a digital signature."""
    when = at.astimezone(VIETNAM)
    organisation = signer.organisation if signer.organisation != signer.holder else ""
    lines = (
        f"Người ký: {signer.holder}" if organisation else f"Ký bởi: {signer.holder}",
        f"Cơ quan: {organisation}" if organisation else "",
        f"Thời gian ký: {when:%d/%m/%Y %H:%M:%S}\N{NO-BREAK SPACE}+07:00",
    )
    return tuple(one for one in lines if one)


def draw(lines: tuple[str, ...], width: float, height: float, at: datetime) -> bytes:
    """A PDF of one page of this size in points; raises TypesettingError."""
    # A hundred results signed together bear one mark: it is drawn once.
    return _drawn(lines, width, height, at.replace(minute=0, second=0, microsecond=0))


@lru_cache(maxsize=64)
def _drawn(lines: tuple[str, ...], width: float, height: float, at: datetime) -> bytes:
    values = {"title": " ".join(lines), "lines": list(lines), "width": width, "height": height}
    return typeset("signature_mark", values, at, STANDARDS)
