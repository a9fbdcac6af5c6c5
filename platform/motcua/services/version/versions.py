"""Released versions in memory: parsed once per process, since a version never changes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from threading import Lock

from sqlalchemy import Connection

from motcua.domain.errors import NotFoundError
from motcua.domain.forms import FormDefinition
from motcua.domain.process.process import ProcedureFacts, ProcessModel
from motcua.domain.process.process_node import CATCHES_OUTSIDE, Loop, Wait
from motcua.domain.text import Text
from motcua.domain.time.deadlines import Budget, Limit, SameDay, parse_budget, parse_limit
from motcua.engine import ProcessSpec, load_spec
from motcua.engine.reader.reader import read
from motcua.store.base import Record
from motcua.store.process import procedure as procedures

KEPT = 256


@dataclass(frozen=True, eq=False)
class Version:
    """A released version ready to run: `forms` by key, `form` the dossier's own."""

    id: int
    procedure_id: int
    number: int
    model: ProcessModel
    facts: ProcedureFacts
    spec: ProcessSpec
    forms: Mapping[str, FormDefinition]

    @cached_property
    def budgets(self) -> Mapping[str, Budget]:
        """Working time of every step."""
        return {step.id: parse_budget(step.budget) for step in self.model.steps}

    @cached_property
    def agency_budgets(self) -> Mapping[str, Budget]:
        """The time of agencies that have one of their own, by who they are in the model (A-15)."""
        return {part.who: parse_budget(part.budget) for part in self.facts.agencies if part.budget}

    @property
    def lead(self) -> str:
        """Who leads, as the model says it: the agency that receives unless another is named."""
        return next((part.who for part in self.facts.agencies if part.is_lead), "receiving")

    @cached_property
    def limit(self) -> Limit | None:
        """The statutory limit; None when the model states none: then the budgets add up to it."""
        return parse_limit(self.facts.limit) if self.facts.limit else None

    @property
    def is_same_day(self) -> bool:
        return isinstance(self.limit, SameDay)

    @cached_property
    def recurring_steps(self) -> frozenset[str]:
        """Steps that a dossier may come to again, because the flows lead back to them."""
        onward: dict[str, list[str]] = {}
        for flow in self.model.flows:
            onward.setdefault(flow.source, []).append(flow.target)
        return frozenset(step.id for step in self.model.steps if _leads_back(step.id, onward))

    @cached_property
    def repeated_steps(self) -> frozenset[str]:
        """Steps done once for each item of a list: every time with a budget of its own."""
        return frozenset(step.id for step in self.model.steps if self._loop_of(step.id) is not None)

    @cached_property
    def item_names(self) -> Mapping[str, str]:
        """By repeated step the name under which it knows its item."""
        loops = ((step.id, self.model.node_by_id[step.id].loop) for step in self.model.steps)
        return {step_id: loop.item for step_id, loop in loops if loop is not None and loop.item}

    def _loop_of(self, element: str) -> Loop | None:
        """The innermost loop over a list that an element stands in."""
        node = self.model.node_by_id.get(element)
        while node is not None:
            if node.loop is not None and node.loop.kind != "standard":
                return node.loop
            node = self.model.node_by_id.get(node.parent)
        return None

    @cached_property
    def has_waits(self) -> bool:
        """Whether a dossier may wait here for anything but a person finishing a step, or stand still at one."""
        catching = any(
            node.kind == "serviceTask" or (node.event is not None and node.event.kind in CATCHES_OUTSIDE)
            for node in self.model.nodes
        )
        return catching or bool(self.pausing)

    @cached_property
    def pausing(self) -> Mapping[str, Wait]:
        """Elements at which the dossier's clock stands, or is marked as waiting for payment (R-13, E-27)."""
        return {
            node.id: node.wait
            for node in self.model.nodes
            if node.wait is not None and node.wait.clock == "pause"
        }

    @property
    def form(self) -> FormDefinition:
        return self.forms[self.facts.form]


def _leads_back(start: str, onward: Mapping[str, list[str]]) -> bool:
    seen: set[str] = set()
    ahead = list(onward.get(start, ()))
    while ahead:
        node = ahead.pop()
        if node == start:
            return True
        if node not in seen:
            seen.add(node)
            ahead.extend(onward.get(node, ()))
    return False


class Versions:
    """The most recently used versions, shared by all threads of a process."""

    def __init__(self) -> None:
        self._kept: OrderedDict[int, Version] = OrderedDict()
        self._deciding: dict[str, tuple[int, tuple[int, ...]]] = {}
        self._lock = Lock()

    def get(self, connection: Connection, version_id: int) -> Version:
        """The version, from memory or else from the database; raises NotFoundError."""
        with self._lock:
            if version_id in self._kept:
                self._kept.move_to_end(version_id)
                return self._kept[version_id]
        row = procedures.version(connection, version_id)
        if row is None:
            raise _unknown()
        return self._keep(row)

    def several(self, connection: Connection, ids: Sequence[int]) -> list[Version]:
        """These versions in their order, those that memory does not hold by one statement; at most `KEPT` at a time."""
        with self._lock:
            missing = {one for one in ids if one not in self._kept}
        for row in procedures.versions(connection, missing) if missing else ():
            self._keep(row)
        return [self.get(connection, one) for one in ids]

    def _keep(self, row: Record) -> Version:
        version = _made(row)
        with self._lock:
            self._kept[version.id] = version
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return version

    def deciding(self, connection: Connection, *keys: str) -> list[Version]:
        """The versions that decide any of these settings of the profile themselves (R-29); few, mostly none.

        All are looked through when there are more of them than last time.
        """
        count = procedures.count_versions(connection)
        ids: set[int] = set()
        for key in keys:
            seen, known = self._deciding.get(key, (-1, ()))
            if seen != count:
                known = tuple(procedures.mentioning(connection, key))
                self._deciding[key] = count, known
            ids |= set(known)
        found = [self.get(connection, version_id) for version_id in sorted(ids)]
        return [version for version in found if any(key in version.facts.settings for key in keys)]


def _made(row: Record) -> Version:
    model = read(bytes(row.bpmn)).model
    if model is None or model.facts is None:
        raise _unknown()
    forms = {key: FormDefinition.from_schema(schema) for key, schema in row.forms.items()}
    return Version(
        row.id, row.procedure_id, row.number, model, model.facts, load_spec(bytes(row.bpmn)), forms
    )


def _unknown() -> NotFoundError:
    return NotFoundError(
        Text("Không tìm thấy phiên bản thủ tục này.", "There is no such version of a procedure.")
    )
