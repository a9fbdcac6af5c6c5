"""Sessions by Flask-Login: a signed cookie with account, epoch and session, all checked on every request."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask, Response, current_app, make_response, request, session
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from werkzeug.exceptions import Unauthorized

from motcua.domain.errors import NotFoundError
from motcua.domain.people.permissions import Actor
from motcua.services.accounts import accounts
from motcua.services.accounts import sessions as services
from motcua.services.accounts.accounts import SignedIn
from motcua.services.accounts.sessions import Current, Limits, Origin
from motcua.services.people import delegations
from motcua.settings import Settings
from motcua.web import device, resume
from motcua.web.context import new_work, now
from motcua.web.session_cookie import PageSessions

LIMITS = "motcua_session_limits"
# What a locked screen still answers: the way back in, the way out, and files without content.
OPEN_WHEN_LOCKED = {"static", "account.unlock", "account.sign_out", "public.language"}
# Pages that ask for themselves again and again.
ASKED_AGAIN = {"officer.bulk_run"}


class Person(UserMixin):  # type: ignore[misc]  # the library has no types
    """The signed-in person as Flask-Login sees him."""

    def __init__(self, actor: Actor, epoch: int, current: Current) -> None:
        self.actor = actor
        self.epoch = epoch
        self.current = current

    def get_id(self) -> str:
        return f"{self.actor.id}:{self.epoch}:{self.current.id}"


def register_sessions(app: Flask, settings: Settings) -> None:
    """Cookies that scripts cannot read and other sites cannot send; over HTTPS only when so configured."""
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="motcua",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.https_only,
        PERMANENT_SESSION_LIFETIME=timedelta(minutes=settings.session_minutes),
    )
    app.session_interface = PageSessions()
    app.extensions[LIMITS] = Limits(
        timedelta(minutes=settings.idle_minutes) if settings.idle_minutes else None,
        timedelta(hours=settings.session_hours) if settings.session_hours else None,
    )
    LoginManager(app).user_loader(_load)


def register_lock(app: Flask) -> None:
    """Ask for the password when staff left the screen alone (J-17). After the check against forgery: only a form
    that came from one of our own pages is kept."""

    @app.before_request
    def lock() -> ResponseReturnValue | None:
        current = current_session()
        endpoint = request.endpoint or ""
        if current is None or not current.is_locked or endpoint in OPEN_WHEN_LOCKED:
            return None
        if request.path.startswith("/api/"):
            raise Unauthorized
        if request.headers.get("HX-Request"):
            return Response(status=204, headers={"HX-Refresh": "true"})
        return make_response(resume.locked(), 401)


def current_session() -> Current | None:
    """The session behind this request; None when nobody is signed in."""
    return current_user.current if current_user.is_authenticated else None


def begin(signed_in: SignedIn) -> None:
    """Start a fresh session for the account; nothing of the visitor's old one remains but the language."""
    if current_user.is_authenticated:
        _end_current()
    with new_work() as work:
        session_id = services.begin(work, signed_in.actor, origin(), now())
    language = session.get("language")
    session.clear()
    session.permanent = True
    if language:
        session["language"] = language
    login_user(Person(signed_in.actor, signed_in.epoch, Current(session_id, False, 0)))


def end() -> None:
    """Sign the person out of this session."""
    if current_user.is_authenticated:
        _end_current()
    logout_user()
    session.clear()


def origin() -> Origin:
    return Origin(request.remote_addr or "", device.words(request.user_agent.string))


def _end_current() -> None:
    try:
        with new_work() as work:
            services.end_own(work, current_user.actor, current_user.current.id, now(), "signed_out")
    except NotFoundError:
        return


def _load(key: str) -> Person | None:
    numbers = [int(part) for part in key.split(":") if part.isdecimal()]
    if len(numbers) != 3:
        return None
    account_id, epoch, session_id = numbers
    limits: Limits = current_app.extensions[LIMITS]
    with new_work() as work:
        actor = accounts.load(work, account_id, epoch)
        actor = delegations.acting(work, actor, now()) if actor is not None else None
        current = (
            services.keep_up(work, actor, session_id, limits, now(), is_by_hand=_is_by_hand())
            if actor is not None
            else None
        )
    return Person(actor, epoch, current) if actor is not None and current is not None else None


def _is_by_hand() -> bool:
    return request.endpoint not in ASKED_AGAIN or "HX-Request" not in request.headers
