"""Once only: what a person gave before is offered to him, with its source, and filled in when he agrees (B-07; Điều 9.2.c)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from motcua.domain.errors import ConflictError
from motcua.domain.forms import prefill as rules
from motcua.domain.forms.form_definition import Field
from motcua.domain.forms.prefill import Place
from motcua.domain.people.permissions import Actor, account_id, require
from motcua.domain.process.process import Paper
from motcua.domain.text import Text
from motcua.services.accounts import profiles
from motcua.services.intake import drafts, filing, stored_papers
from motcua.services.intake.drafts import FIELD_SLOT, Draft
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.dossier import dossier as dossiers
from motcua.store.intake import draft as stored_drafts
from motcua.store.papers import file as files

MOST_EARLIER: Final = 10
"""Dossiers looked through, the newest first."""
ACCOUNT: Final = Text("Từ tài khoản của bạn", "From your account")
DOSSIER: Final = Text("Từ hồ sơ {code}, {day}", "From dossier {code}, {day}")
STORE: Final = Text(
    "Từ kho giấy tờ, đã nộp với hồ sơ {code}, {day}", "From your papers, supplied with dossier {code}, {day}"
)
PAPER: Final = "paper."
FILE: Final = "file:"
"""How a linked file stands among the sources."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """An answer that may be filled in at `pointer`, and where it comes from."""

    pointer: str
    value: object
    source: Text
    field: Field
    section: str


@dataclass(frozen=True, slots=True)
class PaperProposal:
    """A stored paper that may be linked: to a paper of the procedure, or to a question for a file."""

    slot: str
    name: Text
    row: Record
    source: Text


@dataclass(frozen=True, slots=True)
class Offer:
    """All that may be filled in where nothing stands yet; `agreed` None until the person was asked."""

    answers: Sequence[Proposal]
    papers: Sequence[PaperProposal]
    agreed: bool | None

    def __bool__(self) -> bool:
        return bool(self.answers or self.papers)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a person: his account's own words, and his earlier dossiers with their questions."""

    account: Mapping[str, object]
    earlier: Sequence[tuple[Record, Sequence[Place], Mapping[str, object]]]


def offer(work: Work, actor: Actor, draft: Draft, now: datetime) -> Offer:
    """What may be filled into this draft of the actor's own; nothing once he has answered, or where it amends one."""
    row = stored_drafts.by_id(work.connection, draft.id)
    is_own = draft.walk_in is None and row is not None and row.owner_sealed is None
    is_open = draft.dossier_id is None and not draft.amends_code and is_own
    if row is None or row.reuse_agreed is not None or not is_open:
        return Offer((), (), row.reuse_agreed if row is not None else None)
    person = account_id(actor)
    known = Known(profiles.of_account(work, person), _earlier(work, person))
    return Offer(answers_for(draft, known, work, now), _papers(work, draft, person, now), None)


def decide(work: Work, actor: Actor, draft_id: UUID, *, agreed: bool, now: datetime) -> int:
    """Keep the person's answer whether it may be filled in, and fill it in; how much was. One commit.

    Asked once for each form: a second answer changes nothing. Raises ConflictError for a form that was sent,
    InputError when the answers would be too long.
    """
    require(actor, "citizen")
    draft = drafts.get(work, actor, draft_id, lock=True)
    if draft.dossier_id is not None:
        raise ConflictError(Text("Hồ sơ này đã gửi rồi.", "This form has been sent."))
    found = offer(work, actor, draft, now)
    if found.agreed is not None:
        return 0
    taken = found if agreed else Offer((), (), None)
    _fill(work, draft, taken, actor, now, reuse_agreed=agreed, reuse_at=now)
    detail = {
        "draft": str(draft_id),
        "agreed": agreed,
        "fields": [one.pointer for one in taken.answers],
        "papers": [one.slot for one in taken.papers],
    }
    work.record(at=now, actor_id=actor.id, actor_name=actor.name, action="draft.reuse", detail=detail)
    work.commit()
    return len(taken.answers) + len(taken.papers)


def sources(work: Work, draft: Draft) -> Mapping[str, Text]:
    """Where each answer comes from that stands as it was filled in, by pointer; "file:<id>" for a linked file."""
    row = stored_drafts.by_id(work.connection, draft.id)
    if row is None or row.reused_sealed is None:
        return {}
    kept: Mapping[str, Any] = work.cipher.open_json(row.reused_sealed)
    return {
        pointer: Text(one["vi"], one["en"])
        for pointer, one in kept.items()
        if pointer.startswith(FILE) or rules.value_at(draft.data, pointer) == one["value"]
    }


def take_back(work: Work, draft: Draft, now: datetime) -> bool:
    """Take out of the draft what was filled in and still stands so, linked papers too: it is to be somebody else's form.

    Whether there was any. Does not commit.
    """
    slots = {file.id: file.slot for file in draft.files}
    filled = set(sources(work, draft))
    for linked in [one for one in filled if one.startswith(FILE)]:
        file_id = int(linked.removeprefix(FILE))
        files.remove_from_draft(work.connection, draft.id, file_id)
        filled.add(slots.get(file_id, "").removeprefix(FIELD_SLOT))
    data: Mapping[str, Any] = draft.data
    for pointer in filled:
        data = rules.without(data, pointer) if pointer.startswith("/") else data
    if filled:
        undone = {one.section for one in rules.places(draft.form) if one.pointer in filled}
        columns = {"data_sealed": drafts.seal(work, data), "done_sections": sorted(draft.done - undone)}
        drafts.touch(work, draft.id, now, reused_sealed=None, **columns)
    return bool(filled)


