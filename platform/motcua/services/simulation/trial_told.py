"""Who would have been told what, had the trial been a dossier: written as lines, sent to nobody (A-18)."""

from __future__ import annotations

from datetime import datetime

from motcua.domain.dossier.dossier import ACTIONS, CONFIRMED_BY_DESK
from motcua.domain.ledger.ledger_reading import deadline_of
from motcua.domain.simulation.trial import Course
from motcua.domain.text import Text
from motcua.services.messages import message_templates, notifications
from motcua.services.simulation.trial_ground import CODE, Ground

APPLICANT = Text("Người nộp hồ sơ", "The applicant")
AFTER_DESK = Text(
    "Người nộp hồ sơ, sau khi Bộ phận Một cửa xác nhận", "The applicant, once the desk confirms"
)


def applicant(ground: Ground, course: Course, action: str, reason: str = "") -> Course:
    """What the applicant is told of the action, if anything."""
    event = ACTIONS[action].tells
    if not event:
        return course
    waits = event in CONFIRMED_BY_DESK and ground.rules.notify_require_desk_confirm
    body = message_templates.filled(event, _facts(ground, course, reason))
    return course.noted("told", body, AFTER_DESK if waits else APPLICANT)


def group(ground: Ground, course: Course, element: str, agency: str) -> Course:
    """The group of a step that begins to wait."""
    step, who, name = ground.said(element), ground.who(element), ground.agency_name(agency)
    body = notifications.TO_GROUP.format(code=CODE, step=step.vi, step_en=step.en)
    to = Text(f"Nhóm {who.vi} – {name.vi}", f"Group {who.en} – {name.en}")
    return course.noted("told", body, to)


def _facts(ground: Ground, course: Course, reason: str) -> dict[str, Text]:
    ledger, empty = course.ledger, Text("", "")
    due = deadline_of(ground.plan(course), ground.rules, ledger, course.at) if course.is_accepted else None
    return {
        "code": Text(CODE, CODE),
        "agency": Text(ground.agency.name, ground.agency.name_en or ground.agency.name),
        "sent": _instant(ground, course, ledger.submitted_at),
        "appointment": _instant(ground, course, due.appointment_at) if due else empty,
        "papers": empty,
        "reason": Text(reason, reason),
        "amount": empty,
    }


def _instant(ground: Ground, course: Course, at: datetime | None) -> Text:
    if at is None:
        return Text("", "")
    words = f"{course.ledger.calendars.desk.local(at):%d/%m/%Y %H:%M}"
    return Text(words, words)
