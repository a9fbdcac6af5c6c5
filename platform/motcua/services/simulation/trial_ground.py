"""What a trial runs on: a model and its forms frozen at its start, an agency that receives, the rules in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from motcua.domain.errors import InputError
from motcua.domain.forms import FormDefinition
from motcua.domain.ledger.ledger import Calendars, Ledger, Plan, StepPlan
from motcua.domain.ledger.ledger_event import Chain, Deed, Event
from motcua.domain.process import positions
from motcua.domain.process.process import Step
from motcua.domain.profile import Profile
from motcua.domain.simulation.trial import Course
from motcua.domain.text import Text
from motcua.domain.time.calendar import WorkCalendar
from motcua.domain.time.deadlines import deadline, parse_budget
from motcua.engine import load_spec
from motcua.engine.reader.reader import read
from motcua.services.dossier import stepping
from motcua.services.dossier.stepping import Place
from motcua.services.time import deadlines, rules
from motcua.services.version.versions import Version
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record

CODE = "CHẠY-THỬ"
"""Stands where a dossier's code would; no dossier has one like it."""


@dataclass(frozen=True)
class Ground:
    """`agency` receives the trial's dossier: its desk's calendar governs, as a dossier's does (R-25)."""

    work: Work
    version: Version
    agency: Record

    @property
    def rules(self) -> Profile:
        return rules.of(self.work, self.version)

    def calendar(self, agency_id: int, at: datetime) -> WorkCalendar:
        return self.work.house.calendars.at(self.work.connection, agency_id, at)

    def calendars(self, places: Mapping[str, tuple[str, str]], at: datetime) -> Calendars:
        own = {agency: self.calendar(int(agency), at) for _, agency in places.values()}
        return Calendars(self.calendar(self.agency.id, at), own)

    def plan(self, course: Course) -> Plan:
        """The places the dossier has been at with their budgets, and the limit of the whole."""
        steps = {
            place: StepPlan(place, self.version.budgets[step], agency)
            for place, (step, agency) in course.places.items()
        }
        limit = deadlines.limit_of(self.version, course.ledger.calendars.desk, course.limit)
        return Plan(limit, steps, {})

    def chain(self, course: Course) -> Chain:
        return Chain(self.plan(course), self.rules, course.ledger.calendars, (course.ledger,))

    def deed(self, course: Course, do: str) -> Deed:
        return Deed(self.plan(course), self.rules, course.ledger, Event(0, course.at, do))

    def place(self, course: Course) -> Place:
        """Where a dossier in the trial's stead would stand; it has no row."""
        return Place(0, self.version, self.agency.id, 0, course.at, None, course.values)

    def performer(self, course: Course, step: Step, item: object) -> str:
        """The id of the agency that performs a step; raises InputError where the model's rule finds none."""
        name = self.version.item_names.get(step.id, "")
        data = {**course.values, name: item} if name else course.values
        return str(stepping.performer(self.work, step, self.agency.id, data, course.at))

    def agency_name(self, agency_id: str) -> Text:
        row = agencies.by_id(self.work.connection, int(agency_id)) if agency_id else None
        return Text(row.name, row.name_en or row.name) if row is not None else Text("", "")

    def who(self, element: str) -> Text:
        """The position of a step in words."""
        step = self.version.model.step_by_id.get(element)
        return positions.of_step(step) if step is not None else Text("", "")

    def said(self, element: str) -> Text:
        """An element's name in both languages, as far as it has one."""
        step = self.version.model.step_by_id.get(element)
        node = self.version.model.node_by_id.get(element)
        name = (step.name if step else "") or (node.name if node else "") or element
        return Text(name, (step.name_en if step else "") or name)

    def fresh(self, at: datetime) -> Ledger:
        """The clocks of a dossier sent at `at`."""
        return Ledger(CODE, "sent", self.calendars({}, at), submitted_at=at, intake_from=at)

    def intake_due(self, course: Course) -> datetime | None:
        """Until when the desk is to decide (E-05); None once it has."""
        if course.is_accepted or course.ledger.intake_from is None or course.ledger.state != "sent":
            return None
        budget = parse_budget(f"{self.rules.intake_limit_hours}h")
        return deadline(course.ledger.calendars.desk, course.ledger.intake_from, budget).due_at


def version_of(bpmn: bytes, forms: Mapping[str, Any]) -> Version:
    """The linked model ready to run; raises InputError where it is no process of a procedure, or cannot run."""
    spec, model = _loaded(bpmn)
    if model.facts is None:
        raise InputError(
            Text(
                "Bản vẽ chưa có thông tin thủ tục nên chưa chạy thử được. Hãy điền phần “Thông tin thủ tục”.",
                "The drawing has no data of a procedure, so it cannot be tried. Fill in the procedure's data.",
            )
        )
    definitions = {key: FormDefinition.from_schema(schema) for key, schema in forms.items()}
    missing = sorted({model.facts.form, *(step.form for step in model.steps)} - {"", *definitions})
    if missing or not model.facts.form:
        names = ", ".join(missing)
        raise InputError(
            Text(
                f"Không có biểu mẫu “{names}” trong thư viện. Chọn biểu mẫu khác ở bản vẽ."
                if missing
                else "Thủ tục chưa có biểu mẫu điện tử. Hãy chọn biểu mẫu.",
                f"There is no form “{names}” in the library. Choose another in the drawing."
                if missing
                else "The procedure has no e-form. Choose one.",
            )
        )
    return Version(0, 0, 0, model, model.facts, spec, definitions)


@lru_cache(maxsize=32)
def _loaded(bpmn: bytes) -> tuple[Any, Any]:
    spec = load_spec(bpmn)
    return spec, read(bpmn).model
