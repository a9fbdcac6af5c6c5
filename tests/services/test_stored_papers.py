"""How long a paper in a person's store may be used again."""

from __future__ import annotations

from datetime import date

import pytest

from motcua.domain.text import Text
from motcua.services.intake.stored_papers import Kind


@pytest.mark.req("B-07")
@pytest.mark.parametrize(
    ("months", "last"),
    [
        (None, None),
        (12, date(2026, 12, 31)),
        (6, date(2026, 6, 30)),
        (2, date(2026, 2, 28)),
        (1, date(2026, 1, 31)),
    ],
)
def test_a_paper_stored_on_the_last_day_of_the_year_keeps_its_days(
    months: int | None, last: date | None
) -> None:
    assert Kind(Text("Căn cước", "Identity card"), months).good_until(date(2025, 12, 31)) == last
