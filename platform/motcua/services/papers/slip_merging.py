"""What the other agencies of a dossier said, for the one slip of the lead agency (F-08, F-09).

Quảng Trị 29/2020, Điều 18.1.c and 18.2.b: each participating agency hands its extension or refusal to the agency that
leads; the applicant gets the lead's slip alone, with all reasons and the latest date.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from motcua.domain.dossier.dossier import Action
from motcua.domain.text import Text
from motcua.services.desk.dossiers import DossierPage
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.dossier import dossier as dossiers
from motcua.store.dossier import ending as endings
from motcua.store.exchange import sub_dossier as sub_dossiers
from motcua.store.time import appointment as appointments

ALIVE = ("asked", "granted")
SUGGESTED: Final = {
    "apology": "Cơ quan phối hợp cần thêm thời gian: {names}.",
    "refusal": "Cơ quan phối hợp không đồng ý: {names}.",
}
"""For the applicant's paper, which is in Vietnamese; whoever decides writes it otherwise where he wants to."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """An agency's reason, and until when it needs; no date in a refusal."""

    agency: Text
    reason: str
    until: datetime | None = None


def suggested(work: Work, shown: DossierPage, action: Action) -> str:
    """The reason that the lead's page begins with, where other agencies have said something; empty where none has.

    It names them; what each said stands in the slip's own list.
    """
    said = {"apology": extensions, "refusal": refusals}.get(action.slip)
    found = said(work, shown) if said is not None else ()
    if not found:
        return ""
    names = "; ".join(dict.fromkeys(one.agency.vi for one in found))
    return SUGGESTED[action.slip].format(names=names)


def extensions(work: Work, shown: DossierPage) -> list[Contribution]:
    """The extensions of agencies other than the one that received the dossier, its sub-dossiers' too, in order."""
    ids = [shown.row.id, *(one.child_id for one in sub_dossiers.children(work.connection, shown.row.id))]
    rows = [row for one in ids for row in appointments.of_dossier(work.connection, one)]
    mine = [
        row
        for row in rows
        if row.kind == "extension" and row.status in ALIVE and row.agency_id != shown.row.agency_id
    ]
    named = _named(work, {row.agency_id for row in mine})
    return [
        Contribution(named[row.agency_id], work.cipher.open(row.reason_sealed), _until(work, shown, row))
        for row in mine
    ]


def refusals(work: Work, shown: DossierPage) -> list[Contribution]:
    """Why agencies gave the dossier back as not to be granted, and why its sub-dossiers were refused, in order."""
    gave_back = [
        one for one in shown.history if one.action == "give_back" and one.detail.get("kind") == "refused"
    ]
    places = {visit.row.task_id: visit.row.agency_id for visit in shown.visits}
    named = _named(work, {places[one.subject] for one in gave_back})
    found = [Contribution(named[places[one.subject]], str(one.detail.get("reason", ""))) for one in gave_back]
    for child in sub_dossiers.children(work.connection, shown.row.id):
        if child.outcome == "refused":
            ended = endings.of_dossier(work.connection, child.child_id)[-1]
            agency = Text(child.agency_name, child.agency_name_en or child.agency_name)
            found.append(Contribution(agency, work.cipher.open(ended.reason_sealed)))
    return found


def _until(work: Work, shown: DossierPage, row: Record) -> datetime | None:
    """When the agency would be done: the dossier's due time with the working time it asks for."""
    dossier = dossiers.by_id(work.connection, row.dossier_id)
    if shown.deadline is None or dossier is None or dossier.due_at is None:
        return None
    if row.status == "granted":
        granted: datetime | None = dossier.appointment_at
        return granted
    return shown.deadline.calendar.add(dossier.due_at, row.seconds)


def _named(work: Work, agency_ids: set[int]) -> dict[int, Text]:
    found = agencies.named(work.connection, agency_ids) if agency_ids else {}
    return {row.id: Text(row.name, row.name_en or row.name) for row in found.values()}
