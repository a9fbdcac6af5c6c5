"""A leader's overview: what is open in his reach, by unit, officer and procedure, and what is overdue longest (D-17)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from motcua.domain.people.permissions import Actor, account_ids, lacking, require
from motcua.domain.text import Text
from motcua.services.desk import worklist_view
from motcua.services.desk.worklist_facets import GROUP
from motcua.services.desk.worklist_item import WorkItem, items
from motcua.services.people import reach
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.desk import worklist as rows
from motcua.store.numbers import overview as stored

WORST = 10
RIGHT = "dossier.view"
AT_DESK = Text("Bộ phận Một cửa, chờ trả kết quả", "One-stop desk, results to hand over")


@dataclass(frozen=True, slots=True)
class Tally:
    """How many are open, and of these: the dossier overdue, only the step late, due within one working day.

    `today` are those that are due before midnight, soon by the rules or not.
    """

    open: int = 0
    overdue: int = 0
    delayed: int = 0
    soon: int = 0
    today: int = 0

    @property
    def others(self) -> int:
        """In time, or nobody's clock runs."""
        return self.open - self.overdue - self.delayed - self.soon


@dataclass(frozen=True, slots=True)
class Line:
    """One unit, officer or procedure; `value` is what the lists are narrowed by, empty where they cannot be."""

    value: str
    name: Text
    tally: Tally


@dataclass(frozen=True)
class Overview:
    """What is open at `place` and below it; lines with what burns most first. `places` are what may be chosen."""

    place: Record
    places: Sequence[Record]
    total: Tally
    units: Sequence[Line]
    officers: Sequence[Line]
    procedures: Sequence[Line]
    worst: Sequence[WorkItem]


def may_oversee(actor: Actor) -> bool:
    """Whether there is anything that `of` would show the actor."""
    return actor.kind == "staff" and any(RIGHT in grant.rights for grant in actor.grants)


def of(work: Work, actor: Actor, now: datetime, code: str = "") -> Overview:
    """The overview of the agency of this code; without one, of the widest that is the actor's.

    Raises NotAllowedError for an agency, or an actor, whose dossiers he may not see.
    """
    require(actor, "staff")
    places = _places(work, actor)
    place = next((row for row in places if row.code == code), None) if code else places[0] if places else None
    if place is None:
        raise lacking(RIGHT)
    view = worklist_view.below(work, actor, now, place.id)
    calendar = work.house.calendars.at(work.connection, place.id, now)
    midnight = calendar.local(now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    found = stored.tally(work.connection, view, midnight, WORST)
    held = {row.holder_id for row in (*found.counts, *found.worst) if row.holder_id is not None}
    names = rows.holders(work.connection, held) if held else {}
    known = {row.id: row for row in agencies.everything(work.connection)}
    procedures = {row.procedure_id for row in found.counts}
    titles = {row.id: row for row in rows.procedures_of(work.connection, procedures)} if procedures else {}
    return Overview(
        place,
        places,
        _sum(found.counts),
        _lines(found.counts, lambda row: _named(known[row.at_agency])),
        _lines(found.counts, lambda row: _officer(row, names)),
        _lines(found.counts, lambda row: _named(titles[row.procedure_id])),
        items(work, account_ids(actor), found.worst, names, now),
    )


def _places(work: Work, actor: Actor) -> list[Record]:
    """The agencies whose dossiers the actor may see, of all fields or of some; the widest first."""
    seen = set(reach.of(work, actor, RIGHT))
    some = [grant.agency_id for grant in actor.grants if grant.field and RIGHT in grant.rights]
    seen |= agencies.subtree(work.connection, some) if some else set()
    return [row for row in agencies.everything(work.connection) if row.id in seen] if seen else []


def _named(row: Record) -> tuple[str, Text]:
    return row.code, Text(row.name, row.name_en or row.name)


def _officer(row: Record, names: Mapping[int, str]) -> tuple[str, Text]:
    if row.holder_id is not None:
        name = names.get(row.holder_id, "")
        return str(row.holder_id), Text(name, name)
    return ("", AT_DESK) if row.at_desk else ("group", GROUP)


def _lines(counted: Sequence[Record], key: Callable[[Record], tuple[str, Text]]) -> list[Line]:
    found: dict[tuple[str, Text], list[Record]] = defaultdict(list)
    for row in counted:
        found[key(row)].append(row)
    lines = [Line(value, name, _sum(those)) for (value, name), those in found.items()]
    return sorted(
        lines, key=lambda one: (-one.tally.overdue, -one.tally.delayed, -one.tally.open, one.name.vi)
    )


def _sum(counted: Sequence[Record]) -> Tally:
    return Tally(
        sum(row.open for row in counted),
        sum(row.overdue for row in counted),
        sum(row.delayed for row in counted),
        sum(row.soon for row in counted),
        sum(row.today for row in counted),
    )
