"""A unit asks for a change of a procedure; specialised units give opinions; who approves processes decides (A-17).

Tây Ninh 60/2014, Điều 6.4; Quảng Trị 29/2020, Điều 27.5.g; Bà Rịa – Vũng Tàu 1487/2018, Điều 6.2, 11.4.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from motcua.domain.errors import ConflictError, FieldError, NotAllowedError, NotFoundError, ValidationError
from motcua.domain.people.permissions import Actor, account_id, lacking, require
from motcua.domain.process.change_request import KINDS, OPEN, STATES, number_of
from motcua.domain.text import Text
from motcua.services.messages import notices
from motcua.services.papers import files
from motcua.services.papers.files import Opened, Upload
from motcua.services.people import officers
from motcua.services.process import change_request_rights as rights
from motcua.services.process import draft_review, model_rights, new_drafts, process_drafts
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.papers import file as stored_files
from motcua.store.process import change_request as requests
from motcua.store.process import procedure as procedures

MOST_FILES = 10


@dataclass(frozen=True, slots=True)
class NewRequest:
    """What a unit asks for: `kind` of `domain.change_request.KINDS`, a line, and the whole in words."""

    procedure_code: str
    kind: str
    title: str
    content: str
    uploads: Sequence[Upload] = ()


@dataclass(frozen=True)
class RequestPage:
    """A request with its files, opinions, and the drafts and versions that came of it; what the actor may do."""

    row: Record
    files: Sequence[Record]
    opinions: Sequence[Record]
    drafts: Sequence[Record]
    versions: Sequence[Record]
    may_decide: bool
    may_draw: bool
    to_answer: Record | None


def file(work: Work, actor: Actor, wanted: NewRequest, now: datetime) -> int:
    """File the request for the actor's agency; whoever may decide is told. Its id. One commit.

    Raises ValidationError, NotFoundError for an unknown procedure, FileError.
    """
    agency_id = _agency(actor)
    _require_whole(wanted)
    known = procedures.by_code(work.connection, wanted.procedure_code)
    if known is None:
        raise ValidationError(
            [FieldError("/code", "code", Text("Chọn thủ tục theo mã.", "Choose a procedure by its code."))]
        )
    request_id = requests.add(
        work.connection,
        procedure_id=known.id,
        kind=wanted.kind,
        title=wanted.title,
        content=wanted.content,
        agency_id=agency_id,
        filed_by=account_id(actor),
        filed_by_name=actor.name,
        filed_at=now,
    )
    for upload in wanted.uploads:
        files.keep(work, upload, now, uploaded_by=actor.id, change_request_id=request_id)
    told = Text(
        f"{number_of(request_id)}: {actor.name} đề nghị sửa “{known.name}”.",
        f"{number_of(request_id)}: {actor.name} asks for a change of “{known.name_en or known.name}”.",
    )
    _tell(work, draft_review.approvers(work, known.field, None), told, actor, now)
    _record(work, actor, now, "request.file", known.code, {"request": request_id, "kind": wanted.kind})
    work.commit()
    return request_id


def page(work: Work, actor: Actor, request_id: int) -> RequestPage:
    """The request; raises NotFoundError, also for whoever has nothing to do with it."""
    row = rights.found(work, actor, request_id)
    asked = requests.opinions(work.connection, request_id)
    drafts, versions = requests.outcomes(work.connection, request_id)
    may_edit = model_rights.may_edit(work, actor, row.field, row.owner_id)
    return RequestPage(
        row=row,
        files=stored_files.of_change_request(work.connection, request_id),
        opinions=asked,
        drafts=drafts,
        versions=versions,
        may_decide=row.state in OPEN and rights.may_decide(work, actor, row),
        may_draw=row.state == "approved" and may_edit and row.version_id is not None,
        to_answer=next(
            (one for one in asked if row.state in OPEN and rights.speaks_for(work, actor, one)), None
        ),
    )


def ask_opinion(work: Work, actor: Actor, request_id: int, agency_ids: Sequence[int], now: datetime) -> None:
    """Ask specialised units; who speaks for each is told. One commit."""
    row = _opened(work, actor, request_id)
    known = agencies.named(work.connection, agency_ids)
    if not agency_ids or set(known) != set(agency_ids):
        raise ValidationError(
            [FieldError("/agency", "agency", Text("Chọn đơn vị cần lấy ý kiến.", "Choose the unit to ask."))]
        )
    number = number_of(request_id)
    told = Text(f"{number}: xin ý kiến của đơn vị bạn.", f"{number}: your unit is asked for its opinion.")
    asked = []
    for agency_id in agency_ids:
        values = {"request_id": request_id, "agency_id": agency_id}
        if requests.ask(work.connection, **values, asked_by_name=actor.name, asked_at=now):
            asked.append(known[agency_id].code)
            _tell(work, officers.with_right(work, rights.ANSWERING[0], agency_id), told, actor, now)
    requests.change(work.connection, request_id, state="asked")
    _record(work, actor, now, "request.ask", row.code, {"request": request_id, "agencies": asked})
    work.commit()


def give_opinion(
    work: Work, actor: Actor, request_id: int, agrees: bool | None, opinion: str, now: datetime
) -> None:
    """Answer for the actor's agency, once. One commit. Raises NotAllowedError, ConflictError when it was answered."""
    row = rights.found(work, actor, request_id, lock=True)
    _require_open(row)
    asked = requests.opinions(work.connection, request_id)
    mine = next((one for one in asked if rights.speaks_for(work, actor, one)), None)
    if mine is None:
        raise NotAllowedError(
            Text(
                "Đơn vị của bạn không được hỏi ý kiến về đề nghị này, hoặc đã trả lời rồi.",
                "Your unit was not asked about this request, or has answered already.",
            )
        )
    _require_text("opinion", opinion)
    if agrees is None:
        raise ValidationError(
            [FieldError("/agrees", "agrees", Text("Chọn đồng ý hay không.", "Choose whether you agree."))]
        )
    requests.answer(
        work.connection,
        mine.id,
        agrees=agrees,
        opinion=opinion,
        answered_by=account_id(actor),
        answered_by_name=actor.name,
        answered_at=now,
    )
    detail = {"request": request_id, "agency": mine.agency_id, "agrees": agrees}
    _record(work, actor, now, "request.opinion", row.code, detail)
    work.commit()


