"""The lists of the desk: what waits for an officer, or all of a leader's agencies. Their state is in the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import NotFoundError
from motcua.domain.text import Text
from motcua.services.desk import worklist, worklist_view
from motcua.services.desk.worklist import Page
from motcua.services.exchange import consulting
from motcua.services.time import workday
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.desk.worklist_sql import LISTS
from motcua.store.desk.worklist_view import View
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now
from motcua.web.officer import work_search
from motcua.web.officer.bulk import bar
from motcua.web.officer.work_filters import (
    CLASS,
    Address,
    address_of,
    chips,
    list_names,
    list_url,
    menus,
    read_class,
    read_filters,
    read_position,
)
from motcua.web.officer.work_row import WorkRow, rows_of


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one list on this page; `count` is of the whole list, or of these rows where nothing counts them."""

    title: str
    rows: Sequence[WorkRow]
    count: int


@open_to("staff")
def work() -> ResponseReturnValue:
    """One page of the officer's work; with `of`, of everything open at an agency and below it."""
    query = work_search.current()
    filters = read_filters(request.args)
    kept = {"of": request.args["of"]} if request.args.get("of") else {}
    timeliness = read_class(request.args, filters)
    if timeliness:
        kept[CLASS] = timeliness
    address = Address(filters, kept | ({work_search.FLAG: "1"} if query else {}))
    with new_work() as unit:
        place, view = _view(unit, request.args.get("of", ""), now())
        after = read_position(request.args.get("after", ""))
        found = worklist.page(unit, actor(), view, now(), filters, query, after, timeliness=timeliness)
        day = workday.describe(unit, actor(), now())
        asked = 0 if place else consulting.count_to_answer(unit, actor())
    return render_template(
        "officer/work.html",
        place=place,
        chips=chips(found.facets, address),
        menus=menus(found.facets, address),
        groups=_groups(found, is_whole=not timeliness),
        count=len(found.items),
        is_empty=not found.facets.everything and not query,
        following=address.at(filters, found.next) if found.next else None,
        first=address.of() if after is not None else None,
        query=query,
        unsearched=Address(filters, kept).of(),
        search_url=list_url("officer.search", {**address_of(filters), **kept}),
        day=day,
        asked=asked,
        bulk_bar=bar([] if place else found.items),
    )


def _view(unit: Work, code: str, at: datetime) -> tuple[Record | None, View]:
    """Whose work: the officer's own, or all of the agency of this code."""
    if not code:
        return None, worklist_view.own(unit, actor(), at)
    place = agencies.by_code(unit.connection, code)
    if place is None:
        raise NotFoundError(Text(f"Không có cơ quan mã {code}.", f"There is no agency {code}."))
    return place, worklist_view.below(unit, actor(), at, place.id)


def _groups(found: Page, *, is_whole: bool) -> list[Group]:
    titles = {**list_names(), "overdue": _("Quá hạn"), "soon": _("Còn dưới 1 ngày làm việc")}
    held: dict[str, list[WorkRow]] = {}
    for item, row in zip(found.items, rows_of(found.items), strict=True):
        held.setdefault(item.list, []).append(row)
    counts = found.facets.lists if is_whole else {key: len(shown) for key, shown in held.items()}
    return [Group(titles[key], held[key], counts.get(key, 0)) for key in LISTS if key in held]
