"""What was typed into a form of the administration, shown again with every problem at its field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from werkzeug.datastructures import MultiDict

from motcua.domain.errors import FieldError, InputError, MotcuaError, ValidationError
from motcua.domain.text import Text
from motcua.domain.time.calendar_errors import CalendarError
from motcua.web.context import say
from motcua.web.filters import ZONE

LONGEST = 400


@dataclass(frozen=True)
class Typed:
    """Values by field name, problems by field name, and the one that belongs to no field."""

    values: Mapping[str, object]
    errors: Mapping[str, str] = field(default_factory=dict)
    general: str = ""

    @property
    def summary(self) -> list[tuple[str, str]]:
        """For the summary at the head of the page: (anchor, sentence)."""
        general = [("", self.general)] if self.general else []
        return general + list(self.errors.items())

    def with_problem(self, error: MotcuaError) -> Typed:
        """The same values with what a service refused."""
        if isinstance(error, ValidationError):
            found = {one.pointer.removeprefix("/"): say(one.message) for one in error.errors}
            return Typed(self.values, found)
        message = say(error.message)
        if isinstance(error, CalendarError):
            message = message.removeprefix(f"{error.key}: ")
            message = message[:1].upper() + message[1:]
        return Typed(self.values, {}, message)


def words_of(form: MultiDict[str, str], name: str) -> str:
    """One line of text, spaces tidied."""
    return " ".join(form.get(name, "").split())[:LONGEST]


def day_of(form: MultiDict[str, str], name: str) -> date | None:
    """A date from a date field; none when left empty. Raises ValidationError at the field."""
    text = form.get(name, "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        words = Text("Ngày chưa đúng. Viết như 31/12/2026.", "This is no date. Write it as 31/12/2026.")
        raise ValidationError([FieldError(f"/{name}", "date", words)]) from None


def required_day_of(form: MultiDict[str, str], name: str) -> date:
    """Like `day_of`, for a date that must be given."""
    found = day_of(form, name)
    if found is None:
        words = Text("Chọn ngày.", "Give the date.")
        raise ValidationError([FieldError(f"/{name}", "date.missing", words)])
    return found


def number_of(form: MultiDict[str, str], name: str) -> int | None:
    """A chosen record's number; none when nothing was chosen. Raises InputError for anything else."""
    text = form.get(name, "").strip()
    if not text:
        return None
    if not text.isdecimal() or len(text) > 18:
        raise InputError(
            Text("Lựa chọn không hợp lệ. Hãy chọn lại.", "This is no valid choice. Choose again.")
        )
    return int(text)


def skipped(args: MultiDict[str, str], name: str) -> int:
    """How many rows of a list an address skips; none for anything that is no number."""
    text = args.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 6 else 0


def numbers_of(form: MultiDict[str, str], name: str) -> tuple[int, ...]:
    """The numbers of all records chosen; what is no number was not offered and is left out."""
    return tuple(int(one) for one in form.getlist(name) if one.isdecimal() and len(one) <= 18)


def instant_of(form: MultiDict[str, str], name: str) -> datetime | None:
    """An instant from a field of date and time, by the clock on the wall; none when left empty.

    Raises ValidationError at the field.
    """
    text = form.get(name, "").strip()
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=ZONE)
    except ValueError:
        words = Text(
            "Ngày giờ chưa đúng. Viết như 31/12/2026 13:30.",
            "This is no date and time. Write it as 31/12/2026 13:30.",
        )
        raise ValidationError([FieldError(f"/{name}", "instant", words)]) from None
