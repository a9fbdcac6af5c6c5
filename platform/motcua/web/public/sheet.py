"""The public sheet of a procedure: its facts in words, and its steps drawn to scale (C-02)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from motcua.domain.money.fees import rule_words
from motcua.domain.process import positions
from motcua.domain.process.process import Fee, ProcedureFacts, ResultPaper, Step
from motcua.domain.process.process_words import CHANNELS
from motcua.domain.process.service_manner import (
    LEVEL_ABOUT,
    PAYMENT_WAYS,
    RESULT_WAYS,
    TRANSACTION_WAYS,
    Manner,
    Scheme,
    level_name,
)
from motcua.domain.text import Text
from motcua.domain.time.duration import limit_words
from motcua.domain.time.limits import DAY_SECONDS, Budget, SameDay
from motcua.services.process.procedures import Sheet
from motcua.web.context import language, say
from motcua.web.diagram_text import text_width
from motcua.web.filters import duration, money, named

RULER_WIDTH = 700
LABEL_SIZE = 13
GAP = 2
NOTHING = Text("", "")


@dataclass(frozen=True, slots=True)
class SheetStep:
    """One step of the table and of the ruler; `x` and `width` in the ruler's units, `share` in percent.

    `width` is 0 for steps beside the longest way: the ruler draws that way alone.
    """

    number: int
    name: str
    who: str
    time: str
    kind: str
    x: float
    width: float
    share: int
    is_longest: bool

    @property
    def has_label(self) -> bool:
        return text_width(self.time, LABEL_SIZE) + 8 < self.width


@dataclass(frozen=True)
class SheetPage:
    """What the page shows beside the model itself. `items` are the written parts of the sheet, by key.

    `total` is the longest way's; `has_one_way` says that every step lies on it. `ways` are those of filing, `dealings`
    those of paying, of getting the result and of being asked, each with its question; `level` is the online level in
    the province's words, empty where the procedure states none (A-16, A-21).
    """

    sheet: Sheet
    limit: str
    fee: str
    result: str
    steps: Sequence[SheetStep]
    total: str
    has_one_way: bool
    is_whole_limit: bool
    ticks: Sequence[tuple[float, str]]
    items: dict[str, Sequence[str]]
    legal: Sequence[str]
    ways: Sequence[str]
    dealings: Sequence[tuple[str, str]]
    level: str
    level_about: str

    @property
    def facts(self) -> ProcedureFacts:
        return self.sheet.facts


def sheet_page(sheet: Sheet, scheme: Scheme) -> SheetPage:
    """The sheet in the language of this request, its online level in the words of the province's `scheme`."""
    budgets = [_seconds(sheet, step) for step in sheet.steps]
    way = sheet.longest_way
    total = sum(way.values())
    limit, level = sheet.limit, sheet.facts.manner.level
    items = _items(sheet.facts)
    is_whole_limit = isinstance(limit, Budget) and limit.in_seconds(DAY_SECONDS) == total
    return SheetPage(
        sheet=sheet,
        limit=_first_upper(say(limit_words(limit, DAY_SECONDS))) if limit is not None else duration(total),
        fee=fee_words(sheet.facts.fees),
        result=result_words(sheet.facts.results),
        steps=_steps(sheet.steps, budgets, way),
        total=duration(total),
        has_one_way=len(way) == len(budgets),
        is_whole_limit=is_whole_limit,
        ticks=_ticks(total, is_same_day=isinstance(limit, SameDay)),
        items=items,
        legal=_legal(sheet.facts),
        ways=_ways(sheet.facts) or items.get("manner", ()),
        dealings=_dealings(sheet.facts.manner),
        level=say(level_name(level, scheme) or NOTHING),
        level_about=say(LEVEL_ABOUT.get(level, NOTHING)),
    )


def fee_words(fees: Sequence[Fee]) -> str:
    """ "75.000 đ", "50.000 đ – 150.000 đ", "Miễn phí"."""
    if not fees:
        return str(_("Không thu"))
    amounts = sorted({fee.amount for fee in fees if not fee.formula})
    if len(amounts) < len(fees) and any(fee.formula for fee in fees):
        return str(_("Tính theo hồ sơ"))
    words = [money(amount) if amount else _("Miễn phí") for amount in (amounts[0], amounts[-1])]
    return words[0] if len(amounts) == 1 else f"{words[0]} – {words[1]}"


