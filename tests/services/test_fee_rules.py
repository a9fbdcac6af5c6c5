"""An amount by the form: the desk sees why, another is refused, and the receipt keeps the reason (I-01)."""

from __future__ import annotations

import pytest
from fixtures_watch import rows
from services.time_story import DESK, act, started

from motcua.domain.errors import ValidationError
from motcua.services.dossier import decisions
from motcua.services.work import House
from motcua.store.dossier import dossier as dossiers

BY_CAPITAL = (
    '<m:fee name="Mức thấp" amount="50000" when="von &lt;= 100"/>'
    '<m:fee name="Mức cao" amount="150000" when="von &gt; 100"/><m:fee name="Theo vốn" formula="von * 10"/>'
)


@pytest.mark.req("I-01")
def test_only_the_amount_that_the_form_gives_is_collected(house: House) -> None:
    code = started(house, papers=BY_CAPITAL, von=2_000)
    with house.work() as work:
        dossier = dossiers.by_code(work.connection, code)
        assert dossier is not None
        charges = decisions.of_dossier(work, dossier).charges
    assert [(one.name, one.amount) for one in charges] == [("Mức cao", 150_000), ("Theo vốn", 20_000)]
    assert all(one.why for one in charges)
    for other in (50_000, 150_001, 200_000):
        with pytest.raises(ValidationError) as wrong:
            act(house, DESK, code, "collect_fee", "2026-12-07 08:00", amount=other)
        assert [one.code for one in wrong.value.errors] == ["not_configured"]
    act(house, DESK, code, "collect_fee", "2026-12-07 08:00", amount=170_000)
    (paid,) = rows(house, "select fees, amount from payment")
    assert (paid.amount, [fee["why"] != "" for fee in paid.fees]) == (170_000, [True, True])
