"""The beginning of every action on a dossier: locked, in the right state, by somebody who may, with what it needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from motcua.domain.dossier.dossier import ACTIONS, Action, require_state
from motcua.domain.errors import FieldError, NotAllowedError, ValidationError
from motcua.domain.papers import unlisted_paper
from motcua.domain.people.permissions import (
    WORK_OF,
    Actor,
    account_id,
    account_ids,
    require,
    require_right,
    require_work,
)
from motcua.domain.text import Text
from motcua.services.agencies.agencies import today
from motcua.services.desk import desk
from motcua.services.dossier import consulted, forestalled, stepping
from motcua.services.dossier.stepping import Place
from motcua.services.dossier.without_process import require_suiting
from motcua.services.exchange import exchange_document, transfers
from motcua.services.papers.files import Upload
from motcua.services.people import delegations
from motcua.services.version.versions import Version
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.dossier import held as stored_held

MAX_TEXT = 10_000
ASKING = "request_supplement"


@dataclass(frozen=True)
class Given:
    """What somebody hands in with an action; what the action does not ask for stays empty.

    `papers` are keys of the procedure's papers, `step` a step's id, `person` an account, `agencies` agencies' ids,
    `duration` words of working time ("8h"), `amount` đồng. `slip` is the file that the law wants attached (E-21),
    `slip_id` the slip drafted here that is to come into force in its stead.
    `paper_files` are files by the key of the paper they are. `recipient` and `method` say to whom and how a result
    is handed over; None is the applicant himself. `answers` are those to the step's form, or fields put right.
    `kind` is why a dossier is given back to another agency; `document_number` and `document_date` are those of the
    document among `uploads` that an exchange carries (H-01). `other_papers` are names of papers that the procedure does
    not list, asked for on the legal `ground` (A-22). `promised` is the new appointment that a slip drafted here names.
    """

    reason: str = ""
    opinion: str = ""
    papers: tuple[str, ...] = ()
    step: str = ""
    person: int | None = None
    agencies: tuple[int, ...] = ()
    duration: str = ""
    until: datetime | None = None
    amount: int | None = None
    slip: Upload | None = None
    slip_id: int | None = None
    uploads: Sequence[Upload] = ()
    marks: Mapping[str, str] = field(default_factory=dict)
    paper_files: Mapping[str, Sequence[Upload]] = field(default_factory=dict)
    recipient: str | None = None
    method: str = ""
    answers: Mapping[str, object] = field(default_factory=dict)
    document_number: str = ""
    document_date: date | None = None
    kind: str = ""
    other_papers: tuple[str, ...] = ()
    ground: str = ""
    promised: datetime | None = None


@dataclass(frozen=True)
class Case:
    """A dossier locked for one action.

    `row` holds the dossier and the waiting step the action is about (no step when none waits), as `motcua.store.dossier.held`
    selects them; `others` are the other waiting steps. `behind` is what the history says of the person acted for.
    """

    action: Action
    actor: Actor
    row: Record
    others: Sequence[Record]
    place: Place
    given: Given
    behind: Mapping[str, object]

    @property
    def waiting(self) -> list[Record]:
        """Every step that waits now."""
        return [row for row in (self.row, *self.others) if row.task_id is not None]


def opened(
    work: Work, actor: Actor, code: str, key: str, given: Given, now: datetime, task_id: str = ""
) -> Case:
    """Lock the dossier for an action; raises NotFoundError, NotAllowedError, ConflictError or ValidationError.

    `task_id` names the waiting step; it may be left out where one step waits alone.
    """
    require(actor, "staff")
    action = ACTIONS[key]
    rows = stored_held.hold(work.connection, code, account_id(actor), account_ids(actor)[1:])
    if not rows:
        raise stepping.unknown_dossier(code)
    row = _row_of(rows, task_id, must_be_mine=action.by == "holder")
    if row is None:
        raise forestalled.finished(work, actor, rows[0].id, task_id)
    place = stepping.place_of(work, row, now)
    if action.by == "holder":
        # First the state: once it has changed, the step that the actor's page shows waits for others, or for nobody.
        require_state(key, row.state)
    behind = _authorised(work, actor, action, row, place)
    require_state(key, row.state)
    require_suiting(key, row)
    others = [other for other in rows if other is not row]
    if errors := problems(place.version, place.at, action, given):
        raise ValidationError(errors)
    # Whoever works on a dossier that was sent to his agency has it.
    if transfers.is_on_the_way(row) and (action.by == "holder" or action.clock == "hand_on"):
        if not transfers.acknowledge(work, actor, row, others, place) and action.key == "acknowledge":
            raise forestalled.acknowledged()
    elif action.key == "acknowledge":
        raise forestalled.acknowledged()
    return Case(action, actor, row, others, place, given, behind)


def offers(version: Version, action: Action, step_id: str) -> bool:
    """Whether the model gives the holder of this step the action (A-13); a step that lists none gives them all."""
    if not action.word:
        return True
    listed = version.model.step_by_id[step_id].actions
    return not listed or action.word in listed


def require_offered(version: Version, action: Action, step_id: str) -> None:
    """Raise NotAllowedError where the model does not give the holder of the step this action."""
    if not offers(version, action, step_id):
        step = version.model.step_by_id[step_id]
        raise NotAllowedError(
            Text(
                f"Quy trình không cho “{action.name.vi.lower()}” ở bước “{step.name}”.",
                f"The process does not allow “{action.name.en.lower()}” at the step “{step.name_en or step.name}”.",
            )
        )


def _row_of(rows: Sequence[Record], task_id: str, *, must_be_mine: bool) -> Record | None:
    """The row an action is about; None when the task it names waits no longer."""
    if task_id:
        return next((row for row in rows if row.task_id == task_id), None)
    mine = [row for row in rows if row.may]
    return mine[0] if must_be_mine and len(mine) == 1 else rows[0]


def _authorised(work: Work, actor: Actor, action: Action, row: Record, place: Place) -> Mapping[str, object]:
    """What the history says of the person acted for; raises NotAllowedError unless the actor may."""
    if action.right:
        require_right(actor, action.right, lineage_of(work, action, row.agency_id, row.step_agency_id))
        return {}
    if action.by == "consulted":
        consulted.require_asked(work, actor, row.id)
        return {}
    if action.by == "desk":
        is_intake = row.state == "sent" or action.sources == ("sent",)
        require_work(actor, "dossier.receive" if is_intake else "dossier.return")
        if not desk.receives(work, actor, place.version, row):
            raise NotAllowedError(
                Text(
                    "Việc này của Bộ phận Một cửa tiếp nhận hồ sơ.",
                    "This is for the one-stop desk that received the dossier.",
                )
            )
        return desk.behind(work, actor, place.version, row)
    return _holding(work, actor, action, row, place)


def lineage_of(work: Work, action: Action, desk_id: int, agency_id: int | None) -> frozenset[int]:
    """The agencies whose leaders decide: above the desk that received and answers to the applicant (Điều 18.1.c, 18.2.b).

    What concerns the step alone is also for the leaders above `agency_id`, where it waits.
    """
    places = {desk_id, agency_id} if action.is_of_step and agency_id is not None else {desk_id}
    return frozenset(one for agency_id in places for one in agencies.lineage(work.connection, agency_id))


def _holding(work: Work, actor: Actor, action: Action, row: Record, place: Place) -> Mapping[str, object]:
    gives_back = action.key == "release" and row.holder_id is not None and row.holder_id == actor.id
    if row.task_id is None or not (row.may or gives_back):
        raise NotAllowedError(
            Text(
                "Bạn không thuộc nhóm đang xử lý hồ sơ này. Nhờ bộ phận CNTT của cơ quan gán tài khoản.",
                "You are not in the group that has this dossier. Ask your agency's IT staff.",
            )
        )
    require_work(actor, WORK_OF[row.phase])
    require_offered(place.version, action, row.step_id)
    if row.holder_id is not None and row.holder_id not in account_ids(actor):
        raise forestalled.taken(work, row)
    return delegations.behind(work, actor, row.step_row_id, row.holder_id)


_MISSING: Mapping[str, Text] = {
    "reason": Text("Nhập lý do.", "Enter the reason."),
    "opinion": Text("Nhập nội dung.", "Enter the text."),
    "papers": Text("Chọn ít nhất một giấy tờ.", "Choose at least one paper."),
    "step": Text("Chọn bước.", "Choose the step."),
    "person": Text("Chọn người nhận.", "Choose the person."),
    "agency": Text("Chọn cơ quan.", "Choose the agency."),
    "duration": Text("Nhập thời gian làm việc, ví dụ 8h hoặc 2d.", "Enter a working time, such as 8h or 2d."),
    "until": Text("Chọn ngày giờ.", "Choose the date and time."),
    "amount": Text("Nhập số tiền.", "Enter the amount."),
    "kind": Text("Chọn một trong ba lý do.", "Choose one of the three reasons."),
    "slip": Text(
        "Lập phiếu ở đây, hoặc đính kèm phiếu đã ký.", "Make the slip here, or attach the signed one."
    ),
}


def problems(version: Version, at: datetime, action: Action, given: Given) -> list[FieldError]:
    """What is missing or wrong in what was handed in, one entry per field, at "/reason" and so on."""
    found = [
        FieldError(f"/{name}", "required", _MISSING[name])
        for name in action.inputs
        if name not in action.optional and name != "document" and not _value(given, name, action)
    ]
    if action.slip and given.slip is None and given.slip_id is None:
        found.append(FieldError("/slip", "required", _MISSING["slip"]))
    if "document" in action.inputs:
        day = today(at)
        found += exchange_document.problems(given.uploads, given.document_number, given.document_date, day)
    for name in ("reason", "opinion"):
        if len(getattr(given, name)) > MAX_TEXT:
            too_long = Text(
                f"Dài quá {MAX_TEXT} ký tự. Hãy rút gọn.", f"Longer than {MAX_TEXT} characters. Shorten it."
            )
            found.append(FieldError(f"/{name}", "too_long", too_long))
    return found + _paper_problems(version, action, given)


def _paper_problems(version: Version, action: Action, given: Given) -> list[FieldError]:
    """Papers that the procedure does not list are supplied once asked for, and asked for on a legal ground (A-22)."""
    known = {paper.key for paper in version.facts.papers}
    if action.key == "supply":
        known |= {key for key in given.papers if unlisted_paper.is_unlisted(key)}
    found = unlisted_paper.problems(given.other_papers, given.ground) if action.key == ASKING else []
    if strange := [key for key in given.papers if key not in known]:
        found.append(FieldError("/papers", "unknown", _not_listed(strange)))
    return found


def _value(given: Given, name: str, action: Action) -> object:
    value = getattr(given, "agencies" if name == "agency" else name)
    if name == "papers" and action.key == ASKING:
        return value or given.other_papers
    return value.strip() if isinstance(value, str) else value


def _not_listed(keys: Sequence[str]) -> Text:
    return Text(
        f"Thủ tục không có giấy tờ “{', '.join(keys)}” nên không được yêu cầu.",
        f"The procedure has no paper “{', '.join(keys)}”, so it cannot be asked for.",
    )


def invalid(field_name: str, code: str, message: Text) -> ValidationError:
    """One field that is wrong."""
    return ValidationError([FieldError(f"/{field_name}", code, message)])
