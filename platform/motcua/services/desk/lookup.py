"""What citizens and the public see of a dossier: where it stands and when it is due, no names (R-30)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from motcua.domain.dossier import codes
from motcua.domain.errors import NotFoundError
from motcua.domain.forms import FormDefinition
from motcua.domain.people.permissions import Actor, account_id, require, require_right
from motcua.domain.process.position import Position
from motcua.domain.text import Text
from motcua.domain.time.clock import Interval
from motcua.domain.time.deadlines import Deadline
from motcua.domain.time.timeliness import TimeClass
from motcua.services.desk import dossiers
from motcua.services.desk.awaited import Awaited
from motcua.services.dossier import applicant_todo, conversation, stepping
from motcua.services.dossier.applicant_todo import Todo
from motcua.services.dossier.conversation import Letter
from motcua.services.exchange import sub_dossiers
from motcua.services.exchange.sub_dossiers import NO_FAMILY, Family
from motcua.services.intake import filing, receiving
from motcua.services.papers.files import As, Opened, opened
from motcua.services.time import clocks, deadlines
from motcua.services.time.clocks import StepTime
from motcua.services.time.deadlines import Trail
from motcua.services.version.versions import Version
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.dossier import dossier as stored
from motcua.store.dossier import step as steps
from motcua.store.papers import file as files

# What the applicant sent himself; opinions and forms of steps have files of their own.
OWN_SLOTS = ("paper:", "field:")
# What officers addressed to him (Điều 14); the slip of an extension stays among officers.
SLIPS = frozenset({"slip:supplement", "slip:refusal", "slip:apology"})


@dataclass(frozen=True, slots=True)
class Passage:
    """One visit to a step as the public may see it: no person, no opinion."""

    step_id: str
    name: str
    position: str
    phase: str
    arrived_at: datetime
    left_at: datetime | None
    is_running: bool
    agency_id: int
    used: int
    budget: int
    due_at: datetime | None


@dataclass(frozen=True)
class Track:
    """A dossier in the open. `remaining` is working seconds to the due time, negative once it has passed.

    Before acceptance there is no deadline, but the latest one to be `expected`. `agencies` are those that have had it, by
    id, empty while it is one agency's alone. `awaited` is what it waits or
    waited for besides people, `stops` the pauses of its clock.
    """

    row: Record
    version: Version
    passages: Sequence[Passage]
    deadline: Deadline | None
    expected: Deadline | None
    remaining: int | None
    timeliness: TimeClass | None
    positions: Mapping[str, Position]
    awaited: Sequence[Awaited]
    stops: Sequence[Interval]
    agencies: Mapping[int, Record]
    now: datetime
    family: Family = NO_FAMILY

    @property
    def having(self) -> Sequence[Record]:
        """The agencies that have the dossier now, while it is at work; none where only one is ever asked."""
        is_open = self.row.accepted_at is not None and self.row.result_at is None and not self.row.outcome
        ids = dict.fromkeys(one.agency_id for one in self.passages if one.left_at is None)
        return [self.agencies[one] for one in ids if one in self.agencies] if is_open else ()


@dataclass(frozen=True)
class OwnDossier:
    """A citizen's own dossier: what he sent, with the form as it was then, the slips for him, what he has to do, and
    what he and the officers wrote to each other."""

    track: Track
    filed: Version
    data: Mapping[str, object]
    files: Sequence[Record]
    slips: Sequence[Record]
    todo: Todo
    letters: Sequence[Letter] = ()
    result_address: str = ""

    @property
    def form(self) -> FormDefinition:
        return self.filed.form


def track(work: Work, typed_code: str, now: datetime) -> Track:
    """The dossier with the code somebody typed; raises CodeError or NotFoundError in words for the public."""
    code = codes.read_dossier_code(typed_code)
    row = stored.by_code(work.connection, code)
    if row is None:
        raise stepping.unknown_dossier(code)
    return replace(_tracks(work, [row], now)[0], family=sub_dossiers.family(work, row.id))


def of_partner(work: Work, actor: Actor, code: str, now: datetime) -> Track:
    """The dossier for a partner's system with a token to read those of its agency; the reading is recorded."""
    require(actor, "partner")
    row = stored.by_code(work.connection, code)
    if row is None:
        raise stepping.unknown_dossier(code)
    require_right(actor, "dossier.read", agencies.lineage(work.connection, row.agency_id))
    work.record(
        at=now, actor_id=None, actor_name=actor.name, action="view", dossier_id=row.id, subject="", detail={}
    )
    found = _tracks(work, [row], now)[0]
    work.commit()
    return found


