"""Papers that must bear a digital signature when they are filed online: looked at before the dossier is taken (F-14).

Quảng Trị 29/2020, Điều 12.4.a; Điều 9.2.d. A file without a signature, or with one that says that it was altered or revoked,
is refused with its paper's name. A certificate that is over, or of an authority that is not on the trust list, is a
warning: the officer sees it and decides.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from motcua.contrib.signing.inspection import MARK
from motcua.domain.errors import FieldError, ValidationError
from motcua.domain.process.process import Paper
from motcua.domain.signing.finding import SignatureFinding
from motcua.domain.text import Text
from motcua.services.papers.files import Upload
from motcua.services.signing import verification
from motcua.services.work import Work
from motcua.store.base import Record

CHECK: Final = "check_signatures"
REFUSED: Final = frozenset({"altered", "revoked", "unreadable"})


def problems(work: Work, papers: Iterable[tuple[Paper, Sequence[Record]]], now: datetime) -> list[FieldError]:
    """What stands in the way of filing these papers with their files; remembers what was found. Does not commit."""
    found = []
    for paper, files in papers:
        for file in files if paper.sign_required else ():
            findings = verification.of_file(work, file.sha256, now)
            found += _problem(paper, file.name, findings, f"/_papers/{paper.key}")
    return found


def require_signed(
    work: Work, papers: Iterable[Paper], uploads: Mapping[str, Sequence[Upload]], now: datetime
) -> None:
    """Raise ValidationError naming every file that came for such a paper later on without a signature that will do."""
    found: list[FieldError] = []
    for paper in papers:
        for upload in uploads.get(paper.key, ()) if paper.sign_required else ():
            findings = verification.of_bytes(work, upload.content, now)
            found += _problem(paper, upload.name, findings, f"/{paper.key}")
    if found:
        raise ValidationError(found)


def examine_soon(work: Work, papers: Iterable[Paper], slot: str, content: bytes) -> None:
    """Have a file that has just come examined in the background, so that filing need not wait. Does not commit."""
    if MARK in content and any(f"paper:{paper.key}" == slot and paper.sign_required for paper in papers):
        work.defer(CHECK, {"sha256": hashlib.sha256(content).hexdigest()})


def _problem(paper: Paper, name: str, findings: Sequence[SignatureFinding], pointer: str) -> list[FieldError]:
    """None for a file that will do: every signature of it holds, or only calls for the officer's eye."""
    if not findings:
        return [FieldError(pointer, "not_signed", _unsigned(paper, name))]
    wrong = next((one for one in findings if one.verdict in REFUSED), None)
    if wrong is None:
        return []
    last = wrong.sentences[-1]
    words = Text(
        f"“{paper.name}”, tệp {name}: {wrong.headline.vi.lower()}. {last.vi}",
        f"“{paper.name_en or paper.name}”, file {name}: {wrong.headline.en.lower()}. {last.en}",
    )
    return [FieldError(pointer, "signature_wrong", words)]


def _unsigned(paper: Paper, name: str) -> Text:
    return Text(
        f"“{paper.name}” phải là tệp PDF đã ký số; tệp {name} chưa có chữ ký số. "
        "Ký tệp bằng phần mềm ký số của bạn rồi đính kèm lại.",
        f"“{paper.name_en or paper.name}” must be a digitally signed PDF; the file {name} bears no signature. "
        "Sign it with your signing program, then attach it again.",
    )