def result_words(results: Sequence[ResultPaper]) -> str:
    return _first_upper("; ".join(named(result) for result in results))


def rule_note(fee: Fee, sheet: Sheet) -> str:
    """When the fee is charged, or by which formula; empty where the amount is fixed (I-01)."""
    if not (fee.when or fee.formula):
        return ""
    return say(rule_words(fee, sheet.version.form.field_by_key if sheet.facts.form else {}))


def channel_words(fee: Fee) -> str:
    """The way of filing a fee holds for, in words; empty when it holds for all."""
    channel = CHANNELS.get(fee.channel)
    return say(channel) if channel is not None else ""


def _seconds(sheet: Sheet, step: Step) -> int:
    return sheet.version.budgets[step.id].in_seconds(DAY_SECONDS)


def _steps(steps: Sequence[Step], budgets: Sequence[int], way: Mapping[str, int]) -> list[SheetStep]:
    shown, x, longest, total = [], 0.0, max(budgets, default=0), sum(way.values())
    for number, (step, budget) in enumerate(zip(steps, budgets, strict=True), 1):
        width = RULER_WIDTH * way.get(step.id, 0) / total if total else 0
        shown.append(
            SheetStep(
                number=number,
                name=named(step),
                who=say(positions.of_step(step)),
                time=duration(budget),
                kind=_kind(step),
                x=round(x, 1),
                width=round(max(width - GAP, 0), 1),
                share=round(100 * budget / longest) if longest else 0,
                is_longest=budget == longest and list(budgets).count(longest) == 1,
            )
        )
        x += width
    return shown


def _kind(step: Step) -> str:
    if step.phase != "resolve":
        return f"is-{step.phase}"
    return "is-resolve" if step.signature == "none" else "is-sign"


def _ticks(total: int, *, is_same_day: bool) -> list[tuple[float, str]]:
    """Marks under the ruler: a day each, or two hours each within one day."""
    if not total:
        return []
    size = 2 * 3600 if is_same_day or total < 2 * DAY_SECONDS else DAY_SECONDS
    marks = []
    for at in range(0, total + 1, size):
        words = "0"
        if at:
            is_day = size == DAY_SECONDS
            words = _("ngày %(day)d", day=at // DAY_SECONDS) if is_day else duration(at)
        marks.append((round(RULER_WIDTH * at / total, 1), words))
    return marks


def _items(facts: ProcedureFacts) -> dict[str, Sequence[str]]:
    texts = {**facts.sheet, **(facts.sheet_en if language() == "en" else {})}
    return {key: [line.strip() for line in text.splitlines() if line.strip()] for key, text in texts.items()}


def _ways(facts: ProcedureFacts) -> list[str]:
    """The ways of filing ticked for the procedure; none where it states nothing (A-16)."""
    manner = facts.manner
    if not (manner.filing or manner.level):
        return []
    return [say(words) for key, words in CHANNELS.items() if manner.takes(key)]


def _dealings(manner: Manner) -> list[tuple[str, str]]:
    """How one pays, is dealt with and gets the result, where the procedure says so."""
    stated = {
        _("Nộp phí, lệ phí"): [say(words) for key, words in PAYMENT_WAYS.items() if manner.is_paid(key)],
        _("Nhận kết quả"): [say(words) for key, words in RESULT_WAYS.items() if manner.gives(key)],
        _("Trao đổi khi giải quyết"): [say(TRANSACTION_WAYS[key]) for key in manner.transactions],
    }
    is_stated = (manner.payment or manner.level, manner.results or manner.level, manner.transactions)
    return [
        (question, ", ".join(ways))
        for (question, ways), known in zip(stated.items(), is_stated, strict=True)
        if known and ways
    ]


def _legal(facts: ProcedureFacts) -> Sequence[str]:
    english = facts.legal_en if language() == "en" else ()
    return [
        (english[place] if place < len(english) else "") or name for place, name in enumerate(facts.legal)
    ]


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]