def mine(work: Work, actor: Actor, now: datetime) -> list[Track]:
    """The citizen's own dossiers, newest first (C-15)."""
    require(actor, "citizen")
    return _tracks(work, stored.of_holder(work.connection, account_id(actor)), now)


def own(work: Work, actor: Actor, code: str, now: datetime) -> OwnDossier:
    """One of the citizen's own dossiers with its answers and papers; anybody else's is not found."""
    require(actor, "citizen")
    row = stored.by_code(work.connection, code)
    if row is None or actor.id not in (row.applicant_id, row.filed_by_id):
        raise stepping.unknown_dossier(code)
    attached = files.of_dossier(work.connection, row.id)
    slips = [file for file in attached if file.slot in SLIPS]
    # What agencies asked within one request found goes to the lead agency, whose slip the applicant gets (F-09).
    if slips and sub_dossiers.family(work, row.id).parent is not None:
        slips = []
    return OwnDossier(
        _tracks(work, [row], now)[0],
        filing.version_of(work, row),
        work.cipher.open_json(row.data_sealed),
        [file for file in attached if file.slot.startswith(OWN_SLOTS)],
        slips,
        applicant_todo.of(work, row, now),
        conversation.of_dossier(work, row.id),
        str(work.cipher.open_json(row.applicant_sealed).get(receiving.ADDRESS, "")),
    )


def own_file(
    work: Work, actor: Actor, code: str, file_id: int, now: datetime, form: As = "original"
) -> Opened:
    """A paper the citizen sent himself, or a slip for him, in this form."""
    found = own(work, actor, code, now)
    talked = [file for letter in found.letters for file in letter.files]
    for file in (*found.files, *found.slips, *talked):
        if file.id == file_id:
            return opened(work, file, form)
    raise NotFoundError(Text("Hồ sơ không có tệp này.", "The dossier has no such file."))


def _tracks(work: Work, found: Sequence[Record], now: datetime) -> list[Track]:
    ids = [row.id for row in found]
    visited = steps.of_dossiers(work.connection, ids)
    known = deadlines.trails(work, ids)
    named = _agencies(work, found, visited)
    return [_track(work, row, visited[row.id], known[row.id], named, now) for row in found]


def _agencies(
    work: Work, found: Sequence[Record], visited: Mapping[int, Sequence[Record]]
) -> Mapping[int, Record]:
    """The agencies of dossiers that another agency has had, by id."""
    ids = {one.agency_id for row in found for one in visited[row.id] if one.agency_id != row.agency_id}
    if not ids:
        return {}
    return agencies.named(work.connection, ids | {row.agency_id for row in found})


def _track(
    work: Work,
    row: Record,
    visited: Sequence[Record],
    known: Trail,
    named: Mapping[int, Record],
    now: datetime,
) -> Track:
    version = work.house.versions.get(work.connection, row.version_id)
    stops = deadlines.stopping(work, row, known.intervals)
    due = deadlines.of_dossier(work, row, now, known)
    waited = dossiers.awaiting(work, row, version, now)
    times = clocks.step_times(work, row, visited, known, now)
    is_open = row.result_at is None and not row.outcome
    return Track(
        row=row,
        version=version,
        passages=[_passage(visit, time) for visit, time in zip(visited, times, strict=True)],
        deadline=due,
        expected=deadlines.expected(work, row, now),
        remaining=due.calendar.elapsed(now, due.due_at) if due and is_open else None,
        timeliness=deadlines.class_of(work, row, due, now),
        positions=dossiers.position_of(version, row, visited, waited),
        awaited=waited,
        stops=stops,
        agencies={} if all(one.agency_id == row.agency_id for one in visited) else named,
        now=now,
    )


def _passage(visit: Record, time: StepTime) -> Passage:
    return Passage(
        step_id=visit.step_id,
        name=visit.name,
        position=visit.position,
        phase=visit.phase,
        arrived_at=visit.arrived_at,
        left_at=visit.left_at,
        is_running=visit.counted_from is not None and visit.left_at is None,
        agency_id=visit.agency_id,
        used=time.used,
        budget=visit.budget_seconds,
        due_at=time.due_at,
    )
