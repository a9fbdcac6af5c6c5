"""Money: what a procedure charges is asked for, waited for and taken at the desk, never another amount (E-27, I-01)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from motcua.domain.errors import ConflictError
from motcua.domain.forms.form_format import format_money
from motcua.domain.money.fees import Charge, Unclear, charges_of, has_rule, matching, unclear_of
from motcua.domain.text import Text
from motcua.domain.time.clock import Reason
from motcua.services.dossier import stepping, waits
from motcua.services.dossier.case import Case, invalid
from motcua.services.dossier.case_history import record
from motcua.services.intake import filing
from motcua.services.money import receipts
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.dossier import dossier as dossiers
from motcua.store.dossier.move import Job, Standing
from motcua.store.money import payment as payments
from motcua.store.time import interval as intervals


def due_charges(work: Work, dossier: Record) -> Sequence[Charge]:
    """What the procedure charges for this dossier and nobody has paid or been asked for yet."""
    version = filing.version_of(work, dossier)
    known = payments.of_dossiers(work.connection, [dossier.id])[dossier.id]
    taken = {fee["name"] for row in known for fee in row.fees}
    fees = version.facts.fees
    answers = answers_of(work, dossier) if has_rule(fees) else {}
    found = charges_of(fees, dossier.channel, answers, version.form.field_by_key if answers else None)
    return [one for one in found if one.name not in taken]


def unclear_charges(work: Work, dossier: Record) -> Sequence[Unclear]:
    """Fees of the procedure whose rule cannot be answered from what the dossier holds now."""
    fees = filing.version_of(work, dossier).facts.fees
    return unclear_of(fees, dossier.channel, answers_of(work, dossier)) if has_rule(fees) else ()


def answers_of(work: Work, dossier: Record) -> Mapping[str, object]:
    """The applicant's form, and what steps filled in since."""
    data: dict[str, object] = work.cipher.open_json(dossier.data_sealed)
    if dossier.step_values_sealed is not None:
        data |= work.cipher.open_json(dossier.step_values_sealed)
    return data


def request_payment(work: Work, case: Case) -> None:
    """Ask the applicant to pay a charge of the procedure, or all that are left, and wait for it (E-27).

    Whether the clock stands meanwhile is the province's, or the procedure's, choice.
    """
    place = case.place
    _require_none_open(work, place.dossier_id)
    asked = _charged(work, case)
    payment_id = payments.add(
        work.connection,
        dossier_id=place.dossier_id,
        step_row_id=case.row.step_row_id,
        fees=[one.to_dict() for one in asked],
        amount=sum(one.amount for one in asked),
        reason_sealed=work.cipher.seal(case.given.reason.strip()),
        asked_by=case.actor.id,
        asked_at=place.at,
    )
    counted = stepping.counted(work, place, place.agency_id)
    intervals.begin(work.connection, place.dossier_id, clock_of(payment_id), Reason.WAITING_PAYMENT, counted)
    _write(work, case, payment_id, {"amount": case.given.amount}, Standing(case.action.target))


def confirm_payment(work: Work, case: Case) -> None:
    """Take the money that was asked for, with a receipt; the clock goes on from now (E-27, I-02)."""
    place = case.place
    asked = payments.opened(work.connection, place.dossier_id)
    if asked is None:
        raise ConflictError(
            Text(
                "Hồ sơ chờ nộp tiền theo một bước của quy trình. Hãy hoàn thành bước đó khi có chứng từ.",
                "The dossier waits for the payment at a step of its process. Finish that step with the voucher.",
            )
        )
    number = _collect(work, case, asked.id, asked.amount)
    subject = clock_of(asked.id)
    counted = stepping.counted(work, place, place.agency_id)
    intervals.end(work.connection, place.dossier_id, subject, counted)
    # The process itself may still be waiting for another payment.
    still = intervals.waits_elsewhere(work.connection, place.dossier_id, subject, Reason.WAITING_PAYMENT)
    standing = Standing("waiting_payment" if still else case.action.target)
    _write(work, case, asked.id, {"amount": asked.amount, "receipt": number}, standing)
    waits.reindex(work, place.dossier_id, place.at)


