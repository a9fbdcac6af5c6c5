"""What the checker says of the agencies of a linked procedure (A-15)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from domain.process_drawings import FACTS, model_of

from motcua.domain.check.process_rules import check
from motcua.domain.process.process import AgencyPart

HERE, THERE = AgencyPart("receiving", "8h"), AgencyPart("code:H50.16", "16h", is_lead=True)


@pytest.mark.req("A-15")
@pytest.mark.parametrize(
    ("parts", "codes"),
    [
        ((HERE, THERE), []),
        ((), []),
        ((replace(THERE, who="tax"),), ["unknown"]),
        ((THERE, replace(THERE, is_lead=False)), ["twice"]),
        ((replace(HERE, is_lead=True), THERE), ["leads"]),
        ((replace(THERE, budget="ba ngày"),), ["budget"]),
        ((AgencyPart("parent", "8h"),), ["unused"]),
        ((replace(THERE, budget="2h"),), ["short"]),
    ],
)
def test_each_agency_once_with_a_time_its_steps_fit_in(
    parts: tuple[AgencyPart, ...], codes: list[str]
) -> None:
    model = model_of(
        "S>a a>b b>E", replace(FACTS, agencies=parts), b={"agency": "code:H50.16", "budget": "4h"}
    )
    found = [one.code for one in check(model) if one.code.startswith("procedure.agency_")]
    assert found == [f"procedure.agency_{code}" for code in codes]
