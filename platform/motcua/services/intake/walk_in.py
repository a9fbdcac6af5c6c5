"""A person at the one-stop desk: an officer fills in the form, looks through the papers and accepts at once (C-04, C-08).

What is being entered is a draft of the officer's own, so nothing typed is lost. The person needs no account: the dossier
belongs to the identification number, and to whoever later proves that it is his (X-20).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any, Final
from uuid import UUID

from motcua.domain.errors import ConflictError, FieldError, NotFoundError, ValidationError
from motcua.domain.forms import accept, validate
from motcua.domain.people.permissions import Actor, account_id, require, require_work
from motcua.domain.process.process import Paper
from motcua.domain.search import words
from motcua.domain.text import Text
from motcua.services.desk import desk
from motcua.services.desk import visitor as visitors
from motcua.services.desk.visitor import Visitor
from motcua.services.dossier import stepping
from motcua.services.forms import catalogues
from motcua.services.intake import drafts, intake, original_check, submission
from motcua.services.intake.drafts import Draft
from motcua.services.process import offers
from motcua.services.time import rules
from motcua.services.version.versions import Version
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.dossier import dossier as dossiers
from motcua.store.dossier import held
from motcua.store.intake import draft as stored_drafts
from motcua.store.process import procedure as procedures

MOST_OFFERED: Final = 40
"""Procedures listed at once; who needs another one searches for it."""
SEEN: Final[Mapping[str, Text]] = {
    "original": Text("Bản chính", "Original"),
    "copy": Text("Bản sao", "Copy"),
}
SCAN: Final = "scan"


@dataclass(frozen=True)
class Entry:
    """What the officer has entered so far, right or wrong.

    `marks` are "good", "bad" or "absent" by paper, `seen` the keys of `SEEN` ticked for it; `originals`: compared (C-09).
    """

    visitor: Visitor = field(default_factory=Visitor)
    answers: Mapping[str, object] = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict)
    seen: Mapping[str, Sequence[str]] = field(default_factory=dict)
    originals: bool = False


@dataclass(frozen=True)
class WalkIn:
    """A dossier on its way in at the desk; `wants_originals`: to be compared before it may be accepted."""

    draft: Draft
    entry: Entry
    wants_originals: bool

    @property
    def papers(self) -> tuple[Paper, ...]:
        return self.draft.version.facts.papers


def offered(work: Work, actor: Actor, query: str = "") -> Sequence[Record]:
    """The procedures of the officer's agency that its desk receives and he is of that desk, by name; the first ones."""
    agency = _agency(work, actor)
    released = procedures.search(work.connection, words(query), "", agency.level)
    served = desk.served_at(work, actor, released, agency.id)
    return list(islice((row for row, version in served if _is_taken(version)), MOST_OFFERED))


def begun(work: Work, actor: Actor, now: datetime) -> Sequence[Record]:
    """What the officer has begun to enter and not finished, latest first."""
    require(actor, "staff")
    return stored_drafts.open_of(work.connection, account_id(actor), now)


def begin(work: Work, actor: Actor, procedure_code: str, now: datetime) -> UUID:
    """Begin to enter a dossier at the officer's agency; raises NotAllowedError unless he is of its desk. One commit."""
    agency = _agency(work, actor)
    offer = offers.find(work, procedure_code, agency.id)
    version = work.house.versions.get(work.connection, offer.version_id)
    _require_desk(work, actor, version, agency.id)
    offers.require_taken(version, visitors.CHANNEL)
    sealed = work.cipher.seal_json({})
    draft_id = drafts.empty(work, actor, offer.version_id, agency.id, now, walk_in_sealed=sealed)
    work.commit()
    return draft_id


def get(work: Work, actor: Actor, draft_id: UUID, *, lock: bool = False) -> WalkIn:
    """What the officer himself has begun; anybody else's is not found."""
    require(actor, "staff")
    draft = drafts.get(work, actor, draft_id, lock=lock)
    kept = draft.walk_in
    if kept is None:
        raise NotFoundError(Text("Không có hồ sơ đang nhập này.", "No such dossier is being entered."))
    entry = Entry(
        Visitor.from_dict(kept.get("visitor", {})),
        draft.data,
        kept.get("marks", {}),
        kept.get("seen", {}),
        bool(kept.get("originals")),
    )
    wants = rules.of(work, draft.version).original_check == "before_accept"
    return WalkIn(draft, entry, wants)


def save(work: Work, actor: Actor, draft_id: UUID, entry: Entry, now: datetime) -> WalkIn:
    """Keep everything that was entered, right or wrong. One commit."""
    found = get(work, actor, draft_id, lock=True)
    kept = {
        "visitor": entry.visitor.tidy().to_dict(),
        "marks": dict(entry.marks),
        "seen": {key: list(seen) for key, seen in entry.seen.items()},
        "originals": entry.originals,
    }
    drafts.keep(work, found.draft, entry.answers, now, walk_in_sealed=work.cipher.seal_json(kept))
    work.commit()
    return get(work, actor, draft_id)


def problems(found: WalkIn, day: date) -> list[FieldError]:
    """What is missing or wrong besides the checklist: at "/_visitor/…", at the form's fields, at "/_papers/…"."""
    return [
        *visitors.problems(found.entry.visitor),
        *(
            validate(found.draft.form, found.entry.answers, today=day)
            or catalogues.problems(found.draft.form, found.entry.answers)
        ),
        *_unseen(found),
    ]


