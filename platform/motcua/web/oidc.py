"""The way to a provider of identities and back: asked once, answered once, kept in the person's own session."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import current_app, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import InputError, NotAllowedError, NotFoundError
from motcua.domain.people.identity import Provider
from motcua.domain.text import Text
from motcua.extend.identity_provider import IdentityProvider
from motcua.services.accounts import identity
from motcua.web import resume
from motcua.web.access import open_to
from motcua.web.account import account, pending
from motcua.web.context import actor, house, new_work, now, say

KEPT = "identity_question"
GOOD_FOR = timedelta(minutes=10)


def providers() -> Sequence[Provider]:
    """The providers people may sign in by, as the sign-in page offers them."""
    return [one.about for one in house().identity_providers.values()]


@account.get("/sign-in/<key>")
@open_to("public")
def identity_ask(key: str) -> ResponseReturnValue:
    """Lead to the provider. What is kept of the question is good for one answer within ten minutes."""
    provider = _provider(key)
    if actor().kind != "public":
        return redirect(pending.first_page(actor().kind))
    try:
        question = provider.ask(_return_to(key))
    except InputError as error:
        return _back(error)
    next_page = resume.local_path(request.args.get("next")) or ""
    session[KEPT] = {**question.kept, "key": key, "since": now().isoformat(), "next": next_page}
    return redirect(question.address)


@account.get("/sign-in/<key>/answer")
@open_to("public")
def identity_answer(key: str) -> ResponseReturnValue:
    """The person comes back: an answer without our question, to another one or too late signs nobody in."""
    provider = _provider(key)
    kept = session.pop(KEPT, None)
    if not kept or kept["key"] != key or now() - datetime.fromisoformat(kept["since"]) > GOOD_FOR:
        flash(_("Trang đăng nhập mở quá lâu hoặc đã dùng rồi. Hãy đăng nhập lại."), "bad")
        return redirect(url_for("account.sign_in"))
    try:
        claims = provider.answer(_return_to(key), kept, request.args, now())
        with new_work() as work:
            signed_in = identity.sign_in(work, provider.about, claims, now())
    except (InputError, NotAllowedError) as error:
        return _back(error)
    session.pop(pending.KEY, None)
    return pending.go_on(signed_in, provider=key, target=resume.local_path(kept["next"]) or "")


def leaving() -> str:
    """Where to go to be signed out at the provider, too; empty when the session did not come from one."""
    provider = house().identity_providers.get(session.get(pending.PROVIDER, ""))
    return provider.leave(_absolute(url_for("public.home"))) if provider is not None else ""


def _provider(key: str) -> IdentityProvider:
    found = house().identity_providers.get(key)
    if found is None:
        raise NotFoundError(
            Text(
                "Không có cách đăng nhập này. Hãy mở lại trang đăng nhập.", "There is no such way to sign in."
            )
        )
    return found


def _return_to(key: str) -> str:
    return _absolute(url_for("account.identity_answer", key=key))


def _absolute(path: str) -> str:
    return f"{current_app.config['PUBLIC_URL'] or request.host_url.rstrip('/')}{path}"


def _back(error: InputError | NotAllowedError) -> ResponseReturnValue:
    flash(say(error.message), "bad")
    return redirect(url_for("account.sign_in"))
