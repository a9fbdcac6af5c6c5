"""Officials taken over from a spreadsheet: looked through first, written only when a person says so (J-07)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.domain.people.permissions import Actor, lacking, may_anywhere
from motcua.services.accounts import account_requests
from motcua.services.accounts.account_opening import Issued
from motcua.services.people import groups, officials_sheet
from motcua.services.people.groups import Binding
from motcua.services.people.officials_sheet import Official
from motcua.services.work import Work


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import wrote: accounts with their first passwords, requests, people who joined groups; and what it left."""

    issued: Sequence[Issued]
    asked: Sequence[Official]
    joined: Sequence[Official]
    unchanged: Sequence[Official]
    wrong: Sequence[Official]


def preview(work: Work, actor: Actor, rows: Sequence[Sequence[str]]) -> list[Official]:
    """Every row with all its problems; nothing is written. Raises InputError for a sheet that is none."""
    _require(actor)
    return officials_sheet.check(work, actor, rows)


def carry_out(
    work: Work, actor: Actor, rows: Sequence[Sequence[str]], reason: str, now: datetime
) -> Imported:
    """Take over the good rows of the sheet, which is looked through again. One commit for all of them.

    Accounts are issued at once to who may approve them where one office grants alone; else they are asked for. Raises
    ValidationError at "/reason".
    """
    officials = preview(work, actor, rows)
    issued, asked = [], []
    for one in officials:
        if one.state != "new" or one.wanted is None:
            continue
        if account_requests.may_issue_alone(work, actor, one.wanted.agency_id):
            issued.append(account_requests.issue(work, actor, one.wanted, reason, now, commit=False))
        else:
            account_requests.ask(work, actor, one.wanted, reason, now, commit=False)
            asked.append(one)
    joined = _of_state(officials, "joins")
    _join(work, actor, joined, now)
    wrong = _of_state(officials, "wrong")
    if issued or asked or joined:
        work.record(
            at=now,
            actor_id=actor.id,
            actor_name=actor.name,
            action="officials.import",
            detail={
                "issued": len(issued),
                "asked": len(asked),
                "joined": len(joined),
                "wrong": len(wrong),
            },
        )
    work.commit()
    unchanged = [*_of_state(officials, "same"), *_of_state(officials, "waiting")]
    return Imported(issued, asked, joined, unchanged, wrong)


def _join(work: Work, actor: Actor, officials: Sequence[Official], now: datetime) -> None:
    """Add people who have an account to the further groups of their rows."""
    joining: dict[int, dict[Binding, set[int]]] = defaultdict(lambda: defaultdict(set))
    for one in officials:
        if one.wanted is not None and one.account_id is not None:
            for position in one.wanted.positions:
                joining[one.wanted.agency_id][Binding(position)].add(one.account_id)
    for agency_id, bindings in joining.items():
        held = groups.bound(work, agency_id)
        wanted = {
            binding: people | {row.account_id for row in held.get(binding, ())}
            for binding, people in bindings.items()
        }
        groups.apply(work, actor, agency_id, wanted, now, commit=False)


def _of_state(officials: Sequence[Official], state: str) -> list[Official]:
    return [one for one in officials if one.state == state]


def _require(actor: Actor) -> None:
    if not any(may_anywhere(actor, right) for right in ("account.request", "account.approve")):
        raise lacking("account.request")
