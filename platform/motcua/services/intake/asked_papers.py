"""The papers that an applicant was asked for: what is missing of them, and the files that came, version by version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from motcua.domain.errors import ConflictError, FieldError, ValidationError
from motcua.domain.papers.unlisted_paper import papers_of
from motcua.domain.people.permissions import Actor
from motcua.domain.text import Text
from motcua.services.dossier.stepping import Place
from motcua.services.papers import files
from motcua.services.papers.files import Upload
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.dossier import dossier as dossiers
from motcua.store.intake import supplement as supplements
from motcua.store.papers import file as stored_files

PaperFiles = Mapping[str, Sequence[Upload]]
"""Files by the key of the paper they are."""


def asked_of(work: Work, dossier_id: int) -> Record:
    """The request that waits; raises ConflictError when none does, naming the dossier it went on as."""
    asked = supplements.opened(work.connection, dossier_id)
    if asked is not None:
        return asked
    later = dossiers.later_of(work.connection, dossier_id)
    if later is not None:
        raise ConflictError(
            Text(
                f"Hồ sơ này đã được nộp lại, mã mới là {later.code}. Không có gì bị thay đổi.",
                f"This dossier has been sent again already, as {later.code}. Nothing was changed.",
            )
        )
    raise ConflictError(
        Text("Hồ sơ này không chờ bổ sung giấy tờ.", "No papers are being waited for in this dossier.")
    )


def require_complete(place: Place, asked: Record, uploads: PaperFiles) -> None:
    """Raise ValidationError naming every paper asked for that has no file."""
    named = {paper.key: paper for paper in papers_of(place.version.facts.papers, asked.papers)}
    errors = [
        FieldError(
            f"/{key}",
            "paper_missing",
            Text(f"Đính kèm “{named[key].name}”.", f"Attach “{named[key].name_en or named[key].name}”."),
        )
        for key in asked.papers
        if not uploads.get(key)
    ]
    if errors:
        raise ValidationError(errors)


def keep_files(work: Work, actor: Actor, dossier_id: int, uploads: PaperFiles, now: datetime) -> None:
    """Keep files as the newest version of their papers; the earlier ones stay (D-08)."""
    for key, files_of_paper in uploads.items():
        slot = f"paper:{key}"
        stored_files.replace(work.connection, dossier_id, slot, now)
        for upload in files_of_paper:
            files.keep(work, upload, now, uploaded_by=actor.id, dossier_id=dossier_id, slot=slot)


def bound(
    asked: Record, papers: Sequence[str], paper_files: PaperFiles, uploads: Sequence[Upload]
) -> dict[str, list[Upload]]:
    """The files by paper; loose ones belong to the only paper that has come, or that was asked for."""
    bound = {key: list(found) for key, found in paper_files.items() if key in asked.papers and found}
    if uploads:
        came = [key for key in asked.papers if key in papers] or list(asked.papers)
        bound.setdefault(came[0], []).extend(uploads)
    return bound


def names(place: Place, keys: Sequence[str]) -> list[str]:
    """The papers with these keys, as the history names them."""
    return [paper.name for paper in papers_of(place.version.facts.papers, keys)]


def still_missing(place: Place, keys: Sequence[str]) -> Text:
    """The sentence that names the papers that have not come."""
    papers = papers_of(place.version.facts.papers, keys)
    vietnamese = "; ".join(paper.name for paper in papers)
    english = "; ".join(paper.name_en or paper.name for paper in papers)
    return Text(
        f"Còn thiếu giấy tờ đã yêu cầu: {vietnamese}. Đánh dấu khi đã nhận đủ.",
        f"Papers that were asked for are still missing: {english}. Tick them once they are here.",
    )
