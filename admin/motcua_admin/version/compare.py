"""What a version or a draft changes: the two drawings, every change in words, and what would happen (A-12)."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from motcua.services.process import process_drafts
from motcua.services.process.procedures import UnfitModelError
from motcua.services.version import comparison, impact
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now
from motcua.web.errors import status_of
from motcua.web.keys import record_key
from motcua_admin import bp
from motcua_admin.version.compare_impact import impact_of
from motcua_admin.version.compare_page import page_of


@bp.get("/phien-ban/<int:version_id>/so-sanh")
@open_to("staff")
def compare(version_id: int) -> ResponseReturnValue:
    """A version beside the one it replaces, or beside the version `voi`."""
    with new_work() as work:
        found = comparison.of_version(work, actor(), version_id, request.args.get("voi", type=record_key))
        effects = impact.of(work, found, now()) if found.new.row.state == "waiting" else None
    return _shown(found, effects)


@bp.get("/ban-thao/<int:draft_id>/so-sanh")
@open_to("staff")
def compare_draft(draft_id: int) -> ResponseReturnValue:
    """A draft beside the version in use, or beside the version `voi`."""
    with new_work() as work:
        try:
            found = comparison.of_draft(work, actor(), draft_id, request.args.get("voi", type=record_key))
        except UnfitModelError as problem:
            row = process_drafts.get(work, actor(), draft_id)
            page = render_template("studio/compare_unread.html", draft=row, findings=problem.findings)
            return page, status_of(problem)
        effects = impact.of(work, found, now())
    return _shown(found, effects)


def _shown(found: comparison.Comparison, effects: impact.Impact | None) -> str:
    shown = impact_of(found, effects) if effects is not None else None
    return render_template("studio/compare.html", page=page_of(found), impact=shown)
