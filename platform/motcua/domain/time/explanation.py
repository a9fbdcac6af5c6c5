"""Why a date is what it is: the days counted and skipped, the rules applied, and one sentence that sums it up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from motcua.domain.text import Text

NoteCode = Literal[
    "weekly_rest",
    "day_off",
    "make_up_day",
    "received",
    "received_after_hours",
    "stopped",
    "resumed",
    "stopped_all_day",
    "first_day_not_counted",
    "moved_to_working_day",
    "extended",
    "apologised",
    "due",
    "from",
    "to",
]
Unit = Literal["seconds", "calendar_days"]


@dataclass(frozen=True, slots=True)
class Note:
    """A remark on a day; `name` and `document` are those of a day off or make-up day."""

    code: NoteCode
    text: Text
    name: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A counted part of a session, local time of day, half-open; "morning" when the session opens before noon."""

    begins: time
    ends: time
    part: Literal["morning", "afternoon"]


@dataclass(frozen=True, slots=True)
class Row:
    """One date, or a run of dates that count alike: what was counted, and the running total after it."""

    first: date
    last: date
    pieces: tuple[Piece, ...]
    counted: int
    total: int
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that was applied and the article it comes from; None for a setting of the installation."""

    code: str
    text: Text
    article: Text | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """All a person needs to check a date. `counted` and `total` of the rows are in `unit`."""

    summary: Text
    rows: tuple[Row, ...]
    rules: tuple[Rule, ...]
    calendar_code: str
    calendar_name: str
    calendar_valid_from: date | None
    unit: Unit = "seconds"

    def to_dict(self) -> dict[str, object]:
        """The explanation as JSON values; sentences as {"vi", "en"}, dates and times as ISO text."""
        valid_from = self.calendar_valid_from
        return {
            "summary": _text(self.summary),
            "unit": self.unit,
            "rows": [_row(row) for row in self.rows],
            "rules": [
                {
                    "code": rule.code,
                    "text": _text(rule.text),
                    "article": _text(rule.article) if rule.article else None,
                }
                for rule in self.rules
            ],
            "calendar": {
                "code": self.calendar_code,
                "name": self.calendar_name,
                "valid_from": valid_from.isoformat() if valid_from else None,
            },
        }


def clock_words(at: datetime | time) -> str:
    """ "07:35", or "07:35:10" when there are seconds."""
    return f"{at:%H:%M:%S}" if at.second else f"{at:%H:%M}"


def instant_words(at: datetime) -> Text:
    """ "07:35 ngày 27/11/2026"."""
    return Text(f"{clock_words(at)} ngày {at:%d/%m/%Y}", f"{clock_words(at)} on {at:%d/%m/%Y}")


def _text(text: Text) -> dict[str, str]:
    return {"vi": text.vi, "en": text.en}


def _row(row: Row) -> dict[str, object]:
    return {
        "from": row.first.isoformat(),
        "to": row.last.isoformat(),
        "sessions": [
            {"from": f"{piece.begins}", "to": f"{piece.ends}", "part": piece.part} for piece in row.pieces
        ],
        "counted": row.counted,
        "total": row.total,
        "notes": [
            {"code": note.code, "text": _text(note.text), "name": note.name, "document": note.document}
            for note in row.notes
        ],
    }
