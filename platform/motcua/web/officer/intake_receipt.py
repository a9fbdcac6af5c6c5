"""What is printed at the counter: the receipt of an accepted dossier with its appointment, and slips about papers."""

from __future__ import annotations

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue

from motcua.domain.dossier.dossier import ACTIONS
from motcua.domain.errors import NotFoundError
from motcua.domain.papers.unlisted_paper import MOST, PREFIX, key_of, papers_of
from motcua.domain.text import Text
from motcua.services.desk import dossiers, visitor
from motcua.services.intake.walk_in import SCAN, SEEN
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now, say
from motcua.web.officer.papers import files_of
from motcua.web.tracking_address import tracking_address

SLIPS = ("supplement", "refusal")
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
    accepted = next((one for one in shown.history if one.action == "accept"), None)
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
        received_by=accepted.actor_name if accepted is not None else "",
        way=say(way) if way is not None else "",
        address=tracking_address(code),
    )
    return make_response(page)


@open_to("staff")
def slip(code: str, action_key: str) -> ResponseReturnValue:
    """The slip of an action as it has been typed so far, to be printed, signed and attached; nothing is done yet."""
    action = ACTIONS.get(action_key)
    if action is None or action.slip not in SLIPS:
        raise NotFoundError(Text("Không có phiếu này.", "There is no such slip."))
    with new_work() as work:
        shown = dossiers.page(work, actor(), code, now(), subject=f"slip:{action_key}")
    asked = [
        *request.form.getlist("papers"),
        *map(key_of, request.form.get("other_papers", "").splitlines()[:MOST]),
    ]
    page = render_template(
        "officer/slip.html",
        shown=shown,
        row=shown.row,
        is_supplement=action.slip == "supplement",
        papers=papers_of(shown.version.facts.papers, [key for key in asked if key != PREFIX]),
        reason=request.form.get("reason", "").strip()[:10_000],
        officer=actor().name,
        at=now(),
    )
    return make_response(page)
