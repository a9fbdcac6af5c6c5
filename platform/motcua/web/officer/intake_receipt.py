"""What the counter sees after an acceptance: the appointment, the papers taken in, and the receipt to be printed."""

from __future__ import annotations

from flask import make_response, render_template
from flask.typing import ResponseReturnValue

from motcua.domain.errors import NotFoundError
from motcua.domain.text import Text
from motcua.services.desk import dossiers, visitor
from motcua.services.intake.walk_in import SCAN, SEEN
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now, say
from motcua.web.officer.papers import files_of
from motcua.web.tracking_address import tracking_address

_SCANNED = Text("Bản quét", "Scan")


@open_to("staff")
def intake_receipt(code: str) -> ResponseReturnValue:
    """The receipt with the appointment; raises NotFoundError before acceptance."""
    with new_work() as work:
        shown = dossiers.page(work, actor(), code, now(), subject="intake_receipt")
    if shown.deadline is None:
        raise NotFoundError(
            Text("Hồ sơ chưa được tiếp nhận nên chưa có giấy hẹn.", "The dossier has not been accepted yet.")
        )
    words = {key: say(text) for key, text in {**SEEN, SCAN: _SCANNED}.items()}
    seen = shown.row.papers_seen or {}
    marks = shown.row.checklist or {}
    papers = [
        (paper, [words[one] for one in seen.get(paper.key, ())], len(files_of(shown, paper.key)))
        for paper in shown.version.facts.papers
        if marks.get(paper.key) == "good"
    ]
    way = visitor.WAYS.get(str(shown.contact.get("notify", "")))
    page = render_template(
        "officer/intake_receipt.html",
        shown=shown,
        row=shown.row,
        papers=papers,
        way=say(way) if way is not None else "",
        address=tracking_address(code),
    )
    return make_response(page)