def decide(work: Work, actor: Actor, request_id: int, approves: bool, answer: str, now: datetime) -> None:
    """Approve or refuse with a reason; who filed it is told. One commit."""
    row = _opened(work, actor, request_id)
    _require_text("answer", answer)
    state = "approved" if approves else "refused"
    requests.change(
        work.connection,
        request_id,
        state=state,
        decided_by=account_id(actor),
        decided_by_name=actor.name,
        decided_at=now,
        answer=answer,
    )
    words, number = STATES[state], number_of(request_id)
    told = Text(f"{number}: {words.vi.lower()}. {answer}", f"{number}: {words.en.lower()}. {answer}")
    _tell(work, [row.filed_by], told, actor, now)
    _record(
        work, actor, now, f"request.{'approve' if approves else 'refuse'}", row.code, {"request": request_id}
    )
    work.commit()


def draw(work: Work, actor: Actor, request_id: int, now: datetime) -> int:
    """Begin the draft that carries an approved request out, from the version in force; its id. Two commits."""
    found = page(work, actor, request_id)
    if not found.may_draw:
        raise lacking(model_rights.EDIT)
    draft_id = new_drafts.next_version(work, actor, found.row.version_id, now)
    draft = process_drafts.get(work, actor, draft_id)
    reason = f"{number_of(request_id)}: {found.row.title}"
    process_drafts.change(work, actor, draft_id, draft.revision, now, request_id=request_id, reason=reason)
    return draft_id


def askable(work: Work, today: date, asked: Sequence[Record]) -> Sequence[Record]:
    """The units that may still be asked: in force, above the communes."""
    known = {one.agency_id for one in asked}
    acting = agencies.acting(work.connection, today)
    return [one for one in acting if one.level != "xa" and one.id not in known]


def attached(work: Work, actor: Actor, request_id: int, file_id: int) -> Opened:
    """A file of the request with its content; raises NotFoundError."""
    rights.found(work, actor, request_id)
    row = next(
        (one for one in stored_files.of_change_request(work.connection, request_id) if one.id == file_id),
        None,
    )
    if row is None:
        raise NotFoundError(Text("Không tìm thấy tệp này.", "There is no such file."))
    return files.opened(work, row)


def _opened(work: Work, actor: Actor, request_id: int) -> Record:
    """The request for deciding: still open, and the actor may."""
    row = rights.found(work, actor, request_id, lock=True)
    if not rights.may_decide(work, actor, row):
        raise lacking(model_rights.PUBLISH)
    _require_open(row)
    return row


def _agency(actor: Actor) -> int:
    require(actor, "staff")
    if actor.agency_id is None:
        raise NotAllowedError(
            Text(
                "Chỉ cán bộ thuộc một cơ quan, đơn vị mới gửi được đề nghị.",
                "Only officers of an agency may file a request.",
            )
        )
    return actor.agency_id


def _require_open(row: Record) -> None:
    if row.state not in OPEN:
        raise ConflictError(Text("Đề nghị này đã có quyết định.", "This request has been decided already."))


def _require_whole(wanted: NewRequest) -> None:
    errors = []
    if wanted.kind not in KINDS:
        errors.append(FieldError("/kind", "kind", Text("Chọn nội dung đề nghị.", "Choose what it is about.")))
    if not 5 <= len(wanted.title) <= 200:
        errors.append(
            FieldError(
                "/title", "title", Text("Tóm tắt trong 5 đến 200 ký tự.", "Sum it up in 5 to 200 characters.")
            )
        )
    if len(wanted.content) < 10:
        errors.append(
            FieldError(
                "/content", "content", Text("Nêu rõ cần sửa gì và vì sao.", "Say what is to change, and why.")
            )
        )
    if len(wanted.uploads) > MOST_FILES:
        most = Text(f"Đính kèm nhiều nhất {MOST_FILES} tệp.", f"Attach {MOST_FILES} files at most.")
        errors.append(FieldError("/files", "files", most))
    if errors:
        raise ValidationError(errors)


def _require_text(name: str, text: str) -> None:
    if len(text.strip()) < 3:
        words = Text("Ghi ý kiến, lý do.", "Write the opinion or the reason.")
        raise ValidationError([FieldError(f"/{name}", name, words)])


def _tell(work: Work, people: Sequence[int], body: Text, actor: Actor, now: datetime) -> None:
    for person in sorted({*people} - {actor.id}):
        notices.add(work, person, body, now)


def _record(
    work: Work, actor: Actor, now: datetime, action: str, subject: str, detail: Mapping[str, object]
) -> None:
    work.record(
        at=now, actor_id=actor.id, actor_name=actor.name, action=action, subject=subject, detail=dict(detail)
    )
