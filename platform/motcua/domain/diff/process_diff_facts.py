"""What changed in the data of a procedure: its limit, papers, fees, results, legal basis, sheet and settings."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Final, TypeVar

from motcua.domain.diff.process_diff_change import PRESENT, Aspect, Change, Side, Thing, altered, differing
from motcua.domain.diff.process_diff_words import (
    UNSET,
    agency_words,
    condition_words,
    form_words,
    limit_in_words,
    limit_value,
    named,
    raw,
    time_words,
)
from motcua.domain.process.process import AgencyPart, CaseLimit, Fee, Paper, ProcedureFacts, ResultPaper
from motcua.domain.process.process_words import CHANNELS, SHEET_ITEMS
from motcua.domain.process.service_manner import DATABASES, LEVEL_NAMES, WAYS, Manner
from motcua.domain.text import Text

T = TypeVar("T")
_NO_FACTS: Final = ProcedureFacts("", "", "", "")
_NOTHING: Final = Text("", "")
_SHEET: Final = Text("Thủ tục", "Procedure")


def _level(manner: Manner) -> Text:
    return LEVEL_NAMES["four_level"].get(manner.level, UNSET)


def _ways(kind: str, manner: Manner) -> Text:
    said = [WAYS[kind].get(key, raw(key)) for key in getattr(manner, kind)]
    return _together("; ", *said) if said else UNSET


def _manner(key: str, kind: str, label: Text) -> Aspect[ProcedureFacts]:
    """The ways ticked of one kind."""
    return Aspect(key, label, lambda x: getattr(x.manner, kind), lambda x, _: _ways(kind, x.manner))


FACTS: Final[Sequence[Aspect[ProcedureFacts]]] = (
    Aspect("limit", Text("thời hạn", "limit"), lambda x: limit_value(x.limit), lambda x, _: limit_in_words(x.limit)),
    Aspect("code", Text("mã", "code"), lambda x: x.code, lambda x, _: raw(x.code)),
    Aspect("name", Text("tên", "name"), lambda x: (x.name, x.name_en), lambda x, _: named(x.name, x.name_en)),
    Aspect("field", Text("lĩnh vực", "field"), lambda x: x.field, lambda x, _: raw(x.field)),
    Aspect("level", Text("cấp thực hiện", "level"), lambda x: x.level, lambda x, _: raw(x.level)),
    Aspect("form", Text("biểu mẫu", "form"), lambda x: x.form, lambda x, side: form_words(x.form, side)),
    Aspect("online", Text("mức độ trực tuyến", "online level"), lambda x: x.manner.level, lambda x, _: _level(x.manner)),
    _manner("filing", "filing", Text("cách nộp", "ways of filing")),
    _manner("result_ways", "results", Text("cách nhận kết quả", "handing over")),
    _manner("dealing", "transactions", Text("cách giao dịch", "dealing")),
    _manner("paying", "payment", Text("cách nộp tiền", "ways of paying")),
)  # fmt: skip


def fact_changes(old: Side, new: Side) -> Iterator[Change]:
    """The changes of the procedure's data, the limit first."""
    was, now = old.model.facts or _NO_FACTS, new.model.facts or _NO_FACTS
    yield from differing(FACTS, Thing("sheet", _SHEET, "", ""), (was, old), (now, new))
    sides = old, new
    yield from _listed("limits", was.limits, now.limits, lambda one: (one.channel, one.when), _limit, sides)
    yield from _listed("papers", was.papers, now.papers, lambda one: one.key, _paper, sides)
    yield from _listed("fees", was.fees, now.fees, lambda one: (one.name, one.channel), _fee, sides)
    yield from _listed("results", was.results, now.results, lambda one: one.key, _result, sides)
    yield from _listed("agencies", was.agencies, now.agencies, lambda one: one.who, _agency, sides)
    yield from _listed("legal", _legal(was), _legal(now), lambda one: one[0], _line, sides)
    yield from _listed("sheet", _items(was), _items(now), lambda one: one[0], _item, sides)
    settings = list(was.settings.items()), list(now.settings.items())
    yield from _listed("settings", *settings, lambda one: one[0], _item, sides)


