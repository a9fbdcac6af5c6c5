"""A form sent after the session had ended: what was typed is carried through signing in and offered again.

Nothing is replayed by itself: the person presses the button, with a fresh token, after having signed in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import current_app, make_response, render_template, request
from flask.typing import ResponseReturnValue

from motcua.web.context import actor

# The token of the old session is useless, and passwords, PINs and codes are never written into a page.
DROPPED = {"csrf_token", "password", "current", "code", "secret", "resume-sent"}
TARGET = "resume"
SENT = "resume-sent"
"""Marks a form that is sent once more: when it is refused, it is still not lost."""
PREFIX = "resume:"
"""Before the names of carried fields, so that they never meet those of the sign-in form."""

PROGRAMS_OWN = {"next", "q", "version", "draft", "task_id", "revision"}


@dataclass(frozen=True, slots=True)
class Carried:
    """A form on its way: where it was sent to, what was typed, and files that must be chosen again."""

    target: str
    fields: Sequence[tuple[str, str]]
    lost_files: Sequence[str] = ()


def page() -> ResponseReturnValue:
    """The page that keeps what was just sent: sign in first, or, when that is not needed, send it once more."""
    kept = _sent()
    if actor().kind == "public" and not _is_for_everybody():
        return make_response(render(kept), 401)
    return make_response(_again(kept), 400)


def locked() -> str:
    """The screen that was left alone: it asks for the password, and keeps what was just sent."""
    if request.method == "POST":
        return render_locked(_sent())
    return render_locked(Carried(request.full_path.rstrip("?"), ()))


def render_locked(kept: Carried, errors: Sequence[tuple[str, str]] = ()) -> str:
    return render_template("account/locked.html", kept=kept, prefix=PREFIX, errors=errors, name=actor().name)


def is_refused_again() -> bool:
    """Whether what is refused now is a form that was carried through signing in: somebody else has signed in."""
    return request.method == "POST" and SENT in request.form and came_from_here()


def refused(why: str) -> str:
    """The sign-in form that goes on carrying it, for the person who typed it."""
    return render(_sent(), why=why, name=actor().name)


def carried() -> Carried | None:
    """The form that came along with this sign-in; None when there is none, or it would lead off this host."""
    target = local_path(request.form.get(TARGET))
    if target is None:
        return None
    fields = [
        (name.removeprefix(PREFIX), value)
        for name, value in request.form.items(multi=True)
        if name.startswith(PREFIX)
    ]
    return Carried(
        target, [pair for pair in fields if pair[0] not in DROPPED], request.form.getlist("resume-lost")
    )


def render(
    kept: Carried, login: str = "", errors: Sequence[tuple[str, str]] = (), why: str = "", name: str = ""
) -> str:
    """The sign-in form that carries the other one; `why` somebody else, `name`, could not send it."""
    return render_template(
        "account/resume.html", kept=kept, prefix=PREFIX, login=login, errors=errors, why=why, name=name
    )


def send_again(kept: Carried) -> ResponseReturnValue:
    """After signing in: what was typed, with a button that sends it."""
    return make_response(_again(kept))


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
    is_local = not parts.scheme and not parts.netloc and "\\" not in target and target.isprintable()
    return target if is_local else None


def _sent() -> Carried:
    """The form of this request."""
    return Carried(
        target=request.full_path.rstrip("?"),
        fields=[(name, value) for name, value in request.form.items(multi=True) if name not in DROPPED],
        lost_files=[file.filename for file in request.files.values() if file.filename],
    )


def _again(kept: Carried) -> str:
    return render_template("account/resend.html", kept=kept, shown=shown(kept), mark=SENT)


def shown(kept: Carried) -> Sequence[str]:
    """What the person typed or chose, without the fields that only the program reads."""
    return [
        value.strip()
        for name, value in kept.fields
        if value.strip() and not name.startswith("_") and name not in PROGRAMS_OWN
    ]


def _is_for_everybody() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return "public" in getattr(view, "open_to", ())
