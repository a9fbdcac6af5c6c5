"""A slip template: data that say which blocks stand on the paper, read and checked before anybody uses them (B-09).

    {"title": {"vi", "en"}, "paper": "a5"|"a4", "landscape": bool, "copies": ["Liên 1: Lưu", …], "blocks": [{"kind": …}]}

A template is never code: texts hold merge fields of the slip's kind and nothing else (`slip_phrase`), a block may have a
condition in the language of `conditions`. Every count and length is bounded. The blocks are described in docs/slips.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from motcua.domain.errors import FieldError, ValidationError
from motcua.domain.papers.slip_blocks import Block, read_block
from motcua.domain.papers.slip_fields import FIELDS, SlipField
from motcua.domain.papers.slip_phrase import Phrase, PhraseError, read_phrase
from motcua.domain.text import Text

PaperSize = Literal["a5", "a4"]
MAX_BLOCKS: Final = 120
MAX_COPIES: Final = 4
MAX_CHARACTERS: Final = 40_000
MAX_DEPTH: Final = 6
KEYS: Final = frozenset({"title", "paper", "landscape", "copies", "blocks"})


class SlipTemplateError(ValidationError):
    """A template that cannot be used; `errors` name every fault by its place: "/blocks/3/text"."""

    code = "slip_template"

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__(errors)
        first, more = errors[0].message, len(errors) - 1
        rest = Text(f" Còn {more} chỗ khác.", f" {more} more.") if more else Text("", "")
        self.message = Text(first.vi + rest.vi, first.en + rest.en)
        self.args = (self.message.vi,)


@dataclass(frozen=True, slots=True)
class SlipTemplate:
    """A template of a slip of this kind; it is printed once for each of `copies`, once where there are none."""

    kind: str
    title: Text
    paper: PaperSize
    is_landscape: bool
    copies: tuple[Phrase, ...]
    blocks: tuple[Block, ...]


def read_template(data: object, kind: str) -> SlipTemplate:
    """The template of a slip of this kind. Raises SlipTemplateError naming every block that cannot be used."""
    if not isinstance(data, Mapping):
        raise SlipTemplateError(
            [_whole("", "Mẫu phiếu phải là một đối tượng JSON.", "A template is a JSON object.")]
        )
    faults: list[FieldError] = []
    fields = FIELDS[kind]
    blocks = _blocks(data, faults)
    template = SlipTemplate(
        kind,
        _title(data.get("title"), faults),
        _paper(data.get("paper", "a4"), faults),
        _flag(data.get("landscape", False), faults),
        _copies(data.get("copies", []), fields, faults),
        tuple(read_block(one, place, fields, faults) for place, one in enumerate(blocks)),
    )
    if faults:
        raise SlipTemplateError(faults)
    return template


def _blocks(data: Mapping[str, object], faults: list[FieldError]) -> list[object]:
    """The blocks that may be read; raises SlipTemplateError at once where there is too much to read."""
    if strange := sorted(str(key)[:40] for key in set(data) - KEYS):
        names = ", ".join(strange[:10])
        faults.append(
            _whole("", f"Mẫu phiếu có mục lạ: {names}.", f"The template has unknown items: {names}.")
        )
    if _characters(data) > MAX_CHARACTERS:
        vi = f"Mẫu phiếu dài quá {MAX_CHARACTERS} ký tự. Hãy rút gọn."
        en = f"The template is longer than {MAX_CHARACTERS} characters. Shorten it."
        raise SlipTemplateError([*faults, _whole("blocks", vi, en)])
    given = data.get("blocks")
    blocks = given if isinstance(given, list) else []
    if not 1 <= len(blocks) <= MAX_BLOCKS:
        vi = f"Mẫu phiếu cần 1 đến {MAX_BLOCKS} khối, ở đây có {len(blocks)}."
        en = f"A template needs 1 to {MAX_BLOCKS} blocks, here are {len(blocks)}."
        faults.append(_whole("blocks", vi, en))
    return blocks[:MAX_BLOCKS]


def _whole(place: str, vi: str, en: str) -> FieldError:
    return FieldError(f"/{place}", "slip_template", Text(vi, en))


def _characters(value: object, depth: int = 0) -> int:
    """How much is written in it; what is nested deeper than any block counts as too much."""
    if isinstance(value, str):
        return len(value)
    if depth > MAX_DEPTH:
        return MAX_CHARACTERS + 1
    if isinstance(value, Mapping):
        return sum(_characters(key, depth + 1) + _characters(one, depth + 1) for key, one in value.items())
    if isinstance(value, list):
        return len(value) + sum(_characters(one, depth + 1) for one in value)
    return 1


def _title(given: object, faults: list[FieldError]) -> Text:
    try:
        phrase = read_phrase(given, {})
    except PhraseError as problem:
        told = problem.message
        faults.append(_whole("title", f"Tên mẫu phiếu {told.vi}.", f"The template's title {told.en}."))
        return Text("", "")
    title = Text("".join(run.text for run in phrase.vi), "".join(run.text for run in phrase.en))
    if not title.vi.strip() or len(title.vi) > 200:
        faults.append(
            _whole("title", "Tên mẫu phiếu cần 1 đến 200 ký tự.", "A title has 1 to 200 characters.")
        )
    return title


def _paper(given: object, faults: list[FieldError]) -> PaperSize:
    if given not in ("a5", "a4"):
        faults.append(_whole("paper", "Khổ giấy là “a5” hoặc “a4”.", "The paper is “a5” or “a4”."))
        return "a4"
    return "a5" if given == "a5" else "a4"


def _flag(given: object, faults: list[FieldError]) -> bool:
    if not isinstance(given, bool):
        faults.append(_whole("landscape", "“landscape” là đúng hoặc sai.", "“landscape” is true or false."))
    return given is True


def _copies(given: object, fields: Mapping[str, SlipField], faults: list[FieldError]) -> tuple[Phrase, ...]:
    if not isinstance(given, list) or len(given) > MAX_COPIES:
        faults.append(
            _whole("copies", f"Số liên tối đa {MAX_COPIES}.", f"There are at most {MAX_COPIES} copies.")
        )
        return ()
    try:
        return tuple(read_phrase(one, fields) for one in given)
    except PhraseError as problem:
        faults.append(
            _whole("copies", f"Tên liên {problem.message.vi}.", f"A copy's name {problem.message.en}.")
        )
        return ()
