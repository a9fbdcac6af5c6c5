"""The actions beside the one on the card: quiet links, by who does such things, the grave ones last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from motcua.services.desk import offered
from motcua.services.desk.dossiers import DossierPage
from motcua.services.desk.offered import Offer
from motcua.services.intake import one_screen
from motcua.services.work import Work
from motcua.web.context import actor, say
from motcua.web.officer.card import chosen_visit

MESSAGE = "confirm_message"
# Done on the card itself, with what the card shows.
ON_CARD = frozenset({"accept", "claim", "release", "forward", "confirm_result", "return_result"})
# What a dossier that waits is waiting for: shown as a button where the card has nothing to do.
NEXT = ("supply", "confirm_payment", "resume", "close", "answer", "acknowledge", "approve_extension")


@dataclass(frozen=True, slots=True)
class Entry:
    """One action with the address of its page."""

    name: str
    url: str


@dataclass(frozen=True)
class Panel:
    """`primary` is the lawful next action where the card has none; `groups` are headings with the others.

    `message` is the address at which the desk sends what waits for it, empty when nothing does;
    `one_screen` is the address of the one screen for procedures of one or two steps, empty where there is none.
    """

    primary: Sequence[Entry]
    groups: Sequence[tuple[str, Sequence[Entry]]]
    one_screen: str
    message: str


def panel_of(work: Work, shown: DossierPage) -> Panel:
    """What the signed-in officer may do to the dossier besides what is on the card."""
    visit = chosen_visit(shown)
    task_id = visit.row.task_id if visit is not None else ""
    found = [offer for offer in offered.of(work, actor(), shown, task_id) if offer.action.key not in ON_CARD]
    primary = [_entry(shown, one) for one in found if one.action.key in NEXT]
    others = [one for one in found if one.action.key not in (*NEXT, MESSAGE)]
    message = next((_entry(shown, one).url for one in found if one.action.key == MESSAGE), "")
    stages = one_screen.of(work, actor(), shown)
    address = url_for("officer.one_screen_form", code=shown.row.code) if stages is not None else ""
    return Panel(primary, _grouped(shown, others), address, message)


def _grouped(shown: DossierPage, found: Sequence[Offer]) -> list[tuple[str, Sequence[Entry]]]:
    titles = {
        "holder": _("Ở bước này"),
        "desk": _("Bộ phận Một cửa"),
        "leader": _("Chỉ đạo"),
        "grave": _("Dừng, trả lại, đổi hạn"),
    }
    by_title: dict[str, list[Entry]] = {key: [] for key in titles}
    for offer in found:
        by_title[_group_of(offer)].append(_entry(shown, offer))
    return [(titles[key], entries) for key, entries in by_title.items() if entries]


def _group_of(offer: Offer) -> str:
    if offer.action.is_dangerous or offer.action.by not in ("holder", "desk", "leader"):
        return "grave"
    return offer.action.by


def _entry(shown: DossierPage, offer: Offer) -> Entry:
    key, task = offer.action.key, offer.task_id or None
    return Entry(
        say(offer.action.name), url_for("officer.act_form", code=shown.row.code, action_key=key, task=task)
    )
