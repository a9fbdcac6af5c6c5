"""A dossier as the people who handle it see it: everything in one page, every opening of it recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.domain.errors import NotAllowedError, NotFoundError
from motcua.domain.forms import FormDefinition
from motcua.domain.people.permissions import (
    CLOCKWORK,
    Actor,
    account_ids,
    lacking,
    may,
    may_anywhere,
    may_see_content,
    may_work_in,
    require,
)
from motcua.domain.process.position import Position, positions
from motcua.domain.text import Text
from motcua.domain.time.clock import Interval
from motcua.domain.time.deadlines import Deadline
from motcua.domain.time.timeliness import TimeClass, WarningLevel
from motcua.services.desk import awaited, desk
from motcua.services.desk.awaited import Awaited
from motcua.services.dossier import consulted, events, step_form, stepping
from motcua.services.intake import filing
from motcua.services.papers.files import As, Opened, opened
from motcua.services.time import clocks, deadlines, rules
from motcua.services.time.clocks import AgencyTime, StepTime
from motcua.services.version.versions import Version
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.audit import audit
from motcua.store.base import Record
from motcua.store.dossier import dossier as dossiers
from motcua.store.dossier import opinion as opinions
from motcua.store.dossier import step as steps
from motcua.store.dossier import wait as stored_waits
from motcua.store.messages import message as messages
from motcua.store.papers import file as files

# Elements at which a token stands by itself, as it does at a step.
STANDING = frozenset({"intermediateCatchEvent", "receiveTask", "serviceTask"})


@dataclass(frozen=True)
class Visit:
    """One visit to a step with what it used of its budget, in working seconds; `data` are the answers to its `form`."""

    row: Record
    data: Mapping[str, object]
    may: bool
    time: StepTime
    form: FormDefinition | None

    @property
    def used(self) -> int:
        return self.time.used

    @property
    def remaining(self) -> int | None:
        return self.time.remaining

    @property
    def level(self) -> WarningLevel:
        return self.time.level

    @property
    def due_at(self) -> datetime | None:
        return self.time.due_at


@dataclass(frozen=True)
class Opinion:
    """What was written at a step, and the files that came with it."""

    row: Record
    body: str
    files: Sequence[Record]


@dataclass(frozen=True)
class DossierPage:
    """All of a dossier at `now`. `contact` has phone, email and identity of the applicant, in the open.

    `filed` is the version it was filed under. `told` are the messages to the applicant. `remaining` and `level` are
    those of the dossier's own deadline, until there is a result; a day of it lasts `day_seconds`. `agency_times` are those of the
    agencies that had it. `awaited` is what it waits or waited for besides people, `stops` the pauses of its clock;
    `may_receive` whether the actor may take in messages for it.
    """

    row: Record
    version: Version
    filed: Version
    data: Mapping[str, object]
    contact: Mapping[str, object]
    files: Sequence[Record]
    visits: Sequence[Visit]
    opinions: Sequence[Opinion]
    history: Sequence[Record]
    told: Sequence[Record]
    deadline: Deadline | None
    remaining: int | None
    level: WarningLevel
    timeliness: TimeClass | None
    day_seconds: int
    positions: Mapping[str, Position]
    is_receiver: bool
    awaited: Sequence[Awaited]
    stops: Sequence[Interval]
    agency_times: Mapping[int, AgencyTime]
    may_receive: bool
    now: datetime

    @property
    def form(self) -> FormDefinition:
        """The applicant's form as it was when the dossier was filed (B-11)."""
        return self.filed.form

    @property
    def waiting(self) -> list[Visit]:
        return [visit for visit in self.visits if visit.row.left_at is None]

    @property
    def files_by_id(self) -> Mapping[int, Record]:
        return {file.id: file for file in self.files}


def page(work: Work, actor: Actor, code: str, now: datetime, *, subject: str = "") -> DossierPage:
    """Open a dossier: for accounts of the groups of its steps, of agencies asked for an opinion, and whoever may see
    all of its agency's (J-16).

    The opening is recorded (M-14) and committed. `subject` says what of it was opened, when not the whole.
    """
    require(actor, "staff")
    if not may_see_content(actor):
        raise lacking("dossier.view")
    row = dossiers.by_code(work.connection, code)
    if row is None:
        raise stepping.unknown_dossier(code)
    version = work.house.versions.get(work.connection, row.version_id)
    is_receiver = desk.receives(work, actor, version, row)
    visited = steps.of_dossier(work.connection, row.id, account_ids(actor), row.procedure_code)
    if (
        not is_receiver
        and not _is_at_work(actor, visited)
        and not _may_view(work, actor, row, visited, version)
        and not consulted.asked(work, actor, row.id)
    ):
        raise NotAllowedError(
            Text(
                f"Hồ sơ {code} không thuộc việc của bạn.",
                f"Dossier {code} is not among your work.",
            )
        )
    work.record(
        at=now,
        actor_id=actor.id,
        actor_name=actor.name,
        action="view",
        dossier_id=row.id,
        subject=subject,
        detail={},
    )
    shown = _page(work, actor, row, version, visited, is_receiver, now)
    work.commit()
    return shown


