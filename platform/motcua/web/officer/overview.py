"""The leader's overview: how what is open stands, where it burns, and the way to urge it (D-17)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.services.desk import offered
from motcua.services.numbers import overview
from motcua.services.numbers.overview import Line, Tally
from motcua.store.base import Record
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now, say
from motcua.web.officer.work_filters import list_url
from motcua.web.officer.work_row import rows_of

# Lines in sight; the others open with a word.
IN_SIGHT = 10
# The width of a bar's drawing; its parts are told in numbers beside it.
BAR = 100


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a bar from `x`, as wide as its share."""

    kind: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Row:
    """One unit, officer or procedure; `links` lead to the lists with the filter set, by the name of the list."""

    name: str
    tally: Tally
    parts: Sequence[Part]
    links: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows in sight, and those behind a word."""

    title: str
    head: str
    rows: Sequence[Row]
    more: Sequence[Row]


@open_to("staff")
def show() -> ResponseReturnValue:
    """What is open in the leader's reach, or at the agency `of`."""
    with new_work() as work:
        found = overview.of(work, actor(), now(), request.args.get("of", ""))
    most = max((line.tally.open for line in (*found.units, *found.officers, *found.procedures)), default=0)
    return render_template(
        "officer/overview.html",
        found=found,
        at=now(),
        links=_links(found.place, "", ""),
        tables=[
            _table(found.place, "at", _("Theo đơn vị đang xử lý"), _("Đơn vị"), found.units, most),
            _table(found.place, "holder", _("Theo người xử lý"), _("Người xử lý"), found.officers, most),
            _table(found.place, "procedure", _("Theo thủ tục"), _("Thủ tục"), found.procedures, most),
        ],
        worst=rows_of(found.worst),
        may_urge=any(action.key == "urge" for action in offered.in_bulk(actor())),
    )


def _table(place: Record, name: str, title: str, head: str, lines: Sequence[Line], most: int) -> Table:
    rows = [
        Row(say(one.name), one.tally, _parts(one.tally, most), _links(place, name, one.value))
        for one in lines
    ]
    return Table(title, head, rows[:IN_SIGHT], rows[IN_SIGHT:])


def _parts(tally: Tally, most: int) -> list[Part]:
    """The bar of a line, as long as its share of the longest."""
    found, at = [], 0.0
    for kind in ("overdue", "delayed", "soon", "others"):
        width = BAR * getattr(tally, kind) / most if most else 0.0
        if width:
            found.append(Part(kind, round(at, 2), round(width, 2)))
        at += width
    return found


def _links(place: Record, name: str, value: str) -> dict[str, str]:
    """The lists of a line; none where the lists cannot be narrowed to it."""
    if name and not value:
        return {}
    kept = {"of": place.code, **({name: value} if name else {})}
    shown = {"open": "", "overdue": "overdue", "delayed": "delayed", "soon": "soon"}
    return {
        key: list_url("officer.work", kept | ({"show": show} if show else {})) for key, show in shown.items()
    }
