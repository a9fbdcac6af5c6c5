"""The session's cookie: kept alive by pages alone.

Every answer could renew it, but what a page embeds is asked for beside the next click: an answer that arrives late
would put back the cookie of before, and the message of what was just done would be lost.
"""

from __future__ import annotations

from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin


class PageSessions(SecureCookieSessionInterface):
    """Flask's signed cookie, sent with changes always and for renewal only with a page."""

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        if session.modified:
            return True
        # Browsers too old to tell what they want are answered as before.
        is_page = request.headers.get("Sec-Fetch-Dest", "document") == "document"
        return is_page and super().should_set_cookie(app, session)
