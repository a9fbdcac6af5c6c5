"""Rules about limits by way of filing or case: they can be read, and their cases ask about the form (R-26)."""

from __future__ import annotations

from collections.abc import Iterator

from motcua.domain.check.process_rules_finding import finding, nearest
from motcua.domain.check.process_rules_names import Forms
from motcua.domain.conditions.condition_nodes import ConditionError
from motcua.domain.conditions.condition_types import types_of
from motcua.domain.conditions.conditions import parse_condition
from motcua.domain.errors import InputError
from motcua.domain.process.process import CaseLimit, Finding, ProcessModel
from motcua.domain.text import Text
from motcua.domain.time.limits import parse_limit


def limit_findings(model: ProcessModel, forms: Forms | None) -> Iterator[Finding]:
    """What is wrong with each limit of a case; names of fields are looked for in the applicant's form."""
    facts = model.facts
    if facts is None:
        return
    schema = None if forms is None else forms.get(facts.form)
    known = None if schema is None else frozenset(types_of(schema))
    for case in facts.limits:
        try:
            parse_limit(case.value)
        except InputError:
            yield _found(model, case, "procedure.limit_malformed", _NO_LIMIT)
        if case.when:
            yield from _rule(model, case, known)


def _rule(model: ProcessModel, case: CaseLimit, known: frozenset[str] | None) -> Iterator[Finding]:
    try:
        condition = parse_condition(case.when)
    except ConditionError as error:
        yield _found(model, case, "limit.rule_unreadable", error.message)
        return
    for name in sorted(condition.names - known) if known is not None else ():
        hint = nearest(name, sorted(known or ()))
        said = Text(
            f"tờ khai của hồ sơ không có trường “{name}”.{hint.vi} Chọn lại “Trường hợp” (when).",
            f"the applicant's form has no field “{name}”.{hint.en} Choose the case again (when).",
        )
        yield _found(model, case, "limit.name_unknown", said)


_NO_LIMIT = Text(
    "không hiểu được. Điền số và đơn vị, ví dụ 7 ngày làm việc, hoặc chọn trong ngày (7d, 10cd, same-day@15:00).",
    "it is not understood. Give a number and a unit, such as 7 working days, or the same day "
    "(7d, 10cd, same-day@15:00).",
)


def _found(model: ProcessModel, case: CaseLimit, code: str, said: Text) -> Finding:
    return finding(code, model, f"Thời hạn “{case.value}”: {said.vi}", f"The limit “{case.value}”: {said.en}")
