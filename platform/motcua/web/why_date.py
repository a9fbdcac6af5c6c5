"""The explanation of a date in the reader's words, as `macros/why_date.html` draws it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from flask_babel import gettext as _
from flask_babel import ngettext

from motcua.domain.time.duration import duration_words
from motcua.domain.time.explanation import Explanation, Row
from motcua.web.context import say
from motcua.web.filters import weekday


@dataclass(frozen=True, slots=True)
class WhyRow:
    """One day or run of days; `morning` and `afternoon` are empty when nothing was counted in them."""

    kind: Literal["counted", "skipped", "last"]
    days: str
    morning: str
    afternoon: str
    counted: str
    total: str
    note: str


@dataclass(frozen=True, slots=True)
class WhyDate:
    """One sentence, the days counted, and what the counting rests on."""

    summary: str
    rows: tuple[WhyRow, ...]
    basis: str


def why_date(explanation: Explanation) -> WhyDate:
    """ "Vì sao là ngày này?" for one explanation, in the language of this request."""
    last = len(explanation.rows) - 1
    return WhyDate(
        summary=say(explanation.summary),
        rows=tuple(
            _row(row, explanation.unit, is_last=place == last) for place, row in enumerate(explanation.rows)
        ),
        basis=_basis(explanation),
    )


def _row(row: Row, unit: str, *, is_last: bool) -> WhyRow:
    return WhyRow(
        kind="last" if is_last else "counted" if row.counted else "skipped",
        days=_days(row),
        morning=_session(row, "morning"),
        afternoon=_session(row, "afternoon"),
        counted=_amount(row.counted, unit),
        total=_amount(row.total, unit),
        note="; ".join(say(note.text) for note in row.notes),
    )


def _days(row: Row) -> str:
    if row.first == row.last:
        return f"{weekday(row.first)} {row.first:%d/%m}"
    return f"{row.first:%d/%m} – {row.last:%d/%m}"


def _session(row: Row, part: str) -> str:
    return ", ".join(f"{piece.begins:%H:%M}–{piece.ends:%H:%M}" for piece in row.pieces if piece.part == part)


def _amount(amount: int, unit: str) -> str:
    if not amount:
        return "0"
    if unit == "calendar_days":
        return str(ngettext("%(num)d ngày", "%(num)d ngày", amount))
    return say(duration_words(amount, exact=True))


def _basis(explanation: Explanation) -> str:
    rules = [
        f"{say(rule.text).rstrip('.')} ({say(rule.article)})." if rule.article else say(rule.text)
        for rule in explanation.rules
    ]
    calendar = _("Áp dụng %(name)s", name=explanation.calendar_name)
    if explanation.calendar_valid_from is not None:
        since = f"{explanation.calendar_valid_from:%d/%m/%Y}"
        calendar = _("%(calendar)s, có hiệu lực từ %(since)s", calendar=calendar, since=since)
    return " ".join([_("Cách tính:"), *rules, f"{calendar}."])
