"""The addresses of the API."""

from __future__ import annotations

from flask import Blueprint

from motcua.web.api import act, actions, openapi, payment_notice, reading, slips

api = Blueprint("api", __name__, url_prefix="/api/v1")

api.add_url_rule("/openapi.json", view_func=openapi.openapi)
api.add_url_rule("/procedures/<code>/form", view_func=openapi.form)
api.add_url_rule("/procedures/<code>/form/check", view_func=openapi.check_form, methods=["POST"])
api.add_url_rule("/work", view_func=reading.work)
api.add_url_rule("/track/<code>", view_func=reading.track)
api.add_url_rule("/papers/<code>", view_func=reading.paper)
api.add_url_rule("/dossiers/<code>", view_func=reading.dossier)
api.add_url_rule("/dossiers/<code>/accept", view_func=actions.accept, methods=["POST"])
api.add_url_rule("/dossiers/<code>/messages", view_func=actions.receive, methods=["POST"])
api.add_url_rule("/dossiers/<code>/steps/<task_id>/claim", view_func=actions.claim, methods=["POST"])
api.add_url_rule("/dossiers/<code>/steps/<task_id>/release", view_func=actions.release, methods=["POST"])
api.add_url_rule("/dossiers/<code>/steps/<task_id>/finish", view_func=actions.finish, methods=["POST"])
api.add_url_rule("/dossiers/<code>/result/confirm", view_func=actions.confirm, methods=["POST"])
api.add_url_rule("/dossiers/<code>/result/return", view_func=actions.return_result, methods=["POST"])
api.add_url_rule("/dossiers/<code>/actions", "offers", act.offers)
api.add_url_rule("/dossiers/<code>/actions/<action_key>", "act", act.perform, methods=["POST"])
api.add_url_rule("/dossiers/<code>/slips/<action_key>", "draft_slip", slips.draft, methods=["POST"])
api.add_url_rule("/dossiers/<code>/slips/<int:slip_id>", "slip", slips.file)
api.add_url_rule("/payments/<gateway>/notice", "payment_notice", payment_notice.notice, methods=["POST"])
api.add_url_rule("/bulk", "bulk_start", act.start, methods=["POST"])
api.add_url_rule("/bulk/<int:run_id>", "bulk_run", act.run)
