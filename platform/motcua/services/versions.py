"""Released versions in memory: parsed once per process, since a version never changes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from threading import Lock

from sqlalchemy import Connection

from motcua.domain.deadlines import Budget, Limit, SameDay, parse_budget, parse_limit
from motcua.domain.errors import NotFoundError
from motcua.domain.forms import FormDefinition
from motcua.domain.process import ProcedureFacts, ProcessModel
from motcua.domain.text import Text
from motcua.engine import ProcessSpec, load_spec
from motcua.engine.reader import read
from motcua.store import procedure as procedures

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
        self._lock = Lock()

    def get(self, connection: Connection, version_id: int) -> Version:
        """The version, from memory or else from the database; raises NotFoundError."""
        with self._lock:
            if version_id in self._kept:
                self._kept.move_to_end(version_id)
                return self._kept[version_id]
        version = _load(connection, version_id)
        with self._lock:
            self._kept[version_id] = version
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return version


def _load(connection: Connection, version_id: int) -> Version:
    row = procedures.version(connection, version_id)
    model = read(bytes(row.bpmn)).model if row is not None else None
    if row is None or model is None or model.facts is None:
        raise NotFoundError(
            Text("Không tìm thấy phiên bản thủ tục này.", "There is no such version of a procedure.")
        )
    forms = {key: FormDefinition.from_schema(schema) for key, schema in row.forms.items()}
    return Version(
        row.id, row.procedure_id, row.number, model, model.facts, load_spec(bytes(row.bpmn)), forms
    )
