"""What leaves the studio as a file: the annex of a decision, the ISO procedure (A-24), the bundle, the original."""

from __future__ import annotations

import io

from flask import Response, render_template, request, send_file
from flask.typing import ResponseReturnValue

from motcua.contrib.annex_word import IsoFacts
from motcua.domain.errors import NotFoundError
from motcua.domain.text import Text
from motcua.services.process import bundles, process_annex, process_drafts, process_upload
from motcua.services.process.bundles import Exported
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.web.access import open_to
from motcua.web.context import actor, new_work
from motcua.web.office.typed import words_of
from motcua_admin import bp

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
STANDARD = "TCVN ISO 9001:2015"


@bp.get("/ban-thao/<int:draft_id>/xuat")
@open_to("staff")
def export_draft(draft_id: int) -> ResponseReturnValue:
    """What can be taken out of a draft."""
    with new_work() as work:
        draft = process_drafts.get(work, actor(), draft_id)
        source = process_upload.of_draft(work, draft_id)
    return render_template("studio/export.html", draft=draft, source=source, version=None, standard=STANDARD)


@bp.get("/phien-ban/<int:version_id>/xuat")
@open_to("staff")
def export_version(version_id: int) -> ResponseReturnValue:
    """What can be taken out of a version."""
    with new_work() as work:
        version, procedure = process_annex.of(work, actor(), version_id)
    return render_template(
        "studio/export.html", draft=None, source=None, version=version, procedure=procedure, standard=STANDARD
    )


@bp.get("/ban-thao/<int:draft_id>/phu-luc.docx")
@open_to("staff")
def draft_annex(draft_id: int) -> Response:
    """The draft's steps as the annex of its decision; with a document code as an ISO procedure."""
    with new_work() as work:
        return _given(process_annex.of_draft(work, actor(), draft_id, _iso()), WORD)


@bp.get("/phien-ban/<int:version_id>/phu-luc.docx")
@open_to("staff")
def version_annex(version_id: int) -> Response:
    """The same of a version."""
    with new_work() as work:
        return _given(process_annex.of_version(work, actor(), version_id, _iso()), WORD)


@bp.get("/ban-thao/<int:draft_id>/goi.zip")
@open_to("staff")
def draft_bundle(draft_id: int) -> Response:
    """The draft as one bundle for another installation."""
    with new_work() as work:
        return _given(bundles.of_draft(work, actor(), draft_id), "application/zip")


@bp.get("/phien-ban/<int:version_id>/goi.zip")
@open_to("staff")
def version_bundle(version_id: int) -> Response:
    """The version as one bundle for another installation."""
    with new_work() as work:
        return _given(bundles.of_version(work, actor(), version_id), "application/zip")


@bp.get("/ban-thao/<int:draft_id>/tep-goc")
@open_to("staff")
def draft_source(draft_id: int) -> Response:
    """The file that the draft was made of, as it came."""
    with new_work() as work:
        process_drafts.get(work, actor(), draft_id)
        row = _source(work, draft_id)
        content = work.house.files.get(row.sha256)
    return _given(Exported(row.name, content), "application/octet-stream")


def _source(work: Work, draft_id: int) -> Record:
    row = process_upload.of_draft(work, draft_id)
    if row is None:
        raise NotFoundError(Text("Bản thảo này không có tệp gốc.", "This draft was made of no file."))
    return row


def _iso() -> IsoFacts | None:
    """What the address says of the ISO document; None for the plain annex."""
    code = words_of(request.args, "ma")
    if not code:
        return None
    return IsoFacts(
        code, words_of(request.args, "lan") or "01", words_of(request.args, "tieu-chuan") or STANDARD
    )


def _given(exported: Exported, media_type: str) -> Response:
    return send_file(
        io.BytesIO(exported.content),
        mimetype=media_type,
        as_attachment=True,
        download_name=exported.name,
        etag=False,
        conditional=False,
    )
