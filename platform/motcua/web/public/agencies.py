"""The agencies that serve people, by kind, with how to reach them (A-25)."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from motcua.domain.people.agency import KINDS
from motcua.services.agencies import agency_tree
from motcua.web.access import open_to
from motcua.web.context import new_work, now


@open_to("public")
def agencies() -> ResponseReturnValue:
    """The agencies in force today."""
    with new_work() as work:
        found = agency_tree.directory(work, now())
    kinds = [(label, [row for row in found if row.level == key]) for key, label in KINDS.items()]
    return render_template("public/agencies.html", kinds=[(label, rows) for label, rows in kinds if rows])
