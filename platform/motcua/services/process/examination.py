"""What is wrong with a model, found as at its release: linked, read and checked, and never an error."""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from motcua.domain.check.process_rules import check
from motcua.domain.check.process_rules_time import limit_in_seconds
from motcua.domain.errors import InputError
from motcua.domain.process.process import Finding, ProcessModel
from motcua.domain.process.process_graph import scopes
from motcua.domain.process.process_ways import longest_path
from motcua.domain.text import Text
from motcua.domain.time.deadlines import parse_limit
from motcua.domain.time.limits import DAY_SECONDS
from motcua.engine.linker.linker import link
from motcua.engine.reader.reader import read
from motcua.services.work import Work
from motcua.store.people import group as groups
from motcua.store.process import library

_MOST_KNOWN: Final = 64
# Every page about a draft shows what is wrong with it, and a large one takes seconds to play through.
_KNOWN: OrderedDict[bytes, tuple[Finding, ...]] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Source:
    """The files of one procedure: its BPMN, and the schemas of its field's forms by key.

    `called` are the BPMN files of processes it may call, by process id; `decisions` DMN files by decision id.
    """

    bpmn: bytes
    forms: Mapping[str, Mapping[str, object]]
    field_name: Text
    called: Mapping[str, bytes] = field(default_factory=dict)
    decisions: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Examined:
    """A model with its findings; it is None when the file cannot be read. `bpmn` is the linked file.

    `longest` are the steps of the longest way with their working seconds, in order; `limit_seconds` the shortest of
    the procedure's limits, None when there is none that can be read.
    """

    bpmn: bytes
    model: ProcessModel | None
    findings: Sequence[Finding]
    longest: Sequence[tuple[str, int]] = ()
    limit_seconds: int | None = None

    @property
    def total(self) -> int:
        """Working seconds of the longest way."""
        return sum(seconds for _, seconds in self.longest)

    @property
    def errors(self) -> Sequence[Finding]:
        return [finding for finding in self.findings if finding.severity == "error"]


def examine(work: Work, source: Source) -> Examined:
    """Check a model with the forms, positions and operations that this installation has."""
    linked = link(source.bpmn, source.called, source.decisions)
    result = read(linked.bpmn)
    findings = [*linked.findings, *result.findings]
    model = result.model
    if model is None:
        return Examined(linked.bpmn, None, findings)
    positions, operations = groups.positions(work.connection), work.house.operations.keys()
    key = _key(linked.bpmn, source.forms, sorted(positions), sorted(operations))
    known = _KNOWN.get(key)
    if known is None:
        known = tuple(
            check(model, source.forms, known_positions=positions or None, known_operations=operations)
        )
        _keep(key, known)
    findings += known
    return Examined(linked.bpmn, model, findings, _longest(model), _limit_seconds(model))


def _key(bpmn: bytes, *others: object) -> bytes:
    """What the findings of a model hang on, and nothing else."""
    rest = json.dumps(others, ensure_ascii=False, default=repr).encode()
    return hashlib.sha256(bpmn).digest() + hashlib.sha256(rest).digest()


def _keep(key: bytes, findings: tuple[Finding, ...]) -> None:
    _KNOWN[key] = findings
    while len(_KNOWN) > _MOST_KNOWN:
        _KNOWN.popitem(last=False)


def source_of(
    work: Work, bpmn: bytes, field: str, forms: Mapping[str, Mapping[str, object]] | None = None
) -> Source:
    """A model with what it would be released with: these forms before the library's of its field."""
    ours = {row.key: row.schema for row in library.forms(work.connection, field)}
    forms = {**ours, **(forms or {})}
    called = library.parts(work.connection, "process")
    return Source(bpmn, forms, Text(field, field), called, library.parts(work.connection, "decision"))


def _longest(model: ProcessModel) -> Sequence[tuple[str, int]]:
    return longest_path(model, scopes(model.nodes, model.flows), DAY_SECONDS)


def _limit_seconds(model: ProcessModel) -> int | None:
    facts = model.facts
    found: list[int] = []
    for words in (facts.limit, *(case.value for case in facts.limits)) if facts else ():
        with suppress(InputError):
            found.append(limit_in_seconds(parse_limit(words), DAY_SECONDS))
    return min(found, default=None)
