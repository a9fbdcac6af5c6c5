"""The forms of the studio: by field, by name, what is drafted and what is published, and how many procedures use each."""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from motcua.domain.people.permissions import may_anywhere
from motcua.domain.search import fold, words
from motcua.domain.text import Text
from motcua.services.forms import form_library
from motcua.services.forms.form_library import Listed
from motcua.services.process.model_rights import EDIT
from motcua.web.access import open_to
from motcua.web.context import actor, new_work
from motcua_admin import bp

PER_PAGE = 30


@bp.get("/bieu-mau")
@open_to("staff")
def forms() -> ResponseReturnValue:
    """The list, narrowed to what the address asks for."""
    query = request.args.get("q", "").strip()[:200]
    field, state = request.args.get("linh-vuc", ""), request.args.get("trang-thai", "")
    with new_work() as work:
        everything = form_library.listing(work, actor())
    named = [one for one in everything if _is_named(one, query) and field in ("", one.field)]
    found = [one for one in named if _is_in(one, state)]
    page = max(request.args.get("trang", 1, type=int), 1)
    return render_template(
        "studio/forms.html",
        found=found[(page - 1) * PER_PAGE : page * PER_PAGE],
        counts={key: sum(_is_in(one, key) for one in named) for key in ("", "draft", "published", "unused")},
        fields=_fields(everything),
        chosen={"q": query, "field": field, "state": state},
        page=page,
        pages=-(-len(found) // PER_PAGE),
        address=_address,
        may_begin=may_anywhere(actor(), EDIT),
    )


def _is_named(one: Listed, query: str) -> bool:
    """Whether every word of the query stands in its title or key, with or without diacritics."""
    text = fold(f"{one.title.vi} {one.title.en} {one.key} {one.key.replace('_', ' ')}")
    return all(word in text for word in words(query))


def _is_in(one: Listed, state: str) -> bool:
    if state == "draft":
        return one.draft is not None
    if state == "published":
        return one.number > 0
    return state != "unused" or one.used == 0


def _fields(listed: Sequence[Listed]) -> list[tuple[str, Text]]:
    """The fields that have forms: key and name, by name."""
    return sorted({one.field: one.field_name for one in listed}.items(), key=lambda one: one[1].vi)


def _address(**changed: object) -> str:
    """The address of the same list with something changed; a new filter begins at the first page."""
    kept = {key: value for key, value in request.args.items() if key != "trang" and value}
    values = {**kept, **{key.replace("_", "-"): value for key, value in changed.items()}}
    return url_for("studio.forms", **{key: value for key, value in values.items() if value})  # type: ignore[arg-type]