def answers_for(draft: Draft, known: Known, work: Work, now: datetime) -> tuple[Proposal, ...]:
    """Answers for every question of the draft that is still blank and of which something is known."""
    here = rules.places(draft.form)
    found = []
    for place in here:
        if rules.value_at(draft.data, place.pointer) is not None:
            continue
        value, source = _answer(work, place, here, known, draft.agency_id, now)
        if source is not None:
            found.append(Proposal(place.pointer, value, source, place.field, place.section))
    return tuple(found)


def fill_for(work: Work, actor: Actor, draft: Draft, known: Known, now: datetime) -> Sequence[str]:
    """Fill in what is known of another person, for whom an officer enters this form; the pointers. Does not commit."""
    taken = Offer(answers_for(draft, known, work, now), (), None)
    _fill(work, draft, taken, actor, now)
    return [one.pointer for one in taken.answers]


def earlier_of(
    work: Work, rows: Sequence[Record]
) -> Sequence[tuple[Record, Sequence[Place], Mapping[str, object]]]:
    """Dossiers with the questions of their forms and their answers; those that somebody else filed left out, for the
    words are his."""
    return [
        (row, rules.places(filing.version_of(work, row).form), work.cipher.open_json(row.data_sealed))
        for row in [one for one in rows if one.filed_by_id is None][:MOST_EARLIER]
    ]


def _earlier(work: Work, person: int) -> Sequence[tuple[Record, Sequence[Place], Mapping[str, object]]]:
    return earlier_of(work, dossiers.of_applicant(work.connection, person))


def _answer(
    work: Work, place: Place, here: Sequence[Place], known: Known, agency_id: int, now: datetime
) -> tuple[object, Text | None]:
    own = known.account.get(place.field.source)
    if own is not None and rules.takes(place.field, own):
        return own, ACCOUNT
    for row, there, data in known.earlier:
        match = rules.fitting(place, here, there)
        value = rules.value_at(data, match.pointer) if match is not None else None
        if value is not None and rules.takes(place.field, value) and place.field.kind != "file":
            return value, DOSSIER.format(code=row.code, day=_day(work, agency_id, row.submitted_at))
    return None, None


def _papers(work: Work, draft: Draft, person: int, now: datetime) -> tuple[PaperProposal, ...]:
    today = work.house.calendars.at(work.connection, draft.agency_id, now).local(now).date()
    stored = stored_papers.valid(work, person, today)
    found = []
    for slot, kind, name in (*_paper_slots(draft), *_file_slots(draft)):
        row = stored.get(kind)
        if row is not None:
            day = _day(work, draft.agency_id, row.stored_at)
            found.append(PaperProposal(slot, name, row, STORE.format(code=row.code, day=day)))
    return tuple(found)


def _paper_slots(draft: Draft) -> list[tuple[str, str, Text]]:
    asked: Sequence[Paper] = [paper for paper in draft.papers if not draft.files_for(paper)]
    return [(f"paper:{one.key}", one.key, Text(one.name, one.name_en or one.name)) for one in asked]


def _file_slots(draft: Draft) -> list[tuple[str, str, Text]]:
    """Questions for a file that a stored paper answers."""
    asked = [
        one
        for one in rules.places(draft.form)
        if one.field.kind == "file" and one.field.source.startswith(PAPER)
    ]
    return [
        (f"{FIELD_SLOT}{one.pointer}", one.field.source.removeprefix(PAPER), one.field.label)
        for one in asked
        if rules.value_at(draft.data, one.pointer) is None
    ]


def _fill(work: Work, draft: Draft, taken: Offer, actor: Actor, now: datetime, **values: Any) -> None:
    """Put the answers into the draft and link the papers, with where each comes from."""
    data: dict[str, Any] = dict(draft.data)
    kept: dict[str, dict[str, object]] = {}
    for one in taken.answers:
        data = rules.put(data, one.pointer, one.value)
        kept[one.pointer] = {"value": one.value, "vi": one.source.vi, "en": one.source.en}
    for paper in taken.papers:
        file_id = _link(work, draft, paper, actor, now)
        kept[f"{FILE}{file_id}"] = {"vi": paper.source.vi, "en": paper.source.en}
        if paper.slot.startswith(FIELD_SLOT):
            data = rules.put(data, paper.slot.removeprefix(FIELD_SLOT), str(file_id))
    if kept:
        values["reused_sealed"] = work.cipher.seal_json(kept)
        values["data_sealed"] = drafts.seal(work, data)
    if values:
        drafts.touch(work, draft.id, now, **values)


def _link(work: Work, draft: Draft, paper: PaperProposal, actor: Actor, now: datetime) -> int:
    """The stored paper as a file of the draft: the same bytes, kept once."""
    row = paper.row
    return files.add(
        work.connection,
        draft_id=draft.id,
        slot=paper.slot,
        name=row.name,
        media_type=row.media_type,
        size=row.size,
        sha256=row.sha256,
        uploaded_by=actor.id,
        uploaded_at=now,
    )


def _day(work: Work, agency_id: int, at: datetime) -> str:
    local: date = work.house.calendars.at(work.connection, agency_id, at).local(at).date()
    return f"{local:%d/%m/%Y}"
