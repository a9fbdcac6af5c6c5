"""Rules about forms: they exist, and conditions speak of fields that are known by then.

Fields are those of the dossier's form and of forms filled at steps that lie before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from motcua.domain.condition_nodes import Binary, Call, ConditionError, Expression, Literal, Name, Unary
from motcua.domain.conditions import Condition, parse_condition
from motcua.domain.process import Finding, Flow, ProcessModel
from motcua.domain.process_graph import Scope, reach
from motcua.domain.process_rules_finding import finding, label, nearest

Schema = Mapping[str, Any]
Forms = Mapping[str, Schema]

_QUESTIONS = frozenset({"==", "!=", "<", "<=", ">", ">=", "in", "not in", "and", "or"})
_ASKING = frozenset({"filled", "contains", "starts_with"})


def fields_of(forms: Forms, key: str) -> Mapping[str, Schema]:
    """The top fields of a form with their schemas; a reference into the form's own `$defs` is followed."""
    schema = forms.get(key, {})
    properties = schema.get("properties")
    if not isinstance(properties, Mapping):
        return {}
    return {name: _resolved(schema, part) for name, part in properties.items() if isinstance(part, Mapping)}


def _resolved(schema: Schema, part: Schema) -> Schema:
    reference, defs = part.get("$ref"), schema.get("$defs")
    if isinstance(reference, str) and isinstance(defs, Mapping):
        target = defs.get(reference.removeprefix("#/$defs/"))
        return target if isinstance(target, Mapping) else part
    return part


def choice_keys(model: ProcessModel, forms: Forms) -> Mapping[str, frozenset[object]]:
    """The possible values of every obligatory choice or yes/no field, by name."""
    keys: dict[str, frozenset[object]] = {}
    for form in _form_keys(model):
        required = _required(forms, form)
        for name, field in fields_of(forms, form).items():
            values = field.get("enum", (True, False) if field.get("type") == "boolean" else None)
            if name in required and isinstance(values, Sequence):
                keys[name] = frozenset(value for value in values if isinstance(value, str | int))
    return keys


def form_findings(model: ProcessModel, forms: Forms) -> Iterator[Finding]:
    """Every form that is named exists, and no field changes its type from one form to another."""
    dossier = model.facts.form if model.facts else ""
    if dossier and dossier not in forms:
        yield _form_missing("procedure.form_missing", model, dossier, forms)
    for step in model.steps:
        if step.form and step.form not in forms:
            yield _form_missing("step.form_missing", step, step.form, forms)
    types: dict[str, tuple[object, str]] = {}
    for key in _form_keys(model):
        for name, field in fields_of(forms, key).items():
            kind, first = types.setdefault(name, (field.get("type"), key))
            if kind != field.get("type"):
                yield finding(
                    "form.field_of_two_types",
                    model,
                    f"Trường “{name}” có kiểu khác nhau ở biểu mẫu {first} và {key}. Đặt tên khác cho một trường.",
                    f"The field “{name}” has different types in the forms {first} and {key}. Rename one of them.",
                )


def _form_missing(code: str, element: Any, key: str, forms: Forms) -> Finding:
    hint = nearest(key, list(forms))
    return finding(
        code,
        element,
        f"{label(element)}: không có biểu mẫu “{key}”.{hint.vi} Tạo {key}.schema.json hoặc sửa form.",
        f"{label(element)}: there is no form “{key}”.{hint.en} Create {key}.schema.json or correct form.",
    )


def condition_findings(model: ProcessModel, graph: Sequence[Scope], forms: Forms | None) -> Iterator[Finding]:
    """Every condition can be read, is a question, and asks for fields that have been filled in by then."""
    for flow in model.flows:
        source = model.node_by_id.get(flow.source)
        if not flow.condition or source is None or source.kind != "exclusiveGateway":
            continue
        where = label(flow) if flow.name else f"{label(source)} → {label(model.node_by_id[flow.target])}"
        try:
            condition = parse_condition(flow.condition)
        except ConditionError as error:
            yield finding(
                error.code, flow, f"Nhánh {where}: {error.message.vi}", f"Branch {where}: {error.message.en}"
            )
            continue
        if not _is_question(condition.tree):
            yield finding(
                "condition.not_a_question",
                flow,
                f"Nhánh {where}: điều kiện phải trả lời đúng hay sai. So sánh với một giá trị, ví dụ von > 1000000.",
                f"Branch {where}: the condition must be true or false. Compare with a value, such as von > 1000000.",
            )
        if forms is not None:
            yield from _names(model, graph, flow, condition, forms, where)


def _names(
    model: ProcessModel, graph: Sequence[Scope], flow: Flow, condition: Condition, forms: Forms, where: str
) -> Iterator[Finding]:
    dossier = model.facts.form if model.facts else ""
    before = steps_before(model, graph, flow.source)
    here = [dossier, *(step.form for step in model.steps if step.id in before)]
    known = {name for key in here for name in fields_of(forms, key)}
    anywhere = {name for key in _form_keys(model) for name in fields_of(forms, key)}
    always = {name for key in here for name in _required(forms, key)}
    for name in sorted(condition.names):
        if name not in anywhere:
            hint = nearest(name, sorted(known))
            yield finding(
                "condition.name_unknown",
                flow,
                f"Nhánh {where}: không biểu mẫu nào có trường “{name}”.{hint.vi}",
                f"Branch {where}: no form has the field “{name}”.{hint.en}",
            )
        elif name not in known:
            yield finding(
                "condition.name_too_late",
                flow,
                f"Nhánh {where}: trường “{name}” chỉ được điền ở bước sau điểm rẽ này. Chuyển điểm rẽ ra sau bước đó.",
                f"Branch {where}: the field “{name}” is filled in only after this gateway. Move the gateway behind it.",
            )
        elif name not in always and name not in condition.guarded_names:
            yield finding(
                "condition.name_optional",
                flow,
                f"Nhánh {where}: trường “{name}” có thể để trống. Hỏi filled({name}) trước trong điều kiện.",
                f"Branch {where}: the field “{name}” may be left blank. Ask filled({name}) first in the condition.",
                "warning",
            )


def steps_before(model: ProcessModel, graph: Sequence[Scope], node: str) -> frozenset[str]:
    """The nodes that lie on some way from the start to `node`, those inside earlier sub-processes included."""
    inside = {scope.parent: scope for scope in graph}
    found: set[str] = set()
    at = node
    while at in model.node_by_id:
        scope = inside[model.node_by_id[at].parent]
        found |= reach([at], scope.predecessors)
        at = scope.parent
    waiting = [key for key in found if key in inside and not _encloses(model, key, node)]
    while waiting:
        members = [member.id for member in inside[waiting.pop()].nodes]
        found.update(members)
        waiting.extend(member for member in members if member in inside)
    return frozenset(found)


def _encloses(model: ProcessModel, outer: str, node: str) -> bool:
    while node in model.node_by_id:
        node = model.node_by_id[node].parent
        if node == outer:
            return True
    return False


def _form_keys(model: ProcessModel) -> tuple[str, ...]:
    dossier = model.facts.form if model.facts else ""
    return tuple(dict.fromkeys(key for key in (dossier, *(step.form for step in model.steps)) if key))


def _required(forms: Forms, key: str) -> frozenset[str]:
    required = forms.get(key, {}).get("required")
    return (
        frozenset(name for name in required if isinstance(name, str))
        if isinstance(required, list)
        else frozenset()
    )


def _is_question(tree: Expression) -> bool:
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
