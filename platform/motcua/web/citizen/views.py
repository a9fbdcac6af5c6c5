"""The pages of a signed-in citizen: where each lives, and the view behind it."""

from __future__ import annotations

from flask import Blueprint

from motcua.web.citizen import (
    begin,
    behalf,
    change,
    check,
    own,
    papers,
    pay,
    results,
    reuse,
    section,
    supplement,
)

citizen = Blueprint("citizen", __name__)


for path, endpoint, view, method in (
    ("/procedures/<code>/apply", "begin", begin.page, "GET"),
    ("/procedures/<code>/apply", "begin_submit", begin.submit, "POST"),
    ("/drafts/<uuid:draft_id>", "draft", section.go_on, "GET"),
    ("/drafts/<uuid:draft_id>", "discard", section.discard, "POST"),
    ("/drafts/<uuid:draft_id>/<section_key>", "section", section.page, "GET"),
    ("/drafts/<uuid:draft_id>/<section_key>", "section_submit", section.submit, "POST"),
    ("/drafts/<uuid:draft_id>/behalf", "behalf", behalf.page, "GET"),
    ("/drafts/<uuid:draft_id>/behalf", "behalf_submit", behalf.submit, "POST"),
    ("/drafts/<uuid:draft_id>/reuse", "reuse", reuse.decide, "POST"),
    ("/drafts/<uuid:draft_id>/papers", "papers", papers.page, "GET"),
    ("/drafts/<uuid:draft_id>/papers", "papers_submit", papers.submit, "POST"),
    ("/drafts/<uuid:draft_id>/files/<int:file_id>", "draft_file", papers.file, "GET"),
    ("/drafts/<uuid:draft_id>/check", "check", check.page, "GET"),
    ("/drafts/<uuid:draft_id>/check", "check_submit", check.submit, "POST"),
    ("/my", "dossiers", own.dossiers, "GET"),
    ("/my/messages/<int:message_id>", "open_message", own.open_message, "GET"),
    ("/my/messages/read", "read_all", own.read_all, "POST"),
    ("/my/papers", "stored_papers", reuse.papers, "GET"),
    ("/my/papers/forget-profile", "forget_profile", reuse.forget_profile, "POST"),
    ("/my/papers/<int:paper_id>", "stored_paper", reuse.paper, "GET"),
    ("/my/papers/<int:paper_id>/forget", "forget_paper", reuse.forget_paper, "POST"),
    ("/my/results", "results", results.results, "GET"),
    ("/my/results/<int:result_id>", "result_file", results.result_file, "GET"),
    ("/my/<code>", "dossier", own.dossier, "GET"),
    ("/my/<code>/profile", "update_profile", reuse.update_profile, "POST"),
    ("/my/<code>/filed", "filed", own.filed, "GET"),
    ("/my/<code>/receipt.pdf", "receipt", own.receipt, "GET"),
    ("/my/<code>/files/<int:file_id>", "file", own.file, "GET"),
    ("/my/<code>/talk", "talk", own.talk, "POST"),
    ("/my/<code>/pay", "pay", pay.begin, "POST"),
    ("/my/<code>/payments/<int:attempt_id>", "payment", pay.payment, "GET"),
    ("/payments/<gateway>/back", "payment_back", pay.back, "GET"),
    ("/my/<code>/supplement", "supplement", supplement.page, "GET"),
    ("/my/<code>/supplement", "supplement_submit", supplement.submit, "POST"),
    ("/my/<code>/amend", "amend", change.amend, "POST"),
    ("/my/<code>/withdraw", "withdraw", change.page, "GET"),
    ("/my/<code>/withdraw", "withdraw_submit", change.withdraw, "POST"),
):
    citizen.add_url_rule(path, endpoint, view, methods=[method])
