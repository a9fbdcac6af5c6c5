"""Who may reach a view: every view declares it, and nothing without a declaration is served.

The declaration keeps strangers off the page; what an actor may do to which thing is checked in the service.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from flask import Flask, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Forbidden, Unauthorized

from motcua.domain.people.permissions import Kind, require
from motcua.settings import Network
from motcua.web import resume, security
from motcua.web.context import actor

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


def open_to(*kinds: Kind) -> Callable[[View], View]:
    """Declare which kinds of actor may call the view; "public" lets everybody in."""

    def mark(view: View) -> View:
        view.open_to = kinds  # type: ignore[attr-defined]
        return view

    return mark


def declared(app: Flask, endpoint: str) -> tuple[Kind, ...] | None:
    """The kinds a view is open to; None when it forgot to say."""
    if endpoint == "static" or endpoint.endswith(".static"):
        return ("public",)
    kinds: tuple[Kind, ...] | None = getattr(app.view_functions[endpoint], "open_to", None)
    return kinds


def register_access(app: Flask, staff_networks: Sequence[Network] = ()) -> None:
    """Check the declaration before every view; what is for staff alone opens from `staff_networks` only (N-17)."""

    @app.before_request
    def guard() -> ResponseReturnValue | None:
        if request.endpoint is None:
            return None
        kinds = declared(app, request.endpoint)
        if kinds is None:
            raise Forbidden
        person = actor()
        if _is_internal(kinds) and person.kind != "partner":
            security.require_network(staff_networks)
        if "public" in kinds or person.kind in kinds:
            return None
        if person.kind == "public":
            return _ask_to_sign_in()
        require(person, *kinds)
        return None


def _is_internal(kinds: Sequence[Kind]) -> bool:
    """Whether a view is for the officers' part alone; a partner's system is let in by its token from anywhere."""
    return "staff" in kinds and not {"public", "citizen"} & set(kinds)


def _ask_to_sign_in() -> ResponseReturnValue:
    if request.path.startswith("/api/"):
        raise Unauthorized
    if request.method == "POST":
        return resume.page()
    target = request.full_path.rstrip("?")
    return redirect(url_for("account.sign_in", next=target))
