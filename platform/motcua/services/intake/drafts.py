"""The citizen's form on its way: begun, filled part by part, papers attached; nothing typed is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from motcua.domain.errors import ConflictError, FieldError, InputError, NotFoundError
from motcua.domain.forms import FormDefinition, validate_section
from motcua.domain.people.permissions import Actor, account_id, require
from motcua.domain.process.process import Paper
from motcua.domain.text import Text
from motcua.services.forms import draft_files, draft_seen
from motcua.services.papers import files
from motcua.services.papers.files import As, Opened, Rule, Upload
from motcua.services.process import offers
from motcua.services.signing import signed_papers
from motcua.services.version.versions import Version
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.intake import draft as drafts
from motcua.store.papers import file as stored_files

FIELD_SLOT = "field:"
# All answers of one form together.
MAX_BYTES = 512 * 1024


@dataclass(frozen=True)
class Draft:
    """A begun form with all that a page needs: answers so far, files by slot, sections done.

    `dossier_code` is that of the dossier it became, empty until it is sent; `amends_code` that of the sent dossier
    it is to amend, empty for a new one. `walk_in` is what an officer noted of the person at the desk for whom he fills
    the form in, None when the account's holder does so himself (C-04).
    """

    id: UUID
    version: Version
    procedure_code: str
    agency_id: int
    agency_name: str
    agency_name_en: str
    data: Mapping[str, object]
    done: frozenset[str]
    files: Sequence[Record]
    saved_at: datetime
    expires_at: datetime
    dossier_id: int | None
    dossier_code: str
    amends_code: str = ""
    walk_in: Mapping[str, Any] | None = None

    @property
    def form(self) -> FormDefinition:
        return self.version.form

    @property
    def papers(self) -> tuple[Paper, ...]:
        """The papers to attach; the form itself is what the citizen fills in, and may be scanned at the desk."""
        papers = self.version.facts.papers
        return papers if self.walk_in is not None else papers[1:]

    def files_for(self, paper: Paper) -> list[Record]:
        """What came for a paper, and what answers a question about it that is still asked."""
        return draft_files.of_paper(self.form, self._used_files, paper.key)

    @cached_property
    def _used_files(self) -> Sequence[Record]:
        return draft_files.used(self.form, self.files, self.data)


def begin(work: Work, actor: Actor, procedure_code: str, agency_id: int, now: datetime) -> UUID:
    """Start a form at an agency that offers the procedure; the draft's id.

    Raises ConflictError where the procedure is not filed online (A-16, A-21).
    """
    require(actor, "citizen")
    offer = offers.find(work, procedure_code, agency_id)
    offers.require_taken(work.house.versions.get(work.connection, offer.version_id), "online")
    draft_id = empty(work, actor, offer.version_id, agency_id, now)
    work.commit()
    return draft_id


def empty(work: Work, actor: Actor, version_id: int, agency_id: int, now: datetime, **more: object) -> UUID:
    """A new draft without answers, with `more` of its columns; its id. Does not commit."""
    return drafts.add(
        work.connection,
        account_id=account_id(actor),
        version_id=version_id,
        agency_id=agency_id,
        data_sealed=work.cipher.seal_json({}),
        done_sections=[],
        created_at=now,
        saved_at=now,
        expires_at=_expiry(work, now),
        **more,
    )


def get(work: Work, actor: Actor, draft_id: UUID, *, lock: bool = False) -> Draft:
    """The actor's own draft, held until the end of the transaction with `lock`; anybody else's is not found."""
    row = drafts.by_id(work.connection, draft_id, lock=lock)
    if row is None or row.account_id != account_id(actor):
        raise NotFoundError(
            Text(
                "Không tìm thấy bản nháp này trong tài khoản của bạn.",
                "There is no such draft in your account.",
            )
        )
    return Draft(
        id=row.id,
        version=work.house.versions.get(work.connection, row.version_id),
        procedure_code=row.procedure_code,
        agency_id=row.agency_id,
        agency_name=row.agency_name,
        agency_name_en=row.agency_name_en,
        data=work.cipher.open_json(row.data_sealed),
        done=frozenset(row.done_sections),
        files=stored_files.of_draft(work.connection, draft_id),
        saved_at=row.saved_at,
        expires_at=row.expires_at,
        dossier_id=row.dossier_id,
        dossier_code=row.dossier_code or "",
        amends_code=row.amends_code or "",
        walk_in=work.cipher.open_json(row.walk_in_sealed) if row.walk_in_sealed is not None else None,
    )


def mine(work: Work, actor: Actor, now: datetime) -> Sequence[Record]:
    """The actor's unsent drafts, latest first."""
    return drafts.open_of(work.connection, account_id(actor), now)


