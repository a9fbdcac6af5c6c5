"""An agency named by the model that has ended since: the one that took over its work performs (N-20, E-12)."""

from __future__ import annotations

import pytest
from fixtures_model import finish
from fixtures_watch import rows
from services.routing_story import at, serve, started

from motcua.services.work import House


def end(house: House, code: str, last_day: str, heir: str) -> None:
    with house.engine.begin() as connection:
        connection.exec_driver_sql(
            "update agency set valid_to = %s, successor_id = (select id from agency where code = %s) where code = %s",
            (last_day, heir, code),
        )


def performer_of_b(house: House, rule: str) -> str:
    """The agency of the second step; somebody serves it there, or the procedure would not be offered."""
    serve(house, "mai.ho", "H50.27")
    code = started(house, b={"agency": rule})
    finish(house, code, "a", now=at("08:00"))
    ((found,),) = rows(
        house, "select a.code from dossier_step s join agency a on a.id = s.agency_id where s.step_id = 'b'"
    )
    return str(found)


@pytest.mark.req("E-12")
@pytest.mark.parametrize(
    ("last_day", "performer"),
    [("2026-12-06", "H50.41"), ("2026-12-07", "H50.27"), ("2026-12-31", "H50.27")],
)
def test_an_agency_performs_through_its_last_day_and_its_heir_from_the_next(
    house: House, last_day: str, performer: str
) -> None:
    serve(house, "mai.ho", "H50.41")
    end(house, "H50.27", last_day, "H50.41")
    assert performer_of_b(house, "code:H50.27") == performer


def test_one_merger_after_another_is_followed_to_the_last(house: House) -> None:
    end(house, "H50.27", "2026-12-01", "H50.41")
    end(house, "H50.41", "2026-12-03", "H50")
    assert performer_of_b(house, "code:H50.27") == "H50"


def test_a_circle_of_heirs_ends(house: House) -> None:
    end(house, "H50.27", "2026-12-01", "H50.41")
    end(house, "H50.41", "2026-12-03", "H50.27")
    assert performer_of_b(house, "code:H50.27") in ("H50.27", "H50.41")