def receive(work: Work, actor: Actor, draft_id: UUID, now: datetime) -> str:
    """Accept what was entered, at once: the code; the clocks run from now. One commit.

    Raises ValidationError with everything that stands in the way, of the person, the form, the papers and the originals.
    """
    found = get(work, actor, draft_id, lock=True)
    if found.draft.dossier_code:
        return found.draft.dossier_code
    errors = problems(found, today(work, found, now)) + _unacceptable(found)
    if errors:
        raise ValidationError(errors)
    code = file(work, actor, found, visitors.columns(work, found.entry.visitor), now, tells=False)
    rows = held.hold(work.connection, code, account_id(actor))
    place = stepping.place_of(work, rows[0], now)
    told = desk.behind(work, actor, place.version, rows[0])
    if found.wants_originals:
        original_check.tick(work, actor, place, told)
    intake.take_in(work, actor, rows, place, found.entry.marks)
    work.commit()
    return code


def hand_in(work: Work, actor: Actor, draft_id: UUID, now: datetime) -> str:
    """Register what was entered without accepting it, to ask for a supplement or to refuse; the code. One commit."""
    found = get(work, actor, draft_id, lock=True)
    if found.draft.dossier_code:
        return found.draft.dossier_code
    if errors := problems(found, today(work, found, now)):
        raise ValidationError(errors)
    code = file(work, actor, found, visitors.columns(work, found.entry.visitor), now, tells=True)
    work.commit()
    return code


def file(
    work: Work, actor: Actor, found: WalkIn, who: Mapping[str, Any], now: datetime, *, tells: bool
) -> str:
    """The dossier in state sent, with what came of each paper and who entered it; its code. Does not commit."""
    draft = found.draft
    _require_desk(work, actor, draft.version, draft.agency_id)
    offer = offers.find(work, draft.procedure_code, draft.agency_id)
    if offer.version_id != draft.version.id:
        drafts.take_over(work, draft, offer.version_id, now)
        raise ConflictError(
            Text(
                "Thủ tục đã có bản mới từ khi bạn bắt đầu nhập. Những gì đã nhập còn nguyên; xem lại rồi tiếp nhận.",
                "The procedure has a new version since you began. What was entered is kept; look through it again.",
            )
        )
    calendar = work.house.calendars.at(work.connection, draft.agency_id, now)
    data = accept(draft.form, found.entry.answers, today=calendar.local(now).date())
    offers.require_taken(draft.version, str(who["channel"]))
    entered = {**who, "entered_by_id": actor.id, "entered_by_name": actor.name}
    code = submission.become_dossier(work, actor, draft, data, entered, calendar, now, tells=tells)
    row = dossiers.by_code(work.connection, code)
    assert row is not None
    dossiers.change(work.connection, row.id, papers_seen=_seen(found))
    return code


def _seen(found: WalkIn) -> dict[str, Any]:
    """What came of each paper: original, copy, scan."""
    came = {
        paper.key: [
            *(one for one in SEEN if one in found.entry.seen.get(paper.key, ())),
            *([SCAN] if found.draft.files_for(paper) else ()),
        ]
        for paper in found.papers
    }
    return {key: kinds for key, kinds in came.items() if kinds}


def _unseen(found: WalkIn) -> list[FieldError]:
    """Papers called good of which nothing came; the form itself is what the officer has filled in."""
    came = _seen(found)
    return [
        FieldError(
            f"/_papers/{paper.key}",
            "paper_unseen",
            Text(
                f"“{paper.name}”: đánh dấu đã xem bản chính, bản sao, hoặc đính kèm bản quét.",
                f"“{paper.name_en or paper.name}”: tick original or copy, or attach the scan.",
            ),
        )
        for paper in found.papers[1:]
        if found.entry.marks.get(paper.key) == intake.GOOD and paper.key not in came
    ]


def _unacceptable(found: WalkIn) -> list[FieldError]:
    """What keeps the dossier from being accepted although it may be registered (C-08, C-09)."""
    marked = [
        FieldError(f"/_papers{one.pointer}", one.code, one.message)
        for one in intake.problems(found.papers, found.entry.marks)
    ]
    if not found.wants_originals or found.entry.originals:
        return marked
    return [
        *marked,
        FieldError("/_originals", "originals_unchecked", original_check.UNCHECKED["before_accept"]),
    ]


def today(work: Work, found: WalkIn, now: datetime) -> date:
    """The day at the counter."""
    return work.house.calendars.at(work.connection, found.draft.agency_id, now).local(now).date()


def _is_taken(version: Version) -> bool:
    """Whether it has a form to fill in and is filed at the desk at all (A-16)."""
    return bool(version.facts.form) and version.facts.manner.takes(visitors.CHANNEL)


def _agency(work: Work, actor: Actor) -> Record:
    """The agency at whose desk the officer sits; raises NotAllowedError for everybody else."""
    require(actor, "staff")
    require_work(actor, "dossier.receive")
    agency = agencies.by_id(work.connection, actor.agency_id) if actor.agency_id is not None else None
    if agency is None:
        raise desk.not_of_desk()
    return agency


def _require_desk(work: Work, actor: Actor, version: Version, agency_id: int) -> None:
    require_work(actor, "dossier.receive")
    desk.require_at(work, actor, version, agency_id)
