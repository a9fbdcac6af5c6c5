"""Rules about fees: what their amounts hang on can be read, asks about the form, and gives an amount (I-01)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from motcua.domain.check.process_rules_conditions import is_question
from motcua.domain.check.process_rules_finding import finding, nearest
from motcua.domain.check.process_rules_names import Forms
from motcua.domain.conditions.condition_faults import faults
from motcua.domain.conditions.condition_nodes import ConditionError
from motcua.domain.conditions.condition_types import FieldType, types_of
from motcua.domain.conditions.conditions import Condition, parse_condition
from motcua.domain.process.process import Fee, Finding, ProcessModel
from motcua.domain.text import Text


def fee_findings(model: ProcessModel, forms: Forms | None) -> Iterator[Finding]:
    """What is wrong with each fee of the procedure; names of fields are looked for in the applicant's form."""
    facts = model.facts
    if facts is None:
        return
    schema = None if forms is None else forms.get(facts.form)
    types = None if schema is None else types_of(schema)
    for fee in facts.fees:
        if fee.formula and fee.amount:
            yield _found(
                model,
                fee,
                "fee.two_amounts",
                Text(
                    "có cả số tiền và công thức. Chỉ giữ “Mức thu” hoặc “Cách tính” (amount, formula).",
                    "it has both an amount and a formula. Keep one of them (amount, formula).",
                ),
            )
        for text, asks in ((fee.when, True), (fee.formula, False)):
            if text:
                yield from _rule(model, fee, text, asks, types)


def _rule(
    model: ProcessModel, fee: Fee, text: str, asks: bool, types: Mapping[str, FieldType] | None
) -> Iterator[Finding]:
    try:
        condition = parse_condition(text)
    except ConditionError as error:
        yield _found(model, fee, "fee.rule_unreadable", error.message)
        return
    if is_question(condition.tree) != asks and not _is_lone_name(condition):
        yield _found(model, fee, "fee.rule_kind", _QUESTION if asks else _AMOUNT)
    if types is None:
        return
    for name in sorted(condition.names - types.keys()):
        hint = nearest(name, sorted(types))
        yield _found(
            model,
            fee,
            "fee.name_unknown",
            Text(
                f"tờ khai của hồ sơ không có trường “{name}”.{hint.vi} Chọn lại “Trường hợp” hoặc “Cách tính”.",
                f"the applicant's form has no field “{name}”.{hint.en} Choose the case or the formula again.",
            ),
        )
    if condition.names <= types.keys():
        for fault in faults(condition.tree, types):
            yield _found(model, fee, "fee.rule_type", fault.message)


_QUESTION = Text(
    '“Trường hợp” phải là điều kiện đúng hay sai, ví dụ diện tích trên 100 (when="dien_tich > 100").',
    'its case must be true or false, such as an area above 100 (when="dien_tich > 100").',
)
_AMOUNT = Text(
    '“Cách tính” phải cho ra số tiền, ví dụ 2000 đồng cho mỗi m² (formula="dien_tich * 2000").',
    'its formula must give an amount, such as 2000 for each m² (formula="dien_tich * 2000").',
)


def _is_lone_name(condition: Condition) -> bool:
    """A field alone may be an amount or a yes; its type decides."""
    return condition.text.strip() in condition.names


def _found(model: ProcessModel, fee: Fee, code: str, said: Text) -> Finding:
    name = fee.name_en or fee.name
    return finding(code, model, f"Khoản thu “{fee.name}”: {said.vi}", f"The fee “{name}”: {said.en}")
