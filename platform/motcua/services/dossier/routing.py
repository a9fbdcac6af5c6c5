"""Where a dossier goes from a step: onward, back, to a colleague, or off its route by exception (D-02, D-06, D-11, D-20)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from motcua import engine
from motcua.domain.errors import ConflictError
from motcua.domain.people.permissions import account_id
from motcua.domain.process.lone_steps import lone_steps
from motcua.domain.process.process import Step
from motcua.domain.text import Text
from motcua.engine import Progress
from motcua.services.desk import holding
from motcua.services.desk.held import Held
from motcua.services.dossier import forwarding, stepping
from motcua.services.dossier.case import Case, invalid
from motcua.services.dossier.forwarding import Completion, Departure
from motcua.services.exchange import paper_travel
from motcua.services.messages import notifications, recipients
from motcua.services.messages.recipients import Rows
from motcua.services.people import officers
from motcua.services.signing import step_signatures
from motcua.services.time import rules
from motcua.services.version.versions import Version
from motcua.services.work import Work
from motcua.store.accounts import account as accounts
from motcua.store.dossier import dossier as dossiers
from motcua.store.dossier import step as steps
from motcua.store.exchange import transfer as transfers

GIVEN_BACK = ("returned", "refused", "supplement")
HANDED_OVER = Text(
    "{who} bàn giao cho bạn hồ sơ {code}, bước “{step}”.",
    "{who} handed dossier {code} over to you: “{step}”.",
)
RETURNED = Text(
    "Hồ sơ {code} bị trả lại bước “{step}”. Lý do xem trong hồ sơ.",
    "Dossier {code} was returned to the step “{step}”. The reason stands in the dossier.",
)


def held_of(case: Case) -> Held:
    """The locked dossier and step as the older services take them."""
    return Held(case.row, case.others, case.behind)


def claim(work: Work, case: Case) -> None:
    """Take the step."""
    holding.take(work, case.actor, held_of(case), case.place.at)


def release(work: Work, case: Case) -> None:
    """Give the step back to its group."""
    holding.give_back(work, case.actor, held_of(case), case.place.at)


def forward(work: Work, case: Case) -> None:
    """Finish the step; what must be filled in stands in `answers` (D-02, A-09, D-07)."""
    given = case.given
    completion = Completion(
        given.answers,
        given.opinion,
        given.uploads,
        person=given.person,
        paper_sent=bool(given.marks.get(paper_travel.SENT)),
    )
    forwarding.forward(work, case.actor, held_of(case), case.place, completion)


def acknowledge(work: Work, case: Case) -> None:
    """Nothing is left to do: the beginning of every action at a step takes in what was sent there (E-13)."""


def send_back(work: Work, case: Case) -> None:
    """Return to an earlier step, the one before unless told otherwise; its time goes on (D-06, E-11)."""
    _back_to(work, case, case.given.step or _previous(case), {})


def give_back(work: Work, case: Case) -> None:
    """Back to the agency the dossier came from, whose time goes on; what it used here stays used (E-15).

    `kind` says whether it is returned, refused, or the applicant must supply something: what follows for him is
    decided by the agency that gets it back.
    """
    given = case.given
    if given.kind not in GIVEN_BACK:
        raise invalid("kind", "unknown", Text("Chọn một trong ba lý do.", "Choose one of the three reasons."))
    task_id, to_agency = "", None
    document = {"document": given.document_number.strip(), "document_date": str(given.document_date)}
    for row in _back_to(work, case, _sender(work, case), {"kind": given.kind, **document}):
        task_id, to_agency = row["task_id"], row["agency_id"]
    transfers.add(
        work.connection,
        dossier_id=case.place.dossier_id,
        kind=given.kind,
        from_task_id=case.row.task_id,
        from_agency_id=case.row.step_agency_id,
        to_task_id=task_id,
        to_agency_id=to_agency,
        sent_by=case.actor.id,
        transferred_at=case.place.at,
        delivered_at=case.place.at,
        document_number=given.document_number.strip(),
        document_date=given.document_date,
    )


def paper_missing(work: Work, case: Case) -> None:
    """The paper file has not come: the electronic dossier goes back to whoever was to send it (D-07)."""
    _back_to(work, case, paper_travel.missing(work, case), {"paper": "missing"})


def hand_over(work: Work, case: Case) -> None:
    """Give the step to a colleague of the same division who serves it too (D-11)."""
    person = case.given.person or 0
    giver = case.row.holder_id or account_id(case.actor)
    taker = recipients.colleague(work, case.row, person, giver)
    from_ = accounts.by_id(work.connection, giver)
    detail = {
        "from": giver,
        "from_name": from_.display_name if from_ is not None else "",
        "to_id": taker.id,
        "to_name": taker.display_name,
        "reason": case.given.reason.strip(),
    }
    holding.pass_to(work, case.actor, held_of(case), "hand_over", taker.id, case.place.at, detail)
    body = HANDED_OVER.format(who=case.actor.name, code=case.row.code, step=case.row.step_name)
    event = f"hand_over:{case.row.task_id}:{case.place.at:%Y%m%d%H%M%S}"
    notifications.tell_officers(work, case.row, [taker.id], event, body, case.place.at)


def leave_route(work: Work, case: Case) -> None:
    """Go to any step at which the dossier can stand alone, by authorised exception; what else waited ends (D-20)."""
    target = _step(case.place.version, case.given.step)
    if case.row.task_id is None:
        raise ConflictError(
            Text("Hồ sơ không ở bước nào để chuyển.", "The dossier is at no step that it could leave.")
        )
    if target.id not in lone_steps(case.place.version.model):
        raise invalid("step", "in_a_branch", _in_a_branch(target))
    version = case.place.version
    there = engine.waiting(version.spec, case.row.engine_state, case.place.data)
    standing = [one.step_id for one in there]
    step_signatures.require_not_passed_over(work, version, standing, target.id, case.place.dossier_id)
    progress = engine.move_to(
        case.place.version.spec, case.row.engine_state, case.row.task_id, target.id, case.place.data
    )
    detail = {"target": target.name, "reason": case.given.reason.strip()}
    _led(work, case, progress, "moved", detail, restarted=False)


def _previous(case: Case) -> str:
    back = engine.returnable(case.place.version.spec, case.row.engine_state, case.row.task_id)
    if not back:
        raise ConflictError(
            Text(
                "Đây là bước đầu nên không có bước trước để trả lại.",
                "This is the first step, so there is none before it to return to.",
            )
        )
    return back[0]


def _sender(work: Work, case: Case) -> str:
    """The step of another agency that the dossier came from, where it can stand alone."""
    visits = steps.of_dossiers(work.connection, [case.place.dossier_id])[case.place.dossier_id]
    agency_of = {visit.step_id: visit.agency_id for visit in visits}
    for step_id in engine.returnable(case.place.version.spec, case.row.engine_state, case.row.task_id):
        if agency_of.get(step_id) != case.row.step_agency_id:
            return step_id
    raise ConflictError(
        Text(
            "Không có cơ quan nào để trả lại: hồ sơ chưa qua cơ quan khác, hoặc các nhánh đang làm song song.",
            "There is no agency to give it back to: it came from none, or branches are at work side by side.",
        )
    )


def _back_to(work: Work, case: Case, step_id: str, detail: Mapping[str, object]) -> Rows:
    target = _step(case.place.version, step_id)
    progress = engine.return_to(
        case.place.version.spec, case.row.engine_state, case.row.task_id, step_id, case.place.data
    )
    restarted = rules.of(work, case.place.version).internal_return == "restart_previous"
    told = {"target": target.name, "reason": case.given.reason.strip(), **detail}
    rows = _led(work, case, progress, "returned", told, restarted=restarted)
    body = RETURNED.format(code=case.row.code, step=target.name)
    for row in rows:
        # The news of a step, told by the job of every move too, which finds it told.
        to = officers.to_do(work, case.row.procedure_code, row)
        notifications.tell_officers(work, case.row, to, f"step:{row['task_id']}", body, case.place.at)
    return rows


def _led(
    work: Work,
    case: Case,
    progress: Progress,
    outcome: str,
    detail: Mapping[str, object],
    *,
    restarted: bool,
) -> Rows:
    """Leave the step without finishing it; the rows of the steps that come."""
    values = {**case.place.data, **progress.values}
    after = replace(case.place, data=values, went_back=True)
    opened = stepping.opening(work, after, progress.opened, is_running=True)
    rows = recipients.again(work, after, opened, restarted=restarted)
    dossiers.change(work.connection, case.place.dossier_id, went_back=True)
    departure = Departure(
        case.action.key,
        progress,
        rows,
        outcome=outcome,
        kept=progress.values,
        opinion=case.given.reason.strip(),
        uploads=case.given.uploads,
        detail=detail,
    )
    forwarding.leave(work, case.actor, held_of(case), after, departure)
    return rows


def _step(version: Version, step_id: str) -> Step:
    step = version.model.step_by_id.get(step_id)
    if step is None:
        raise invalid(
            "step",
            "unknown",
            Text(
                "Quy trình không có bước này. Chọn trong danh sách.",
                "The process has no such step. Choose one.",
            ),
        )
    return step


def _in_a_branch(step: Step) -> Text:
    return Text(
        f"Bước “{step.name}” nằm trong nhánh song song hoặc quy trình con nên hồ sơ không đứng riêng ở đó được. "
        "Chọn bước khác.",
        f"The step “{step.name_en or step.name}” stands in a parallel branch or sub-process, so the dossier cannot "
        "stand there alone. Choose another.",
    )
