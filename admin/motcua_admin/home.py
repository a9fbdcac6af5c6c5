"""The first page of the studio: the procedures and the drafts that the person may see."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from motcua.domain.permissions import lacking, may_anywhere
from motcua.services import process_drafts
from motcua.services.model_rights import EDIT, PUBLISH
from motcua.web.access import open_to
from motcua.web.context import actor, new_work
from motcua_admin import bp


@bp.get("")
@open_to("staff")
def home() -> ResponseReturnValue:
    """The open drafts, the newest change first."""
    person = actor()
    if not may_anywhere(person, EDIT) and not may_anywhere(person, PUBLISH):
        raise lacking(EDIT)
    with new_work() as work:
        return render_template("studio/home.html", drafts=process_drafts.listing(work, person))
