"""A partner's system says who it is by `Authorization: Bearer`: no cookie, and so no forgery to guard against."""

from __future__ import annotations

from flask import Flask, g, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import Unauthorized

from motcua.services.accounts import api_tokens
from motcua.web.context import new_work, now

PREFIX = "/api/"
SIGNED = frozenset({"api.payment_notice"})
"""Views that believe the signature of what is sent and no cookie: there is nothing to forge."""
HARMLESS = frozenset({"api.check_form"})
"""Views that change nothing and are open to everybody."""


def register_tokens(app: Flask) -> None:
    """Recognise the token before anything asks who acts; refuse one that is not good after it was counted."""

    @app.before_request
    def recognise() -> None:
        authorization = request.authorization
        if authorization is None or not request.path.startswith(PREFIX):
            return
        token = authorization.token or ""
        if authorization.type != "bearer" or not token:
            g.api_refused = True
            return
        with new_work() as work:
            known = api_tokens.recognise(work, token, now())
        if known is None:
            g.api_refused = True
        else:
            g.api_token_id, g.api_actor = known.id, known.actor


def register_forgery(app: Flask) -> None:
    """Ask every changing request for the page's token, but those that come with a token of their own."""
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    protection = CSRFProtect(app)

    @app.before_request
    def check() -> None:
        if g.get("api_refused"):
            raise Unauthorized
        if request.endpoint in SIGNED | HARMLESS:
            return
        if "api_actor" not in g and app.config["WTF_CSRF_ENABLED"]:
            protection.protect()
