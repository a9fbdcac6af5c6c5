"""Reading: the officer's list, one dossier, and the public look-up."""

from __future__ import annotations

from flask import jsonify
from flask.typing import ResponseReturnValue

from motcua.services.desk import dossiers, lookup, worklist
from motcua.services.papers import paper_check
from motcua.web.access import open_to
from motcua.web.api import shape
from motcua.web.context import actor, new_work, now


@open_to("staff")
def work() -> ResponseReturnValue:
    """Everything that waits for the officer, overdue first."""
    with new_work() as unit:
        items = worklist.of(unit, actor(), now())
    return jsonify(work=[shape.work_item(item) for item in items])


@open_to("staff", "partner")
def dossier(code: str) -> ResponseReturnValue:
    """One dossier; the opening is recorded. A partner hears where it stands, and no names."""
    with new_work() as unit:
        if actor().kind == "partner":
            return jsonify(dossier=shape.track(lookup.of_partner(unit, actor(), code, now())))
        shown = dossiers.page(unit, actor(), code, now())
    return jsonify(dossier=shape.dossier(shown))


@open_to("public")
def track(code: str) -> ResponseReturnValue:
    """Where a dossier stands, for whoever has its code."""
    with new_work() as unit:
        found = lookup.track(unit, code, now())
    return jsonify(dossier=shape.track(found))


@open_to("public")
def paper(code: str) -> ResponseReturnValue:
    """What was issued under a verification code, for whoever holds it (F-16)."""
    with new_work() as unit:
        found = paper_check.by_code(unit, code, now())
    if not found.known:
        raise paper_check.unknown()
    return jsonify(paper=shape.paper(found))
