"""Fees by the form: the amount and why, what cannot be worked out, and what the checker says of a rule (I-01)."""

from __future__ import annotations

import pytest
from fixtures_model import FORMS, bpmn_of

from motcua.domain.check.process_rules import check
from motcua.domain.conditions.conditions import parse_condition
from motcua.domain.forms import FormDefinition
from motcua.domain.money.fees import Charge, charges_of, unclear_of
from motcua.domain.process.process import Fee
from motcua.engine.reader.reader import read

TIERS = [
    Fee("Mức thấp", 50_000, when="von <= 100"),
    Fee("Mức cao", 150_000, when="von > 100", name_en="High"),
    Fee("Theo vốn", 0, formula="von * 2.5", channel="direct"),
]


@pytest.mark.req("I-01")
def test_the_amount_follows_the_form_and_says_why() -> None:
    fields = {
        key: one
        for form in FORMS.values()
        for key, one in FormDefinition.from_schema(form).field_by_key.items()
    }
    label = fields["von"].label.vi
    said = parse_condition("von <= 100").describe(fields)
    assert charges_of(TIERS, "online", {"von": 100}, fields) == [
        Charge("Mức thấp", "Mức thấp", 50_000, said.vi, said.en)
    ]
    high, by_capital = charges_of(TIERS, "direct", {"von": 101}, fields)
    assert (high.amount, high.name_en) == (150_000, "High")
    assert label.lower() in high.why.lower()
    assert by_capital.amount == 253  # 252,5 đồng, halves up
    assert by_capital.why == f"Tính theo: “{label}” * 2.5"
    # A name is put in words where it stands by itself, not inside a longer one.
    longer = Fee("Theo hệ số", 0, formula="von * he_so_von")
    (charge,) = charges_of([longer], "online", {"von": 10, "he_so_von": 3}, fields)
    assert charge.why == f"Tính theo: “{label}” * he_so_von"


@pytest.mark.req("I-01")
def test_what_cannot_be_worked_out_is_no_charge_and_is_said() -> None:
    assert charges_of(TIERS, "direct", {}) == []
    assert [one.fee.name for one in unclear_of(TIERS, "direct", {})] == ["Mức thấp", "Mức cao", "Theo vốn"]
    assert "“von” chưa có giá trị" in unclear_of(TIERS, "direct", {})[0].why.vi
    assert charges_of([Fee("a", 0, formula="von - 10")], "online", {"von": 1}) == []
    assert unclear_of([Fee("a", 0, formula="von / 0")], "online", {"von": 1}) != []


@pytest.mark.req("I-01")
@pytest.mark.parametrize(
    ("attributes", "code"),
    [
        ('amount="5" when="von >"', "fee.rule_unreadable"),
        ('amount="5" when="von * 2"', "fee.rule_kind"),
        ('formula="von > 2"', "fee.rule_kind"),
        ('formula="voon * 2"', "fee.name_unknown"),
        ('amount="5" formula="von * 2"', "fee.two_amounts"),
        ('amount="5" when="von == &quot;x&quot;"', "fee.rule_type"),
        ('formula="von * 2" when="von > 5"', None),
    ],
)
def test_the_checker_reads_the_rules_of_fees(attributes: str, code: str | None) -> None:
    model = read(bpmn_of("S>a a>E", papers=f'<m:fee name="Lệ phí" {attributes}/>')).model
    assert model is not None
    found = [one.code for one in check(model, FORMS) if one.code.startswith("fee.")]
    assert found == ([code] if code else [])
