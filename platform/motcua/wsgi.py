"""The web application for a WSGI server: `gunicorn motcua.wsgi:app`."""

from __future__ import annotations

from motcua import settings
from motcua.application import create_app
from motcua.bootstrap import build_house
from motcua.store import embedded

_settings = settings.load()
_url = _settings.database_url or embedded.start(_settings.var / "pg").url
app = create_app(build_house(_settings, _url), _settings)
