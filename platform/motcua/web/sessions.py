"""Sessions by Flask-Login: a signed cookie with the account and its epoch, checked on every request."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask, session
from flask_login import LoginManager, UserMixin, login_user, logout_user

from motcua.domain.permissions import Actor
from motcua.services import accounts
from motcua.services.accounts import SignedIn
from motcua.settings import Settings
from motcua.web.context import new_work


class Person(UserMixin):  # type: ignore[misc]  # the library has no types
    """The signed-in person as Flask-Login sees him."""

    def __init__(self, actor: Actor, epoch: int) -> None:
        self.actor = actor
        self.epoch = epoch

    def get_id(self) -> str:
        return f"{self.actor.id}:{self.epoch}"


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
    manager = LoginManager(app)

    @manager.user_loader  # type: ignore[untyped-decorator]
    def load(key: str) -> Person | None:
        account_id, _, epoch = key.partition(":")
        with new_work() as work:
            person = accounts.load(work, int(account_id), int(epoch))
        return Person(person, int(epoch)) if person is not None else None


def begin(signed_in: SignedIn) -> None:
    """Start a fresh session for the account; nothing of the visitor's old one remains but the language."""
    language = session.get("language")
    session.clear()
    session.permanent = True
    if language:
        session["language"] = language
    login_user(Person(signed_in.actor, signed_in.epoch))


def end() -> None:
    logout_user()
    session.clear()
