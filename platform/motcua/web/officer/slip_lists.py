"""The ledger and the list of results of a period, printed from the desk (Mẫu 06, F-19)."""

from __future__ import annotations

from datetime import date
from typing import Literal

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue

from motcua.domain.errors import ValidationError
from motcua.services.agencies.agencies import today
from motcua.services.papers import slip_lists
from motcua.services.papers.slip_prints import Form
from motcua.web.access import open_to
from motcua.web.context import actor, language, new_work, now, say
from motcua.web.file_response import send_stored


@open_to("staff")
def register() -> ResponseReturnValue:
    """Which period, and which list."""
    return _page()


@open_to("staff")
def register_file(name: Literal["ledger", "result_hand_over"], kind: Form) -> ResponseReturnValue:
    """The list as PDF or Word; the page again where the period will not do."""
    try:
        with new_work() as work:
            found = slip_lists.of_period(work, actor(), name, _period(), kind, language(), now())
    except ValidationError as error:
        return _page(say(error.errors[0].message), 422)
    return send_stored(found)


def _page(problem: str = "", status: int = 200) -> ResponseReturnValue:
    first, last = _period()
    page = render_template("officer/register.html", first=first, last=last, problem=problem)
    return make_response(page, status)


def _period() -> tuple[date, date]:
    """What the address says; this month up to today where it says nothing that can be read."""
    day = today(now())
    return _day("from", day.replace(day=1)), _day("to", day)


def _day(name: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return otherwise
