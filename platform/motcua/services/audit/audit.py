"""The security log for those who watch over it, and what others write into it about changes (J-18, N-20)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from motcua.domain.people.permissions import Actor, lacking, require_right
from motcua.domain.text import Text
from motcua.services.audit import audit_seal as sealing
from motcua.services.audit.audit_verify import Finding
from motcua.services.audit.audit_words import GROUPS, sentence
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.audit import audit_seal, audit_search
from motcua.store.audit.audit_search import Wanted
from motcua.store.base import Record

PAGE = 50
EXPORTED_MOST = 50_000

_DIGITS = re.compile(r"(?:\d[\s.]?){8,}\d")
_EMAIL = re.compile(r"([^@\s])[^@\s]*(@[^@\s]+)")


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reader asks for; days are local and both included.."""

    since: date | None = None
    until: date | None = None
    account: str = ""
    group: str = ""
    agency_id: int | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A value before and after; an empty side means there was none."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A row in words: the sentence, values that changed, and whatever else its detail tells by name."""

    row: Record
    sentence: Text
    changes: Sequence[Change]
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LogPage:
    """Entries, newest first; `older` continues behind them, None at the end."""

    entries: Sequence[Entry]
    older: int | None
    agencies: Sequence[Record]
    may_export: bool


@dataclass(frozen=True, slots=True)
class Proof:
    """The last verification: when, how many rows, and what was found."""

    at: datetime
    rows: int
    finding: Finding | None


def changes(before: Mapping[str, object], after: Mapping[str, object]) -> dict[str, dict[str, object]]:
    """The `detail` of a change: what differs, as {"before": {…}, "after": {…}}, identifiers masked (N-20, M-14)."""
    keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    return {
        "before": {key: masked(before[key]) for key in keys if key in before},
        "after": {key: masked(after[key]) for key in keys if key in after},
    }


def masked(value: object) -> object:
    """The value without what identifies a person: of long numbers the last three digits, of e-mail one letter."""
    if isinstance(value, str):
        return _EMAIL.sub(r"\1***\2", _DIGITS.sub(lambda found: "***" + found[0][-3:], value))
    if isinstance(value, Mapping):
        return {str(key): masked(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [masked(one) for one in value]
    return value.isoformat() if isinstance(value, date | time) else value


def log(work: Work, actor: Actor, filters: Filters, now: datetime, before: int | None = None) -> LogPage:
    """A page of the log within the actor's reach, behind the row `before`. Raises NotAllowedError."""
    wanted, visible = _wanted(work, actor, "audit.view", filters, now)
    rows = audit_search.find(work.connection, wanted, PAGE + 1, before)
    return LogPage(
        entries=[entry_of(row) for row in rows[:PAGE]],
        older=rows[PAGE - 1].id if len(rows) > PAGE else None,
        agencies=visible,
        may_export=any("audit.export" in grant.rights for grant in actor.grants),
    )


def export(work: Work, actor: Actor, filters: Filters, now: datetime) -> list[Entry]:
    """The newest `EXPORTED_MOST` rows that the filters find; the export is recorded. One commit.

    Raises NotAllowedError.
    """
    wanted, _ = _wanted(work, actor, "audit.export", filters, now)
    rows = audit_search.find(work.connection, wanted, EXPORTED_MOST)
    asked = {
        "since": filters.since,
        "until": filters.until,
        "account": filters.account,
        "group": filters.group,
        "agency_id": filters.agency_id,
        "code": filters.code,
    }
    detail = {key: masked(value) for key, value in asked.items() if value} | {"rows": len(rows)}
    work.record(at=now, actor_id=actor.id, actor_name=actor.name, action="audit.export", detail=detail)
    work.commit()
    return [entry_of(row) for row in rows]


def last_proof(work: Work, actor: Actor) -> Proof | None:
    """What the last verification of the log said; for whoever may read the log anywhere."""
    _granted(actor, "audit.view")
    row = audit_seal.last_check(work.connection)
    if row is None:
        return None
    return Proof(row.at, row.rows, Finding(**row.finding) if row.finding is not None else None)


def entry_of(row: Record) -> Entry:
    detail: Mapping[str, Any] = row.detail if isinstance(row.detail, Mapping) else {"": row.detail}
    told = {key: _shown(value) for key, value in detail.items() if key not in ("before", "after")}
    return Entry(row, sentence(row.action, row.subject), _changes_of(detail), told)


def _changes_of(detail: Mapping[str, Any]) -> list[Change]:
    before, after = _sides(detail.get("before")), _sides(detail.get("after"))
    return [
        Change(key, _shown(before.get(key)), _shown(after.get(key)))
        for key in {**before, **after}
        if before.get(key) != after.get(key)
    ]


def _sides(value: object) -> Mapping[str, object]:
    if value is None:
        return {}
    return value if isinstance(value, Mapping) else {"": value}


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "✓" if value else "✗"
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_shown(one)}" for key, one in value.items())
    if isinstance(value, list):
        return ", ".join(map(_shown, value))
    return str(value)


def _wanted(
    work: Work, actor: Actor, right: str, filters: Filters, now: datetime
) -> tuple[Wanted, Sequence[Record]]:
    """What the filters ask for, cut down to the actor's reach, and the agencies he may choose from."""
    everything = agencies.everything(work.connection)
    reach = agencies.subtree(work.connection, _granted(actor, right))
    whole = all(row.id in reach for row in everything)
    agency_ids = None if whole else reach
    if filters.agency_id is not None:
        require_right(actor, right, agencies.lineage(work.connection, filters.agency_id))
        agency_ids = agencies.subtree(work.connection, [filters.agency_id])
    zone = sealing.zone_of(work, now)
    wanted = Wanted(
        since=_midnight(filters.since, zone),
        until=_midnight(filters.until + timedelta(days=1), zone) if filters.until is not None else None,
        account=filters.account,
        group=filters.group if filters.group in GROUPS else "",
        agency_ids=agency_ids,
        code=filters.code,
    )
    return wanted, [row for row in everything if row.id in reach]


def _granted(actor: Actor, right: str) -> list[int]:
    """The agencies at which the actor has the right; raises NotAllowedError when there is none."""
    found = [grant.agency_id for grant in actor.grants if right in grant.rights and not grant.field]
    if not found:
        raise lacking(right)
    return found


def _midnight(day: date | None, zone: ZoneInfo) -> datetime | None:
    return datetime.combine(day, time(), zone) if day is not None else None
