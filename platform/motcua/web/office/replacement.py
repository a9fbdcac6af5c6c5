"""A person replaced everywhere, or only his open work handed over: first what moves, then the move (J-08, D-11)."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from motcua.domain.errors import ConflictError, InputError, ValidationError
from motcua.domain.people.permissions import lacking
from motcua.domain.process.positions import name_of
from motcua.services.people import hand_over, reach, replacement
from motcua.services.people.hand_over import Item
from motcua.services.people.replacement import Replaced, Replacement
from motcua.services.work import Work
from motcua.store.accounts import account as accounts
from motcua.store.base import Record
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now, say
from motcua.web.keys import record_key
from motcua.web.office import bp


@bp.route("/thay-nguoi", methods=["GET", "POST"])
@open_to("staff")
def replace_person() -> ResponseReturnValue:
    """Choose who leaves and who takes over; a preview; then the result."""
    from_id, to_id = request.values.get("from", type=record_key), request.values.get("to", type=record_key)
    everywhere = request.values.get("what", "everywhere") == "everywhere"
    plan, done, error = None, None, ""
    with new_work() as work:
        people = _people(work)
        try:
            if from_id and to_id and request.method == "POST":
                done = _carry_out(work, from_id, to_id, everywhere=everywhere)
            elif from_id and to_id:
                plan = _plan(work, from_id, to_id, everywhere=everywhere)
        except ValidationError as problem:
            error = say(problem.errors[0].message)
        except (InputError, ConflictError) as problem:
            error = say(problem.message)
    page = render_template(
        "office/replace.html",
        people=people,
        names={row.id: row.display_name for row in people},
        from_id=from_id,
        to_id=to_id,
        everywhere=everywhere,
        plan=plan,
        done=done,
        error=error,
        name_of=name_of,
    )
    return page, 400 if error else 200


def _people(work: Work) -> list[Record]:
    """The staff of the actor's reach; somebody who left is still there to be replaced."""
    within = reach.of(work, actor(), hand_over.RIGHT)
    if not within:
        raise lacking(hand_over.RIGHT)
    return list(accounts.staff_of(work.connection, within))


def _plan(work: Work, from_id: int, to_id: int, *, everywhere: bool) -> Replacement:
    if everywhere:
        return replacement.preview(work, actor(), from_id, to_id)
    giver, taker = hand_over.people(work, actor(), from_id, to_id)
    return Replacement(giver, taker, (), (), hand_over.held_items(work, actor(), giver, taker))


def _carry_out(work: Work, from_id: int, to_id: int, *, everywhere: bool) -> Replaced:
    if everywhere:
        return replacement.replace(work, actor(), from_id, to_id, now())
    items: list[Item] = hand_over.carry_out(work, actor(), from_id, to_id, now())
    return Replaced((), items)
