"""A new commune from one page: operational in minutes (N-18)."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from motcua.domain.errors import ConflictError, InputError
from motcua.services.agencies import agencies as agency_services
from motcua.services.agencies import agency_tree, new_agency
from motcua.services.agencies.new_agency import FirstAdministrator
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now
from motcua.web.filters import named
from motcua.web.office import bp
from motcua.web.office.agencies import choices, facts_of
from motcua.web.office.typed import Typed, number_of, words_of


@bp.route("/co-quan/moi", methods=["GET", "POST"])
@open_to("staff")
def open_commune() -> ResponseReturnValue:
    """The commune, its calendar, its first administrator, and whose groups are its model, on one page."""
    agency_services.require_manager(actor())
    typed = Typed({"level": "xa", "receives": "yes"})
    if request.method == "POST":
        typed = Typed(request.form)
        try:
            return _opened()
        except (InputError, ConflictError) as error:
            typed = typed.with_problem(error)
    with new_work() as work:
        rows = [one.row for one in agency_tree.tree(work, actor()) if one.row.valid_to is None]
        body = render_template(
            "office/new_commune.html",
            typed=typed,
            parents=[(row.id, f"{named(row)} ({row.code})") for row in rows],
            models=[(row.id, named(row)) for row in rows if row.level == "xa"],
            **choices(work),
        )
    return body, 422 if typed.summary else 200


def _opened() -> str:
    """Open it, and show once what the new administrator needs to sign in."""
    form = request.form
    administrator = FirstAdministrator(
        login=form.get("login", "").strip().lower(),
        name=words_of(form, "person_name"),
        title=words_of(form, "title"),
        email=words_of(form, "person_email"),
    )
    facts = facts_of()
    with new_work() as work:
        opened = new_agency.open_agency(
            work,
            actor(),
            number_of(form, "parent_id") or 0,
            facts,
            administrator,
            now(),
            number_of(form, "like"),
            words_of(form, "document"),
        )
    return render_template(
        "office/commune_opened.html", opened=opened, facts=facts, administrator=administrator
    )
