"""Between the password and the session: what is still due, remembered in the signed cookie for ten minutes."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import current_app, make_response, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from motcua.services.accounts import accounts, identity, terms
from motcua.services.accounts.accounts import Due, SignedIn
from motcua.web import resume, sessions
from motcua.web.context import new_work, now

KEY = "pending"
PROVIDER = "identity_provider"
GOOD_FOR = timedelta(minutes=10)
PAGES: dict[Due, str] = {
    "factor": "account.factor",
    "set_up": "account.set_up_factor",
    "password": "account.new_password",
}


def go_on(
    signed_in: SignedIn, *, passed: bool = False, provider: str = "", target: str = ""
) -> ResponseReturnValue:
    """Lead to what is due next, or begin the session and go where the person was going. A form sent before the
    sign-in comes along through every page. `provider` is the key of the system that said who he is, `target` where
    he was going before he went there."""
    provider = provider or came_by()
    due = [one for one in signed_in.due if not (passed and one != "password")]
    if due:
        session[KEY] = {
            "id": signed_in.actor.id,
            "epoch": signed_in.epoch,
            "since": now().isoformat(),
            "passed": passed,
            "provider": provider,
        }
        if resume.carried() is not None:
            return make_response(current_app.view_functions[PAGES[due[0]]]())
        return redirect(url_for(PAGES[due[0]], next=target or next_page() or None))
    return enter(signed_in, provider, target)


def enter(signed_in: SignedIn, provider: str = "", target: str = "") -> ResponseReturnValue:
    """Begin the session and go where the person was going; `provider` is remembered for signing out there, too."""
    sessions.begin(signed_in)
    if provider:
        session[PROVIDER] = provider
    if kept := resume.carried():
        return resume.send_again(kept)
    goal = target or next_page() or first_page(signed_in.actor.kind)
    with new_work() as work:
        is_accepted = terms.is_accepted(work, signed_in.actor)
    # A text that has changed since is put before him first; his own dossiers he may read without it (C-19).
    return redirect(goal if is_accepted else url_for("account.accept_terms", next=goal))


def current(due: Due) -> SignedIn | None:
    """Who is on this page of the way in; None when nobody is, the time is up, or this page is not what is due."""
    kept = session.get(KEY)
    if not kept or now() - datetime.fromisoformat(kept["since"]) > GOOD_FOR:
        return None
    with new_work() as work:
        found = accounts.signed_in(work, kept["id"], kept["epoch"], now())
    if found is not None and kept.get("provider"):
        found = identity.without_password(found)
    if found is None or due not in found.due:
        return None
    if due == "password" and not has_passed() and len(found.due) > 1:
        return None
    return found


def has_passed() -> bool:
    """Whether the second factor was proven on this way in."""
    return bool(session.get(KEY, {}).get("passed"))


def came_by() -> str:
    """The key of the provider that said who is on this way in; empty for a password."""
    return str(session.get(KEY, {}).get("provider", ""))


def on_the_way() -> dict[str, object]:
    """What a page of the way in carries along: the form sent before, and where the person was going."""
    return {"kept": resume.carried(), "prefix": resume.PREFIX, "next_page": next_page()}


def back_to_start() -> ResponseReturnValue:
    """The time is up: sign in again, with what is carried."""
    session.pop(KEY, None)
    kept = resume.carried()
    if kept is not None:
        return resume.render(kept)
    return redirect(url_for("account.sign_in", next=next_page() or None))


def next_page() -> str:
    return resume.local_path(request.values.get("next")) or ""


def first_page(kind: str) -> str:
    return url_for("officer.work" if kind == "staff" else "citizen.dossiers")
