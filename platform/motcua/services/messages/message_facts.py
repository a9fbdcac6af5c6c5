"""The facts that a message about a dossier tells: from the rows of what happened, read when the message is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Final

from motcua.domain.papers.unlisted_paper import papers_of
from motcua.domain.text import Text
from motcua.services.messages.message_templates import Facts
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.dossier import ending as endings
from motcua.store.intake import supplement as supplements
from motcua.store.money import payment as payments
from motcua.store.papers import file as files
from motcua.store.papers import issued_result as results
from motcua.store.time import appointment as appointments

Found = tuple[str, dict[str, Text]]
NOTHING: Final[Found] = ("", {})


def of(work: Work, dossier: Record, event: str) -> tuple[str, Facts]:
    """The mark that tells this happening from others of its kind, and the facts of the event."""
    empty = dict.fromkeys(("papers", "reason", "amount"), Text("", ""))
    about = _ABOUT.get(event)
    mark, facts = about(work, dossier) if about is not None else NOTHING
    return mark, {**empty, **_standing(work, dossier), **facts}


def _standing(work: Work, dossier: Record) -> dict[str, Text]:
    return {
        "code": _same(dossier.code),
        "agency": Text(dossier.agency_name, dossier.agency_name_en or dossier.agency_name),
        "sent": _instant(work, dossier, dossier.submitted_at),
        "appointment": _instant(work, dossier, dossier.appointment_at),
    }


def _of_supplement(work: Work, dossier: Record) -> Found:
    found = supplements.of_dossiers(work.connection, [dossier.id])[dossier.id]
    if not found:
        return NOTHING
    row = found[-1]
    papers = work.house.versions.get(work.connection, dossier.version_id).facts.papers
    named = papers_of(papers, row.papers)
    names = Text("; ".join(one.name for one in named), "; ".join(one.name_en or one.name for one in named))
    return str(row.id), {"papers": names, "reason": _opened(work, row.reason_sealed)}


def _of_infected(work: Work, dossier: Record) -> Found:
    found = [one.name for one in files.of_dossier(work.connection, dossier.id) if one.scan == "infected"]
    return "", {"papers": _same("; ".join(found))}


def _of_ending(work: Work, dossier: Record) -> Found:
    found = endings.of_dossier(work.connection, dossier.id)
    return (str(found[-1].id), {"reason": _opened(work, found[-1].reason_sealed)}) if found else NOTHING


def _of_appointment(kind: str) -> Callable[[Work, Record], Found]:
    def about(work: Work, dossier: Record) -> Found:
        granted = appointments.granted(work.connection, [dossier.id])[dossier.id]
        found = [row for row in granted if row.kind == kind]
        return (str(found[-1].id), {"reason": _opened(work, found[-1].reason_sealed)}) if found else NOTHING

    return about


def _of_payment(work: Work, dossier: Record) -> Found:
    found: Sequence[Record] = payments.of_dossiers(work.connection, [dossier.id])[dossier.id]
    return (str(found[-1].id), {"amount": _money(found[-1].amount)}) if found else NOTHING


def _of_result(work: Work, dossier: Record) -> Found:
    """The decision that ended a result of the dossier last."""
    ended = [one for one in results.of_dossier(work.connection, dossier.id) if one.decision_number]
    if not ended:
        return NOTHING
    row = max(ended, key=lambda one: one.ended_at)
    day = f"{row.decision_date:%d/%m/%Y}"
    words = Text(
        f"quyết định số {row.decision_number} ngày {day}", f"decision {row.decision_number} of {day}"
    )
    return str(row.id), {"reason": words}


_ABOUT: Final[Mapping[str, Callable[[Work, Record], Found]]] = {
    "supplement": _of_supplement,
    "supplied": _of_supplement,
    "file_infected": _of_infected,
    "refused": _of_ending,
    "withdrawn": _of_ending,
    "stopped": _of_ending,
    "reopened": _of_ending,
    "apology": _of_appointment("apology"),
    "apology_late": _of_appointment("apology"),
    "extended": _of_appointment("extension"),
    "payment": _of_payment,
    "paid": _of_payment,
    "result_revoked": _of_result,
    "result_replaced": _of_result,
}


def _opened(work: Work, sealed: bytes | None) -> Text:
    return _same(work.cipher.open(sealed) if sealed is not None else "")


def _same(value: str) -> Text:
    return Text(value, value)


def _money(amount: int) -> Text:
    return Text(f"{amount:,} đ".replace(",", "."), f"{amount:,} VND")


def _instant(work: Work, dossier: Record, at: datetime | None) -> Text:
    if at is None:
        return Text("", "")
    calendar = work.house.calendars.at(work.connection, dossier.agency_id, at, dossier.calendar_revision)
    return _same(f"{calendar.local(at):%d/%m/%Y %H:%M}")
