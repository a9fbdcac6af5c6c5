"""The officer's list: what waits, by how soon it burns. Filter and search stay in the address."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.services import inbox, workday, worklist
from motcua.services.worklist import WorkItem
from motcua.web.access import open_to
from motcua.web.context import actor, house, new_work, now
from motcua.web.officer.bulk import bar
from motcua.web.officer.work_row import WorkRow, row_of

MAX_QUERY = 200
FILTERS: dict[str, Callable[[WorkItem], bool]] = {
    "all": lambda item: True,
    "overdue": lambda item: item.level == "overdue",
    "soon": lambda item: item.level == "soon",
    "intake": lambda item: item.level == "intake",
    "result": lambda item: item.level == "result",
    "unclaimed": lambda item: item.is_unclaimed,
    "mine": lambda item: item.is_mine,
}


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter with the number of dossiers behind it."""

    key: str
    text: str
    count: int
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The rows that burn alike."""

    title: str
    rows: Sequence[WorkRow]


@open_to("staff")
def work() -> ResponseReturnValue:
    """The list; `show` is a filter and `q` a search, both optional."""
    query = request.args.get("q", "").strip()[:MAX_QUERY]
    show = request.args.get("show", "all")
    show = show if show in FILTERS else "all"
    with new_work() as unit:
        everything = worklist.of(unit, actor(), now())
        found = worklist.matching(unit, everything, query) if query else everything
        day = workday.describe(unit, actor(), now())
        unread = inbox.unread(unit, actor())
    shown = [item for item in found if FILTERS[show](item)]
    return render_template(
        "officer/work.html",
        chips=_chips(found, show, query),
        groups=_groups(shown),
        count=len(shown),
        is_empty=not everything,
        bulk_actions=bar(),
        show=show,
        query=query,
        day=day,
        unread=unread,
    )


def _chips(found: Sequence[WorkItem], show: str, query: str) -> list[Chip]:
    texts = {
        "all": _("Tất cả"),
        "overdue": _("Quá hạn"),
        "soon": _("Dưới 1 ngày"),
        "intake": _("Chờ tiếp nhận"),
        "result": _("Chờ trả kết quả"),
        "unclaimed": _("Chưa nhận"),
        "mine": _("Tôi đang giữ"),
    }
    return [
        Chip(
            key,
            texts[key],
            sum(test(item) for item in found),
            url_for("officer.work", show=None if key == "all" else key, q=query or None),
            key == show,
        )
        for key, test in FILTERS.items()
    ]


def _groups(items: Sequence[WorkItem]) -> list[Group]:
    titles = {
        "overdue": _("Quá hạn"),
        "soon": _("Còn dưới 1 ngày làm việc"),
        "none": _("Trong hạn"),
        "intake": _("Chờ tiếp nhận"),
        "result": _("Chờ trả kết quả"),
    }
    intake_seconds = house().profile.intake_limit_hours * 3600
    return [
        Group(titles[level], [row_of(item, intake_seconds) for item in items if item.level == level])
        for level in worklist.ORDER
    ]
