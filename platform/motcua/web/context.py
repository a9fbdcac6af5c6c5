"""What every view asks for: the house, a unit of work, who is acting and what time it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from flask import Flask, current_app, g
from flask_babel import get_locale
from flask_login import current_user

from motcua.domain.people.permissions import PUBLIC, Actor
from motcua.domain.text import Text
from motcua.services.agencies.agencies import ZONE
from motcua.services.work import House, Work

EXTENSION = "motcua"


@dataclass(frozen=True)
class Web:
    """The house behind this application, and its clock. `kept` is what pages keep of the house for a while."""

    house: House
    clock: Callable[[], datetime]
    kept: dict[str, Any] = field(default_factory=dict)


def attach(app: Flask, web: Web) -> None:
    app.extensions[EXTENSION] = web


def web() -> Web:
    """What stands behind this request."""
    found: Web = current_app.extensions[EXTENSION]
    return found


def house() -> House:
    return web().house


def new_work() -> Work:
    """A unit of work, to be opened with `with`."""
    return house().work()


def now() -> datetime:
    """The actual instant of this request, timezone-aware."""
    return web().clock()


def today() -> date:
    """The day of this request in Vietnam, whatever the zone of the server."""
    return now().astimezone(ZONE).date()


def actor() -> Actor:
    """Who acts in this request: whoever is signed in, a partner by his token, else the public."""
    if "api_actor" in g:
        partner: Actor = g.api_actor
        return partner
    if not current_user.is_authenticated:
        return PUBLIC
    signed_in: Actor = current_user.actor
    return signed_in


def language() -> str:
    """The reader's language: "vi" or "en"."""
    locale = get_locale()
    return "en" if locale is not None and locale.language == "en" else "vi"


def say(text: Text) -> str:
    """A bilingual sentence in the reader's language."""
    return text.in_(language())
