"""The table of the API's addresses, from which its description is made; docs/api.md says the same in words."""

from __future__ import annotations

from typing import Final

from motcua.domain.forms.form_openapi import Operation

_CHANGES: Final = (400, 401, 403, 404, 409, 413, 422, 429)
_DOSSIER: Final = "/dossiers/{code}"


def _change(
    path: str, key: str, summary: str, *, success: int = 200, security: tuple[str, ...] = ("session",)
) -> Operation:
    return Operation("POST", path, key, summary, security, "Object", success, _CHANGES)


OPERATIONS: Final = (
    Operation("GET", "/openapi.json", "api.openapi", "This description", (), errors=(429,)),
    Operation(
        "GET",
        "/procedures/{code}/form",
        "api.form",
        "The JSON Schema of a procedure's form",
        (),
        errors=(404, 429),
    ),
    Operation(
        "POST",
        "/procedures/{code}/form/check",
        "api.check_form",
        "Check the answers to a procedure's form without filing them",
        (),
        "Object",
        errors=(400, 404, 413, 422, 429),
    ),
    Operation(
        "GET", "/work", "api.work", "What waits for the officer, overdue first", errors=(401, 403, 429)
    ),
    Operation(
        "GET", "/track/{code}", "api.track", "Where a dossier stands, without names", (), errors=(404, 429)
    ),
    Operation(
        "GET",
        "/papers/{code}",
        "api.paper",
        "What was issued under a verification code, its holder's name masked",
        (),
        errors=(404, 429),
    ),
    Operation("GET", _DOSSIER, "api.dossier", "One dossier; the opening is recorded", ("session", "token")),
    Operation("GET", f"{_DOSSIER}/actions", "api.offers", "What the officer may do now"),
    _change(f"{_DOSSIER}/actions/{{action_key}}", "api.act", "Do one action"),
    _change(
        f"{_DOSSIER}/slips/{{action_key}}",
        "api.draft_slip",
        "Make the slip of an action; the action then names it by slip_id",
        success=201,
    ),
    Operation(
        "GET", f"{_DOSSIER}/slips/{{slip_id}}", "api.slip", "A slip as PDF, or as Word with format=docx"
    ),
    _change(f"{_DOSSIER}/accept", "api.accept", "Receive the dossier, with the marks of its papers"),
    _change(
        f"{_DOSSIER}/messages",
        "api.receive",
        "Bring a message that the process waits for",
        success=201,
        security=("session", "token"),
    ),
    _change(f"{_DOSSIER}/steps/{{task_id}}/claim", "api.claim", "Take a step over"),
    _change(f"{_DOSSIER}/steps/{{task_id}}/release", "api.release", "Give a step back to its group"),
    _change(
        f"{_DOSSIER}/steps/{{task_id}}/finish", "api.finish", "Finish a step with the answers to its form"
    ),
    _change(f"{_DOSSIER}/result/confirm", "api.confirm", "Confirm the result"),
    _change(f"{_DOSSIER}/result/return", "api.return_result", "Hand the result over"),
    _change("/bulk", "api.bulk_start", "Begin one action on many dossiers", success=202),
    Operation("GET", "/bulk/{run_id}", "api.bulk_run", "How far a run is"),
    _change(
        "/payments/{gateway}/notice",
        "api.payment_notice",
        "A gateway tells of a payment; signed by it",
        security=(),
    ),
)