def unattended(work: Work, row: Record, now: datetime) -> DossierPage:
    """The same of a dossier that nobody opens: what papers are made of that the applicant asks for himself."""
    version = work.house.versions.get(work.connection, row.version_id)
    visited = steps.of_dossier(work.connection, row.id, (), row.procedure_code)
    return _page(work, CLOCKWORK, row, version, visited, False, now)


def _is_at_work(actor: Actor, visited: Sequence[Record]) -> bool:
    """Whether one of the dossier's steps is the actor's, by his groups and roles."""
    own = (visit for visit in visited if visit.may or visit.holder_id in account_ids(actor))
    return any(may_work_in(actor, visit.phase) for visit in own)


def _may_view(work: Work, actor: Actor, row: Record, visited: Sequence[Record], version: Version) -> bool:
    """Whether the actor may see every dossier of an agency that received or handles this one."""
    if not may_anywhere(actor, "dossier.view"):
        return False
    handling = {row.agency_id, *(visit.agency_id for visit in visited)}
    lineages = (agencies.lineage(work.connection, agency_id) for agency_id in handling)
    return any(may(actor, "dossier.view", lineage, version.facts.field) for lineage in lineages)


def file_content(
    work: Work, actor: Actor, code: str, file_id: int, now: datetime, form: As = "original"
) -> Opened:
    """A file of a dossier the actor may open, in this form; recorded like the opening of the dossier."""
    # A small picture beside the file's name opens the dossier, not the file.
    shown = page(work, actor, code, now, subject="" if form == "thumb" else f"file:{file_id}")
    row = shown.files_by_id.get(file_id)
    if row is None:
        raise NotFoundError(Text("Hồ sơ không có tệp này.", "The dossier has no such file."))
    return opened(work, row, form)


def _page(
    work: Work,
    actor: Actor,
    row: Record,
    version: Version,
    visited: Sequence[Record],
    is_receiver: bool,
    now: datetime,
) -> DossierPage:
    attached = files.of_dossier(work.connection, row.id)
    calendar = deadlines.governing(work, row, now)
    known = deadlines.trail(work, row.id)
    stops = deadlines.stopping(work, row, known.intervals)
    due = deadlines.of_dossier(work, row, now, known)
    times = clocks.step_times(work, row, visited, known, now)
    waited = awaiting(work, row, version, now)
    is_open = due is not None and row.result_at is None and not row.outcome
    return DossierPage(
        row=row,
        version=version,
        filed=filing.version_of(work, row),
        data=work.cipher.open_json(row.data_sealed),
        contact=work.cipher.open_json(row.applicant_sealed),
        files=attached,
        visits=[
            _visit(work, actor, version, visit, time) for visit, time in zip(visited, times, strict=True)
        ],
        opinions=[_opinion(work, one, attached) for one in opinions.of_dossier(work.connection, row.id)],
        history=audit.of_dossier(work.connection, row.id),
        told=messages.of_dossier(work.connection, row.id, row.applicant_id),
        deadline=due,
        remaining=calendar.elapsed(now, due.due_at) if due and is_open else None,
        level=clocks.level_of(rules.of(work, version), calendar, due.due_at, now)
        if due and is_open
        else "none",
        timeliness=deadlines.class_of(work, row, due, now),
        day_seconds=calendar.day_seconds,
        positions=position_of(version, row, visited, waited),
        is_receiver=is_receiver,
        awaited=waited,
        stops=stops,
        agency_times=clocks.agency_times(work, row, visited, known, now),
        may_receive=version.has_waits and events.may_receive(work, actor, row),
        now=now,
    )


def awaiting(work: Work, row: Record, version: Version, now: datetime) -> list[Awaited]:
    """What the dossier waits or waited for besides people; only models with such elements are asked."""
    if not version.has_waits:
        return []
    found = stored_waits.of_dossiers(work.connection, [row.id])[row.id]
    return awaited.of_dossier(work, row, found, now, stepping.place_of(work, row, now).data)


def position_of(
    version: Version, row: Record, visited: Sequence[Record], waited: Sequence[Awaited] = ()
) -> Mapping[str, Position]:
    """Where the dossier stands on the diagram of its process.

    An event at a border waits with its activity and is not where the dossier is.
    """
    own = [one for one in waited if version.model.node_by_id[one.element].kind in STANDING]
    waiting = {visit.step_id for visit in visited if visit.left_at is None}
    waiting |= {one.element for one in own if one.left_at is None}
    finished = {visit.step_id for visit in visited if visit.left_at is not None}
    finished |= {one.element for one in own if one.left_at is not None and one.outcome != "withdrawn"}
    return positions(version.model, finished - waiting, waiting, has_ended=row.engine_ended)


def _visit(work: Work, actor: Actor, version: Version, visit: Record, time: StepTime) -> Visit:
    data = work.cipher.open_json(visit.data_sealed) if visit.data_sealed is not None else {}
    form = step_form.of_visit(work, version, visit) if data else None
    return Visit(visit, data, visit.may and may_work_in(actor, visit.phase), time, form)


def _opinion(work: Work, row: Record, attached: Sequence[Record]) -> Opinion:
    return Opinion(
        row, work.cipher.open(row.body_sealed), [file for file in attached if file.opinion_id == row.id]
    )
