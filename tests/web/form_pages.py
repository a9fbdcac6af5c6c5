"""Forms drawn on a page outside the portal, and what a browser would post back from it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from flask import Flask, render_template_string
from flask_babel import Babel

from motcua.domain.forms import FormDefinition
from motcua.web.forms import FormView, register

ROOT = Path(__file__).resolve().parents[2]
PAGE = """{% import 'forms/form.html' as forms %}{% from 'macros/errors.html' import error_summary %}
{{ error_summary(view.error_summary()) }}{{ forms.render(view) }}"""


@contextmanager
def form_app() -> Iterator[Flask]:
    """An application that can draw forms and nothing else, within a request."""
    made = Flask("forms", template_folder=str(ROOT / "platform" / "motcua" / "web" / "templates"))
    Babel(made)
    register(made)
    made.jinja_env.globals["icon_url"] = lambda name: f"#{name}"
    with made.test_request_context():
        yield made


def library(name: str) -> FormDefinition:
    return FormDefinition.from_schema(json.loads((ROOT / "forms" / f"{name}.schema.json").read_text("utf-8")))


def small(**properties: Any) -> FormDefinition:
    return FormDefinition.from_schema({"type": "object", "properties": properties})


def draw(view: FormView) -> str:
    return render_template_string(PAGE, view=view)


class Inputs(HTMLParser):
    """What a browser would post back from a drawn form, and the ids it saw."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.pairs: list[tuple[str, str]] = []
        self.ids: list[str] = []
        self.labels: set[str] = set()
        self.attributes: dict[str, dict[str, str | None]] = {}
        self._area = self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, value = given.get("name") or "", given.get("value") or ""
        if given.get("id"):
            self.ids.append(str(given["id"]))
            self.attributes[str(given["id"])] = given
        if tag == "label":
            self.labels.add(str(given["for"]))
        if tag == "input" and given.get("type") in ("radio", "checkbox") and "checked" not in given:
            return
        if tag == "input" and given.get("type") != "file":
            self.pairs.append((name, value))
        self._area = name if tag == "textarea" else self._area
        self._select = name if tag == "select" else self._select
        if tag == "option" and "selected" in given:
            self.pairs.append((self._select, value))

    def handle_data(self, data: str) -> None:
        if self._area:
            self.pairs.append((self._area, data.lstrip("\r\n")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""
