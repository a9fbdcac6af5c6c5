"""The filters of a list as chips, and the list's state in the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from motcua.services.desk.worklist import FINISHED, Facets, Filters, Position
from motcua.store.desk.worklist_sql import LISTS
from motcua.web.context import say

# Lists that are rarely anything but empty: shown when they are not.
SELDOM = ("closing", "payment", "paused")
# The class of finished dossiers in the address: computed of each, so no filter of the database knows it.
CLASS = "class"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NARROWING = ("field", "procedure", "step", "agency", "channel", "holder", "at")


@dataclass(frozen=True, slots=True)
class Chip:
    """One list, or the late transfers, with the number of rows in it."""

    key: str
    text: str
    count: int
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that a menu offers; `count` is None where nothing counts it."""

    text: str
    count: int | None
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Menu:
    """What a list may be narrowed to; `chosen` names the value in force, and `clear` leads back."""

    text: str
    choices: Sequence[Choice]
    chosen: str
    clear: str


@dataclass(frozen=True, slots=True)
class Address:
    """The state of a list as its address holds it; `kept` goes along with every link: whose work, and the search."""

    filters: Filters
    kept: Mapping[str, str]

    def of(self, **changed: object) -> str:
        """The address with some filters changed, from its first page."""
        return self.at(replace(self.filters, **changed))  # type: ignore[arg-type]

    def at(self, filters: Filters, after: Position | None = None) -> str:
        more = {"after": written(after)} if after is not None else {}
        kept = dict(self.kept)
        if filters.list not in FINISHED:
            kept.pop(CLASS, None)
        return list_url("officer.work", {**address_of(filters), **kept, **more})

    def classed(self, timeliness: str) -> str:
        """The address with another class of finished dossiers, or with all of them."""
        kept = {name: value for name, value in self.kept.items() if name != CLASS}
        return Address(self.filters, kept | ({CLASS: timeliness} if timeliness else {})).of()


def list_url(endpoint: str, values: Mapping[str, str]) -> str:
    """The address of a list's page with what narrows it."""
    return url_for(endpoint, **dict[str, Any](values))


def read_filters(args: Mapping[str, str]) -> Filters:
    """The filters of an address; a list that does not exist is every list."""
    show = args.get("show", "")
    narrowed = {name: args.get(name, "")[:100] for name in _NARROWING}
    return Filters(list=show if show in LISTS else "", is_late_transfer="late" in args, **narrowed)


def read_class(args: Mapping[str, str], filters: Filters) -> str:
    """The class that a list of finished dossiers is narrowed to; empty for every other list."""
    asked = args.get(CLASS, "")
    return asked if filters.list in FINISHED and asked in class_names() else ""


def class_names() -> dict[str, str]:
    """The classes of finished dossiers, in words."""
    return {"early": _("Trước hạn"), "on_time": _("Đúng hạn"), "overdue": _("Quá hạn")}


def address_of(filters: Filters) -> dict[str, str]:
    """The filters as they stand in an address; what narrows nothing is left out."""
    named = {one.name: getattr(filters, one.name) for one in fields(filters)}
    named["show"], late = named.pop("list"), named.pop("is_late_transfer")
    return {name: value for name, value in named.items() if value} | ({"late": "1"} if late else {})


def written(position: Position) -> str:
    """Where a page begins, in one word."""
    return f"{position.rank}-{(position.burns_at - _EPOCH) // timedelta(microseconds=1)}-{position.key}"


def read_position(word: str) -> Position | None:
    """The place that `written` wrote; None for anything else."""
    rank, _, rest = word.partition("-")
    burns, _, key = rest.partition("-")
    try:
        return Position(int(rank), _EPOCH + timedelta(microseconds=int(burns)), int(key))
    except (ValueError, OverflowError):
        return None


def list_names() -> dict[str, str]:
    """The lists in order, in words."""
    return {
        "overdue": _("Quá hạn"),
        "delayed": _("Chậm bước"),
        "soon": _("Dưới 1 ngày"),
        "new": _("Mới đến"),
        "process": _("Đang xử lý"),
        "result": _("Chờ trả kết quả"),
        "closing": _("Chờ kết thúc"),
        "supplement": _("Chờ bổ sung"),
        "payment": _("Chờ nộp tiền"),
        "paused": _("Tạm dừng"),
    }


def chips(facets: Facets, address: Address) -> list[Chip]:
    """All, every list, and the late transfers where there are any."""
    now = address.filters
    everything = not now.list and not now.is_late_transfer
    found = [Chip("all", _("Tất cả"), facets.total, address.of(list="", is_late_transfer=False), everything)]
    for key, text in list_names().items():
        count = facets.lists.get(key, 0)
        if count or key not in SELDOM or now.list == key:
            is_current = now.list == key
            found.append(Chip(key, text, count, address.of(list=key, is_late_transfer=False), is_current))
    if facets.late or now.is_late_transfer:
        url = address.of(list="", is_late_transfer=True)
        found.append(Chip("late", _("Chuyển chậm"), facets.late, url, now.is_late_transfer))
    return found


def menus(facets: Facets, address: Address) -> list[Menu]:
    """What else the list may be narrowed to: only where there is a choice, or one was made."""
    titles = {
        "field": _("Lĩnh vực"),
        "procedure": _("Thủ tục"),
        "step": _("Bước"),
        "agency": _("Nơi nhận"),
        "channel": _("Kênh nộp"),
        "holder": _("Người giữ"),
        "at": _("Nơi xử lý"),
    }
    found = [
        menu
        for name, title in titles.items()
        if (menu := _menu(name, title, facets, address)).chosen or len(menu.choices) > 1
    ]
    return [_class_menu(address), *found] if address.filters.list in FINISHED else found


def _class_menu(address: Address) -> Menu:
    current = address.kept.get(CLASS, "")
    names = class_names()
    choices = [Choice(text, None, address.classed(key), key == current) for key, text in names.items()]
    return Menu(_("So với hạn"), choices, names.get(current, ""), address.classed(""))


def _menu(name: str, title: str, facets: Facets, address: Address) -> Menu:
    current = getattr(address.filters, name)
    # A step is one of its procedure: with another procedure it is another's.
    cleared = {"step": ""} if name in ("procedure", "field") else {}
    choices = [
        Choice(
            say(one.name),
            one.count,
            address.of(**{**cleared, name: one.value}),
            one.value == current,
        )
        for one in facets.options[name]
    ]
    chosen = next((one.text for one in choices if one.is_current), current)
    return Menu(title, choices, chosen, address.of(**{**cleared, name: ""}))
