"""Papers outside a procedure's own list: asked for only with a legal ground, known by their names (A-22).

Thái Nguyên, Điều 7.2.c; Bà Rịa – Vũng Tàu 1487/2018, Điều 4.2, 11.1.a.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from motcua.domain.errors import FieldError
from motcua.domain.process.process import Paper
from motcua.domain.text import Text

PREFIX: Final = "ngoai--"
"""Begins the key of such a paper; its name follows, with no blank in it. No paper of a procedure has such a key."""

LONGEST: Final = 200
MOST: Final = 10


def key_of(name: str) -> str:
    return PREFIX + "_".join(name.split())


def is_unlisted(key: str) -> bool:
    return key.startswith(PREFIX)


def papers_of(listed: Sequence[Paper], keys: Collection[str]) -> list[Paper]:
    """The papers with these keys: those of the procedure in its order, then the ones outside it."""
    others = [Paper(key, key.removeprefix(PREFIX).replace("_", " ")) for key in keys if is_unlisted(key)]
    return [*(paper for paper in listed if paper.key in keys), *others]


def problems(names: Sequence[str], ground: str) -> list[FieldError]:
    """What is wrong with asking for these papers: without a legal ground it is refused."""
    found = []
    if len(names) > MOST or any(len(name) > LONGEST for name in names):
        words = Text(
            f"Nhiều nhất {MOST} giấy tờ, mỗi tên không quá {LONGEST} ký tự.",
            f"At most {MOST} papers, each name of {LONGEST} characters at most.",
        )
        found.append(FieldError("/other_papers", "too_long", words))
    if names and len(ground.strip()) < 5:
        words = Text(
            "Giấy tờ ngoài thành phần hồ sơ chỉ được yêu cầu khi có căn cứ: ghi văn bản và điều khoản.",
            "A paper outside the procedure's list may be asked for only on a legal ground: name the act and its article.",
        )
        found.append(FieldError("/ground", "ground_missing", words))
    return found
