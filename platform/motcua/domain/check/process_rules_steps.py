"""Rules about steps: who does them, in what time, with which actions, form and document."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from motcua.domain.check.process_rules_finding import agency_fault, finding, label, nearest
from motcua.domain.check.process_rules_names import items_around
from motcua.domain.conditions.condition_types import Schema, type_of
from motcua.domain.errors import InputError
from motcua.domain.process.process import Finding, ProcessModel, Step
from motcua.domain.process.process_words import ACTIONS, is_agency_rule
from motcua.domain.time.limits import parse_budget


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
            f"Bước {label(step)} chưa có tên. Điền “Tên bước” là việc phải làm, ví dụ “Thẩm định hồ sơ”.",
            f"The step {label(step)} has no name. Fill in “Name of the step”, such as “Appraise the dossier”.",
            "warning",
        )
    if not step.position:
        yield finding(
            "step.position_missing",
            step,
            f"Bước {label(step)} chưa có vị trí thực hiện. Chọn ở ô “Vị trí thực hiện”, hoặc đặt bước vào làn của vị trí đó "
            "(position).",
            f"The step {label(step)} has no position. Choose one in “Position”, or put the step into the lane of one (position).",
        )
    elif known_positions is not None and step.position not in known_positions:
        hint = nearest(step.position, sorted(known_positions))
        yield finding(
            "step.position_unknown",
            step,
            f"Bước {label(step)}: chưa cơ quan nào có nhóm “{step.position}”.{hint.vi} "
            "Chọn lại “Vị trí thực hiện”, hoặc nhờ quản trị tạo nhóm.",
            f"Step {label(step)}: no agency has a group “{step.position}” yet.{hint.en} "
            "Choose another “Position”, or have the administrator create the group.",
            "warning",
        )


def _agency(model: ProcessModel, step: Step, fields: Mapping[str, Schema] | None) -> Iterator[Finding]:
    if not is_agency_rule(step.agency):
        fault = agency_fault(step.agency)
        yield finding(
            "step.agency_unknown",
            step,
            f"Bước {label(step)}: {fault.vi}",
            f"Step {label(step)}: {fault.en}",
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
            f"Bước {label(step)}: tờ khai không có trường “{name}”.{hint.vi} Sửa ô “Tên trường chứa mã cơ quan”.",
            f"Step {label(step)}: the dossier's form has no field “{name}”.{hint.en} Correct “Field with the agency’s code”.",
        )
    elif type_of(fields[name]).kind not in ("text", "any"):
        yield finding(
            "step.agency_field_type",
            step,
            f"Bước {label(step)}: trường “{name}” không chứa được mã cơ quan. "
            "Điền ô “Tên trường chứa mã cơ quan” bằng một trường văn bản hoặc trường chọn một.",
            f"Step {label(step)}: the field “{name}” cannot hold an agency's code. "
            "Name a text or a choice in “Field with the agency’s code”.",
        )


def _budget(step: Step) -> Iterator[Finding]:
    """Quảng Trị 29/2020, Điều 17.2, 19.1: every step has its time."""
    if not step.budget:
        yield finding(
            "step.budget_missing",
            step,
            f"Bước {label(step)} chưa có thời gian. Điền “Thời gian của bước”, ví dụ 4 giờ hoặc 2 ngày; "
            "bước không tính giờ thì điền 0 (budget).",
            f"The step {label(step)} has no time. Fill in “Time of the step”, such as 4 hours or 2 days; "
            "0 when it takes none (budget).",
        )
        return
    try:
        parse_budget(step.budget)
    except InputError:
        shown = step.budget[:40]
        yield finding(
            "step.budget_malformed",
            step,
            f"Bước {label(step)}: không hiểu thời gian “{shown}”. Điền “Thời gian của bước” bằng số và đơn vị, "
            'ví dụ 4 giờ hoặc 2 ngày (budget="4h", "2d").',
            f"Step {label(step)}: the time “{shown}” is not understood. Give “Time of the step” as a number and a unit, "
            'such as 4 hours or 2 days (budget="4h", "2d").',
        )


def _actions(step: Step) -> Iterator[Finding]:
    for action in step.actions:
        if action not in ACTIONS:
            hint = nearest(action, list(ACTIONS))
            yield finding(
                "step.action_unknown",
                step,
                f"Bước {label(step)}: không có thao tác “{action}”.{hint.vi} "
                f"Chọn lại ở “Người giữ bước được” (actions: {', '.join(ACTIONS)}).",
                f"Step {label(step)}: there is no action “{action}”.{hint.en} "
                f"Choose again in “The holder may” (actions: {', '.join(ACTIONS)}).",
            )


def _document(step: Step, documents: Collection[str]) -> Iterator[Finding]:
    if step.signature == "required" and not step.document:
        yield finding(
            "step.document_missing",
            step,
            f"Bước {label(step)} phải ký số nhưng chưa nói ký trên giấy tờ nào. "
            "Chọn một giấy tờ kết quả ở ô “Ký trên” (document).",
            f"The step {label(step)} must be signed but names nothing to sign. "
            "Choose a result in “Signs” (document).",
        )
    elif step.document and step.document not in documents:
        hint = nearest(step.document, list(documents))
        yield finding(
            "step.document_unknown",
            step,
            f"Bước {label(step)}: “{step.document}” không phải kết quả nào của thủ tục.{hint.vi} "
            "Chọn lại ở ô “Ký trên” (document).",
            f"Step {label(step)}: “{step.document}” is none of the procedure's results.{hint.en} "
            "Choose again in “Signs” (document).",
            "warning",
        )
