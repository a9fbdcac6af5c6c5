"""What the portal says of itself: its terms of use (C-19) and how it can be used by everybody (N-11)."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from motcua.domain.people.terms import blocks
from motcua.services.accounts import terms as services
from motcua.web.access import open_to
from motcua.web.context import new_work, say


@open_to("public")
def terms() -> ResponseReturnValue:
    """The text in force, or an earlier one by its number."""
    asked = request.args.get("number", "")
    with new_work() as work:
        current = services.current(work)
        is_number = asked.isascii() and asked.isdigit() and len(asked) < 6
        text = services.by_number(work, int(asked)) if is_number else current
    return render_template("public/terms.html", text=text, current=current, blocks=blocks(say(text.body)))


@open_to("public")
def accessibility() -> ResponseReturnValue:
    return render_template("public/accessibility.html")
