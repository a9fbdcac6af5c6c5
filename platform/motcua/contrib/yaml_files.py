"""Plain data from YAML, as people write clock stories by hand: mappings, lists, scalars, and nothing that acts.

Read are block and flow style, comments, quoted and plain scalars, text blocks (| and >), and so JSON as well. Anchors,
aliases, tags and several documents are refused by line. Instants stay text; "yes" and "no" too.
"""

from __future__ import annotations

import re
from pathlib import Path

from motcua.contrib.yaml_flow import Flow, YamlError, is_flow, scalar, without_comment
from motcua.domain.text import Text

MAX_BYTES = 2_000_000
MAX_DEPTH = 40

_KEY = re.compile(
    r"""("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s"'\[\]{}#&*!|>%@`-][^#]*?|-[^\s#][^#]*?)\s*:(?=\s|$)"""
)
_BLOCK_TEXT = re.compile(r"([|>])([+-]?)(\d?)$")


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
    reader = _Reader(text.splitlines())
    value = reader.block(-1, 0)
    if (line := reader.peek()) is not None:
        raise YamlError(line[0] + 1, Text("thụt lề không khớp.", "the indentation fits nothing above."))
    return value


class _Reader:
    """A cursor over the lines; the part of a line that is read already is blanked out."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.at = 0
        if (first := self.peek()) and first[2] == "---":
            self.at = first[0] + 1

    def peek(self) -> tuple[int, int, str] | None:
        """The number, indentation and content of the next line that says something."""
        for number in range(self.at, len(self.lines)):
            raw = self.lines[number]
            content = without_comment(raw).strip()
            if not content:
                continue
            indent = len(raw) - len(raw.lstrip(" "))
            if raw[indent] == "\t":
                raise YamlError(
                    number + 1, Text("thụt lề bằng dấu cách, không bằng tab.", "indent by spaces.")
                )
            if content in ("---", "...") and self.at:
                raise YamlError(number + 1, Text("chỉ một tài liệu một tệp.", "one document in a file only."))
            self.at = number
            return number, indent, content
        return None

    def block(self, above: int, depth: int) -> object:
        """The value that begins on the next line, when that is indented more than `above`."""
        line = self.peek()
        if line is None or line[1] <= above:
            return None
        number, indent, content = line
        if depth > MAX_DEPTH:
            raise YamlError(number + 1, Text("lồng quá sâu.", "nested too deeply."))
        if content == "-" or content.startswith("- "):
            return self.sequence(indent, depth)
        if not is_flow(content) and _KEY.match(content):
            return self.mapping(indent, depth)
        self.at = number + 1
        return self.value(content, number, above, depth)

    def sequence(self, indent: int, depth: int) -> list[object]:
        found: list[object] = []
        while (line := self.peek()) and line[1] == indent and (line[2] == "-" or line[2].startswith("- ")):
            self.lines[line[0]] = self.lines[line[0]].replace("-", " ", 1)
            found.append(self.block(indent, depth + 1))
        return found

    def mapping(self, indent: int, depth: int) -> dict[str, object]:
        found: dict[str, object] = {}
        while (line := self.peek()) and line[1] == indent:
            number, _, content = line
            match = _KEY.match(content)
            if match is None:
                raise YamlError(number + 1, Text("chờ “khóa: giá trị”.", "expected “key: value”."))
            key = str(scalar(match[1], number + 1))
            if key in found:
                raise YamlError(
                    number + 1, Text(f"khóa “{key}” ghi hai lần.", f"the key “{key}” is written twice.")
                )
            self.at = number + 1
            rest = content[match.end() :].strip()
            found[key] = self.value(rest, number, indent, depth) if rest else self.nested(indent, depth)
        return found

    def nested(self, indent: int, depth: int) -> object:
        """What stands below a key: indented more, or a list at its own indentation."""
        line = self.peek()
        if line and line[1] == indent and (line[2] == "-" or line[2].startswith("- ")):
            return self.sequence(indent, depth + 1)
        return self.block(indent, depth + 1)

    def value(self, content: str, number: int, indent: int, depth: int) -> object:
        """A value that begins on its key's line; it may go on over lines that are indented more."""
        if match := _BLOCK_TEXT.fullmatch(content):
            return self.text(indent, is_folded=match[1] == ">")
        if is_flow(content):
            flow = Flow(content, number + 1, MAX_DEPTH - depth)
            while not flow.is_whole and (line := self.peek()):
                self.at = line[0] + 1
                flow.add(line[2])
            return flow.read()
        while content[:1] not in "\"'" and (line := self.peek()) and line[1] > indent:
            if _KEY.match(line[2]):
                raise YamlError(
                    line[0] + 1, Text("thụt lề không khớp.", "the indentation fits nothing above.")
                )
            self.at = line[0] + 1
            content += f" {line[2]}"
        return scalar(content, number + 1)

    def text(self, indent: int, *, is_folded: bool) -> str:
        kept: list[str] = []
        while self.at < len(self.lines):
            raw = self.lines[self.at]
            if raw.strip() and len(raw) - len(raw.lstrip(" ")) <= indent:
                break
            kept.append(raw.strip() if is_folded else raw)
            self.at += 1
        depth = min((len(one) - len(one.lstrip(" ")) for one in kept if one.strip()), default=0)
        return (" " if is_folded else "\n").join(one[depth:] for one in kept).strip()
