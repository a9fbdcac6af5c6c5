"""How things look in JSON: instants in ISO 8601 with their zone, working time in seconds, codes as in the model."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from motcua.domain.time.deadlines import Deadline
from motcua.services.desk.awaited import Awaited
from motcua.services.desk.dossiers import DossierPage, Opinion, Visit
from motcua.services.desk.lookup import Passage, Track
from motcua.services.desk.worklist import WorkItem
from motcua.services.papers.paper_check import Checked
from motcua.store.base import Record

Json = dict[str, object]


def work_item(item: WorkItem) -> Json:
    """A row of the list; no identity number and no telephone number (M-14)."""
    return {
        "code": item.code,
        "task_id": item.task_id,
        "applicant": item.applicant,
        "procedure": {"code": item.procedure_code, "name": item.procedure},
        "channel": item.channel,
        "state": item.state,
        "step": {"name": item.step, "number": item.number, "of": item.steps},
        "holder": item.holder,
        "is_mine": item.is_mine,
        "since": instant(item.since),
        "due_at": instant(item.due_at),
        "remaining_seconds": item.remaining,
        "level": item.level,
    }


def dossier(shown: DossierPage) -> Json:
    """Everything the dossier's page shows, the applicant's identity number among his answers only."""
    row = shown.row
    return {
        **_head(row),
        "applicant": {"name": row.applicant_name, "phone": shown.contact.get("phone", "")},
        "answers": dict(shown.data),
        "files": [_file(one) for one in shown.files],
        "checklist": row.checklist,
        "deadline": _deadline(shown.deadline),
        "remaining_seconds": shown.remaining,
        "class": shown.timeliness,
        "engine_ended": row.engine_ended,
        "steps": [_visit(visit) for visit in shown.visits],
        "waits": [_wait(one) for one in shown.awaited],
        "opinions": [_opinion(one) for one in shown.opinions],
        "history": [_event(one) for one in shown.history if one.action != "view"],
    }


def track(found: Track) -> Json:
    """What anybody may know who has the code: no names (R-30)."""
    return {
        **_head(found.row),
        "deadline": _deadline(found.deadline),
        "remaining_seconds": found.remaining,
        "class": found.timeliness,
        "steps": [_passage(one) for one in found.passages],
        "waits": [_wait(one) for one in found.awaited],
    }


def paper(found: Checked) -> Json:
    """What anybody may know of an issued paper who has its verification code (F-16)."""
    (known,) = found.known
    return {
        "code": known.code,
        "kind": known.kind,
        "title": known.title.vi,
        "agency": known.agency.vi,
        "procedure": known.procedure.vi if known.procedure is not None else None,
        "number": known.number,
        "issued_at": instant(known.issued_at),
        "issued_to": known.masked,
        "state": known.state,
        "is_in_force": known.is_in_force,
        "valid_until": known.valid_until.isoformat() if known.valid_until is not None else None,
        "ended_at": instant(known.ended_at),
        "decision_number": known.decision_number,
        "replaced_by": known.successor,
        "sha256": known.sha256,
        "signatures": [one.to_dict() for one in found.findings],
    }


def instant(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at is not None else None


def _head(row: Record) -> Json:
    return {
        "code": row.code,
        "procedure": {"code": row.procedure_code, "name": row.procedure_name},
        "agency": {"code": row.agency_code, "name": row.agency_name},
        "channel": row.channel,
        "state": row.state,
        "submitted_at": instant(row.submitted_at),
        "intake_due_at": instant(row.intake_due_at),
        "accepted_at": instant(row.accepted_at),
        "accepted_counted_at": instant(row.accepted_counted_at),
        "result_at": instant(row.result_at),
        "result_counted_at": instant(row.result_counted_at),
        "returned_at": instant(row.returned_at),
    }


def _deadline(found: Deadline | None) -> Json | None:
    if found is None:
        return None
    return {
        "starts_at": instant(found.starts_at),
        "due_at": instant(found.due_at),
        "appointment_at": instant(found.appointment_at),
    }


def _visit(visit: Visit) -> Json:
    row = visit.row
    return {
        "task_id": row.task_id,
        "step_id": row.step_id,
        "name": row.name,
        "position": row.position,
        "phase": row.phase,
        "arrived_at": instant(row.arrived_at),
        "left_at": instant(row.left_at),
        "due_at": instant(row.due_at),
        "budget_seconds": row.budget_seconds,
        "used_seconds": visit.used,
        "holder": row.holder_name or "",
        "completed_by": row.completed_name or "",
        "answers": dict(visit.data),
        "may": bool(visit.may) and row.left_at is None,
    }


def _passage(one: Passage) -> Json:
    return {
        "step_id": one.step_id,
        "name": one.name,
        "phase": one.phase,
        "arrived_at": instant(one.arrived_at),
        "left_at": instant(one.left_at),
        "due_at": instant(one.due_at),
        "budget_seconds": one.budget,
        "used_seconds": one.used,
    }


def _wait(one: Awaited) -> Json:
    return {
        "element": one.element,
        "kind": one.kind,
        "name": one.name.vi,
        "arrived_at": instant(one.arrived_at),
        "left_at": instant(one.left_at),
        "outcome": one.outcome,
        "due_at": instant(one.due_at),
        "stops_clock": one.stops.value if one.stops is not None else None,
    }


def _opinion(one: Opinion) -> Json:
    return {
        "step": one.row.step_name,
        "author": one.row.author_name,
        "written_at": instant(one.row.written_at),
        "body": one.body,
        "files": [_file(file) for file in one.files],
    }


def _file(row: Record) -> Json:
    return {
        "id": row.id,
        "name": row.name,
        "media_type": row.media_type,
        "size": row.size,
        "slot": row.slot,
        "sha256": row.sha256,
    }


def _event(row: Record) -> Json:
    detail: Mapping[str, object] = row.detail
    return {
        "at": instant(row.at),
        "counted_at": instant(row.counted_at),
        "action": row.action,
        "actor": row.actor_name,
        "task_id": row.subject,
        "detail": dict(detail),
    }
