"""The first page of the studio: procedures and drafts the person may see, where each stands (A-01, A-03)."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from motcua.domain.people.agency import KINDS
from motcua.domain.people.permissions import may_anywhere
from motcua.services.process import catalogue
from motcua.services.process.catalogue import PER_PAGE, Filters
from motcua.services.process.model_rights import EDIT
from motcua.web.access import open_to
from motcua.web.context import actor, new_work
from motcua.web.keys import record_key
from motcua_admin import bp


@bp.get("")
@open_to("staff")
def home() -> ResponseReturnValue:
    """The catalogue by name, narrowed to what the address asks for."""
    filters = _filters()
    page = max(request.args.get("trang", 1, type=int), 1)
    with new_work() as work:
        shown = catalogue.listing(work, actor(), filters, page)
    return render_template(
        "studio/home.html",
        shown=shown,
        filters=filters,
        levels=[(key, KINDS[key]) for key in KINDS if key in shown.levels],
        page=page,
        pages=-(-shown.total // PER_PAGE),
        address=_address,
        may_begin=may_anywhere(actor(), EDIT),
        query=filters.query,
    )


def _filters() -> Filters:
    return Filters(
        query=request.args.get("q", "").strip()[:200],
        field=request.args.get("linh-vuc", ""),
        level=request.args.get("cap", ""),
        owner_id=request.args.get("co-quan", 0, type=record_key),
        state=request.args.get("trang-thai", ""),
    )


def _address(**changed: object) -> str:
    """The address of the same list with something changed; a new filter begins at the first page."""
    kept = {key: value for key, value in request.args.items() if key != "trang" and value}
    values = {**kept, **{key.replace("_", "-"): value for key, value in changed.items()}}
    return url_for("studio.home", **{key: value for key, value in values.items() if value})  # type: ignore[arg-type]
