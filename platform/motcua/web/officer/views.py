"""The addresses of the desk."""

from __future__ import annotations

from flask import Blueprint

from motcua.web.officer import (
    act,
    actions,
    answer_export,
    awaited,
    backfill,
    bulk,
    consultations,
    control_slip,
    copies,
    dossier,
    intake_receipt,
    messages,
    one_screen,
    operations,
    oversight,
    overview,
    papers,
    procedure_sheet,
    receipts,
    results,
    seals,
    signing,
    slip_lists,
    slips,
    tracking_only,
    walk_in,
    work,
    work_search,
)

officer = Blueprint("officer", __name__, url_prefix="/desk")

officer.add_url_rule("", view_func=work.work)
officer.add_url_rule("/search", view_func=work_search.search, methods=["POST"])
officer.add_url_rule("/consultations", "consultations", consultations.show)
officer.add_url_rule("/overview", "overview", overview.show)
officer.add_url_rule("/messages", view_func=messages.messages)
officer.add_url_rule("/messages/<int:notice_id>", view_func=messages.open_message)
officer.add_url_rule("/messages/read", view_func=messages.read_all, methods=["POST"])
officer.add_url_rule("/messages/by-email", view_func=messages.by_email, methods=["POST"])
officer.add_url_rule("/operations", view_func=operations.failed_calls)
officer.add_url_rule("/bulk", "bulk_runs", bulk.runs)
officer.add_url_rule("/bulk", "bulk_start", bulk.start, methods=["POST"])
officer.add_url_rule("/bulk/new", "bulk_new", bulk.begin, methods=["POST"])
officer.add_url_rule("/bulk/<int:run_id>", "bulk_run", bulk.run)
officer.add_url_rule("/bulk/<int:run_id>/again", "bulk_again", bulk.again)
officer.add_url_rule("/sign", "signature_runs", signing.runs)
officer.add_url_rule("/sign", "sign_many", signing.sign_many, methods=["POST"])
officer.add_url_rule("/sign/new", "sign_many_new", signing.many, methods=["POST"])
officer.add_url_rule("/sign/<int:signing_run>", "signature_run", signing.run)
officer.add_url_rule(
    "/sign/<int:signing_run>/call-off", "call_off_signing", signing.call_off, methods=["POST"]
)
officer.add_url_rule("/oversight", "oversight", oversight.page)
officer.add_url_rule("/oversight/entries", "control_report", oversight.entries)
officer.add_url_rule("/oversight/entries.csv", "control_report_file", oversight.entries_file)
officer.add_url_rule("/answers", "answer_export", answer_export.page)
officer.add_url_rule("/answers/file", "answer_file", answer_export.file)
officer.add_url_rule("/back-entries", "back_entries", backfill.start)
officer.add_url_rule("/back-entries/<procedure>", "back_entry_form", backfill.form)
officer.add_url_rule("/back-entries/<procedure>", "back_entry", backfill.enter, methods=["POST"])
officer.add_url_rule("/tracking", "tracked", tracking_only.tracked)
officer.add_url_rule("/tracking", "begin_tracking", tracking_only.begin, methods=["POST"])
officer.add_url_rule("/tracking/<code>", "tracked_dossier", tracking_only.dossier)
officer.add_url_rule("/tracking/<code>", "track", tracking_only.write_down, methods=["POST"])
officer.add_url_rule("/cash", view_func=receipts.cash)
officer.add_url_rule("/register", view_func=slip_lists.register)
officer.add_url_rule(
    "/register/<any(ledger, result_hand_over):name>.<any(pdf, docx):kind>", view_func=slip_lists.register_file
)
officer.add_url_rule("/certified", "copy_book", copies.copy_book)
officer.add_url_rule("/results", view_func=results.results)
officer.add_url_rule("/results", "find_results", results.results, methods=["POST"])
officer.add_url_rule("/results/<int:result_id>", view_func=results.result)
officer.add_url_rule("/results/<int:result_id>/file", view_func=results.result_file)
officer.add_url_rule("/results/<int:result_id>/revoke", view_func=results.revoke_result, methods=["POST"])
officer.add_url_rule("/results/<int:result_id>/replace", view_func=results.replace_result, methods=["POST"])
officer.add_url_rule("/results/<int:result_id>/limit", view_func=results.limit_result, methods=["POST"])
officer.add_url_rule("/new", "walk_in_new", walk_in.new)
officer.add_url_rule("/new", "walk_in_begin", walk_in.begin, methods=["POST"])
officer.add_url_rule("/new/<uuid:draft_id>", "walk_in", walk_in.form)
officer.add_url_rule("/new/<uuid:draft_id>", "walk_in_submit", walk_in.submit, methods=["POST"])
officer.add_url_rule("/new/<uuid:draft_id>/discard", "walk_in_discard", walk_in.discard, methods=["POST"])
officer.add_url_rule("/new/<uuid:draft_id>/files/<int:file_id>", "walk_in_file", walk_in.file)
officer.add_url_rule("/<code>/intake-receipt", view_func=intake_receipt.intake_receipt)
officer.add_url_rule("/<code>/slips/<action_key>", view_func=slips.slip, methods=["POST"])
officer.add_url_rule("/<code>/slips/<action_key>/sign", view_func=slips.slip_sign, methods=["POST"])
officer.add_url_rule("/<code>/slips/<int:slip_id>.<any(pdf, docx):kind>", view_func=slips.slip_file)
officer.add_url_rule(
    "/<code>/slips/<any(receipt, control, satisfaction):name>.<any(pdf, docx):kind>",
    view_func=slips.slip_print,
)
officer.add_url_rule("/<code>", view_func=dossier.dossier)
officer.add_url_rule("/<code>/talk", view_func=dossier.talk, methods=["POST"])
officer.add_url_rule("/<code>/control-slip", view_func=control_slip.control_slip)
officer.add_url_rule("/<code>/procedure", view_func=procedure_sheet.procedure_sheet)
officer.add_url_rule("/<code>/receipts/<int:receipt_id>", view_func=receipts.receipt)
officer.add_url_rule(
    "/<code>/receipts/<int:receipt_id>", "void_receipt", receipts.void_receipt, methods=["POST"]
)
officer.add_url_rule("/<code>/files/<int:file_id>", view_func=papers.file)
officer.add_url_rule(
    "/<code>/files/<int:file_id>/signature", view_func=papers.check_signature, methods=["POST"]
)
officer.add_url_rule("/<code>/seals", "seals", seals.page)
officer.add_url_rule("/<code>/seals", "seal", seals.seal, methods=["POST"])
officer.add_url_rule("/<code>/seals/<int:number>.zip", "seal_package", seals.package)
officer.add_url_rule("/<code>/result-files", view_func=results.attach_result, methods=["POST"])
officer.add_url_rule("/<code>/certify", "certify", copies.certify_form)
officer.add_url_rule("/<code>/certify", "certify_submit", copies.certify, methods=["POST"])
officer.add_url_rule("/<code>/earlier-results", view_func=results.earlier_results)
officer.add_url_rule("/<code>/earlier-results", view_func=results.take_result, methods=["POST"])
officer.add_url_rule("/<code>/accept", view_func=actions.accept, methods=["POST"])
officer.add_url_rule("/<code>/steps/<task_id>/claim", view_func=actions.claim, methods=["POST"])
officer.add_url_rule("/<code>/steps/<task_id>/release", view_func=actions.release, methods=["POST"])
officer.add_url_rule("/<code>/steps/<task_id>/finish", view_func=actions.finish, methods=["POST"])
officer.add_url_rule("/<code>/steps/<task_id>/sign", "sign_page", signing.page)
officer.add_url_rule("/<code>/steps/<task_id>/sign", "sign", signing.sign, methods=["POST"])
officer.add_url_rule("/<code>/steps/<task_id>/document", "sign_attach", signing.attach, methods=["POST"])
officer.add_url_rule("/<code>/steps/<task_id>/signed", "sign_returned", signing.returned, methods=["POST"])
officer.add_url_rule("/<code>/result/confirm", view_func=actions.confirm, methods=["POST"])
officer.add_url_rule("/<code>/result/return", view_func=actions.return_result, methods=["POST"])
officer.add_url_rule("/<code>/one-screen", "one_screen_form", one_screen.form)
officer.add_url_rule("/<code>/one-screen", "one_screen", one_screen.carry_out, methods=["POST"])
officer.add_url_rule("/<code>/actions/<action_key>", "act_form", act.form)
officer.add_url_rule("/<code>/actions/<action_key>", "act", act.perform, methods=["POST"])
officer.add_url_rule("/<code>/messages", view_func=awaited.receive, methods=["POST"])
for name, view in (
    ("retry", operations.retry),
    ("answer", operations.answer),
    ("give-up", operations.give_up),
):
    endpoint = f"{name.replace('-', '_')}_call"
    officer.add_url_rule(f"/<code>/calls/<task_id>/{name}", endpoint, view, methods=["POST"])
