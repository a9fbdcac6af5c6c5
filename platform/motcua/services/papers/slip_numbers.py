"""The numbers of slips: by agency, year and kind, without a gap, and as they are written ("12/PXL")."""

from __future__ import annotations

from datetime import datetime

from motcua.domain.papers.slip_kinds import SLIP_KINDS
from motcua.services.agencies.agencies import ZONE
from motcua.services.work import Work
from motcua.store.papers import slip as slips


def take(work: Work, agency_id: int, kind: str, at: datetime) -> tuple[int | None, int | None]:
    """The year of `at` in Vietnam and the agency's next number in it; neither for a kind that has none.

    A number given back by a failure goes to the next. Does not commit.
    """
    if not SLIP_KINDS[kind].mark:
        return None, None
    year = year_of(at)
    return year, slips.next_number(work.connection, agency_id, year, kind)


def year_of(at: datetime) -> int:
    """The year in Vietnam, by which numbers begin anew."""
    return at.astimezone(ZONE).year


def words(kind: str, number: int | None) -> str:
    """A slip's number as it stands on its head; empty where it has none of ours."""
    return f"{number}/{SLIP_KINDS[kind].mark}" if number is not None else ""
