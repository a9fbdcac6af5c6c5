"""Rules between the fields of a form: `if/then`, `anyOf` of `required`, `dependentRequired`.

First cut: they stand at the root of the schema and decide what must be answered, nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from motcua.domain.form_errors import SchemaError, child
from motcua.domain.form_keywords import is_names, is_text
from motcua.domain.text import Text

MAX_RULES = 60
Node = Mapping[str, object]


def check_rules(root: Node, keys: frozenset[str]) -> None:
    """Raise `SchemaError` for a rule of another form, or one that names no field of the form."""
    rules = cast(list[object], root.get("allOf", []))
    dependent = cast(Node, root.get("dependentRequired", {}))
    if len(rules) + len(dependent) > MAX_RULES:
        raise SchemaError("/allOf", Text(f"quá {MAX_RULES} quy tắc", f"more than {MAX_RULES} rules"))
    for index, rule in enumerate(rules):
        _check_rule(rule, f"/allOf/{index}", keys)
    for name, needed in dependent.items():
        _check_names([name], child("/dependentRequired", name), keys)
        _check_names(needed, child("/dependentRequired", name), keys)


def conditional_keys(root: Node) -> frozenset[str]:
    """The fields some rule may require; they are not marked as optional."""
    return frozenset(_conditional(root))


def _conditional(root: Node) -> Iterator[str]:
    for rule in cast(list[Node], root.get("allOf", [])):
        yield from cast(list[str], cast(Node, rule.get("then", {})).get("required", []))
        for option in cast(list[Node], rule.get("anyOf", [])):
            yield from cast(list[str], option["required"])
    for needed in cast(Mapping[str, list[str]], root.get("dependentRequired", {})).values():
        yield from needed


def check_contains(node: Node, place: str, items: Node) -> None:
    """`contains` of rows: how many rows have a field at a given value (one main line of business)."""
    if "contains" not in node:
        if "minContains" in node or "maxContains" in node:
            raise SchemaError(
                place,
                Text("minContains, maxContains cần có contains", "minContains, maxContains need contains"),
            )
        return
    keys = frozenset(cast(Node, items.get("properties", {})))
    _check_condition(node["contains"], child(place, "contains"), keys)
    _check_error(node, place)


def _check_rule(rule: object, place: str, keys: frozenset[str]) -> None:
    if isinstance(rule, Mapping):
        words = {word for word in rule if not str(word).startswith("x-") and word != "$comment"}
        if words == {"if", "then"}:
            _check_condition(rule["if"], child(place, "if"), keys)
            _check_requirement(rule["then"], child(place, "then"), keys)
            return
        if words == {"anyOf"} and isinstance(rule["anyOf"], list) and rule["anyOf"]:
            for index, option in enumerate(rule["anyOf"]):
                _check_requirement(option, f"{place}/anyOf/{index}", keys)
            _check_error(rule, place)
            _check_names(
                [rule.get("x-field", rule["anyOf"][0]["required"][0])], child(place, "x-field"), keys
            )
            return
    raise SchemaError(
        place,
        Text(
            'quy tắc phải là {"if": …, "then": {"required": […]}} hoặc {"anyOf": [{"required": […]}, …]}',
            'a rule is {"if": …, "then": {"required": […]}} or {"anyOf": [{"required": […]}, …]}',
        ),
    )


def _check_condition(node: object, place: str, keys: frozenset[str]) -> None:
    if not isinstance(node, Mapping) or set(node) != {"properties", "required"}:
        raise SchemaError(
            place,
            Text(
                'điều kiện phải là {"properties": {"muc": {"const": …}}, "required": ["muc"]}',
                'a condition is {"properties": {"field": {"const": …}}, "required": ["field"]}',
            ),
        )
    _check_names(node["required"], child(place, "required"), keys)
    properties = node["properties"]
    if not isinstance(properties, Mapping) or set(properties) != set(cast(list[str], node["required"])):
        # Without `required`, `if` holds for a field that is absent: the classic trap of JSON Schema.
        raise SchemaError(
            place,
            Text(
                "properties và required phải nêu cùng các mục",
                "properties and required must name the same fields",
            ),
        )
    for name, test in properties.items():
        _check_test(test, child(child(place, "properties"), name))


def _check_test(test: object, place: str) -> None:
    if isinstance(test, Mapping):
        if set(test) == {"const"} and isinstance(test["const"], str | int | float):
            return
        if set(test) == {"enum"} and is_names(test["enum"]):
            return
    raise SchemaError(
        place, Text('phải là {"const": …} hoặc {"enum": […]}', 'must be {"const": …} or {"enum": […]}')
    )


def _check_requirement(node: object, place: str, keys: frozenset[str]) -> None:
    if not isinstance(node, Mapping) or set(node) != {"required"}:
        raise SchemaError(
            place, Text('phải là {"required": ["muc", …]}', 'must be {"required": ["field", …]}')
        )
    _check_names(node["required"], child(place, "required"), keys)


def _check_names(names: object, place: str, keys: frozenset[str]) -> None:
    if not is_names(names) or not names:
        raise SchemaError(place, Text("phải là danh sách tên mục", "must be a list of field names"))
    for name in cast(list[str], names):
        if name not in keys:
            raise SchemaError(
                place,
                Text(
                    f"biểu mẫu không có mục “{name}” ở cấp này",
                    f"the form has no field “{name}” at this level",
                ),
            )


def _check_error(node: Node, place: str) -> None:
    if not is_text(node.get("x-error")):
        raise SchemaError(
            child(place, "x-error"),
            Text(
                "thiếu câu báo lỗi cho người khai", "the sentence for the person who fills it in is missing"
            ),
        )
    english = node.get("x-en", {})
    if not isinstance(english, Mapping) or not is_text(english.get("error", "")):
        raise SchemaError(child(place, "x-en"), Text('phải là {"error": "…"}', 'must be {"error": "…"}'))
