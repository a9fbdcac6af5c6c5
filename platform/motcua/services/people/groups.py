"""Who works at which step: the groups of an agency as its IT staff see and change them (A-08, A-23, J-07, J-08).

A group is position × agency; a narrower one, for a procedure or one of its steps, replaces the wider there (R-24).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.domain.errors import InputError, NotFoundError
from motcua.domain.people.permissions import Actor, lacking, require_right
from motcua.domain.text import Text
from motcua.services.people import reach
from motcua.services.work import Work
from motcua.store.accounts import account as accounts
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.people import group as groups

RIGHT = "group.manage"


@dataclass(frozen=True, slots=True, order=True)
class Binding:
    """Which group is meant: of a position, where given for one procedure or one of its steps alone."""

    position: str
    procedure_code: str = ""
    step_id: str = ""

    @property
    def subject(self) -> str:
        return "/".join(part for part in (self.position, self.procedure_code, self.step_id) if part)

    @property
    def wider(self) -> Binding | None:
        """The group that stands in when this one ends."""
        if self.step_id:
            return Binding(self.position, self.procedure_code)
        return Binding(self.position) if self.procedure_code else None


@dataclass(frozen=True, slots=True)
class Changed:
    """One group that a change touched, with the logins before and after."""

    binding: Binding
    before: tuple[str, ...]
    after: tuple[str, ...]


def places(work: Work, actor: Actor) -> Sequence[Record]:
    """The agencies whose groups the actor may change; raises NotAllowedError when there is none."""
    within = reach.of(work, actor, RIGHT)
    if not within:
        raise lacking(RIGHT)
    return [one for one in agencies.everything(work.connection) if one.id in within]


def managed(work: Work, actor: Actor, agency_id: int) -> Record:
    """The agency; raises NotFoundError, and NotAllowedError for one outside the actor's subtree."""
    row = agencies.by_id(work.connection, agency_id)
    if row is None:
        raise NotFoundError(Text("Không tìm thấy cơ quan này.", "There is no such agency."))
    require_right(actor, RIGHT, agencies.lineage(work.connection, agency_id))
    return row


def people(work: Work, agency_id: int) -> Sequence[Record]:
    """Who can be in the groups of an agency: its active staff and that of the units below it."""
    within = agencies.subtree(work.connection, [agency_id])
    return [row for row in accounts.staff_of(work.connection, within) if row.is_active]


def bound(work: Work, agency_id: int) -> dict[Binding, list[Record]]:
    """The members of every group of the agency, withdrawn accounts among them."""
    found: dict[Binding, list[Record]] = {}
    for row in groups.of_agencies(work.connection, [agency_id]):
        found.setdefault(Binding(row.position, row.procedure_code, row.step_id), []).append(row)
    return found


def assign(
    work: Work,
    actor: Actor,
    agency_id: int,
    bindings: Collection[Binding],
    account_ids: Collection[int],
    now: datetime,
) -> list[Changed]:
    """Add people to several groups at once; waiting dossiers show at their next request. One commit."""
    held = _prepare(work, actor, agency_id, account_ids)
    wanted = {one: _ids(held.get(one, ())) | set(account_ids) for one in bindings}
    return _store(work, actor, agency_id, held, wanted, now)


def remove(
    work: Work,
    actor: Actor,
    agency_id: int,
    bindings: Collection[Binding],
    account_ids: Collection[int],
    now: datetime,
) -> list[Changed]:
    """Take people out of several groups. One commit."""
    held = _prepare(work, actor, agency_id, ())
    wanted = {one: _ids(held.get(one, ())) - set(account_ids) for one in bindings}
    return _store(work, actor, agency_id, held, wanted, now)


def set_members(
    work: Work,
    actor: Actor,
    agency_id: int,
    binding: Binding,
    account_ids: Collection[int],
    now: datetime,
) -> list[Changed]:
    """Make these people the group; for a narrower binding nobody ends it, and the wider stands in again. One commit.

    Narrowing replaces the wider group at that procedure or step entirely (R-24).
    """
    held = _prepare(work, actor, agency_id, set(account_ids) - _ids(bound(work, agency_id).get(binding, ())))
    return _store(work, actor, agency_id, held, {binding: set(account_ids)}, now)


def apply(
    work: Work,
    actor: Actor,
    agency_id: int,
    wanted: dict[Binding, set[int]],
    now: datetime,
    *,
    commit: bool = True,
) -> list[Changed]:
    """Make several groups what is wanted of each. One commit, none as part of something larger."""
    fresh = set().union(*wanted.values()) if wanted else set()
    held = _prepare(work, actor, agency_id, fresh - _known(work, agency_id))
    return _store(work, actor, agency_id, held, wanted, now, commit=commit)


def _known(work: Work, agency_id: int) -> set[int]:
    return {row.account_id for row in groups.of_agencies(work.connection, [agency_id])}


def _prepare(
    work: Work, actor: Actor, agency_id: int, joining: Collection[int]
) -> dict[Binding, list[Record]]:
    """The groups as they are, locked; raises unless the actor manages them and everybody joining may be in them."""
    managed(work, actor, agency_id)
    allowed = {row.id for row in people(work, agency_id)}
    if not set(joining) <= allowed:
        raise InputError(
            Text(
                "Chỉ gán được người đang làm việc ở cơ quan này hoặc đơn vị trực thuộc. Hãy chọn lại.",
                "Only people at work in this agency or its units can be assigned. Choose again.",
            )
        )
    groups.lock(work.connection, agency_id)
    return bound(work, agency_id)


def _store(
    work: Work,
    actor: Actor,
    agency_id: int,
    held: dict[Binding, list[Record]],
    wanted: dict[Binding, set[int]],
    now: datetime,
    *,
    commit: bool = True,
) -> list[Changed]:
    _check(wanted)
    done = []
    for binding, account_ids in sorted(wanted.items()):
        before = held.get(binding, [])
        if _ids(before) == account_ids:
            continue
        groups.bind(
            work.connection,
            agency_id,
            binding.position,
            binding.procedure_code,
            binding.step_id,
            account_ids,
        )
        done.append(Changed(binding, _logins(before), _logins_of(work, account_ids)))
    _record(work, actor, agency_id, done, now)
    if commit:
        work.commit()
    return done


def _check(wanted: Iterable[Binding]) -> None:
    if any(not one.position or (one.step_id and not one.procedure_code) for one in wanted):
        raise InputError(Text("Chọn ít nhất một bước hoặc vị trí.", "Choose at least one step or position."))


def _record(work: Work, actor: Actor, agency_id: int, done: Sequence[Changed], now: datetime) -> None:
    row = agencies.by_id(work.connection, agency_id)
    code = row.code if row is not None else str(agency_id)
    for one in done:
        work.record(
            at=now,
            actor_id=actor.id,
            actor_name=actor.name,
            action="group.change",
            subject=f"{code}/{one.binding.subject}",
            detail={"agency_id": agency_id, "before": list(one.before), "after": list(one.after)},
        )


def _ids(rows: Iterable[Record]) -> set[int]:
    return {row.account_id for row in rows}


def _logins(rows: Iterable[Record]) -> tuple[str, ...]:
    return tuple(sorted(row.login for row in rows))


def _logins_of(work: Work, account_ids: Collection[int]) -> tuple[str, ...]:
    rows = (accounts.by_id(work.connection, one) for one in account_ids)
    return tuple(sorted(row.login for row in rows if row is not None))
