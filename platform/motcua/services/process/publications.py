"""Decisions and whether their processes came into force in time: listed, and warned of before and after (A-04)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from motcua.domain.people.permissions import CLOCKWORK, Actor, lacking, may_anywhere
from motcua.domain.process.publication import Decision, Standing, Term, standing, term_of
from motcua.domain.text import Text
from motcua.services.messages import notices
from motcua.services.process import draft_review, model_rights
from motcua.services.version import version_history
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.time import calendar as calendars
from motcua.store.version import version_life

MOST = 500


@dataclass(frozen=True, slots=True)
class Awaited:
    """A decision with the time its process had. `days` are calendar days from its signing until in force, or until now.

    `row` is a draft as `store.version_life.decided` gives it; `effective` the first day in force once approved.
    """

    row: Record
    decision: Decision
    term: Term | None
    standing: Standing
    days: int
    effective: date | None

    @property
    def is_late(self) -> bool:
        return self.standing in ("late", "done_late")


def listed(work: Work, actor: Actor, now: datetime, *, is_done: bool = False) -> Sequence[Awaited]:
    """Decisions within the actor's rights whose process is not in force yet, the late ones first; or those done."""
    if not any(may_anywhere(actor, right) for right in (model_rights.EDIT, model_rights.PUBLISH)):
        raise lacking(model_rights.EDIT)
    rows = version_life.decided(work.connection, is_done=is_done, limit=MOST)
    places = {(row.field, row.owner_id) for row in rows}
    seen = {place for place in places if model_rights.may_see(work, actor, *place)}
    wall = _wall(work)
    found = [_awaited(work, row, now, wall) for row in rows if (row.field, row.owner_id) in seen]
    return found if is_done else sorted(found, key=_urgency)


def warn(work: Work, now: datetime) -> int:
    """Tell whoever answers for a process that its time is nearly over, and that it is; each once. One commit."""
    rows = version_life.decided(work.connection, is_done=False, limit=MOST)
    if not rows or not work.house.profile.publish_limit_days:
        return 0
    told, wall = 0, _wall(work)
    for row in rows:
        awaited = _awaited(work, row, now, wall)
        if awaited.standing in ("soon", "late"):
            told += _warn(work, awaited, now)
    work.commit()
    return told


def _wall(work: Work) -> tuple[int, int]:
    """The province, by whose calendar days are counted where no agency is named, and how calendars stand now."""
    root = agencies.root(work.connection)
    assert root is not None
    return root.id, calendars.current_revision(work.connection)


def _awaited(work: Work, row: Record, now: datetime, wall: tuple[int, int]) -> Awaited:
    decision = Decision.from_dict(row.decision)
    assert decision is not None
    province, revision = wall
    calendar = work.house.calendars.at(work.connection, row.owner_id or province, now, revision)
    today = calendar.local(now).date()
    done = calendar.local(row.activated_at).date() if row.activated_at is not None else None
    effective = calendar.local(row.effective_at).date() if row.effective_at is not None else None
    term = term_of(work.house.profile, decision, calendar.next_working_date)
    approved = calendar.local(row.approved_at).date() if row.approved_at is not None else None
    # A day chosen when it was late already gives no more time.
    if term is not None and approved is not None and approved < term.late_from:
        term = term.reaching(effective)
    days = ((done or today) - (decision.signed or today)).days
    return Awaited(row, decision, term, standing(term, done, today), days, effective)


def _urgency(one: Awaited) -> tuple[bool, date, int]:
    return (one.term is None, one.term.last_day if one.term is not None else date.max, one.row.id)


def _warn(work: Work, awaited: Awaited, now: datetime) -> bool:
    row, kind = awaited.row, f"warn_{awaited.standing}"
    assert awaited.term is not None
    last = f"{awaited.term.last_day:%d/%m/%Y}"
    written = version_history.write(
        work, CLOCKWORK, now, kind, row.code, draft_id=row.id, detail={"last_day": last}
    )
    if written is None:
        return False
    cited = awaited.decision.words
    body = (
        Text(
            f"{cited.vi}: quy trình “{row.name}” phải được kích hoạt chậm nhất ngày {last}.",
            f"{cited.en}: process “{row.name}” must be in force by {last}.",
        )
        if awaited.standing == "soon"
        else Text(
            f"{cited.vi}: quy trình “{row.name}” đã quá hạn kích hoạt ngày {last}.",
            f"{cited.en}: process “{row.name}” should have been in force by {last}.",
        )
    )
    people = {row.author_id, *draft_review.approvers(work, row.field, row.owner_id)}
    for person in sorted(people):
        notices.add(work, person, body, now)
    return True
