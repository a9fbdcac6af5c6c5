"""Whether a process can run: every rule over one model, each finding naming its element and how to mend it.

The codes are documented in docs/checks.md and never change their meaning.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from motcua.domain.check.process_rules_agencies import agency_findings
from motcua.domain.check.process_rules_choices import choice_findings
from motcua.domain.check.process_rules_conditions import condition_findings
from motcua.domain.check.process_rules_data import data_findings
from motcua.domain.check.process_rules_fees import fee_findings
from motcua.domain.check.process_rules_finding import finding
from motcua.domain.check.process_rules_forms import fields_of, form_findings
from motcua.domain.check.process_rules_limits import limit_findings
from motcua.domain.check.process_rules_names import Forms
from motcua.domain.check.process_rules_services import service_findings
from motcua.domain.check.process_rules_steps import step_findings
from motcua.domain.check.process_rules_structure import structure_findings
from motcua.domain.check.process_rules_time import time_findings
from motcua.domain.check.process_rules_tokens import token_findings
from motcua.domain.process.process import Finding, ProcedureFacts, ProcessModel
from motcua.domain.process.process_graph import scopes
from motcua.domain.process.process_words import OPTIONAL_SHEET_ITEMS, SHEET_ITEMS, is_procedure_code
from motcua.domain.text import Text
from motcua.domain.time.limits import DAY_SECONDS

MAX_NODES = 1000


def check(
    model: ProcessModel,
    forms: Forms | None = None,
    limit_seconds: int | None = None,
    day_seconds: int = DAY_SECONDS,
    known_positions: Collection[str] | None = None,
    known_operations: Collection[str] | None = None,
) -> list[Finding]:
    """All findings about a model; it can run when none of them is an error.

    `forms` are the JSON schemas of the procedure's field by form key; None leaves out what needs them.
    `limit_seconds` is a limit in working seconds that takes the place of the procedure's own.
    `day_seconds` is the length of one working day. `known_positions` are the account groups and
    `known_operations` the registered service operations of this installation; None leaves out what needs them.
    """
    if len(model.nodes) > MAX_NODES:
        return [
            finding(
                "process.too_large",
                model,
                f"Quy trình có {len(model.nodes)} phần tử, nhiều hơn {MAX_NODES}. Tách thành nhiều quy trình.",
                f"The process has {len(model.nodes)} elements, more than {MAX_NODES}. Split it.",
            )
        ]
    graph = scopes(model.nodes, model.flows)
    fields = None if forms is None else fields_of(forms, model.facts.form if model.facts else "")
    structure = list(structure_findings(model, graph))
    is_drawn_right = all(one.severity == "warning" for one in structure)
    return [
        *_procedure(model),
        *fee_findings(model, forms),
        *limit_findings(model, forms),
        *structure,
        *(token_findings(model) if is_drawn_right else ()),
        *choice_findings(model, graph, forms),
        *condition_findings(model, graph, forms),
        *data_findings(model, graph, forms),
        *step_findings(model, fields, known_positions),
        *agency_findings(model, day_seconds),
        *service_findings(model, known_operations),
        *(form_findings(model, forms) if forms is not None else ()),
        *time_findings(model, graph, limit_seconds, day_seconds),
    ]


_FACTS: Final = {
    "code": Text("mã", "code"),
    "name": Text("tên", "name"),
    "field": Text("lĩnh vực", "field"),
    "level": Text("cấp thực hiện", "level"),
}


def _procedure(model: ProcessModel) -> Iterator[Finding]:
    """Tây Ninh 60/2014, Điều 5.2 and Quảng Trị 29/2020: the data every published procedure has."""
    facts = model.facts
    if facts is None:
        yield finding(
            "procedure.missing",
            model,
            "Quy trình chưa nói là của thủ tục nào nên chưa nạp được. Điền mã, tên, lĩnh vực, cấp ở trang “Thủ tục” "
            "(motcua:procedure).",
            "The process names no procedure and cannot be loaded yet. Fill in code, name, field and level on the page "
            "“Procedure” (motcua:procedure).",
            "warning",
        )
        return
    yield from _facts(model, facts)
    yield from _sheet(model, facts)


def _facts(model: ProcessModel, facts: ProcedureFacts) -> Iterator[Finding]:
    required = {"code": facts.code, "name": facts.name, "field": facts.field, "level": facts.level}
    for word, value in required.items():
        if not value:
            name = _FACTS[word]
            yield finding(
                f"procedure.{word}_missing",
                model,
                f"Thủ tục thiếu {name.vi}. Điền ở trang “Thủ tục” như trong cơ sở dữ liệu quốc gia về thủ tục ({word}).",
                f"The procedure has no {name.en}. Fill it in on the page “Procedure” as in the national catalogue ({word}).",
            )
    if facts.code and not is_procedure_code(facts.code):
        yield finding(
            "procedure.code_malformed",
            model,
            "Mã thủ tục chỉ gồm chữ không dấu, số, dấu chấm, gạch nối, không quá 40 ký tự, ví dụ 1.013225 (code).",
            "The procedure's code has letters without accents, digits, dots and hyphens alone, at most 40, "
            "such as 1.013225 (code).",
        )
    if not facts.form:
        yield finding(
            "procedure.form_none",
            model,
            "Thủ tục chưa có biểu mẫu điện tử nên không nộp trực tuyến được. "
            "Chọn “Tờ khai của hồ sơ” ở trang “Thủ tục” (form).",
            "The procedure has no e-form, so nothing can be filed online. "
            "Choose the “Form of the dossier” on the page “Procedure” (form).",
            "warning",
        )


def _sheet(model: ProcessModel, facts: ProcedureFacts) -> Iterator[Finding]:
    missing = [
        name
        for key, name in SHEET_ITEMS.items()
        if key not in OPTIONAL_SHEET_ITEMS and not facts.sheet.get(key)
    ]
    missing += [name for name, parts in _lists(model) if not parts]
    if missing:
        vi, en = ", ".join(name.vi for name in missing), ", ".join(name.en for name in missing)
        yield finding(
            "procedure.sheet_incomplete",
            model,
            f"Bảng công khai thủ tục còn thiếu: {vi}. Bổ sung ở trang “Thủ tục” trước khi công bố.",
            f"The public sheet of the procedure lacks: {en}. Add them on the page “Procedure” before publishing.",
            "warning",
        )


def _lists(model: ProcessModel) -> Iterator[tuple[Text, tuple[object, ...]]]:
    if model.facts is not None:
        yield Text("Thành phần hồ sơ", "Required papers"), model.facts.papers
        yield Text("Phí, lệ phí", "Fees"), model.facts.fees
        yield Text("Căn cứ pháp lý", "Legal basis"), model.facts.legal
        yield Text("Kết quả thực hiện", "Results"), model.facts.results
