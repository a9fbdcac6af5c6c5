"""Which procedures are to be looked through again, recorded once that is done, and told of once (A-19)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from motcua.domain.errors import FieldError, NotFoundError, ValidationError
from motcua.domain.people.permissions import Actor, account_id, lacking, may_anywhere
from motcua.domain.process import review
from motcua.domain.process.change_request import OPEN
from motcua.domain.process.review import Why
from motcua.domain.text import Text
from motcua.services.messages import notices
from motcua.services.process import draft_review, model_rights
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.process import change_request as requests
from motcua.store.process import procedure_review as reviews


@dataclass(frozen=True, slots=True)
class Standing:
    """A procedure in use: the day of its last review (or since when it is in force), when the next is due, and why now.

    `row` is as `store.procedure_review.standing` gives it.
    """

    row: Record
    last: date
    due: date | None
    why: tuple[Why, ...]


def listed(work: Work, actor: Actor, now: datetime, *, everything: bool = False) -> Sequence[Standing]:
    """Procedures within the actor's rights that are to be reviewed now, the longest overdue first; or all of them."""
    if not any(may_anywhere(actor, right) for right in (model_rights.EDIT, model_rights.PUBLISH)):
        raise lacking(model_rights.EDIT)
    found = _standing(work, now)
    places = {(one.row.field, one.row.owner_id) for one in found}
    seen = {place for place in places if model_rights.may_see(work, actor, *place)}
    mine = [one for one in found if (one.row.field, one.row.owner_id) in seen and (everything or one.why)]
    return sorted(mine, key=lambda one: (one.due is None, one.due or one.last))


def record(work: Work, actor: Actor, procedure_id: int, result: str, note: str, now: datetime) -> None:
    """Write down a review with its result. One commit. Raises NotFoundError, NotAllowedError, ValidationError."""
    row = next((one for one in reviews.standing(work.connection) if one.id == procedure_id), None)
    if row is None:
        raise NotFoundError(Text("Không có thủ tục này.", "There is no such procedure."))
    model_rights.require_see(work, actor, row.field, row.owner_id)
    _require_whole(result, note)
    reviews.add(
        work.connection,
        procedure_id=procedure_id,
        version_id=row.version_id,
        result=result,
        note=note.strip(),
        decision_number=_number(row),
        reviewed_by=account_id(actor),
        reviewed_by_name=actor.name,
        reviewed_at=now,
    )
    work.record(
        at=now,
        actor_id=actor.id,
        actor_name=actor.name,
        action="procedure.review",
        subject=row.code,
        detail={"result": result, "version": row.version_id},
    )
    work.commit()


def remind(work: Work, now: datetime) -> int:
    """Tell whoever approves a procedure that its review is overdue, once for each time it is; how many. One commit."""
    if agencies.root(work.connection) is None:
        return 0
    told = 0
    for one in _standing(work, now):
        if one.due is None or "overdue" not in one.why or one.row.review_told_for == one.due:
            continue
        body = Text(
            f"Thủ tục “{one.row.name}” đã quá hạn rà soát ngày {one.due:%d/%m/%Y}.",
            f"Procedure “{one.row.name_en or one.row.name}” should have been reviewed by {one.due:%d/%m/%Y}.",
        )
        for person in draft_review.approvers(work, one.row.field, one.row.owner_id):
            notices.add(work, person, body, now)
        reviews.told(work.connection, one.row.id, one.due)
        told += 1
    work.commit()
    return told


def _standing(work: Work, now: datetime) -> Sequence[Standing]:
    root = agencies.root(work.connection)
    if root is None:
        return []
    local = work.house.calendars.at(work.connection, root.id, now).local
    announced = requests.open_about(work.connection, "decision", OPEN)
    months = work.house.profile.review_period_months
    found = []
    for row in reviews.standing(work.connection):
        last = local(row.reviewed_at or row.since).date()
        due = review.due_on(last, months)
        is_overdue = due is not None and due < local(now).date()
        is_announced = row.id in announced or (
            row.reviewed_at is not None and row.decision_number != _number(row)
        )
        reasons: tuple[tuple[Why, bool], ...] = (("overdue", is_overdue), ("decision", is_announced))
        found.append(Standing(row, last, due, tuple(why for why, holds in reasons if holds)))
    return found


def _number(row: Record) -> str:
    """The number of the decision on which the version in force rests."""
    return str((row.decision or {}).get("number", ""))


def _require_whole(result: str, note: str) -> None:
    errors = []
    if result not in review.RESULTS:
        errors.append(FieldError("/result", "result", Text("Chọn kết quả rà soát.", "Choose the result.")))
    if len(note.strip()) < 3:
        words = Text("Ghi đã rà soát những gì.", "Write what was looked at.")
        errors.append(FieldError("/note", "note", words))
    if errors:
        raise ValidationError(errors)
