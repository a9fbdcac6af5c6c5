"""The charges of a procedure: amounts by the way of filing and by the form, and which of them an amount is (I-01)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import ROUND_HALF_UP, Decimal

from motcua.domain.conditions.condition_nodes import ConditionError
from motcua.domain.conditions.condition_values import number
from motcua.domain.conditions.conditions import evaluate, parse_condition
from motcua.domain.forms.form_definition import Field
from motcua.domain.process.process import Fee
from motcua.domain.text import Text

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Charge:
    """One charge in đồng; `why` says by which rule over the form, empty where the amount is fixed."""

    name: str
    name_en: str
    amount: int
    why: str = ""
    why_en: str = ""

    def to_dict(self) -> dict[str, object]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Unclear:
    """A fee whose rule cannot be answered from what the form holds, with the reason."""

    fee: Fee
    why: Text


def charges_of(
    fees: Iterable[Fee],
    channel: str,
    answers: Mapping[str, object] | None = None,
    fields: Mapping[str, Field] | None = None,
) -> list[Charge]:
    """What a dossier filed by this channel is charged; what costs nothing is no charge, nor what cannot be worked out.

    `answers` are the form's and the steps', `fields` their questions, for the words that tell why.
    """
    found = (_charged(fee, answers or {}, fields or {}) for fee in fees if fee.channel in ("", channel))
    return [one for one in found if isinstance(one, Charge) and one.amount > 0]


def unclear_of(fees: Iterable[Fee], channel: str, answers: Mapping[str, object]) -> list[Unclear]:
    """The fees that cannot be worked out from these answers: nothing may be collected for them yet."""
    found = (_charged(fee, answers, {}) for fee in fees if fee.channel in ("", channel))
    return [one for one in found if isinstance(one, Unclear)]


def has_rule(fees: Iterable[Fee]) -> bool:
    """Whether any of them hangs on what the form holds."""
    return any(fee.when or fee.formula for fee in fees)


def matching(charges: Sequence[Charge], amount: int) -> Sequence[Charge] | None:
    """The charges that the amount pays: one of them, or all together; None when it is neither."""
    if amount <= 0:
        return None
    if single := [one for one in charges if one.amount == amount]:
        return single[:1]
    return charges if amount == sum(one.amount for one in charges) else None


def _charged(fee: Fee, answers: Mapping[str, object], fields: Mapping[str, Field]) -> Charge | Unclear | None:
    """The charge by this fee's rule; None where its condition does not hold."""
    try:
        if fee.when and not parse_condition(fee.when).holds(answers):
            return None
        amount = _amount(fee, answers)
    except ConditionError as error:
        return Unclear(fee, error.message)
    why = rule_words(fee, fields)
    return Charge(fee.name, fee.name_en or fee.name, amount, why.vi, why.en)


def _amount(fee: Fee, answers: Mapping[str, object]) -> int:
    """In whole đồng, halves rounded up; less than nothing is nothing."""
    if not fee.formula:
        return fee.amount
    worked_out = Decimal(number(evaluate(parse_condition(fee.formula).tree, answers)))
    return max(0, int(worked_out.quantize(Decimal(1), ROUND_HALF_UP)))


def rule_words(fee: Fee, fields: Mapping[str, Field]) -> Text:
    """By which rule over the form the fee is charged, in words; empty where its amount is fixed."""
    parts = []
    if fee.when:
        parts.append(parse_condition(fee.when).describe(fields))
    if fee.formula:
        labels = {name: fields[name].label for name in parse_condition(fee.formula).names if name in fields}
        parts.append(_formula(fee.formula, labels))
    return Text("; ".join(one.vi for one in parts), "; ".join(one.en for one in parts))


def _formula(text: str, labels: Mapping[str, Text]) -> Text:
    """The formula with the questions of the form in place of their keys."""
    vi = _WORD.sub(lambda word: f"“{labels[word[0]].vi}”" if word[0] in labels else word[0], text)
    en = _WORD.sub(lambda word: f"“{labels[word[0]].en}”" if word[0] in labels else word[0], text)
    return Text(f"Tính theo: {vi}", f"By the formula: {en}")
