"""Which template a slip is made with: the agency's own, the nearest above it, the province's, else the legal set's."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from motcua.domain.errors import NotFoundError
from motcua.domain.papers.slip_template import SlipTemplate, read_template
from motcua.domain.text import Text
from motcua.services.work import Work
from motcua.settings import PACKAGE
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.papers import slip_template as stored

BUILT_IN: Final = PACKAGE / "data" / "slips"


@dataclass(frozen=True, slots=True)
class ChosenTemplate:
    """`id` and `number` of a stored version; None and 0 for what the legal set comes with.

    `agency_id` is whose it is, None for the province's and the legal set's.
    """

    id: int | None
    number: int
    template: SlipTemplate
    agency_id: int | None = None


def choose(work: Work, kind: str, legal_set: str, agency_id: int, at: datetime) -> ChosenTemplate:
    """The template in force at `at` for a slip of this agency; raises NotFoundError for a kind the set does not have."""
    row = in_force(work, kind, legal_set, agency_id, at)
    if row is None:
        return ChosenTemplate(None, 0, built_in(kind, legal_set))
    return ChosenTemplate(row.id, row.number, read_template(row.body, kind), row.agency_id)


def of_slip(work: Work, kind: str, legal_set: str, template_id: int | None) -> SlipTemplate:
    """The template that a slip was made with, whatever is in force now; raises NotFoundError."""
    if template_id is None:
        return built_in(kind, legal_set)
    row = stored.by_id(work.connection, template_id)
    if row is None:
        raise _missing()
    return read_template(row.body, kind)


def in_force(work: Work, kind: str, legal_set: str, agency_id: int | None, at: datetime) -> Record | None:
    """The stored version in force for an agency, or for the province where there is none; None: the legal set's."""
    lineage = agencies.lineage(work.connection, agency_id) if agency_id is not None else ()
    rows = stored.in_force(work.connection, kind, legal_set, lineage, at)
    nearest = {agency: height for height, agency in enumerate(lineage)}
    return min(rows, key=lambda row: nearest.get(row.agency_id, len(lineage)), default=None)


@lru_cache(maxsize=64)
def built_in(kind: str, legal_set: str) -> SlipTemplate:
    """What the legal set comes with; raises NotFoundError for a kind the set does not have."""
    return read_template(built_in_body(kind, legal_set), kind)


def built_in_body(kind: str, legal_set: str) -> Mapping[str, Any]:
    """The same as data; raises NotFoundError."""
    # Both may come from an address: what is no file of ours is not looked for.
    known = {path.relative_to(BUILT_IN).as_posix(): path for path in BUILT_IN.glob("*/*.json")}
    path = known.get(f"{legal_set}/{kind}.json")
    if path is None:
        raise _missing()
    body: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return body


def _missing() -> NotFoundError:
    return NotFoundError(Text("Không có mẫu phiếu này.", "There is no such template of a slip."))
