"""The merge values of a slip: what a dossier, its agencies and its history say, by the names of `domain.papers.slip_fields`.

Values can be kept as JSON: moments are ISO 8601 texts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from motcua.domain.declaration.declaration_words import Words
from motcua.domain.forms.form_format import group_digits
from motcua.domain.ledger.story_answer import class_words
from motcua.domain.papers.slip_fields import FIELDS
from motcua.domain.papers.slip_words import moment_value
from motcua.domain.process.service_manner import RESULT_WAYS
from motcua.domain.text import Text
from motcua.domain.time.duration import limit_words
from motcua.services.agencies.agencies import ZONE
from motcua.services.declaration.declarations import CATALOGUES
from motcua.services.desk.dossiers import DossierPage
from motcua.services.intake import receiving
from motcua.services.numbers import control_slip
from motcua.services.numbers.control_slip import HandOver, Place
from motcua.services.papers import slip_agency_values, slip_procedure_values
from motcua.services.time import deadlines, rules
from motcua.services.work import Work

PUBLIC_PAGE: Final = "track"
ONCE_MORE: Final[Mapping[str, Text]] = {
    "returned": Text("Trả lại.", "Returned."),
    "moved": Text("Chuyển ngoài quy trình.", "Moved off its route."),
}
HEAD: Final = Text("THỦ TRƯỞNG CƠ QUAN, ĐƠN VỊ", "HEAD OF THE AGENCY")
OF_THE_AGENCY: Final = ("apology", "extension")
"""Slips of the agency that handles the dossier; the others are the desk's."""
DESK_PHASES: Final = ("receive", "return")
NOT_RECEIVED: Final = Text("(chưa giao)", "(not handed over yet)")


def of_dossier(
    work: Work,
    shown: DossierPage,
    kind: str,
    typed: Mapping[str, object],
    now: datetime,
    language: str = "vi",
    agency_id: int | None = None,
) -> dict[str, object]:
    """A value for every field of a slip of an opened dossier that is known; the rest is left blank on paper.

    `typed` are values by the names of fields, and stand in the place of those found; what is no field is left out.
    `agency_id` is whose slip it is: of several agencies that have the dossier at once each extends for itself (F-08).
    """
    row = shown.row
    own = agency_id if kind == "extension" else None
    in_charge = slip_agency_values.in_charge(work, shown, language, own)
    written_by = in_charge.agency_id if kind in OF_THE_AGENCY else None
    found = {
        **slip_agency_values.of(work, row.agency_id, language, written_by),
        **_dossier(work, shown, now, language),
        **_applicant(shown, language),
        **slip_procedure_values.named(work, shown.version.facts, language),
        "made_at": now.isoformat(),
        "signer_role": HEAD.in_(language),
        "agency_in_charge": in_charge.name,
        "coordinating_agencies": ", ".join(
            slip_agency_values.others(work, shown, in_charge.agency_id, language)
        ),
        "lead_agency": _name(row.agency_name, row.agency_name_en, language),
    }
    found["way_of_return"] = _way_of_return(shown, str(found["desk"]), language)
    if kind == "control":
        found["hand_overs"] = _hand_overs(work, shown, str(found["desk"]), language)
    given = {**found, **{key: one for key, one in typed.items() if one is not None}}
    return {key: one for key, one in given.items() if key in FIELDS[kind] and one is not None}


def _dossier(work: Work, shown: DossierPage, now: datetime, language: str) -> dict[str, object]:
    row = shown.row
    address = f"{work.house.public_url}/{PUBLIC_PAGE}/{row.code}" if work.house.public_url else ""
    accepted = next((one for one in shown.history if one.action == "accept"), None)
    received_at = row.accepted_at or row.submitted_at
    return {
        "dossier_code": row.code,
        "look_up_address": address,
        "rating_address": address,
        "receipt_codes": rules.of(work, shown.version).receipt_codes.split(","),
        "content": _name(row.procedure_name, row.procedure_name_en, language),
        "channel": row.channel,
        "submitted_at": moment_value(row.submitted_at),
        "accepted_at": moment_value(row.accepted_at),
        "appointment_at": moment_value(row.appointment_at),
        "first_appointment_at": moment_value(row.original_appointment_at or row.appointment_at),
        "limit": _limit(work, shown, now, language),
        "received_by": accepted.actor_name if accepted is not None else "",
        "sets": "01",
        "book": str(received_at.astimezone(ZONE).year),
        # The ledger has a row for each dossier, found by the running number that ends its code.
        "book_row": row.code.rsplit("-", 1)[-1],
        "papers": _papers(shown, language),
    }


