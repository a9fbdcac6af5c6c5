"""Rules about data: branches that are never taken, conditions that decide nothing, rows of tables that collide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from motcua.domain.check.process_rules_conditions import CHOOSING, branch_words
from motcua.domain.check.process_rules_finding import finding, label, nearest
from motcua.domain.check.process_rules_names import Forms, Names, Vocabulary
from motcua.domain.check.process_rules_timers import field_of
from motcua.domain.conditions.condition_cases import Cases, cases_of
from motcua.domain.conditions.condition_faults import faults
from motcua.domain.conditions.condition_nodes import ConditionError, Expression
from motcua.domain.conditions.condition_types import FieldType
from motcua.domain.conditions.conditions import parse_condition
from motcua.domain.process.process import Finding, Flow, Node, ProcessModel
from motcua.domain.process.process_graph import Scope
from motcua.domain.process.process_node import Decision
from motcua.domain.text import Text

_NOWHERE = FieldType("group")


def data_findings(model: ProcessModel, graph: Sequence[Scope], forms: Forms | None) -> Iterator[Finding]:
    """What is wrong with conditions taken together. Nothing is said where it cannot be known."""
    vocabulary = Vocabulary(model, graph, forms)
    for scope in graph:
        for node in scope.nodes:
            if node.kind in CHOOSING:
                yield from _gateway(vocabulary, node, scope.outgoing[node.id])
            if node.decision is not None:
                yield from _table(vocabulary, node, node.decision)
            if node.loop is not None and forms is not None:
                yield from _items(node, vocabulary.at(node.id))
            if node.event is not None and node.event.timer is not None and forms is not None:
                yield from _date_field(node, field_of(node.event.timer), vocabulary.at(node.id))


def branch_cases(vocabulary: Vocabulary, node: Node, branches: Sequence[Flow]) -> Cases | None:
    """All cases of the conditions of a gateway's branches, in their order; None when nothing can be said."""
    trees = branch_trees(vocabulary, node, branches)
    return cases_of(trees, vocabulary.at(node.id).types) if trees else None


def branch_trees(vocabulary: Vocabulary, node: Node, branches: Sequence[Flow]) -> list[Expression] | None:
    """The conditions of a gateway's branches; None when there is something wrong with one of them by itself."""
    trees = [_readable(vocabulary, flow.condition, vocabulary.at(node.id)) for flow in branches]
    found = [tree for tree in trees if tree is not None]
    return found if len(found) == len(trees) else None


def _readable(vocabulary: Vocabulary, text: str, names: Names) -> Expression | None:
    """The tree of a condition with nothing wrong by itself: what is, is a finding of its own."""
    try:
        condition = parse_condition(text or "true")
    except ConditionError:
        return None
    is_known = vocabulary.forms is None or condition.names <= names.types.keys()
    return condition.tree if is_known and not faults(condition.tree, names.types) else None


def _gateway(vocabulary: Vocabulary, node: Node, outgoing: Sequence[Flow]) -> Iterator[Finding]:
    model = vocabulary.model
    branches = [flow for flow in outgoing if flow.id != node.default_flow and flow.condition]
    together = branch_cases(vocabulary, node, branches)
    for at, flow in enumerate(branches):
        cases, index = (together, at) if together else (branch_cases(vocabulary, node, [flow]), 0)
        if cases is not None:
            yield from _constant(model, node, flow, cases, index)
    if together is None:
        return
    if node.kind == "exclusiveGateway":
        yield from _order(model, node, branches, together)
    default = next((flow for flow in outgoing if flow.id == node.default_flow), None)
    is_closed = len(branches) > 1 and not any(map(together.always, range(len(branches))))
    if default is not None and is_closed and together.uncovered() is None:
        where = branch_words(model, node, default)
        yield finding(
            "branch.never_taken",
            default,
            f"{where.vi}: nhánh mặc định không bao giờ được đi, vì các điều kiện khác đã gồm mọi trường hợp. "
            "Bỏ nhánh này, hoặc sửa các điều kiện kia.",
            f"{where.en}: the default is never taken, because the other conditions cover every case. "
            "Delete the branch, or correct the other conditions.",
            "warning",
        )


def _constant(model: ProcessModel, node: Node, flow: Flow, cases: Cases, at: int) -> Iterator[Finding]:
    where = branch_words(model, node, flow)
    if cases.never(at):
        yield finding(
            "condition.never",
            flow,
            f"{where.vi}: điều kiện không bao giờ đúng: {flow.condition}. Sửa điều kiện hoặc bỏ nhánh.",
            f"{where.en}: the condition can never hold: {flow.condition}. Correct it or delete the branch.",
        )
    elif cases.always(at):
        yield finding(
            "condition.always",
            flow,
            f"{where.vi}: điều kiện luôn đúng: {flow.condition}. Sửa điều kiện, hoặc bỏ điểm rẽ.",
            f"{where.en}: the condition always holds: {flow.condition}. Correct it, or delete the gateway.",
            "warning",
        )


