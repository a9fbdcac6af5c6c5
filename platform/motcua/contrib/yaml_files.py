"""Plain data from YAML, as people write clock stories by hand, read by PyYAML: nothing in it acts.

Aliases, tags, keys said twice and deep nesting are refused by line. Instants stay text; "yes" and "no" too.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node

from motcua.domain.errors import InputError
from motcua.domain.text import Text

MAX_BYTES = 2_000_000
MAX_DEPTH = 40

_DEEP = Text("lồng nhau quá sâu.", "nested too deeply.")
_ALIAS = Text("không dùng & và * ở đây.", "& and * are not used here.")
_TWICE = Text("khóa viết hai lần.", "this key stands twice.")


class YamlError(InputError):
    """A line that is not understood; 0 is the file as a whole."""

    code = "yaml"

    def __init__(self, line: int, message: Text) -> None:
        where = Text(f"Dòng {line}: ", f"Line {line}: ") if line else Text("", "")
        super().__init__(Text(where.vi + message.vi, where.en + message.en))
        self.line = line


def read_yaml(path: Path) -> object:
    """The data of a YAML or JSON file; raises YamlError naming the line that is not understood."""
    try:
        content = path.read_bytes()
        if len(content) > MAX_BYTES:
            raise YamlError(0, Text("tệp quá 2 MB.", "the file is over 2 MB."))
        return parse_yaml(content.decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise YamlError(0, Text(f"không đọc được tệp ({error}).", f"cannot be read ({error}).")) from None


def parse_yaml(text: str) -> object:
    """The data of one document, None when it is empty."""
    try:
        return yaml.load(text, _Loader)  # noqa: S506  # a SafeLoader that takes even less
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        reason = getattr(error, "problem", None) or "?"
        message = Text(f"không hiểu chỗ này ({reason}).", f"this is not understood ({reason}).")
        raise YamlError(mark.line + 1 if mark else 0, message) from None


class _Loader(yaml.SafeLoader):
    """Whole and decimal numbers, true, false and null are what they are; every other scalar is text."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # the library's name
    depth = 0

    def compose_node(self, parent: Node | None, index: Any) -> Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise YamlError(line, _ALIAS)
        if self.depth >= MAX_DEPTH:
            raise YamlError(line, _DEEP)
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def construct_mapping(self, node: MappingNode, deep: bool = False) -> dict[Any, Any]:
        known = set()
        for key, _ in node.value:
            name = self.construct_object(key, deep=True)
            if not isinstance(name, str | int) or name in known:
                raise YamlError(key.start_mark.line + 1, _TWICE)
            known.add(name)
        return super().construct_mapping(node, deep=deep)


for _tag, _pattern, _first in (
    ("null", r"~|null|", ["~", "n", ""]),
    ("bool", r"(?i:true|false)", list("tTfF")),
    ("int", r"[-+]?(0|[1-9][0-9]{0,17})", list("-+0123456789")),
    ("float", r"[-+]?[0-9]{1,17}\.[0-9]{1,17}", list("-+0123456789")),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), _first)
