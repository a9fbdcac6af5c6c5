"""The rows of generated dossiers, as the services would have written them one action after the other."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from random import Random
from typing import Any, Final

from motcua.domain.declaration.declaration import DECLARATION, DECLARATION_VERSION
from motcua.domain.search import fold
from motcua.domain.time.calendar import WorkCalendar
from motcua.services.intake import intake
from motcua.services.sample.generate_history import Entry, story_of
from motcua.services.sample.generate_life import Life, Stay
from motcua.services.sample.generate_people import Person
from motcua.services.sample.generate_routes import filled, sample
from motcua.services.version.versions import Version
from motcua.services.work import Work
from motcua.store.audit import audit
from motcua.store.loading import line

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "dossier": (
        "id", "code", "procedure_id", "version_id", "agency_id", "applicant_id", "applicant_name",
        "applicant_folded", "applicant_sealed", "identity_digest", "channel", "state", "submitted_at",
        "intake_due_at", "accepted_at", "accepted_counted_at", "limit_text", "due_at", "appointment_at",
        "original_due_at", "original_appointment_at", "result_at", "result_counted_at", "returned_at",
        "returned_to", "return_method", "closed_at", "kept_calendar", "kept_revision", "engine_state",
        "engine_ended", "data_sealed", "step_values_sealed", "checklist", "declaration", "declaration_version",
        "declared_at",
    ),
    "dossier_step": (
        "id", "dossier_id", "task_id", "step_id", "name", "position", "phase", "number", "agency_id",
        "budget_seconds", "arrived_at", "counted_from", "due_at", "holder_id", "claimed_at", "left_at",
        "counted_to", "completed_by", "data_sealed",
    ),
    "clock_interval": ("dossier_id", "kind", "subject", "task_id", "reason", "started_at", "ended_at"),
    "opinion": ("dossier_id", "step_row_id", "author_id", "body_sealed", "written_at"),
    "audit": (
        "at", "counted_at", "actor_id", "actor_name", "action", "dossier_id", "subject", "detail", "mac",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Keeping:
    """By which calendar an ended dossier of an agency is read for ever (R-12)."""

    calendar: str
    revision: int


@dataclass(frozen=True, slots=True)
class Case:
    """A dossier to be written: its life, and what it is known by."""

    id: int
    code: str
    agency_id: int
    calendar: WorkCalendar
    keeping: Keeping
    person: Person
    life: Life


@dataclass
class Rows:
    """Lines for COPY by table. `officers` are names by account, `step_ids` unused ids of steps, the last first.

    The history of a dossier that has ended is summarised: sent, accepted, result, handed over. That of an open one
    has every claim and every step, and opinions.
    """

    work: Work
    officers: Mapping[int, str]
    rng: Random
    step_ids: list[int]
    lines: dict[str, list[str]] = field(default_factory=lambda: {table: [] for table in COLUMNS})

    def add(self, case: Case) -> None:
        """All rows of one dossier."""
        self._dossier(case)
        for number in range(len(case.life.stays)):
            self._stay(case, number)
        self._clocks(case)
        self._history(case)

    def _put(self, table: str, *values: object) -> None:
        self.lines[table].append(line(*values))

    def _dossier(self, case: Case) -> None:
        life, person, route = case.life, case.person, case.life.route
        due = life.due
        day = f"{life.submitted_at:%Y-%m-%d}"
        is_over = life.last.left_at is not None
        ended = None if route.rules.close_separate_step else life.returned_at
        kept = filled(route.final if is_over else life.last.stage.before, person, day)
        seal = self.work.cipher.seal_json
        self._put(
            "dossier", case.id, case.code, route.version.procedure_id, route.version.id, case.agency_id, person.id,
            person.name, fold(person.name), person.sealed, person.digest, self._channel(), _state(life),
            life.submitted_at, life.intake_due_at, life.accepted_at, due and due.starts_at,
            route.version.facts.limit, due and due.due_at, due and due.appointment_at, due and due.due_at,
            due and due.appointment_at, life.result_at, _counted(case, life.result_at), life.returned_at,
            person.name if life.returned_at else "", "desk" if life.returned_at else "", ended,
            case.keeping.calendar if ended else None, case.keeping.revision if ended else None,
            route.final_state if is_over else life.last.stage.state, is_over,
            seal(filled(route.answers, person, day)), seal(kept) if kept else None,
            _checklist(route.version) if life.accepted_at else None, DECLARATION.vi, DECLARATION_VERSION, life.submitted_at,
        )  # fmt: skip

    def _channel(self) -> str:
        return self.rng.choices(("online", "direct", "post"), (74, 22, 4))[0]

    def _stay(self, case: Case, number: int) -> None:
        stay = case.life.stays[number]
        step = stay.stage.step
        row_id = self.step_ids.pop()
        answers = filled(stay.stage.answers, case.person, f"{stay.arrived_at:%Y-%m-%d}")
        sealed = self.work.cipher.seal_json(answers) if answers and stay.left_at else None
        self._put(
            "dossier_step", row_id, case.id, stay.stage.task_id, step.id, step.name, step.position, step.phase,
            step.order, case.agency_id, stay.budget, stay.arrived_at, stay.counted_from, stay.due_at, stay.holder,
            stay.claimed_at, stay.left_at, stay.counted_to, stay.holder if stay.left_at else None, sealed,
        )  # fmt: skip
        if stay.left_at is not None and case.life.returned_at is None:
            body = self.work.cipher.seal(self.rng.choice(sample()["opinions"]))
            self._put("opinion", case.id, row_id, stay.holder, body, stay.left_at)

    def _clocks(self, case: Case) -> None:
        life = case.life
        if life.due is None:
            return
        began, last = life.due.starts_at, life.last.counted_to
        self._clock(case, "dossier", "", began, _counted(case, life.result_at))
        self._clock(case, "agency", str(case.agency_id), began, last)
        for stay in life.stays:
            self._clocks_of(case, stay)

    def _clocks_of(self, case: Case, stay: Stay) -> None:
        task, began = stay.stage.task_id, stay.counted_from
        self._clock(case, "step", task, began, stay.counted_to)
        if stay.holder is None:
            self._clock(case, "group", task, began, None)
            return
        claimed = _counted(case, stay.claimed_at)
        self._clock(case, "group", task, began, claimed)
        self._clock(case, "person", str(stay.holder), claimed, stay.counted_to, task)

    def _clock(
        self,
        case: Case,
        kind: str,
        subject: str,
        began: datetime | None,
        ended: datetime | None,
        task: str | None = None,
    ) -> None:
        self._put("clock_interval", case.id, kind, subject, task, "running", began, ended)

    def _history(self, case: Case) -> None:
        for entry in story_of(case.life, case.agency_id, case.code, case.calendar):
            self._audit(case, entry)

    def _audit(self, case: Case, entry: Entry) -> None:
        by_applicant = entry.action == "submit"
        row: dict[str, Any] = {
            "at": entry.at,
            "counted_at": entry.counted_at,
            "actor_id": case.person.id if by_applicant else entry.actor_id,
            "actor_name": case.person.name if by_applicant else self.officers.get(entry.actor_id or 0, ""),
            "action": entry.action,
            "dossier_id": case.id,
            "subject": entry.subject,
            "detail": json.dumps(entry.detail, ensure_ascii=False, separators=(",", ":")),
        }
        row["mac"] = audit.mac(self.work.connection, row)
        self._put("audit", *(row[column] for column in COLUMNS["audit"]))


def _counted(case: Case, at: datetime | None) -> datetime | None:
    return case.calendar.start(at) if at is not None else None


def _state(life: Life) -> str:
    if life.accepted_at is None:
        return "sent"
    if life.returned_at is not None:
        return "returned"
    if life.result_at is not None:
        return "result_available"
    return "processing" if len(life.stays) > 1 or life.last.left_at is not None else "accepted"


@lru_cache(maxsize=64)
def _checklist(version: Version) -> str:
    papers = version.facts.papers
    return json.dumps({paper.key: intake.GOOD if paper.required else intake.ABSENT for paper in papers})