def _order(model: ProcessModel, node: Node, branches: Sequence[Flow], cases: Cases) -> Iterator[Finding]:
    """The first branch of the file whose condition holds is taken."""
    for at, flow in enumerate(branches):
        where = branch_words(model, node, flow)
        if cases.never(at):
            continue
        if cases.is_shadowed(at):
            yield finding(
                "branch.never_taken",
                flow,
                f"{where.vi}: không bao giờ được đi, vì các nhánh đứng trước đã nhận hết. Đổi thứ tự hoặc điều kiện.",
                f"{where.en}: it is never taken, because the branches before it take every case. "
                "Change the order or the condition.",
            )
            continue
        for earlier in range(at):
            if (case := cases.overlap(earlier, at)) is not None:
                first, example = _inside(branch_words(model, node, branches[earlier])), case.words
                yield finding(
                    "branch.overlaps",
                    flow,
                    f"{where.vi}: trùng với nhánh đứng trước, ví dụ khi {example.vi} thì đi {first.vi}. "
                    "Viết các điều kiện không trùng nhau.",
                    f"{where.en}: it overlaps a branch before it; when {example.en}, {first.en} is taken. "
                    "Write conditions that exclude each other.",
                    "warning",
                )
                break


def _inside(words: Text) -> Text:
    """Words that begin a sentence as they stand inside one."""
    return Text(words.vi[:1].lower() + words.vi[1:], words.en[:1].lower() + words.en[1:])


def _table(vocabulary: Vocabulary, node: Node, table: Decision) -> Iterator[Finding]:
    names = vocabulary.at(node.id)
    trees = [_readable(vocabulary, rule.condition, names) for rule in table.rules]
    found = [tree for tree in trees if tree is not None]
    cases = cases_of(found, names.types) if found and len(found) == len(trees) else None
    if cases is None:
        return
    where = label(node)
    for at in range(len(found)):
        if cases.never(at) or (table.hit_policy == "FIRST" and cases.is_shadowed(at)):
            yield finding(
                "decision.rule_never",
                node,
                f"Bảng quyết định {where}: dòng {at + 1} không bao giờ được dùng. Sửa điều kiện, đổi chỗ hoặc xóa dòng.",
                f"Decision table {where}: row {at + 1} is never used. Correct, move or delete it.",
            )
    yield from _collision(node, table, cases)
    if table.hit_policy != "COLLECT" and all(cases.is_sure) and (gap := cases.uncovered()) is not None:
        yield finding(
            "decision.gap",
            node,
            f"Bảng quyết định {where}: không dòng nào nhận trường hợp {gap.words.vi}. Thêm một dòng.",
            f"Decision table {where}: no row takes the case {gap.words.en}. Add a row.",
            "warning",
        )


def _collision(node: Node, table: Decision, cases: Cases) -> Iterator[Finding]:
    if table.hit_policy not in ("UNIQUE", "ANY"):
        return
    for case in cases.cases:
        hits = [at for at, answer in enumerate(case.holds) if answer and cases.is_sure[at]]
        others = [at for at in hits[1:] if table.hit_policy == "UNIQUE" or _differ(table, hits[0], at)]
        if others:
            first, second, words = hits[0] + 1, others[0] + 1, case.words
            yield finding(
                "decision.rules_overlap",
                node,
                f"Bảng quyết định {label(node)}: dòng {first} và dòng {second} cùng nhận trường hợp {words.vi}. "
                "Sửa một dòng, hoặc cho bảng lấy dòng đúng đầu tiên (FIRST).",
                f"Decision table {label(node)}: rows {first} and {second} both take the case {words.en}. "
                "Correct one of them, or let the table take the first row that holds (FIRST).",
            )
            return


def _differ(table: Decision, first: int, second: int) -> bool:
    return table.rules[first].values != table.rules[second].values


def _items(node: Node, names: Names) -> Iterator[Finding]:
    items = node.loop.items if node.loop else ""
    if not items:
        return
    kind = names.types.get(items)
    if kind is None:
        hint = nearest(items, sorted(names.types))
        yield finding(
            "loop.items_unknown",
            node,
            f"Phần lặp {label(node)}: chưa có trường “{items}” ở đây.{hint.vi} Sửa ô “Trường danh sách”.",
            f"Repetition {label(node)}: there is no field “{items}” yet.{hint.en} Correct “Field with the list”.",
            names.severity,
        )
    elif kind.kind not in ("list", "any"):
        yield finding(
            "loop.items_no_list",
            node,
            f"Phần lặp {label(node)}: trường “{items}” không phải danh sách. "
            "Điền ô “Trường danh sách” bằng trường chọn nhiều hoặc nhiều dòng.",
            f"Repetition {label(node)}: the field “{items}” is no list. "
            "Name one with several choices or rows in “Field with the list”.",
        )


def _date_field(node: Node, name: str, names: Names) -> Iterator[Finding]:
    if not name or names.types.get(name, _NOWHERE).kind in ("date", "any"):
        return
    hint = nearest(name, sorted(key for key, kind in names.types.items() if kind.kind == "date"))
    yield finding(
        "timer.field_unknown",
        node,
        f"Hẹn giờ {label(node)}: chưa có trường ngày “{name}” ở đây.{hint.vi} Sửa ô “Ngày, hoặc tên trường ngày”.",
        f"Timer {label(node)}: there is no date field “{name}” yet.{hint.en} Correct “Date, or a date field”.",
        "error" if name in names.types else names.severity,
    )
