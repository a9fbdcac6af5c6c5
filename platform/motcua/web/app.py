"""The Flask application: portal, desk, look-up and API over one house."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from flask import Flask, current_app, g, request, session
from flask_babel import Babel, get_locale
from flask_babel import gettext as _

from motcua.services import site as sites
from motcua.services.dossier import operators
from motcua.services.messages import inbox
from motcua.services.numbers import oversight, overview
from motcua.services.work import House
from motcua.settings import Settings
from motcua.web import context, forms
from motcua.web.access import register_access
from motcua.web.account.views import account
from motcua.web.api.token import register_forgery, register_tokens
from motcua.web.api.views import api
from motcua.web.assets_manifest import register_assets
from motcua.web.citizen.views import citizen
from motcua.web.context import Web, actor
from motcua.web.declaration import declaration
from motcua.web.errors import register_errors
from motcua.web.filters import register_filters
from motcua.web.forms.lookups import lookups
from motcua.web.keys import register_keys
from motcua.web.office.views import bp as office
from motcua.web.officer.views import officer
from motcua.web.plain_text import register_plain_text
from motcua.web.public.views import public
from motcua.web.rate import register_rate
from motcua.web.security import register_security
from motcua.web.sessions import current_session, register_lock, register_sessions
from motcua.web.uploads import uploads

LANGUAGES = (("vi", "VI", "Tiếng Việt"), ("en", "EN", "English"))
SITE_KEPT_SECONDS = 60.0


def _now() -> datetime:
    return datetime.now(UTC)


def create_app(house: House, settings: Settings, clock: Callable[[], datetime] = _now) -> Flask:
    """The application on `house`; `clock` gives the actual instant of a request."""
    app = Flask("motcua.web")
    app.config.update(
        MAX_CONTENT_LENGTH=settings.upload_limit * 3,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        WTF_CSRF_TIME_LIMIT=None,
        BABEL_DEFAULT_LOCALE="vi",
        BABEL_DEFAULT_TIMEZONE="Asia/Ho_Chi_Minh",
        SEND_FILE_MAX_AGE_DEFAULT=31_536_000,
        PUBLIC_URL=settings.public_url,
        ENGLISH_HOSTS=settings.english_hosts,
    )
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    context.attach(app, Web(house, clock))
    register_keys(app)
    register_security(app, settings)
    register_sessions(app, settings)
    register_plain_text(app)
    register_tokens(app)
    register_rate(app)
    register_forgery(app)
    register_lock(app)
    Babel(app, locale_selector=_language)
    register_assets(app)
    register_filters(app)
    forms.register(app)
    register_errors(app)
    register_access(app, settings.staff_networks)
    for blueprint in (public, account, citizen, officer, office, declaration, lookups, uploads, api):
        app.register_blueprint(blueprint)
    app.context_processor(_page_values)
    return app


def _language() -> str:
    """What the reader chose; else English under an English host name; else what his account says (N-10)."""
    if (chosen := session.get("language")) in {"vi", "en"}:
        return str(chosen)
    host = request.host.rpartition(":")[0] if request.host.rpartition(":")[2].isdigit() else request.host
    if host.lower() in current_app.config["ENGLISH_HOSTS"]:
        return "en"
    return "en" if actor().id is not None and actor().language == "en" else "vi"


def _page_values() -> dict[str, Any]:
    """What every page shows around its content; the site is asked for once a minute."""
    kept = context.web().kept
    if time.monotonic() >= kept.get("until", 0.0):
        with context.new_work() as work:
            kept.update(site=sites.describe(work, context.now()), until=time.monotonic() + SITE_KEPT_SECONDS)
    language = str(get_locale() or "vi")
    return {
        "site": _site(kept["site"], language),
        "viewer": _viewer(),
        "may_operate": _may_operate,
        "may_oversee": _may_oversee,
        "may_watch": _may_watch,
        "count_unread": _count_unread,
        "languages": [
            SimpleNamespace(code=code, label=label, name=name, current=code == language)
            for code, label, name in LANGUAGES
        ],
        "nav_current": "",
    }


def _site(site: sites.Site, language: str) -> SimpleNamespace:
    in_english = language == "en"
    hours = _("Giờ làm việc: %(sessions)s", sessions=_(" và ").join(site.sessions)) if site.sessions else ""
    return SimpleNamespace(
        province_name=site.place_en if in_english else site.place,
        organisation=site.organisation_en if in_english else site.organisation,
        address=site.address,
        phone=site.phone,
        hours=hours,
    )


def _may_operate() -> bool:
    """Asked by the desk's pages alone: whether its navigation shows the failed calls."""
    return operators.may_operate(actor())


def _may_oversee() -> bool:
    """Whether the desk's navigation shows the overview."""
    return overview.may_oversee(actor())


def _may_watch() -> bool:
    """Whether the navigation of the desk shows “Giám sát”."""
    return oversight.may_watch(actor())


def _count_unread() -> int:
    """Asked by the pages that show a bell: the viewer's new messages, counted once for each page."""
    if "unread" not in g:
        with context.new_work() as work:
            g.unread = inbox.unread(work, actor())
    return int(g.unread)


def _viewer() -> SimpleNamespace | None:
    person = actor()
    if person.id is None:
        return None
    words = person.name.split()
    current = current_session()
    return SimpleNamespace(
        notices=current.notices if current is not None else 0,
        name=person.name,
        subtitle=person.title,
        is_staff=person.kind == "staff",
        initials="".join(word[0] for word in (words[:1] + words[-1:]))[:2].upper(),
    )
