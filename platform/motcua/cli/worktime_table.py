"""An explanation as a table for people at a terminal."""

from __future__ import annotations

from collections.abc import Mapping

import click

from motcua.domain.text import Text
from motcua.domain.time.duration import duration_words
from motcua.domain.time.explanation import Explanation, Row, Unit, clock_words

_HEADINGS = (
    Text("Ngày", "Date"),
    Text("Buổi được tính", "Sessions counted"),
    Text("Được tính", "Counted"),
    Text("Cộng dồn", "Total"),
    Text("Ghi chú", "Notes"),
)
_LABELS = {
    "starts_at": Text("Tính từ", "Counted from"),
    "due_at": Text("Hết hạn", "Due"),
    "appointment_at": Text("Hẹn trả", "Appointment"),
    "seconds": Text("Giây làm việc", "Working seconds"),
}


def print_table(answer: Mapping[str, object], explanation: Explanation, language: str) -> None:
    """The answer, the summary, the rows in columns, then the rules and the calendar."""
    for key, value in answer.items():
        click.echo(f"{_LABELS[key].in_(language)}: {value}")
    click.echo(f"\n{explanation.summary.in_(language)}\n")
    lines = [tuple(heading.in_(language) for heading in _HEADINGS)]
    lines += [_cells(row, explanation.unit, language) for row in explanation.rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(_HEADINGS))]
    for line in lines:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
    click.echo()
    for rule in explanation.rules:
        click.echo(
            f"- {rule.text.in_(language)}" + (f" ({rule.article.in_(language)})" if rule.article else "")
        )
    click.echo(Text("Lịch: ", "Calendar: ").in_(language) + explanation.calendar_name)


def _cells(row: Row, unit: Unit, language: str) -> tuple[str, ...]:
    dates = f"{row.first:%d/%m/%Y}" if row.first == row.last else f"{row.first:%d/%m}–{row.last:%d/%m/%Y}"
    sessions = ", ".join(f"{clock_words(piece.begins)}–{clock_words(piece.ends)}" for piece in row.pieces)
    notes = "; ".join(
        note.text.in_(language) + (f" ({note.document})" if note.document else "") for note in row.notes
    )
    return (
        dates,
        sessions or "–",
        _amount(row.counted, unit, language),
        _amount(row.total, unit, language),
        notes,
    )


def _amount(value: int, unit: Unit, language: str) -> str:
    if unit == "calendar_days":
        return Text(f"{value} ngày", f"{value} day{'' if value == 1 else 's'}").in_(language)
    return duration_words(value, exact=True).in_(language) if value else "0"
