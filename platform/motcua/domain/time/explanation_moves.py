"""Extensions and apologies in the explanation of a date: what each did, when, by which slip (Điều 18.1, 19.2.đ)."""

from __future__ import annotations

from motcua.domain.text import Text
from motcua.domain.time.calendar import WorkCalendar
from motcua.domain.time.deadlines import Deadline, Moved
from motcua.domain.time.duration import duration_words
from motcua.domain.time.explanation import Note, clock_words, instant_words


def told_in(deadline: Deadline) -> tuple[Moved, ...]:
    """The changes that the date still rests on: what came before the clocks began anew is over (R-08)."""
    return tuple(move for move in deadline.moves if move.at >= deadline.received_at)


def sentences(deadline: Deadline) -> list[Text]:
    """A sentence for each change, in their order; the granted time alone where nobody knows how it came about."""
    if told := told_in(deadline):
        return [_sentence(deadline.calendar, move) for move in told]
    if not deadline.extension:
        return []
    more = duration_words(deadline.extension, exact=True)
    return [Text(f"Gia hạn thêm {more.vi}.", f"It was extended by {more.en}.")]


def note(calendar: WorkCalendar, move: Moved) -> Note:
    """The remark on the day of a change, naming its slip."""
    at, what = clock_words(calendar.local(move.at)), _what(calendar, move)
    if move.kind == "extension":
        return Note(
            "extended", Text(f"{what.vi} lúc {at}, Phiếu gia hạn", f"{what.en} at {at}, extension slip")
        )
    slip = Text("Phiếu xin lỗi và hẹn lại", "apology slip")
    return Note("apologised", Text(f"{what.vi} lúc {at}, {slip.vi}", f"{what.en} at {at}, {slip.en}"))


def rules_applied(deadline: Deadline) -> list[str]:
    """The codes of the rules behind the changes, in the order in which they are explained."""
    told = told_in(deadline)
    moved = [move for move in told if not move.is_late]
    found = {
        "extension": any(move.kind == "extension" for move in moved) or (deadline.extension and not told),
        "apology": any(move.kind == "apology" for move in moved),
        "named_appointment": any(move.is_named for move in moved),
        "late_apology": any(move.is_late for move in told),
    }
    return [code for code, applies in found.items() if applies]


def _sentence(calendar: WorkCalendar, move: Moved) -> Text:
    at, what = instant_words(calendar.local(move.at)), _what(calendar, move)
    return Text(f"{what.vi} ({at.vi}).", f"{what.en} ({at.en}).")


def _what(calendar: WorkCalendar, move: Moved) -> Text:
    more = duration_words(move.seconds, exact=True)
    if move.kind == "extension":
        return Text(f"Gia hạn thêm {more.vi}", f"Extended by {more.en}")
    if move.is_late:
        return Text("Xin lỗi sau giờ hẹn nên hạn không đổi", "An apology after the appointment moved nothing")
    if move.is_named:
        then = instant_words(calendar.local(move.appointment_at))
        return Text(f"Xin lỗi và hẹn lại {then.vi}", f"An apology with a new appointment at {then.en}")
    return Text(f"Xin lỗi và hẹn lại, thêm {more.vi}", f"An apology, {more.en} later")
