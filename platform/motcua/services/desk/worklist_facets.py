"""How many rows a list has of each kind: live counters, and what a list may be narrowed to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from motcua.domain.process.process_words import CHANNELS
from motcua.domain.text import Text
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.desk import worklist as rows
from motcua.store.desk.worklist_sql import LISTS
from motcua.store.desk.worklist_view import Filters


@dataclass(frozen=True, slots=True)
class Option:
    """One value that a list may be narrowed to, and how many rows there would be."""

    value: str
    name: Text
    count: int


@dataclass(frozen=True)
class Facets:
    """`lists` counts the rows of every list under the other filters; `total` is all of them, `late` the late transfers.

    `options` are what each filter offers under all others, by the filter's name; steps only within one procedure.
    """

    lists: Mapping[str, int]
    total: int
    late: int
    everything: int
    options: Mapping[str, Sequence[Option]]


def facets(work: Work, counted: Sequence[Record], wanted: Filters, names: Mapping[int, str]) -> Facets:
    """The counters of what `store.worklist.find` counted; `names` are those of holders. Two statements more."""
    procedures = {row.id: row for row in _procedures(work, counted)}
    places = {row.id: row for row in agencies.everything(work.connection)}
    count = _Counting(counted, wanted, _values(procedures, places))
    lists = count.of("list")
    titles = _titles(work, wanted, procedures, places, names)
    return Facets(
        lists=lists,
        total=sum(lists.values()),
        late=sum(row.many for row in counted if row.is_late_transfer),
        everything=sum(row.many for row in counted),
        options={name: _options(count.of(name), titles[name]) for name in titles},
    )


@dataclass(frozen=True, slots=True)
class _Counting:
    """Rows counted by one of their `values`, each under all other filters."""

    counted: Sequence[Record]
    wanted: Filters
    values: Mapping[str, Callable[[Record], str]]

    def of(self, name: str) -> Counter[str]:
        others = {key: value for key in self.values if key != name and (value := getattr(self.wanted, key))}
        found: Counter[str] = Counter()
        for row in self.counted:
            if self.wanted.is_late_transfer and not row.is_late_transfer:
                continue
            if all(self.values[key](row) == value for key, value in others.items()):
                found[self.values[name](row)] += row.many
        return found


def _values(
    procedures: Mapping[int, Record], places: Mapping[int, Record]
) -> Mapping[str, Callable[[Record], str]]:
    """What a row has of each filter, as filters hold it."""
    return {
        "list": lambda row: LISTS[row.rank],
        "field": lambda row: str(procedures[row.procedure_id].field),
        "procedure": lambda row: str(procedures[row.procedure_id].code),
        "agency": lambda row: str(places[row.agency_id].code),
        "step": lambda row: str(row.step_id),
        "channel": lambda row: str(row.channel),
        "holder": lambda row: _holder(row),
        "at": lambda row: str(places[row.at_agency].code),
    }


def _titles(
    work: Work,
    wanted: Filters,
    procedures: Mapping[int, Record],
    places: Mapping[int, Record],
    names: Mapping[int, str],
) -> Mapping[str, Mapping[str, Text]]:
    """The names of what each menu offers, by its value."""
    agency_names = {row.code: Text(row.name, row.name_en) for row in places.values()}
    return {
        "field": {row.field: Text(row.field_name, row.field_name_en) for row in procedures.values()},
        "procedure": {row.code: Text(row.name, row.name_en) for row in procedures.values()},
        "agency": agency_names,
        "at": agency_names,
        "step": _steps(work, wanted, procedures),
        "channel": CHANNELS,
        "holder": {"group": GROUP, **{str(key): Text(name, name) for key, name in names.items()}},
    }


GROUP = Text("Nhóm, chưa nhận", "Group, not taken yet")


def _holder(row: Record) -> str:
    if row.holder_id is not None:
        return str(row.holder_id)
    return "group" if row.step_id else ""


def _procedures(work: Work, counted: Sequence[Record]) -> Sequence[Record]:
    ids = {row.procedure_id for row in counted}
    return rows.procedures_of(work.connection, ids) if ids else ()


def _steps(work: Work, wanted: Filters, procedures: Mapping[int, Record]) -> Mapping[str, Text]:
    """The steps of the one procedure that the list is narrowed to, by its current version."""
    chosen = [row for row in procedures.values() if wanted.procedure in ("", row.code)]
    if len(chosen) != 1 or chosen[0].version_id is None:
        return {}
    version = work.house.versions.get(work.connection, chosen[0].version_id)
    return {step.id: Text(step.name, step.name_en or step.name) for step in version.model.steps}


def _options(found: Counter[str], names: Mapping[str, Text]) -> list[Option]:
    """Those that have a name, most rows first."""
    known = [Option(value, names[value], count) for value, count in found.items() if value in names]
    return sorted(known, key=lambda one: (-one.count, one.name.vi))
