"""A clock story told, as tables for people at a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import click

from motcua.domain.dossier.dossier_states import STATE_NAMES
from motcua.domain.ledger.ledger import Ledger
from motcua.domain.ledger.story_answer import class_words
from motcua.domain.ledger.story_replay import Told
from motcua.domain.text import Text
from motcua.domain.time.duration import duration_words

_LABELS = {
    "submitted_at": Text("Gửi", "Sent"),
    "intake_due": Text("Hạn tiếp nhận", "To be accepted by"),
    "accepted_at": Text("Tiếp nhận", "Accepted"),
    "start": Text("Tính từ", "Counted from"),
    "due": Text("Hết hạn", "Due"),
    "appointment": Text("Hẹn trả", "Appointment"),
    "original_due": Text("Hết hạn ban đầu", "Due at first"),
    "original_appointment": Text("Hẹn trả ban đầu", "First appointment"),
    "result_at": Text("Có kết quả", "Result"),
    "result_counted_at": Text("Tính có kết quả lúc", "Result counted at"),
    "returned_at": Text("Trả kết quả", "Returned"),
}
_RESULTS = {
    "early": Text("trước hạn", "early"),
    "on_time": Text("đúng hạn", "on time"),
    "overdue": Text("quá hạn", "overdue"),
}
_GROUP = Text("(nhóm)", "(group)")


def print_told(told: Told, language: str) -> None:
    """Every dossier of the story, what was refused, and what is not as expected."""
    click.secho(told.story.id, bold=True)
    dossiers: Any = told.answer["dossiers"]
    for ledger, (name, answer) in zip(told.chain.dossiers, dossiers.items(), strict=True):
        _print_dossier(told, ledger, name, answer, language)
    for number, why in told.refused.items():
        click.echo(
            Text(f"Sự kiện {number} bị từ chối: ", f"Event {number} refused: ").in_(language)
            + why.in_(language)
        )
    for line in told.differences:
        click.secho(Text("Khác mong đợi: ", "Not as expected: ").in_(language) + line, fg="red")
    if told.story.expect and not told.differences:
        click.echo(Text("Đúng như mong đợi.", "As expected.").in_(language))
    click.echo()


def _print_dossier(told: Told, ledger: Ledger, name: str, answer: Mapping[str, Any], language: str) -> None:
    words = class_words(told.chain.rules, answer["class"], is_open=ledger.result_at is None)
    state = STATE_NAMES[answer["state"]].in_(language)
    tail = f", {words.in_(language)}" if words else ""
    linked = f" ← {answer['linked_to']}" if answer["linked_to"] else ""
    click.echo(f"{name}{linked}: {state.lower()}{tail}")
    for key, label in _LABELS.items():
        if answer[key]:
            click.echo(f"  {label.in_(language)}: {answer[key]}")
    used = duration_words(answer["dossier_used"], exact=True).in_(language)
    click.echo(f"  {Text('Đã dùng', 'Used').in_(language)}: {used}")
    _print_rows(_rows(answer, language))


def _rows(answer: Mapping[str, Any], language: str) -> list[tuple[str, ...]]:
    rows = [
        tuple(
            text.in_(language)
            for text in (
                Text("Bước, cơ quan, người", "Step, agency, person"),
                Text("Đã dùng", "Used"),
                Text("Hạn", "Due"),
                Text("Kết quả", "Result"),
            )
        )
    ]
    for name, one in (*answer["steps"].items(), *answer["agencies"].items(), *answer["people"].items()):
        result = _RESULTS.get(one.get("result") or "", Text("", ""))
        used = duration_words(one["used"], exact=True).in_(language)
        rows.append((name, used, one.get("due") or "", result.in_(language)))
    for step, seconds in answer["unclaimed"].items():
        if seconds:
            used = duration_words(seconds, exact=True).in_(language)
            rows.append((f"{step} {_GROUP.in_(language)}", used, "", ""))
    return rows


def _print_rows(rows: Sequence[tuple[str, ...]]) -> None:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        click.echo(f"  {'  '.join(cells)}".rstrip())
