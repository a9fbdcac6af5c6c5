"""The paper file beside the electronic dossier: sent, received, or not come (D-07, Quảng Trị 29/2020, Điều 19.1.a)."""

from __future__ import annotations

from collections.abc import Sequence

from motcua.domain.errors import ConflictError, FieldError, ValidationError
from motcua.domain.people.permissions import Actor, account_id
from motcua.domain.text import Text
from motcua.services.dossier.case import Case
from motcua.services.dossier.case_history import record
from motcua.services.dossier.stepping import Place
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.exchange import paper_dispatch as dispatches

# What somebody ticks when the paper file goes along with the dossier, among the marks of an action.
SENT = "paper_sent"


def require_sent(work: Work, row: Record, place: Place, *, is_ticked: bool) -> None:
    """Raise ValidationError where the paper file must travel along and was neither sent before nor ticked."""
    if is_ticked or not follows(place, row.step_id) or dispatches.of_visit(work.connection, row.step_row_id):
        return
    raise ValidationError(
        [
            FieldError(
                f"/{SENT}",
                "paper_not_sent",
                Text(
                    "Bước này phải gửi kèm bản giấy. Đánh dấu “Đã gửi bản giấy” rồi chuyển.",
                    "The paper file must go along from this step. Tick that it was sent, then forward.",
                ),
            )
        ]
    )


def note_sent(work: Work, actor: Actor, row: Record, place: Place, *, is_ticked: bool) -> None:
    """Keep that the paper file left the step, when it was ticked and not noted before. Does not commit."""
    if is_ticked and not dispatches.of_visit(work.connection, row.step_row_id):
        dispatches.add(
            work.connection,
            dossier_id=place.dossier_id,
            step_row_id=row.step_row_id,
            sent_by=account_id(actor),
            sent_at=place.at,
        )


def follows(place: Place, step_id: str) -> bool:
    """Whether the paper file must travel along from this step."""
    return place.version.model.step_by_id[step_id].paper == "follows"


def send(work: Work, case: Case) -> None:
    """The paper file leaves the step, with the electronic dossier or before it."""
    if dispatches.of_visit(work.connection, case.row.step_row_id):
        raise ConflictError(
            Text(
                "Bản giấy đã được ghi nhận gửi từ bước này.",
                "The paper file is noted as sent from this step.",
            )
        )
    note_sent(work, case.actor, case.row, case.place, is_ticked=True)
    _record(work, case)


def receive(work: Work, case: Case) -> None:
    """The paper file has come to the holder of the next step."""
    sent = _on_the_way(work, case)
    dispatches.change(work.connection, sent.id, received_by=account_id(case.actor), received_at=case.place.at)
    _record(work, case)


def missing(work: Work, case: Case) -> str:
    """The paper file has not come: noted; the step it should have come from."""
    sent = _on_the_way(work, case)
    dispatches.change(work.connection, sent.id, missed_by=account_id(case.actor), missed_at=case.place.at)
    return str(sent.from_step)


def of_dossier(work: Work, dossier_id: int) -> Sequence[Record]:
    """Every dispatch, oldest first, with the names of sender, receiver and who missed it."""
    return dispatches.of_dossier(work.connection, dossier_id)


def _on_the_way(work: Work, case: Case) -> Record:
    sent = dispatches.on_the_way(work.connection, case.place.dossier_id)
    if sent is None or sent.step_row_id == case.row.step_row_id:
        raise ConflictError(
            Text("Không có bản giấy nào đang gửi đến bước này.", "No paper file is on its way to this step.")
        )
    return sent


def _record(work: Work, case: Case) -> None:
    detail = {"step": case.row.step_name, "agency_id": case.row.step_agency_id}
    record(work, case, detail, in_working_time=False)
