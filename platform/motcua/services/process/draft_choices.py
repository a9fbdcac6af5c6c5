"""What the author of a draft chooses from: positions, forms, operations, shared parts, agencies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from motcua.domain.forms import FormDefinition
from motcua.domain.process.positions import name_of
from motcua.domain.process.process import OPENS, ProcessModel
from motcua.domain.text import Text
from motcua.services.process import position_keys
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.process import library

Choice = tuple[str, Text]


@dataclass(frozen=True, slots=True)
class Choices:
    """Keys with their words, each list in the order in which it is shown."""

    positions: Sequence[Choice]
    forms: Sequence[Choice]
    operations: Sequence[Choice]
    decisions: Sequence[Choice]
    processes: Sequence[Choice]
    agencies: Sequence[Choice]


def choices(work: Work, row: Record, model: ProcessModel | None) -> Choices:
    """What this installation offers to a draft; the positions that its model names by a lane are among them."""
    lanes = (
        {lane.position: Text(lane.name, lane.name_en or lane.name) for lane in model.lanes} if model else {}
    )
    known = _told_apart({key: name_of(key) for key in position_keys.known(work)} | lanes)
    return Choices(
        positions=_sorted({key: name for key, name in known.items() if key}),
        forms=_forms(work, row),
        operations=_operations(work),
        decisions=_keys(library.parts(work.connection, "decision")),
        processes=_keys(library.parts(work.connection, "process")),
        agencies=[
            (one.code, Text(one.name, one.name_en or one.name))
            for one in agencies.everything(work.connection)
        ],
    )


def _told_apart(names: Mapping[str, Text]) -> Mapping[str, Text]:
    """Two positions whose lanes have the same name say which they are."""
    said = [name.vi for name in names.values()]
    return {
        key: Text(f"{name.vi} ({name_of(key).vi})", f"{name.en} ({name_of(key).en})")
        if key and said.count(name.vi) > 1
        else name
        for key, name in names.items()
    }


def _forms(work: Work, row: Record) -> Sequence[Choice]:
    """The library's forms of the field, then those that the draft alone has."""
    found = {form.key: Text(form.title, form.title_en) for form in library.forms(work.connection, row.field)}
    own = {key: FormDefinition.from_schema(schema).title for key, schema in row.forms.items()}
    return [*found.items(), *_sorted({key: title for key, title in own.items() if key not in found})]


def _operations(work: Work) -> Sequence[Choice]:
    opens = Text("Mở hồ sơ của thủ tục khác", "Open a dossier of another procedure")
    return _sorted({OPENS: opens} | {key: one.title for key, one in work.house.operations.items()})


def _keys(parts: Mapping[str, bytes]) -> Sequence[Choice]:
    return [(key, Text(key, key)) for key in sorted(parts)]


def _sorted(words: Mapping[str, Text]) -> Sequence[Choice]:
    return sorted(words.items(), key=lambda one: one[1].vi)
