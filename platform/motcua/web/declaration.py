"""Declarations to print, handed out as PDF or as Word: one view for each who may ask, all files in one manner."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

from flask import Blueprint, Response, send_file
from flask.typing import ResponseReturnValue

from motcua.services.declaration import declarations
from motcua.services.declaration.declarations import Document, Kind
from motcua.services.papers import slip_lists
from motcua.services.papers.slip_prints import Form
from motcua.web.access import open_to
from motcua.web.context import actor, language, new_work, now
from motcua.web.file_response import PDF_POLICY, send_stored
from motcua.web.tracking_address import tracking_address

declaration = Blueprint("declaration", __name__)


@declaration.get("/procedures/<code>/form.<any(pdf, docx):kind>")
@open_to("public")
def blank(code: str, kind: Kind) -> ResponseReturnValue:
    """The form of a procedure as it is now, to fill in by hand (B-03)."""
    with new_work() as work:
        document = declarations.blank(work, code, kind, language(), now())
    return _send(document)


@declaration.get("/procedures/<code>/guidance.<any(pdf, docx):kind>")
@open_to("public")
def blank_guidance(code: str, kind: Kind) -> ResponseReturnValue:
    """How to declare and prepare a dossier of the procedure (F-01)."""
    form: Form = "docx" if kind == "docx" else "pdf"
    with new_work() as work:
        found = slip_lists.guidance(work, code, form, language(), now())
    return send_stored(found)


@declaration.get("/drafts/<uuid:draft_id>/declaration.<any(pdf, docx):kind>")
@open_to("citizen")
def of_draft(draft_id: UUID, kind: Kind) -> ResponseReturnValue:
    """What the citizen has filled in so far."""
    with new_work() as work:
        document = declarations.of_draft(work, actor(), draft_id, kind, language())
    return _send(document)


@declaration.get("/my/<code>/declaration.<any(pdf, docx):kind>")
@open_to("citizen")
def of_own(code: str, kind: Kind) -> ResponseReturnValue:
    """What the citizen has filed, with the code of the dossier."""
    with new_work() as work:
        document = declarations.of_own(work, actor(), code, kind, language(), tracking_address(code), now())
    return _send(document)


@declaration.get("/desk/<code>/declaration.<any(pdf, docx):kind>")
@open_to("staff")
def of_dossier(code: str, kind: Kind) -> ResponseReturnValue:
    """The declaration of a dossier in the form it was filed with (B-11)."""
    with new_work() as work:
        document = declarations.of_dossier(
            work, actor(), code, kind, language(), tracking_address(code), now()
        )
    return _send(document)


def _send(document: Document) -> Response:
    response = send_file(
        BytesIO(document.content),
        mimetype=document.media_type,
        as_attachment=True,
        download_name=document.name,
        conditional=False,
        etag=False,
    )
    response.headers["Content-Security-Policy"] = PDF_POLICY
    return response