def collect_fee(work: Work, case: Case) -> None:
    """Take a charge at the desk without having asked for it, with a receipt; no clock is touched (I-02)."""
    place = case.place
    _require_none_open(work, place.dossier_id)
    taken = _charged(work, case)
    amount = sum(one.amount for one in taken)
    payment_id = payments.add(
        work.connection,
        dossier_id=place.dossier_id,
        step_row_id=case.row.step_row_id,
        fees=[one.to_dict() for one in taken],
        amount=amount,
    )
    number = _collect(work, case, payment_id, amount)
    _write(work, case, payment_id, {"amount": amount, "receipt": number}, None)


def require_settled(work: Work, dossier_id: int) -> None:
    """Raise ConflictError while money that was asked for has not come: the process waits for it (I-06)."""
    asked = payments.opened(work.connection, dossier_id)
    if asked is not None:
        words = format_money(asked.amount)
        raise ConflictError(
            Text(
                f"Chưa có xác nhận đã nộp {words.vi} nên chưa chuyển bước được. "
                "Bộ phận Một cửa xác nhận đã nộp rồi hãy chuyển.",
                f"The payment of {words.en} has not been confirmed, so the dossier cannot be forwarded. "
                "The desk confirms the payment first.",
            )
        )


def _charged(work: Work, case: Case) -> Sequence[Charge]:
    dossier = dossiers.by_id(work.connection, case.place.dossier_id)
    left = due_charges(work, dossier) if dossier is not None else ()
    found = matching(left, case.given.amount or 0)
    if found is None:
        unclear = unclear_charges(work, dossier) if dossier is not None else ()
        raise invalid("amount", "not_configured", _only(left, unclear))
    return found


def _only(left: Sequence[Charge], unclear: Sequence[Unclear]) -> Text:
    if not left and unclear:
        one = unclear[0]
        return Text(
            f"Chưa tính được mức thu “{one.fee.name}”: {one.why.vi}",
            f"The amount of “{one.fee.name_en or one.fee.name}” cannot be worked out yet: {one.why.en}",
        )
    if not left:
        return Text(
            "Thủ tục không còn khoản phí, lệ phí nào phải thu.",
            "The procedure has no charge left to collect.",
        )
    known = sorted({*(one.amount for one in left), sum(one.amount for one in left)})
    words = [format_money(amount) for amount in known]
    return Text(
        f"Chỉ được thu đúng mức của thủ tục: {' / '.join(one.vi for one in words)}.",
        f"Only the amounts of the procedure may be collected: {' / '.join(one.en for one in words)}.",
    )


def _require_none_open(work: Work, dossier_id: int) -> None:
    if payments.opened(work.connection, dossier_id) is not None:
        raise ConflictError(
            Text(
                "Hồ sơ đang chờ một khoản đã yêu cầu nộp. Xác nhận khoản đó trước.",
                "The dossier waits for a payment that was asked for. Confirm that one first.",
            )
        )


def _collect(work: Work, case: Case, payment_id: int, amount: int) -> str:
    payments.change(work.connection, payment_id, paid_at=case.place.at, confirmed_by=case.actor.id)
    return receipts.issue(work, case, payment_id, amount)


def clock_of(payment_id: int) -> str:
    """The name under which the clock of a request stands among the dossier's intervals."""
    return f"payment:{payment_id}"


def _write(
    work: Work, case: Case, payment_id: int, detail: Mapping[str, Any], standing: Standing | None
) -> None:
    event = f"{case.action.tells}:{payment_id}"
    told = {"dossier_id": case.place.dossier_id, "event": event, "by": case.actor.id}
    job = Job("notify_applicant", told)
    record(work, case, detail, in_working_time=True, standing=standing, jobs=[job])
