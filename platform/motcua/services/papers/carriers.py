"""How an applicant is told besides the message in his account: by the carriers there are, as agreed at filing (G-01)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from motcua.domain.text import Text
from motcua.services.intake.drafts import Draft
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.dossier import dossier as dossiers

USUAL: Final = ("email",)
NAMES: Final[Mapping[str, Text]] = {
    "email": Text("Thư điện tử", "E-mail"),
    "sms": Text("Tin nhắn điện thoại (SMS)", "Text message (SMS)"),
    "zalo": Text("Zalo", "Zalo"),
    "app": Text("Ứng dụng di động", "Mobile app"),
}
"""The carriers by their medium; one that a plugin brings goes by its medium's own name."""


def offered(work: Work) -> Mapping[str, Text]:
    """The media of which a channel is registered, in the order of `NAMES`."""
    there = {channel.medium for channel in work.house.channels}
    known = [medium for medium in NAMES if medium in there]
    return {medium: NAMES.get(medium, Text(medium, medium)) for medium in (*known, *sorted(there - {*known}))}


@dataclass(frozen=True, slots=True)
class Told:
    """The carriers to choose from, and those that are chosen so far."""

    offered: Mapping[str, Text]
    chosen: Collection[str]


def of_draft(work: Work, draft: Draft) -> Told:
    """What a form not sent yet may choose: the usual at first, what was agreed to when it amends a dossier."""
    amended = dossiers.by_code(work.connection, draft.amends_code) if draft.amends_code else None
    return Told(offered(work), USUAL if amended is None else tuple(amended.tell_by))


def agreed(work: Work, chosen: Collection[str] | None) -> list[str]:
    """What a dossier keeps of a choice: those that are offered; what is usual where nobody was asked."""
    return list(USUAL) if chosen is None else [medium for medium in offered(work) if medium in chosen]


def address(work: Work, medium: str, email: str | None, applicant_sealed: bytes) -> str:
    """Where a medium reaches an applicant: the mailbox of his account, or the one he gave at filing when `email` is None
    because he has no account; every other medium his telephone.
    """
    if medium == "email" and email is not None:
        return email
    contact = work.cipher.open_json(applicant_sealed)
    return str(contact.get("email" if medium == "email" else "phone", ""))


def of_applicant(work: Work, dossier: Record, email: str | None) -> dict[str, str]:
    """By the media agreed to at filing, and carried here, the applicant's address; empty where he gave none."""
    media = [medium for medium in dossier.tell_by if medium in offered(work)]
    return {medium: address(work, medium, email, dossier.applicant_sealed) for medium in media}
