"""Rules about steps: who does them, in what time, with which actions, form and document."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from motcua.domain.condition_types import Schema, type_of
from motcua.domain.errors import InputError
from motcua.domain.limits import parse_budget
from motcua.domain.process import Finding, ProcessModel, Step
from motcua.domain.process_rules_finding import finding, label, nearest
from motcua.domain.process_rules_names import items_around
from motcua.domain.process_words import ACTIONS, is_agency_rule


def step_findings(
    model: ProcessModel,
    fields: Mapping[str, Schema] | None,
    known_positions: Collection[str] | None = None,
) -> Iterator[Finding]:
    """All findings about single steps.

    `fields` are those of the dossier's form, None when forms are not known; `known_positions` the keys of the
    account groups of this installation, None when they are not known.
    """
    documents = {result.key for result in model.facts.results} if model.facts else set()
    for step in model.steps:
        yield from _people(step, known_positions)
        yield from _agency(model, step, fields)
        yield from _budget(step)
        yield from _actions(step)
        yield from _document(step, documents)


def _people(step: Step, known_positions: Collection[str] | None) -> Iterator[Finding]:
    """Quảng Trị 29/2020, Điều 21.2.a: one step, one position."""
    if not step.name:
        yield finding(
            "step.name_missing",
            step,
            f"Bước {label(step)} chưa có tên. Đặt tên việc phải làm, ví dụ “Thẩm định hồ sơ”.",
            f"The step {label(step)} has no name. Name the work to be done, such as “Appraise the dossier”.",
            "warning",
        )
    if not step.position:
        yield finding(
            "step.position_missing",
            step,
            f"Bước {label(step)} chưa có vị trí thực hiện. Ghi position, hoặc đặt bước vào làn có tên vị trí.",
            f"The step {label(step)} has no position. Write position, or put it in a lane named after one.",
        )
    elif known_positions is not None and step.position not in known_positions:
        hint = nearest(step.position, sorted(known_positions))
        yield finding(
            "step.position_unknown",
            step,
            f"Bước {label(step)}: chưa cơ quan nào có nhóm “{step.position}”.{hint.vi} Tạo nhóm trước khi dùng.",
            f"Step {label(step)}: no agency has a group “{step.position}” yet.{hint.en} Create it before use.",
            "warning",
        )


def _agency(model: ProcessModel, step: Step, fields: Mapping[str, Schema] | None) -> Iterator[Finding]:
    if not is_agency_rule(step.agency):
        yield finding(
            "step.agency_unknown",
            step,
            f"Bước {label(step)}: cơ quan “{step.agency}” không hợp lệ. "
            "Viết receiving, parent, code:H50.16 hoặc field:tên_trường.",
            f"Step {label(step)}: the agency “{step.agency}” is not valid. "
            "Write receiving, parent, code:H50.16 or field:field_name.",
        )
        return
    name = step.agency.removeprefix("field:")
    if fields is None or name == step.agency or name in items_around(model, step.id):
        return
    if name not in fields:
        hint = nearest(name, list(fields))
        yield finding(
            "step.agency_field_unknown",
            step,
            f"Bước {label(step)}: biểu mẫu hồ sơ không có trường “{name}”.{hint.vi}",
            f"Step {label(step)}: the dossier's form has no field “{name}”.{hint.en}",
        )
    elif type_of(fields[name]).kind not in ("text", "any"):
        yield finding(
            "step.agency_field_type",
            step,
            f"Bước {label(step)}: trường “{name}” không chứa được mã cơ quan. Dùng trường văn bản hoặc một lựa chọn.",
            f"Step {label(step)}: the field “{name}” cannot hold an agency's code. Use a text or a choice.",
        )


def _budget(step: Step) -> Iterator[Finding]:
    """Quảng Trị 29/2020, Điều 17.2, 19.1: every step has its time."""
    if not step.budget:
        yield finding(
            "step.budget_missing",
            step,
            f"Bước {label(step)} chưa có thời gian. Ghi budget, ví dụ 4h hoặc 2d; không tính giờ thì ghi 0.",
            f"The step {label(step)} has no time. Write budget, such as 4h or 2d; 0 when it takes none.",
        )
        return
    try:
        parse_budget(step.budget)
    except InputError as error:
        yield finding(
            "step.budget_malformed",
            step,
            f"Bước {label(step)}: {error.message.vi}",
            f"Step {label(step)}: {error.message.en}",
        )


def _actions(step: Step) -> Iterator[Finding]:
    for action in step.actions:
        if action not in ACTIONS:
            known, hint = ", ".join(ACTIONS), nearest(action, list(ACTIONS))
            yield finding(
                "step.action_unknown",
                step,
                f"Bước {label(step)}: không có thao tác “{action}”.{hint.vi} Các thao tác: {known}.",
                f"Step {label(step)}: there is no action “{action}”.{hint.en} The actions are: {known}.",
            )


def _document(step: Step, documents: Collection[str]) -> Iterator[Finding]:
    if step.signature == "required" and not step.document:
        yield finding(
            "step.document_missing",
            step,
            f"Bước {label(step)} bắt buộc ký số nhưng chưa nói ký văn bản nào. Ghi document = khóa của kết quả.",
            f"The step {label(step)} must be signed but names nothing to sign. Write document = key of a result.",
        )
    elif step.document and step.document not in documents:
        hint = nearest(step.document, list(documents))
        yield finding(
            "step.document_unknown",
            step,
            f"Bước {label(step)}: “{step.document}” không phải kết quả nào của thủ tục.{hint.vi}",
            f"Step {label(step)}: “{step.document}” is none of the procedure's results.{hint.en}",
            "warning",
        )
