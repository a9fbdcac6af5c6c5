"""Terms of use as plain text: headings begin with "## ", points with "- ", anything else is a paragraph (C-19)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from motcua.domain.errors import FieldError
from motcua.domain.text import Text

LEAST, MOST = 200, 40_000
HEADING, POINT = "## ", "- "


@dataclass(frozen=True, slots=True)
class Block:
    """One heading, one paragraph, or the points of one list."""

    kind: Literal["heading", "paragraph", "points"]
    lines: tuple[str, ...]


def blocks(body: str) -> tuple[Block, ...]:
    """The text in its parts, in order; never markup."""
    found: list[Block] = []
    for raw in body.splitlines():
        line = raw.strip()
        if line.startswith(POINT):
            point = line.removeprefix(POINT).strip()
            earlier = found.pop().lines if found and found[-1].kind == "points" else ()
            found.append(Block("points", (*earlier, point)))
        elif line.startswith(HEADING):
            found.append(Block("heading", (line.removeprefix(HEADING).strip(),)))
        elif line:
            found.append(Block("paragraph", (line,)))
    return tuple(found)


def problems(body: str, body_en: str, reason: str) -> list[FieldError]:
    """What keeps a text from being published, at "/body", "/body_en", "/reason"."""
    found = [
        FieldError(
            f"/{key}",
            f"terms.{key}",
            Text(
                f"Viết đủ nội dung {vi}, từ {LEAST} đến {MOST} ký tự.",
                f"Write the whole {en} text, {LEAST} to {MOST} characters.",
            ),
        )
        for key, given, vi, en in (
            ("body", body, "tiếng Việt", "Vietnamese"),
            ("body_en", body_en, "tiếng Anh", "English"),
        )
        if not LEAST <= len(given.strip()) <= MOST
    ]
    if not 5 <= len(reason.strip()) <= 500:
        words = Text("Ghi lý do, từ 5 đến 500 ký tự.", "Give the reason, in 5 to 500 characters.")
        found.append(FieldError("/reason", "terms.reason", words))
    return found
