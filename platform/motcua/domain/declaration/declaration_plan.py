"""How a form stands on paper: the word `x-paper` of its schema, read with patience.

A stranger's schema may say anything there. What has the wrong shape is passed over: a declaration can always be
printed, in the order of the screen where nothing else is said. docs/declarations.md tells the words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, cast

from motcua.domain.forms.form_definition import Field, FormDefinition
from motcua.domain.text import Text

Numbering = Literal["items", "sections", "none"]
MAX_TEXT: Final = 2_000
MAX_BLOCKS: Final = 100

Node = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Block:
    """Some items under a heading of their own, or after a sentence; both may be missing."""

    title: Text | None
    text: Text | None
    fields: tuple[Field, ...]
    is_numbered: bool = True


@dataclass(frozen=True, slots=True)
class FieldPaper:
    """What a question is on paper where that differs from the screen; `lines`: dotted lines, None for the usual."""

    title: Text | None = None
    lines: int | None = None
    is_left_out: bool = False
    is_line: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """The paper of a form. `pledge`: its sentences, None for the house's own; `signer_field`: whose name is signed."""

    title: Text
    number: Text | None
    legal: Text | None
    addressee: Text | None
    pledge: tuple[Text, ...] | None
    signer: Text | None
    signer_field: str
    numbering: Numbering
    blocks: tuple[Block, ...]
    has_motto: bool = True


def plan_of(form: FormDefinition) -> Plan:
    """The plan that the schema of `form` states, completed by the order of the screen."""
    node = _node(form.schema.get("x-paper"))
    numbering = node.get("numbering")
    return Plan(
        title=_text(node, "title") or form.title,
        number=_text(node, "number"),
        legal=_text(node, "legal"),
        addressee=_text(node, "addressee"),
        pledge=_pledge(node),
        signer=_text(node, "signer"),
        signer_field=str(node.get("signer_field") or ""),
        numbering=numbering if numbering in ("sections", "none") else "items",
        blocks=_blocks(form, node),
        has_motto=node.get("motto") is not False,
    )


def papers_of(fields: Sequence[Field], node: Node) -> dict[str, FieldPaper]:
    """By key what the schema of an object says of its fields on paper."""
    properties = _node(node.get("properties"))
    return {one.key: _field_paper(_node(properties.get(one.key))) for one in fields}


def inner_node(field: Field, node: Node) -> Node:
    """The schema that holds the questions inside a group or inside each row of the property `field.key`."""
    own = _node(_node(node.get("properties")).get(field.key))
    return _node(own.get("items")) if field.kind == "rows" else own


def _field_paper(node: Node) -> FieldPaper:
    word = node.get("x-paper")
    if word is False:
        return FieldPaper(is_left_out=True)
    paper = _node(word)
    lines = paper.get("lines")
    is_count = isinstance(lines, int) and not isinstance(lines, bool) and 1 <= lines <= 20
    return FieldPaper(
        title=_text(paper, "title"),
        lines=cast(int, lines) if is_count else None,
        is_left_out=paper.get("leave_out") is True,
        is_line=paper.get("line") is True,
    )


def _blocks(form: FormDefinition, node: Node) -> tuple[Block, ...]:
    """The blocks of `order`, then every field that none of them holds, section by section."""
    left = dict(form.field_by_key)
    for key in _names(node.get("leave_out")):
        left.pop(key, None)
    order = node.get("order")
    stated = [_block(one, left) for one in order[:MAX_BLOCKS]] if isinstance(order, list) else []
    rest = []
    for section in form.sections:
        fields = tuple(left.pop(one.key) for one in section.fields if one.key in left)
        if fields:
            title = section.title if len(form.sections) > 1 else None
            rest.append(Block(title, None, fields))
    return (*(one for one in stated if one.fields or one.text), *rest)


def _block(value: object, left: dict[str, Field]) -> Block:
    if isinstance(value, str):
        return Block(None, None, (left.pop(value),) if value in left else ())
    node = _node(value)
    fields = tuple(left.pop(key) for key in _names(node.get("fields")) if key in left)
    return Block(_text(node, "title"), _text(node, "text"), fields, node.get("numbered") is not False)


def _pledge(node: Node) -> tuple[Text, ...] | None:
    said = node.get("pledge")
    if isinstance(said, str):
        one = _text(node, "pledge")
        return (one,) if one is not None else None
    if not isinstance(said, list):
        return None
    english = _node(node.get("x-en")).get("pledge")
    other = english if isinstance(english, list) else []
    return tuple(
        Text(one[:MAX_TEXT], _or(other[place] if place < len(other) else None, one))
        for place, one in enumerate(said[:MAX_BLOCKS])
        if isinstance(one, str) and one
    )


def _text(node: Node, word: str) -> Text | None:
    said = node.get(word)
    if not isinstance(said, str) or not said.strip():
        return None
    return Text(said[:MAX_TEXT], _or(_node(node.get("x-en")).get(word), said))


def _or(english: object, vietnamese: str) -> str:
    return (english if isinstance(english, str) and english else vietnamese)[:MAX_TEXT]


def _names(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _node(value: object) -> Node:
    return value if isinstance(value, Mapping) else {}
