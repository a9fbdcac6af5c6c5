"""E-forms on the page: WTForms fields made from a `FormDefinition`, and the read-only view of a filled form.

Pages use `FormView` and the macros of `templates/forms/form.html`; `register` gives the macros what they need.
"""

from __future__ import annotations

from typing import cast

from flask import Flask, current_app

from motcua.web.assets_manifest import Assets
from motcua.web.context import EXTENSION
from motcua.web.forms.answers import answer_sections
from motcua.web.forms.view import FileSlot, FormView

__all__ = ["FileSlot", "FormView", "answer_sections", "register"]


def register(app: Flask) -> None:
    """Make `{% import 'forms/form.html' as forms %}` work in the templates of `app`."""
    app.jinja_env.globals["form_answer_sections"] = answer_sections
    app.jinja_env.globals["form_scripts"] = _scripts


def _scripts() -> tuple[str, ...]:
    """The files of the script that a page with a form loads; none where a form is drawn outside the program."""
    if EXTENSION not in current_app.extensions:
        return ()
    return cast(Assets, current_app.jinja_env.globals["assets"]).entry("forms").scripts
