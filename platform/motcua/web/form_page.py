"""A form as one page that stands alone: drawn by the renderer of the portal, with its styles, letters and signs inside.

For the command line and for sending by mail: no database, no script, nothing loaded from anywhere.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from flask import Flask, render_template
from flask_babel import Babel
from markupsafe import Markup

from motcua.domain.forms import FormDefinition, Section
from motcua.web import forms
from motcua.web.assets_manifest import Assets, register_assets
from motcua.web.citizen.views import citizen
from motcua.web.filters import register_filters
from motcua.web.forms import FormView
from motcua.web.public.views import public

_ADDRESS: Final = re.compile(r"url\(\"?\./([\w.-]+)\"?\)")
_MEDIA_TYPES: Final = {".woff2": "font/woff2", ".svg": "image/svg+xml"}


def form_page(
    definition: FormDefinition,
    data: Mapping[str, object],
    language: str = "vi",
    *,
    read_only: bool = False,
    assets: Assets | None = None,
) -> str:
    """The whole form as HTML, filled with `data`; with `read_only` the answers to be read instead of asked.

    Raises AssetsNotBuiltError where the front end has not been built.
    """
    built = assets or Assets()
    app = _application(language, built)
    with app.test_request_context():
        views = [] if read_only else _views(definition, data, language)
        return render_template(
            "form_page.html",
            definition=definition,
            data=data,
            views=views,
            lang=language,
            style=Markup(f"<style>{_style(built)}</style>"),  # noqa: S704 - our own build
            sprite=Markup(_text(built, built.icon_sprite())),  # noqa: S704 - our own build
        )


def _views(
    definition: FormDefinition, data: Mapping[str, object], language: str
) -> list[tuple[Section, FormView]]:
    return [
        (section, FormView(definition, section.key, data=dict(data), language=language))
        for section in definition.sections
    ]


@lru_cache(maxsize=4)
def _application(language: str, assets: Assets) -> Flask:
    """Just enough of the portal for its templates; no request ever reaches a view."""
    app = Flask("motcua.web")
    app.config.update(BABEL_DEFAULT_LOCALE="vi", PUBLIC_URL="", SECRET_KEY="")
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    Babel(app, locale_selector=lambda: language)
    register_assets(app, assets)
    register_filters(app)
    forms.register(app)
    globals_: dict[str, Any] = app.jinja_env.globals
    globals_.update(icon_url=lambda name: f"#{name}", csrf_token=lambda: "")
    for blueprint in (public, citizen):
        app.register_blueprint(blueprint)
    return app


@lru_cache(maxsize=1)
def _style(assets: Assets) -> str:
    """The styles of the portal with their letters in place of addresses."""
    whole = "\n".join(_text(assets, name) for name in assets.entry("portal").styles)
    return _ADDRESS.sub(lambda found: _inlined(assets.folder, found[1]), whole).replace("</", "<\\/")


def _inlined(folder: Path, name: str) -> str:
    path = folder / name
    media_type = _MEDIA_TYPES.get(path.suffix)
    if media_type is None or not path.is_file():
        return "none"
    return f"url(data:{media_type};base64,{base64.b64encode(path.read_bytes()).decode()})"


@lru_cache(maxsize=8)
def _text(assets: Assets, name: str) -> str:
    return (assets.folder / name).read_text(encoding="utf-8")
