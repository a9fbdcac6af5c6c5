"""Rules about choosing: every exclusive or inclusive gateway has a branch for every dossier; only these have conditions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from motcua.domain.check.process_rules_conditions import CHOOSING
from motcua.domain.check.process_rules_data import branch_trees
from motcua.domain.check.process_rules_finding import finding, label
from motcua.domain.check.process_rules_names import Forms, Vocabulary
from motcua.domain.conditions.condition_cases import Cases, cases_of
from motcua.domain.conditions.condition_nodes import Binary, Expression, Listing, Literal, Name, walk
from motcua.domain.conditions.condition_types import FieldType
from motcua.domain.process.process import Finding, Flow, Node, ProcessModel, Severity
from motcua.domain.process.process_graph import Scope
from motcua.domain.text import Text


def choice_findings(model: ProcessModel, graph: Sequence[Scope], forms: Forms | None) -> Iterator[Finding]:
    """All findings about choices: every dossier has a branch. `forms` None: fields are not known."""
    vocabulary = Vocabulary(model, graph, forms)
    for scope in graph:
        for node in scope.nodes:
            if node.kind in CHOOSING:
                yield from _choice(vocabulary, node, scope.outgoing[node.id])
            else:
                yield from _misplaced_conditions(node, scope.outgoing[node.id])


def _choice(vocabulary: Vocabulary, node: Node, branches: tuple[Flow, ...]) -> Iterator[Finding]:
    default = [flow for flow in branches if flow.id == node.default_flow]
    if node.default_flow and not default:
        yield finding(
            "gateway.default_unknown",
            node,
            f"Nhánh mặc định của điểm rẽ {label(node)} không đi ra từ điểm rẽ này. Chọn lại ở ô “Đường mặc định”.",
            f"The default branch of the gateway {label(node)} does not leave it. Choose again in “Default branch”.",
        )
    others = [flow for flow in branches if flow not in default]
    if len(branches) < 2 and not any(flow.condition for flow in others):
        return
    unconditional = [flow for flow in others if not flow.condition]
    for flow in unconditional:
        target = label(vocabulary.model.node_by_id[flow.target])
        yield finding(
            "gateway.condition_missing",
            node,
            f"Điểm rẽ {label(node)}: nhánh đến {target} chưa có điều kiện. "
            "Chọn nhánh rồi thêm điều kiện, hoặc đánh dấu nhánh là “Đường mặc định”.",
            f"Gateway {label(node)}: the branch to {target} has no condition. "
            "Select the branch and add a condition, or make it the “Default branch”.",
        )
    if default or unconditional:
        return
    trees = branch_trees(vocabulary, node, others)
    cases = cases_of(trees, vocabulary.at(node.id).types) if trees else None
    if trees and (cases is None or cases.uncovered() is not None):
        example = _example(cases)
        yield finding(
            "gateway.default_missing",
            node,
            f"Điểm rẽ {label(node)}: hồ sơ sẽ kẹt khi không điều kiện nào đúng{example.vi}. "
            "Chọn một nhánh ở ô “Đường mặc định”.",
            f"Gateway {label(node)}: a dossier is stuck when no condition holds{example.en}. "
            "Choose a branch in “Default branch”.",
            _severity(vocabulary, trees),
        )


def _example(cases: Cases | None) -> Text:
    case = cases.uncovered() if cases else None
    if cases is None or case is None or not case.values or not all(cases.is_sure):
        return Text("", "")
    return Text(f", ví dụ {case.words.vi}", f", such as {case.words.en}")


def _severity(vocabulary: Vocabulary, trees: Sequence[Expression]) -> Severity:
    """Only a warning when the forms could tell that there are no other keys than those asked for."""
    if vocabulary.forms is not None:
        return "error"
    closed = cases_of(trees, _as_choices(trees))
    return "warning" if closed is not None and closed.uncovered() is None else "error"


def _as_choices(trees: Sequence[Expression]) -> Mapping[str, FieldType]:
    """Every field that is compared with texts as if it were a choice of just these."""
    keys: dict[str, list[str]] = {}
    for tree in trees:
        for node in walk(tree):
            match node:
                case Binary("==", Name(name), Literal(str(value))):
                    keys.setdefault(name, []).append(value)
                case Binary("in", Name(name), Listing(items)):
                    texts = [item.value for item in items if isinstance(item, Literal)]
                    keys.setdefault(name, []).extend(text for text in texts if isinstance(text, str))
    return {name: FieldType("text", keys=tuple(dict.fromkeys(texts))) for name, texts in keys.items()}


def _misplaced_conditions(node: Node, outgoing: tuple[Flow, ...]) -> Iterator[Finding]:
    for flow in outgoing:
        if flow.condition:
            yield finding(
                "flow.condition_misplaced",
                flow,
                f"Điều kiện sau {label(node)} không có tác dụng. "
                "Xóa điều kiện, hoặc đặt một “Điểm rẽ” trước các nhánh (exclusive, inclusive).",
                f"A condition after {label(node)} has no effect. "
                "Delete it, or put an exclusive or inclusive gateway before the branches.",
            )
