"""Whether a draft may become a version: no error in its model, a complete sheet, and something that changes (A-02, R-32)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from motcua.domain.errors import ConflictError, FieldError, ValidationError
from motcua.domain.process.procedure_sheet import missing_items, sheet_gaps
from motcua.domain.process.process import Finding, ProcedureFacts, ProcessModel
from motcua.domain.text import Text
from motcua.engine import load_spec
from motcua.services.process.examination import examine, source_of
from motcua.services.process.procedures import UnfitModelError, digest_of, forms_of
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.process import procedure as procedures


@dataclass(frozen=True)
class Ready:
    """What a draft would be released with: the linked file, the forms it names, their digest; `findings` are warnings."""

    bpmn: bytes
    model: ProcessModel
    facts: ProcedureFacts
    forms: Mapping[str, Mapping[str, object]]
    digest: str
    findings: Sequence[Finding]


def ready(work: Work, row: Record) -> Ready:
    """The draft as a version. Raises UnfitModelError, ValidationError naming each empty item, ConflictError.

    The forms are those frozen with the draft, else the library's as they stand. What it calls is the library's: raises
    ConflictError when that is not any more what it was when the draft was submitted.
    """
    source = source_of(work, bytes(row.bpmn), row.field, row.forms)
    found = examine(work, source)
    if found.errors or found.model is None or found.model.facts is None:
        raise UnfitModelError(found.findings or [_no_procedure()])
    facts = found.model.facts
    if problems := [*_sheet_problems(facts), *_name_problems(row, facts)]:
        raise ValidationError(problems)
    forms = forms_of(source, found.model, facts)
    load_spec(found.bpmn)
    digest = digest_of(found.bpmn, forms)
    _require_as_submitted(row, digest)
    _require_change(work, facts.code, digest)
    return Ready(found.bpmn, found.model, facts, forms, digest, found.findings)


def _sheet_problems(facts: ProcedureFacts) -> list[FieldError]:
    named = zip(missing_items(facts), sheet_gaps(facts), strict=True)
    return [FieldError(f"/sheet/{key}", "sheet_missing", message) for key, message in named]


def _name_problems(row: Record, facts: ProcedureFacts) -> list[FieldError]:
    """The model's own data decide which procedure it is; a right over another must not let it in."""
    found = []
    if facts.field != row.field:
        unknown = Text(
            f"Lĩnh vực “{facts.field}” trong bản vẽ không phải lĩnh vực của bản thảo. Chọn lại ở trang Thủ tục.",
            f"The field “{facts.field}” of the drawing is not the draft's. Choose it on the page Procedure.",
        )
        found.append(FieldError("/field", "field", unknown))
    if facts.code != row.code:
        differs = Text(
            f"Mã “{facts.code}” trong bản vẽ khác mã của bản thảo “{row.code}”. Lưu lại trang Thủ tục.",
            f"The code “{facts.code}” of the drawing is not the draft's “{row.code}”. Save the page Procedure again.",
        )
        found.append(FieldError("/code", "code", differs))
    return found


def _require_as_submitted(row: Record, digest: str) -> None:
    if row.state == "submitted" and row.submitted_digest not in ("", digest):
        raise ConflictError(
            Text(
                "Quy trình hoặc bảng quyết định dùng chung mà bản thảo gọi đã đổi sau khi gửi, nên nội dung không còn "
                "như lúc gửi. Trả lại hoặc rút bản thảo, xem lại rồi gửi lần nữa.",
                "A shared process or decision table that the draft calls has changed since it was sent, so it is not "
                "what was sent any more. Send it back or withdraw it, look at it again and send it once more.",
            )
        )


def _require_change(work: Work, code: str, digest: str) -> None:
    current = procedures.current(work.connection, code)
    if current is not None and current.is_active and current.digest == digest:
        raise ConflictError(
            Text(
                f"Bản thảo giống hệt phiên bản {current.number} đang dùng, không có gì để phê duyệt.",
                f"The draft is the same as version {current.number} in use; there is nothing to approve.",
            )
        )


def _no_procedure() -> Finding:
    message = Text(
        "Bản vẽ chưa có thông tin thủ tục. Điền ở trang Thủ tục.",
        "The drawing has no data of a procedure. Fill in the page Procedure.",
    )
    return Finding("procedure.missing", "error", "", "", message)
