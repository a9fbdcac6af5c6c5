"""E-forms on the page: WTForms fields made from a `FormDefinition`, and the read-only view of a filled form.

Pages use `FormView` and the macros of `templates/forms/form.html`; `register` gives the macros what they need.
"""

from __future__ import annotations

from flask import Flask

from motcua.web.forms.answers import answer_sections
from motcua.web.forms.view import FileSlot, FormView

__all__ = ["FileSlot", "FormView", "answer_sections", "register"]


def register(app: Flask) -> None:
    """Make `{% import 'forms/form.html' as forms %}` work in the templates of `app`."""
    app.jinja_env.globals["form_answer_sections"] = answer_sections