def save_section(
    work: Work,
    actor: Actor,
    draft_id: UUID,
    section: str,
    answers: Mapping[str, object],
    now: datetime,
    today: date,
    seen: str | None = None,
    going_on: bool = True,
) -> list[FieldError]:
    """Keep the answers of one section (or WHOLE), right or wrong; the problems found, none when it is done.

    `seen` is the `draft_seen.mark_of` the answers that the page was drawn with: when others have been saved since, from
    another tab or device, SavedElsewhereError is raised and nothing changes. Not `going_on` saves while somebody types: it
    makes no section done, and files that answer nothing stay, for one may just be on its way.
    """
    draft = get(work, actor, draft_id, lock=True)
    refuse_sent(draft)
    given = draft_seen.answers_of(draft.form, section, answers)
    draft_seen.require_seen(draft.form, section, seen, draft.data, given, draft.saved_at)
    known = draft_seen.answers_of(draft.form, section, draft.data)
    data = {**{key: value for key, value in draft.data.items() if key not in known}, **given}
    problems: list[FieldError] = []
    done = set(draft.done)
    for part in draft_seen.parts_of(draft.form, section):
        found = validate_section(draft.form, part.key, data, today=today)
        problems += found
        done = done - {part.key} if found else done | ({part.key} if going_on else set())
    keep(work, draft, data, now, tidy=going_on, done_sections=sorted(done))
    work.commit()
    return problems


def keep(
    work: Work, draft: Draft, data: Mapping[str, object], now: datetime, *, tidy: bool = True, **values: Any
) -> None:
    """Keep all answers of a draft, right or wrong, with other columns of it; `tidy` takes unused files off.

    Raises InputError when they are too long. Does not commit.
    """
    refuse_sent(draft)
    sealed = seal(work, data)
    if tidy:
        draft_files.drop_unused(work, draft.id, draft.files, data)
    touch(work, draft.id, now, data_sealed=sealed, **values)


def seal(work: Work, data: Mapping[str, object]) -> bytes:
    """All answers of a draft as they are stored; raises InputError when they are too long."""
    sealed = work.cipher.seal_json(dict(data))
    if len(sealed) > MAX_BYTES:
        raise InputError(
            Text(
                "Nội dung khai dài quá mức cho phép. Hãy rút gọn, hoặc đưa phần dài vào tệp đính kèm.",
                "The answers are longer than allowed. Shorten them, or put the long part into an attached file.",
            )
        )
    return sealed


def touch(work: Work, draft_id: UUID, now: datetime, **columns: Any) -> None:
    """Write these columns of a draft; whatever is saved, it is kept for its whole time anew (B-10). Does not commit."""
    drafts.change(work.connection, draft_id, saved_at=now, expires_at=_expiry(work, now), **columns)


def attach(work: Work, actor: Actor, draft_id: UUID, paper_key: str, upload: Upload, now: datetime) -> int:
    """Attach a file to one of the papers; its id. Raises FileError when the file will not do."""
    file_id = take_in(work, actor, draft_id, f"{draft_files.PAPER_SLOT}{paper_key}", upload, now)
    work.commit()
    return file_id


