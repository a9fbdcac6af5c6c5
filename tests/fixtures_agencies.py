"""Agencies as tests of their tree have them: today there, a commune that joins it, and an agency's facts."""

from __future__ import annotations

from datetime import date

from motcua.domain.people.agency import AgencyFacts
from motcua.services.work import House
from motcua.store.agencies import agency as stored

TODAY = date(2026, 11, 23)
COMMUNE = AgencyFacts("H50.99", "Ủy ban nhân dân xã Ba Lòng", "People’s Committee of Ba Lòng Commune", "xa")


def facts_of(house: House, known_code: str, /, **changed: object) -> AgencyFacts:
    """What is known of an agency, with `changed` in place of some of it."""
    with house.work() as work:
        row = stored.by_code(work.connection, known_code)
    known = {key: getattr(row, key) for key in AgencyFacts.__dataclass_fields__}
    return AgencyFacts(**{**known, **changed})
