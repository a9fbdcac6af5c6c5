"""Rules about single conditions: they can be read, ask a question, and speak of fields known and filled in by then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from motcua.domain.check.process_rules_finding import Element, finding, label, nearest
from motcua.domain.check.process_rules_names import Forms, Names, Vocabulary
from motcua.domain.conditions.condition_faults import faults
from motcua.domain.conditions.condition_nodes import (
    Binary,
    Call,
    ConditionError,
    Expression,
    Literal,
    Name,
    Unary,
)
from motcua.domain.conditions.conditions import Condition, parse_condition
from motcua.domain.process.process import Finding, Flow, Node, ProcessModel
from motcua.domain.process.process_graph import Scope
from motcua.domain.text import Text

CHOOSING = frozenset({"exclusiveGateway", "inclusiveGateway"})

_QUESTIONS = frozenset({"==", "!=", "<", "<=", ">", ">=", "in", "not in", "and", "or"})
_ASKING = frozenset({"filled", "contains", "starts_with", "ends_with"})


@dataclass(frozen=True, slots=True)
class Written:
    """A condition as it stands in the model: its text, the element it belongs to, and how to name its place."""

    text: str
    element: Element
    where: Text
    names: Names


def condition_findings(model: ProcessModel, graph: Sequence[Scope], forms: Forms | None) -> Iterator[Finding]:
    """What is wrong with each condition by itself: of branches, of repeated activities, of decision tables."""
    vocabulary = Vocabulary(model, graph, forms)
    for written in conditions_of(vocabulary):
        try:
            condition = parse_condition(written.text)
        except ConditionError as error:
            yield _found(error.code, written, error.message)
            continue
        if not is_question(condition.tree):
            yield _found("condition.not_a_question", written, _NO_QUESTION)
        if forms is not None:
            yield from _names(vocabulary, written, condition)
        for fault in faults(condition.tree, written.names.types):
            yield _found(fault.code, written, fault.message)


_NO_QUESTION = Text(
    "điều kiện phải trả lời đúng hay sai. Chọn trường, phép so sánh và giá trị, ví dụ von > 1000000.",
    "the condition must be true or false. Choose field, comparison and value, such as von > 1000000.",
)


def conditions_of(vocabulary: Vocabulary) -> Iterator[Written]:
    """Every condition of a process with the names it may use."""
    model = vocabulary.model
    for flow in model.flows:
        source = model.node_by_id.get(flow.source)
        if flow.condition and source is not None and source.kind in CHOOSING:
            yield Written(flow.condition, flow, branch_words(model, source, flow), vocabulary.at(source.id))
    for node in model.nodes:
        where = label(node)
        if node.loop is not None and (node.loop.condition or node.loop.completion):
            text = node.loop.condition or node.loop.completion
            names = vocabulary.at(node.id, with_counters=node.loop.kind != "standard")
            yield Written(text, node, Text(f"Phần lặp {where}", f"Repetition {where}"), names)
        if node.decision is not None:
            names = vocabulary.at(node.id)
            for row, rule in enumerate(node.decision.rules, 1):
                if rule.condition:
                    place = Text(f"Bảng quyết định {where}, dòng {row}", f"Decision table {where}, row {row}")
                    yield Written(rule.condition, node, place, names)


def branch_words(model: ProcessModel, source: Node, flow: Flow) -> Text:
    """How a sentence names a branch: by its name, else by what it leads from and to."""
    where = label(flow) if flow.name else f"{label(source)} → {label(model.node_by_id[flow.target])}"
    return Text(f"Nhánh {where}", f"Branch {where}")


def _found(code: str, written: Written, said: Text) -> Finding:
    return finding(code, written.element, f"{written.where.vi}: {said.vi}", f"{written.where.en}: {said.en}")


def _names(vocabulary: Vocabulary, written: Written, condition: Condition) -> Iterator[Finding]:
    types, where = written.names.types, written.where
    for name in sorted(condition.names):
        if name not in types and name not in vocabulary.anywhere:
            hint = nearest(name, sorted(types))
            yield finding(
                "condition.name_unknown",
                written.element,
                f"{where.vi}: không biểu mẫu nào có trường “{name}”.{hint.vi} Chọn lại trường của điều kiện.",
                f"{where.en}: no form has the field “{name}”.{hint.en} Choose the field of the condition again.",
                written.names.severity,
            )
        elif name not in types:
            yield finding(
                "condition.name_too_late",
                written.element,
                f"{where.vi}: trường “{name}” chỉ được điền ở bước sau. "
                "Đặt điểm rẽ sau bước đó, hoặc chọn trường khác.",
                f"{where.en}: the field “{name}” is filled in only later. "
                "Put the gateway behind that step, or choose another field.",
                written.names.severity,
            )
        elif name not in written.names.always and name not in condition.guarded_names:
            yield finding(
                "condition.name_optional",
                written.element,
                f"{where.vi}: trường “{name}” có thể để trống. "
                f"Thêm dòng điều kiện “đã được điền” trước, hoặc đặt trường là bắt buộc (filled({name})).",
                f"{where.en}: the field “{name}” may be left blank. "
                f"Ask first whether it is filled in, or make the field required (filled({name})).",
                "warning",
            )


def is_question(tree: Expression) -> bool:
    match tree:
        case Binary(operator=operator):
            return operator in _QUESTIONS
        case Unary(operator=operator):
            return operator == "not"
        case Call(function=function):
            return function in _ASKING
        case Literal(value=value):
            return isinstance(value, bool)
        case Name():
            return True
    return False
