"""What a dossier waits for besides people, in words: for its page, and taking in a message at the desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import ConflictError, InputError
from motcua.services.desk.awaited import Awaited
from motcua.services.desk.dossiers import DossierPage
from motcua.services.dossier import events
from motcua.web.access import open_to
from motcua.web.awaited import caption_of, state_of
from motcua.web.context import actor, new_work, now, say


@dataclass(frozen=True, slots=True)
class Line:
    """One thing waited for: `state` as the timeline draws it, `message` when the desk may take it in by hand."""

    name: str
    state: str
    words: str
    why: str
    since: datetime
    message: str
    is_failed: bool


def lines_of(shown: DossierPage) -> list[Line]:
    """Everything waited for now, in order of arrival."""
    return [_line(shown, one) for one in shown.awaited if one.left_at is None]


@open_to("staff")
def receive(code: str) -> ResponseReturnValue:
    """Note at the desk that a message has come, such as a proof of payment."""
    name = request.form.get("message", "")
    try:
        with new_work() as work:
            events.receive(work, actor(), code, name, {}, now())
    except (InputError, ConflictError) as error:
        flash(say(error.message), "warn")
    else:
        flash(_("Đã ghi nhận. Hồ sơ đi tiếp."), "ok")
    return redirect(url_for("officer.dossier", code=code), 303)


def _line(shown: DossierPage, one: Awaited) -> Line:
    return Line(
        name=say(one.name),
        state=state_of(one),
        words=caption_of(one),
        why=say(one.why) if one.why is not None else "",
        since=one.arrived_at,
        message=one.message if shown.may_receive and shown.row.accepted_at is not None else "",
        is_failed=one.is_failed,
    )
