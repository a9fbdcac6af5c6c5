"""Presence: who was signed in, how long, day by day (J-17)."""

from __future__ import annotations

from datetime import date, timedelta

from flask import render_template, request
from flask.typing import ResponseReturnValue

from motcua.domain.errors import InputError
from motcua.services.people import presence as services
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now, say
from motcua.web.office import bp

SHOWN_DAYS = 7


@bp.get("/hien-dien")
@open_to("staff")
def presence() -> ResponseReturnValue:
    """The last week unless other days are asked for."""
    with new_work() as work:
        today = services.today(work, now())
        first = _day("from") or today - timedelta(days=SHOWN_DAYS - 1)
        last = _day("to") or today
        errors: list[tuple[str, str]] = []
        rows: list[services.Presence] = []
        try:
            rows = list(services.report(work, actor(), first, last, now()))
        except InputError as error:
            errors = [("from", say(error.message))]
    shown = (
        [first + timedelta(days=number) for number in range((last - first).days + 1)] if not errors else []
    )
    page = render_template(
        "office/presence.html", rows=rows, days=shown, first=first, last=last, errors=errors, hours=_hours
    )
    return page, 422 if errors else 200


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


def _hours(time: timedelta | None) -> str:
    """Hours and minutes: "7:25"; empty for none."""
    minutes = round((time or timedelta()) / timedelta(minutes=1))
    return f"{minutes // 60}:{minutes % 60:02}" if minutes else ""
