"""How often the open and the costly addresses may be asked for: one table, counted before the view runs.

Whoever is signed in is counted by account, everybody else by network address; partners by their token.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask import Flask, g, request

from motcua.services import rate
from motcua.services.rate import Limit
from motcua.web.context import actor, new_work, now

LIMITS: Final[Mapping[str, Limit]] = {
    "public.track": rate.LOOK_UP,
    "public.tracked": rate.LOOK_UP,
    "public.verify": rate.LOOK_UP,
    "public.verified": rate.LOOK_UP,
    "public.verify_file": rate.VERIFY,
    "citizen.begin_submit": rate.FILING,
    "citizen.papers_submit": rate.UPLOAD,
    "citizen.check_submit": rate.FILING,
    "uploads.begin": rate.UPLOAD,
    "declaration.blank": rate.DOCUMENT,
    "declaration.of_draft": rate.DOCUMENT,
    "declaration.of_own": rate.DOCUMENT,
    "declaration.of_dossier": rate.DOCUMENT,
    "studio.slip_preview_page": rate.PREVIEW,
}
"""By endpoint. Signing in, registration and codes are counted by the account's own services."""

API: Final = "api"


def register_rate(app: Flask) -> None:
    """Count before every limited view; too many raise TooManyError, which is answered with 429."""

    @app.before_request
    def count() -> None:
        limit = limit_of(request.endpoint or "", request.blueprint)
        if limit is not None:
            with new_work() as work:
                rate.count(work, limit, _who(), now())


def limit_of(endpoint: str, blueprint: str | None) -> Limit | None:
    if blueprint == API:
        return rate.API
    return LIMITS.get(endpoint)


def _who() -> str:
    token_id = g.get("api_token_id")
    if token_id is not None:
        return f"token:{token_id}"
    person = actor()
    return f"account:{person.id}" if person.id is not None else request.remote_addr or ""
