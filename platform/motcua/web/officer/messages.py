"""What the system has told an officer: which dossiers came to his groups."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from motcua.services import inbox
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now


@open_to("staff")
def messages() -> ResponseReturnValue:
    """The latest messages; opening the page reads them."""
    with new_work() as work:
        found = inbox.opened(work, actor(), now())
    return render_template("officer/messages.html", messages=found, unread=0)