def attach_answer(
    work: Work, actor: Actor, draft_id: UUID, pointer: str, upload: Upload, now: datetime
) -> str:
    """Keep a file that answers a question of the form; its id, which then is saved as that answer."""
    file_id = take_in(work, actor, draft_id, f"{FIELD_SLOT}{pointer}", upload, now)
    work.commit()
    return str(file_id)


def take_in(work: Work, actor: Actor, draft_id: UUID, slot: str, upload: Upload, now: datetime) -> int:
    """Keep a file at a place of the draft, "paper:<key>" or "field:<pointer>"; its id. Does not commit."""
    draft = get(work, actor, draft_id, lock=True)
    refuse_sent(draft)
    rule = rule_at(work, draft, slot)
    file_id = files.keep(work, upload, now, uploaded_by=actor.id, rule=rule, draft_id=draft_id, slot=slot)
    signed_papers.examine_soon(work, draft.papers, slot, upload.content)
    touch(work, draft_id, now)
    return file_id


def rule_at(work: Work, draft: Draft, slot: str) -> Rule:
    """What a place of the draft takes; raises NotFoundError where there is none."""
    papers = [f"{draft_files.PAPER_SLOT}{paper.key}" for paper in draft.papers]
    rule = draft_files.rule_at(draft.form, papers, slot, work.house.upload_limit)
    if rule is None:
        raise NotFoundError(Text("Tờ khai không hỏi tệp này.", "The form does not ask for this file."))
    return rule


def file_content(work: Work, actor: Actor, draft_id: UUID, file_id: int, form: As = "original") -> Opened:
    """A file attached to the actor's own draft, in this form."""
    for file in get(work, actor, draft_id).files:
        if file.id == file_id:
            return files.opened(work, file, form)
    raise NotFoundError(Text("Bản nháp không có tệp này.", "The draft has no such file."))


def take_over(work: Work, draft: Draft, version_id: int, now: datetime) -> None:
    """Carry the draft over to another version of its procedure, with the answers that version still asks for."""
    version = work.house.versions.get(work.connection, version_id)
    data = {key: value for key, value in draft.data.items() if key in version.form.field_by_key}
    touch(work, draft.id, now, version_id=version_id, data_sealed=seal(work, data), done_sections=[])
    work.commit()


def detach(work: Work, actor: Actor, draft_id: UUID, file_id: int, now: datetime) -> None:
    """Take a file off again, with the photographs that it was made of."""
    refuse_sent(get(work, actor, draft_id, lock=True))
    stored_files.remove_from_draft(work.connection, draft_id, file_id)
    touch(work, draft_id, now)
    work.commit()


def discard(work: Work, actor: Actor, draft_id: UUID) -> None:
    """Throw the actor's unsent draft away, with its files."""
    refuse_sent(get(work, actor, draft_id, lock=True))
    drafts.remove(work.connection, draft_id)
    work.commit()


def unsigned_papers(work: Work, draft: Draft, now: datetime) -> list[FieldError]:
    """Files that must be signed digitally and are not, or wrongly (F-14). Does not commit."""
    return signed_papers.problems(work, ((one, draft.files_for(one)) for one in draft.papers), now)


def missing_papers(draft: Draft) -> list[Paper]:
    """Papers that a complete dossier needs without a file yet; one that a database knows is not needed (A-16)."""
    return [
        paper
        for paper in draft.papers
        if paper.is_needed and all(file.scan == "infected" for file in draft.files_for(paper))
    ]


def refuse_sent(draft: Draft) -> None:
    """Raise ConflictError for a draft that has become a dossier."""
    if draft.dossier_id is not None:
        raise ConflictError(
            Text(
                "Hồ sơ này đã gửi rồi nên bản nháp không sửa được nữa.",
                "This form has been sent, so its draft can no longer be changed.",
            )
        )


def _expiry(work: Work, now: datetime) -> datetime:
    """Until when a form touched now is kept (B-10)."""
    return now + timedelta(days=work.house.profile.draft_days)
