"""A form sent after the session had ended: what was typed is carried through signing in and offered again.

Nothing is replayed by itself: the person presses the button, with a fresh token, after having signed in.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue

from motcua.web.context import actor

# The token of the old session is useless, and passwords are never written into a page.
DROPPED = {"csrf_token", "password"}


def page() -> ResponseReturnValue:
    """The page that keeps what was typed: sign in first, or, when signed in again, send it once more."""
    fields = [
        (name, value) for name, value in request.form.items(multi=True) if name not in DROPPED
    ]
    lost_files = [file.filename for file in request.files.values() if file.filename]
    template = render_template(
        "account/resume.html",
        fields=fields,
        lost_files=lost_files,
        target=request.full_path.rstrip("?"),
        is_signed_in=actor().kind != "public",
    )
    return make_response(template, 401 if actor().kind == "public" else 400)


def came_from_here() -> bool:
    """Whether the browser says that this form was sent from one of our own pages."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(origin).netloc == request.host


def local_path(target: str | None) -> str | None:
    """`target` when it is a path on this host, else None: nobody is sent elsewhere after signing in."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return None
    parts = urlsplit(target)
    return target if not parts.scheme and not parts.netloc and "\\" not in target else None