def _listed(
    aspect: str,
    old: Sequence[T],
    new: Sequence[T],
    key: Callable[[T], Hashable],
    say: Callable[[T, Side], tuple[Text, Text]],
    sides: tuple[Side, Side],
) -> Iterator[Change]:
    """Items by their key: each is told as its place and its content."""
    was, now = _by_key(old, key), _by_key(new, key)
    for one in (*now, *(gone for gone in was if gone not in now)):
        if one not in was:
            place, words = say(now[one], sides[1])
            yield Change("added", "sheet", aspect, place, None, None, words)
        elif one not in now:
            place, words = say(was[one], sides[0])
            yield Change("removed", "sheet", aspect, place, None, words, None)
        elif was[one] != now[one]:
            place, after = say(now[one], sides[1])
            before = say(was[one], sides[0])[1]
            yield altered(Thing("sheet", place, "", ""), aspect, None, (before, was[one]), (after, now[one]))


def _by_key(items: Iterable[T], key: Callable[[T], Hashable]) -> Mapping[tuple[Hashable, int], T]:
    """Items by their key and by how many of this key came before."""
    found: dict[tuple[Hashable, int], T] = {}
    for item in items:
        number = 0
        while (key(item), number) in found:
            number += 1
        found[key(item), number] = item
    return found


def _limit(limit: CaseLimit, side: Side) -> tuple[Text, Text]:
    channel = _channel(limit.channel)
    case = condition_words(limit.when, side) if limit.when else _NOTHING
    place = _together(", ", Text("Thời hạn riêng", "Limit of its own"), channel, case)
    return place, limit_in_words(limit.value)


def _paper(paper: Paper, side: Side) -> tuple[Text, Text]:
    name = named(paper.name, paper.name_en)
    need = Text("bắt buộc", "required") if paper.required else Text("nếu có", "if any")
    copies = Text(
        f"{paper.originals} bản chính, {paper.copies} bản sao",
        f"{paper.originals} original(s), {paper.copies} copies",
    )
    source = DATABASES.get(paper.source, raw(paper.source)) if paper.source else _NOTHING
    note = named(paper.note, paper.note_en) if paper.note else _NOTHING
    signed = Text("phải ký số", "digitally signed") if paper.sign_required else _NOTHING
    words = _together(", ", copies, need, signed, source, note)
    return Text("Thành phần hồ sơ", "Required paper"), _together(": ", name, words)


def _fee(fee: Fee, side: Side) -> tuple[Text, Text]:
    amount = Text(f"{fee.amount:,} đồng".replace(",", "."), f"{fee.amount:,} đồng")
    if fee.formula:
        amount = Text(f"tính theo {fee.formula}", f"by {fee.formula}")
    name, channel = named(fee.name, fee.name_en), _channel(fee.channel)
    case = condition_words(fee.when, side) if fee.when else _NOTHING
    words = _together(", ", _together(": ", name, amount), channel, case)
    return Text("Phí, lệ phí", "Fee"), words


def _together(between: str, *parts: Text) -> Text:
    """The parts that are not empty, in one line."""
    return Text(
        between.join(one.vi for one in parts if one.vi),
        between.join(one.en for one in parts if one.en),
    )


def _channel(key: str) -> Text:
    return CHANNELS.get(key, raw(key)) if key else _NOTHING


def _result(result: ResultPaper, side: Side) -> tuple[Text, Text]:
    return Text("Kết quả", "Result"), named(result.name, result.name_en)


def _agency(part: AgencyPart, side: Side) -> tuple[Text, Text]:
    who = agency_words(part.who, side)
    lead = Text(", chủ trì", ", leads") if part.is_lead else Text("", "")
    time = time_words(part.budget)
    place = Text(f"Phần của {who.vi}", f"Part of {who.en}")
    return place, Text(f"{time.vi}{lead.vi}", f"{time.en}{lead.en}")


def _legal(facts: ProcedureFacts) -> Sequence[tuple[str, str]]:
    return list(zip_longest(facts.legal, facts.legal_en[: len(facts.legal)], fillvalue=""))


def _line(line: tuple[str, str], side: Side) -> tuple[Text, Text]:
    return Text("Căn cứ pháp lý", "Legal basis"), named(*line)


def _items(facts: ProcedureFacts) -> Sequence[tuple[str, Text]]:
    keys = dict.fromkeys((*facts.sheet, *facts.sheet_en))
    return [(key, named(facts.sheet.get(key, ""), facts.sheet_en.get(key, ""))) for key in keys]


def _item(item: tuple[str, Text | str], side: Side) -> tuple[Text, Text]:
    key, value = item
    if isinstance(value, str):
        return Text(f"Thiết lập {key}", f"Setting {key}"), raw(value)
    label = SHEET_ITEMS.get(key, raw(key))
    return label, value if value.vi else PRESENT
