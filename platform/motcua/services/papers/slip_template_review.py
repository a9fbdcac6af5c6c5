"""What is wrong with a slip template, by its blocks, and what can be kept of it at all."""

from __future__ import annotations

import json
from typing import Any, Final

from motcua.domain.errors import FieldError, InputError
from motcua.domain.papers.slip_template import SlipTemplateError, read_template
from motcua.domain.text import Text

MAX_BYTES: Final = 256 * 1024
MAX_DEPTH: Final = 20

Problem = FieldError
"""`pointer` names the place: "/blocks/3/text", "/title"."""


def problems(kind: str, body: object) -> tuple[Problem, ...]:
    """Everything that keeps the template from being published."""
    try:
        read_template(body, kind)
    except SlipTemplateError as error:
        return error.errors
    return ()


def require_fit(kind: str, body: object) -> None:
    """Raise SlipTemplateError, naming the blocks, for what cannot be used."""
    read_template(body, kind)


def kept(body: object) -> dict[str, Any]:
    """The template as it can be stored, half written as it may be; raises InputError for no JSON object, or a huge one."""
    if not isinstance(body, dict):
        raise _unusable("phải là một đối tượng JSON", "it must be a JSON object")
    if _depth(body) > MAX_DEPTH:
        raise _unusable("lồng quá sâu", "it is nested too deeply")
    try:
        text = json.dumps(body, ensure_ascii=False, allow_nan=False)
        size = len(text.encode())
    except (ValueError, TypeError):
        raise _unusable("có giá trị không phải JSON", "it holds something that is not JSON") from None
    if size > MAX_BYTES:
        raise _unusable("lớn hơn 256 KB", "it is larger than 256 KB")
    if "\\u0000" in text:
        raise _unusable("có ký tự không dùng được", "it has unusable signs")
    return body


def _depth(node: object, deep: int = 0) -> int:
    if deep > MAX_DEPTH or not isinstance(node, dict | list):
        return deep
    inner = node.values() if isinstance(node, dict) else node
    return max((_depth(one, deep + 1) for one in inner), default=deep)


def _unusable(vi: str, en: str) -> InputError:
    return InputError(Text(f"Không lưu được mẫu phiếu: {vi}.", f"The template cannot be kept: {en}."))