def _way_of_return(shown: DossierPage, desk: str, language: str) -> str:
    """Where the result is received: the desk by its name, the post with the address."""
    way = RESULT_WAYS.get(shown.row.receive_by)
    if way is None or shown.row.receive_by == "desk":
        return desk if way is not None else ""
    posted = shown.contact.get(receiving.ADDRESS, "") if shown.row.receive_by == "post" else ""
    return f"{way.in_(language)}: {posted}" if posted else way.in_(language)


def _limit(work: Work, shown: DossierPage, now: datetime, language: str) -> str:
    if shown.deadline is None:
        return ""
    calendar = deadlines.governing(work, shown.row, now)
    limit = deadlines.limit_of(shown.version, calendar, shown.row.limit_text)
    return limit_words(limit, shown.day_seconds).in_(language)


def _papers(shown: DossierPage, language: str) -> list[dict[str, object]]:
    """The papers that were found good at intake, or that came with a file; as what, where an officer has seen them."""
    marks, seen = shown.row.checklist or {}, shown.row.papers_seen or {}
    counts: dict[str, int] = {}
    for file in shown.files:
        key = str(file.slot).removeprefix("paper:")
        counts[key] = counts.get(key, 0) + 1
    return [
        {
            "name": _name(paper.name, paper.name_en, language),
            "originals": "1" if "original" in seen.get(paper.key, ()) else "",
            "certified": "",
            "copies": "1" if "copy" in seen.get(paper.key, ()) else "",
            "files": str(counts.get(paper.key, "")),
        }
        for paper in shown.filed.facts.papers
        if marks.get(paper.key) == "good" or paper.key in counts
    ]


def _applicant(shown: DossierPage, language: str) -> dict[str, object]:
    row, contact = shown.row, shown.contact
    return {
        "applicant_name": row.applicant_name,
        "applicant_address": str(contact.get("address") or "") or _declared_address(shown, language),
        "applicant_phone": group_digits(str(contact.get("phone") or "")),
        "applicant_email": str(contact.get("email") or ""),
        "applicant_identity": group_digits(str(contact.get("identity") or "")),
        "filed_by": row.filed_by_name,
    }


def _declared_address(shown: DossierPage, language: str) -> str:
    """The first address of the declaration: forms ask for the declarant's own before any other."""
    words = Words(language, {}, CATALOGUES)
    for field in shown.form.fields:
        for one in (field, *field.fields):
            value = shown.data.get(field.key)
            if one is not field and isinstance(value, Mapping):
                value = value.get(one.key)
            if one.widget == "address" and value:
                return words.answer(one, value)
    return ""


def _hand_overs(work: Work, shown: DossierPage, desk: str, language: str) -> list[dict[str, object]]:
    """A row for each hand-over, the giver of the first and the receiver of the last being the desk (F-07)."""
    ruled = rules.of(work, shown.version)
    # A visit has a row as soon as a clock has run on it.
    visits = [visit for visit in shown.visits if visit.row.counted_from is not None]
    at_desk = {visit.row.name for visit in visits if visit.row.phase in DESK_PHASES}
    place = _Places(desk, at_desk, language)
    found: list[dict[str, object]] = []
    for one in control_slip.of(work, shown):
        is_end = one.at is not None and not one.to
        words = class_words(ruled, one.time_class, is_open=one.at is None)
        found.append(
            {
                "giver": place.told(one.giver),
                "giver_name": one.giver.who,
                "giver_step": one.giver.step.in_(language),
                "receiver": desk if is_end else place.receivers(one),
                "receiver_name": ", ".join(dict.fromkeys(to.who for to in one.to if to.who)),
                "receiver_step": ", ".join(to.step.in_(language) for to in one.to),
                "at": moment_value(one.at),
                "result": words.in_(language).capitalize()
                if words is not None and one.at is not None
                else "",
                "remark": _remark(one, language),
            }
        )
    return found


@dataclass(frozen=True, slots=True)
class _Places:
    """Tells where a hand-over goes from and to: at steps of the desk by the desk's name, else by the agency's."""

    desk: str
    at_desk: set[str]
    language: str

    def told(self, place: Place) -> str:
        name = self.desk if place.step.vi in self.at_desk else place.agency.in_(self.language)
        return f"{name} – {place.step.in_(self.language)}"

    def receivers(self, one: HandOver) -> str:
        return "; ".join(map(self.told, one.to)) or NOT_RECEIVED.in_(self.language)


def _remark(one: HandOver, language: str) -> str:
    how = ONCE_MORE.get(one.outcome)
    return " ".join(filter(None, (how.in_(language) if how else "", one.note)))


def _name(name: str, english: str, language: str) -> str:
    return english or name if language == "en" else name
