"""The commands `motcua worktime …`: due times and elapsed working time by a calendar file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar, get_args

import click

from motcua.cli.output import print_json
from motcua.cli.worktime_table import print_table
from motcua.contrib.calendar_files import read_calendar
from motcua.domain.errors import InputError
from motcua.domain.time.calendar import WorkCalendar
from motcua.domain.time.deadlines import AppointmentRule, deadline, parse_limit
from motcua.domain.time.explain import explain_deadline, explain_elapsed

_INSTANT = "YYYY-MM-DD HH:MM:SS"
Command = Callable[..., None]
_Value = TypeVar("_Value")


@click.group()
def worktime() -> None:
    """Working time: when a limit ends, and how much time lies between two instants."""


def _calendar_option(command: Command) -> Command:
    return click.option(
        "--calendar-file",
        required=True,
        type=click.Path(path_type=Path),
        help="Calendar as JSON: sessions by weekday, days off, make-up days.",
    )(command)


def _language_option(command: Command) -> Command:
    return click.option(
        "--lang",
        type=click.Choice(["vi", "en"]),
        default="vi",
        show_default=True,
        help="Language of sentences.",
    )(command)


def _json_option(command: Command) -> Command:
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(command)


@worktime.command()
@_calendar_option
@click.option("--at", required=True, metavar=f"'{_INSTANT}'", help="Receipt; local time, or ISO with offset.")
@click.option("--budget", required=True, help="30m, 4h, 3h30m, 2d, 0, same-day@15:00, same-day or 10cd.")
@click.option(
    "--appointment-rule",
    type=click.Choice(get_args(AppointmentRule)),
    default="next_session_start",
    show_default=True,
    help="When the result is handed over.",
)
@_language_option
@_json_option
def due(
    calendar_file: Path, at: str, budget: str, appointment_rule: AppointmentRule, lang: str, as_json: bool
) -> None:
    """When a dossier received at an instant is due, and why."""
    calendar = _given("--calendar-file", lang, lambda: read_calendar(calendar_file))
    received = _instant("--at", at, calendar, lang)
    limit = _given("--budget", lang, lambda: parse_limit(budget))
    found = _given("--budget", lang, lambda: deadline(calendar, received, limit, appointment_rule))
    explanation = explain_deadline(found)
    answer = {
        "starts_at": _local(found.starts_at),
        "due_at": _local(found.due_at),
        "appointment_at": _local(found.appointment_at),
    }
    if as_json:
        print_json({**answer, "explain": explanation.to_dict()})
    else:
        print_table(answer, explanation, lang)


@worktime.command()
@_calendar_option
@click.option(
    "--from", "begin", required=True, metavar=f"'{_INSTANT}'", help="Local time, or ISO with offset."
)
@click.option("--to", "end", required=True, metavar=f"'{_INSTANT}'", help="Not before --from.")
@_language_option
@_json_option
def elapsed(calendar_file: Path, begin: str, end: str, lang: str, as_json: bool) -> None:
    """Working seconds between two instants, and which sessions they lie in."""
    calendar = _given("--calendar-file", lang, lambda: read_calendar(calendar_file))
    first, last = _instant("--from", begin, calendar, lang), _instant("--to", end, calendar, lang)
    if last < first:
        raise click.BadParameter(
            f"{end} is before --from {begin}. Swap the two."
            if lang == "en"
            else f"{end} sớm hơn --from {begin}. Đổi chỗ hai thời điểm.",
            param_hint="--to",
        )
    seconds = _given("--to", lang, lambda: calendar.elapsed(first, last))
    explanation = explain_elapsed(calendar, first, last)
    if as_json:
        print_json({"seconds": seconds, "explain": explanation.to_dict()})
    else:
        print_table({"seconds": seconds}, explanation, lang)


def _given(option: str, lang: str, read: Callable[[], _Value]) -> _Value:
    try:
        return read()
    except InputError as error:
        raise click.BadParameter(error.message.in_(lang), param_hint=option) from None


def _instant(option: str, text: str, calendar: WorkCalendar, lang: str) -> datetime:
    try:
        if len(text.strip()) <= len("2026-06-01"):
            raise ValueError
        at = datetime.fromisoformat(text.strip())
    except ValueError:
        raise click.BadParameter(
            f"“{text}” is not an instant. Write it as “2026-06-01 09:00:00”, local time of the calendar."
            if lang == "en"
            else f"“{text}” không phải thời điểm. Viết như “2026-06-01 09:00:00”, giờ địa phương của lịch.",
            param_hint=option,
        ) from None
    return at if at.tzinfo else at.replace(tzinfo=calendar.zone)


def _local(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S}"
