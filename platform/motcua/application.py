"""The whole web application: the portal, the desk, the administration, the API and the studio over one house."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from flask import Flask

from motcua.services.work import House
from motcua.settings import Settings
from motcua.web import app as web
from motcua_admin.views import bp as studio


def _now() -> datetime:
    return datetime.now(UTC)


def create_app(house: House, settings: Settings, clock: Callable[[], datetime] = _now) -> Flask:
    """The application on `house`; `clock` gives the actual instant of a request."""
    app = web.create_app(house, settings, clock)
    app.register_blueprint(studio)
    return app
