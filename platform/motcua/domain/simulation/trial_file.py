"""The course of a trial as plain data and back: what the store keeps sealed, and its lines apart from that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any, Final

from motcua.domain.ledger.ledger import Calendars, Ledger
from motcua.domain.simulation.trial import Course, Held, Note
from motcua.domain.text import Text
from motcua.domain.time.clock import Interval, Reason, Subject

_INSTANTS: Final = (
    "submitted_at",
    "intake_from",
    "accepted_at",
    "counted_from",
    "result_at",
    "returned_at",
    "ended_at",
)
_PLAIN: Final = ("code", "state", "linked_to", "outcome", "is_closed", "supplements")
_HELD: Final = tuple(one.name for one in fields(Held) if one.name != "due_at")


def course_to_dict(course: Course) -> dict[str, Any]:
    """Everything but the notes and what the calendars say."""
    return {
        "engine": course.engine,
        "values": dict(course.values),
        "ledger": _ledger_to_dict(course.ledger),
        "held": [
            {**{name: getattr(one, name) for name in _HELD}, "due_at": _text(one.due_at)}
            for one in course.held
        ],
        "places": {place: list(about) for place, about in course.places.items()},
        "finished": list(course.finished),
        "limit": course.limit,
        "has_ended": course.has_ended,
        "files": dict(course.files),
    }


def course_from_dict(
    data: Mapping[str, Any], notes: Sequence[Any], at: datetime, calendars: Calendars
) -> Course:
    """The course that `course_to_dict` has written, at the instant and by the calendars given."""
    return Course(
        at=at,
        engine=data["engine"],
        values=data["values"],
        ledger=_ledger_from_dict(data["ledger"], calendars),
        held=tuple(Held(**{**one, "due_at": _instant(one["due_at"])}) for one in data["held"]),
        places={place: (step, agency) for place, (step, agency) in data["places"].items()},
        finished=tuple(data["finished"]),
        limit=data["limit"],
        has_ended=data["has_ended"],
        files=data["files"],
        notes=tuple(
            Note(
                datetime.fromisoformat(one["at"]),
                one["kind"],
                Text(one["vi"], one["en"]),
                Text(one["who"], one["who_en"]),
            )
            for one in notes
        ),
    )


def notes_to_list(course: Course) -> list[dict[str, str]]:
    """The lines of what happened."""
    return [
        {
            "at": one.at.isoformat(),
            "kind": one.kind,
            "vi": one.what.vi,
            "en": one.what.en,
            "who": one.who.vi,
            "who_en": one.who.en,
        }
        for one in course.notes
    ]


def _ledger_to_dict(ledger: Ledger) -> dict[str, Any]:
    return {
        **{name: getattr(ledger, name) for name in _PLAIN},
        **{name: _text(getattr(ledger, name)) for name in _INSTANTS},
        "intervals": [
            [
                one.subject.kind,
                one.subject.id,
                one.reason.value,
                _text(one.started_at),
                _text(one.ended_at),
                one.note,
            ]
            for one in ledger.intervals
        ],
    }


def _ledger_from_dict(data: Mapping[str, Any], calendars: Calendars) -> Ledger:
    given = {name: data[name] for name in _PLAIN} | {name: _instant(data[name]) for name in _INSTANTS}
    intervals = tuple(
        Interval(Subject(kind, subject), Reason(reason), datetime.fromisoformat(begun), _instant(ended), note)
        for kind, subject, reason, begun, ended, note in data["intervals"]
    )
    return Ledger(calendars=calendars, intervals=intervals, **given)


def _text(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
