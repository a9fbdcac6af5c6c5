"""Models of five modelling programs, made after their documentation: each runs to its end, or names what does not.

Camunda Modeler for Camunda 7 and 8, bpmn.io, Signavio, Bizagi. Where a model is to run, our words were added to it,
as an administrator does after importing a drawing.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from motcua.domain.check.process_rules import check
from motcua.domain.process.process import Finding, ModelError
from motcua.engine import ProcessSpec, Progress, Waiting, complete, deliver, fire, load_spec, start
from motcua.engine.linker.linker import link
from motcua.engine.reader.reader import read

DATA = Path(__file__).parents[1] / "data"
DIALECTS = DATA / "bpmn" / "dialects"
PROGRAMS = ("bizagi", "bpmnio", "camunda7", "camunda8", "signavio")

VALUES = {
    "co_quan": ["thue", "cong_an"],
    "dat": True,
    "can_thue": True,
    "can_cong_an": True,
    "doi_tuong": "binh_thuong",
    "dien_tich": 100,
}

RUNS = {
    "bizagi_errors": ("Kiểm tra",),
    "bizagi_pools": ("Thẩm định",),
    "bizagi_timers": ("Tiếp nhận", "Niêm yết", "Trả kết quả"),
    "bizagi_user_tasks": ("Tiếp nhận", "Trả kết quả"),
    "bpmnio_bpmn2_prefix": ("Tiếp nhận", "Kiểm tra", "Niêm yết"),
    "bpmnio_collaboration": ("Vào sổ",),
    "bpmnio_collapsed_sub_process": ("Kiểm tra",),
    "bpmnio_colours": ("Tiếp nhận",),
    "bpmnio_data_objects": ("Tiếp nhận",),
    "camunda7_boundary_events": ("Gửi cơ quan thuế", "Chờ trả lời"),
    "camunda7_call_activity": ("Tiếp nhận", "Ký"),
    "camunda7_decision": ("Trả kết quả",),
    "camunda7_external_service": ("Gửi cơ quan thuế",),
    "camunda7_multi_instance": ("Lấy ý kiến", "Lấy ý kiến"),
    "camunda7_user_tasks": ("Tiếp nhận", "Ký"),
    "camunda8_decision_and_call": ("Tiếp nhận", "Ký"),
    "camunda8_event_sub_process": ("Giải quyết",),
    "camunda8_job_worker": ("Gửi cơ quan thuế",),
    "camunda8_messages": ("Thuế trả lời",),
    "camunda8_multi_instance": ("Lấy ý kiến", "Lấy ý kiến"),
    "camunda8_user_tasks": ("Tiếp nhận",),
    "signavio_collaboration": ("Chờ bổ sung",),
    "signavio_inclusive": ("Hỏi thuế", "Hỏi công an"),
    "signavio_lanes": ("Nhận hồ sơ", "Ký"),
    "signavio_signals": ("Ký", "Chuẩn bị trả"),
    "signavio_user_tasks": ("Tiếp nhận", "Ký duyệt"),
}
"""What a dossier waits for on its way to the end, by file."""

REFUSED = {
    "bizagi_multiple_event": ("element.marker_unsupported", "Một trong hai"),
    "bizagi_plain": ("element.unsupported", "Nhận hồ sơ"),
    "bizagi_reusable_sub_process": ("call.process_missing", "Quy trình con dùng lại"),
    "bizagi_two_starts": ("start.several", "Nộp qua bưu chính"),
    "bpmnio_complex_gateway": ("element.unsupported", "Hai trong ba"),
    "bpmnio_conditional_event": ("element.marker_unsupported", "Khi đủ tiền"),
    "bpmnio_plain": ("gateway.condition_missing", "Đủ?"),
    "camunda7_juel_conditions": ("condition.syntax", "chưa đạt"),
    "camunda7_script_task": ("element.unsupported", "Tính phí"),
    "camunda8_ad_hoc": ("element.unsupported", "Việc tùy chọn"),
    "camunda8_compensation": ("element.marker_unsupported", "Hoàn phí khi hủy"),
    "camunda8_feel_conditions": ("condition.syntax", "lớn"),
    "camunda8_link_events": ("element.marker_unsupported", "Sang trang 2"),
    "signavio_choreography": ("process.missing", ""),
    "signavio_plain": ("element.unsupported", "Nhận hồ sơ"),
    "signavio_transaction": ("element.unsupported", "Thu phí"),
}
"""The finding that names the element, by file."""


def linked(name: str) -> tuple[bytes, list[Finding]]:
    """The file with what it calls linked in, and everything found wrong with it."""
    called = {"P_user_tasks": (DIALECTS / "camunda7_user_tasks.bpmn").read_bytes()}
    decisions = {"nghia_vu_tai_chinh": (DATA / "dmn" / "nghia_vu_tai_chinh.dmn").read_bytes()}
    result = link((DIALECTS / f"{name}.bpmn").read_bytes(), called, decisions)
    model = read(result.bpmn)
    return result.bpmn, [
        *result.findings,
        *model.findings,
        *(check(model.model) if model.model is not None else ()),
    ]


def errors(findings: list[Finding]) -> set[tuple[str, str]]:
    return {(finding.code, finding.name) for finding in findings if finding.severity == "error"}


def next_action(spec: ProcessSpec, progress: Progress, task: Waiting, message: str) -> Progress:
    """What happens next: the oldest thing that waits comes."""
    match task.kind:
        case "timer":
            return fire(spec, progress.state, task.task_id, VALUES)
        case "message":
            return deliver(spec, progress.state, message, VALUES)
        case _:
            return complete(spec, progress.state, task.task_id, VALUES)


def test_every_file_has_an_expectation_and_each_program_six_files() -> None:
    files = sorted(path.stem for path in DIALECTS.glob("*.bpmn"))
    assert files == sorted([*RUNS, *REFUSED])
    for program in PROGRAMS:
        assert sum(name.startswith(program) for name in files) >= 6


@pytest.mark.parametrize("name", RUNS)
def test_model_of_another_program_runs_to_its_end(name: str) -> None:
    bpmn, findings = linked(name)
    assert errors(findings) == set()
    spec = load_spec(bpmn)
    model = read(bpmn).model
    assert model is not None
    nodes = model.node_by_id
    progress = start(spec, VALUES)
    met: list[str] = []
    while not progress.ended:
        assert len(met) < 10
        # What stands beside the way – armed boundary events and event sub-processes – is left alone.
        task = next(
            task
            for task in progress.waiting
            if nodes[task.step_id].kind not in ("boundaryEvent", "startEvent")
        )
        event = nodes[task.step_id].event
        met.append(nodes[task.step_id].name)
        progress = next_action(spec, progress, task, event.name if event is not None else "")
    assert tuple(met) == RUNS[name]


@pytest.mark.parametrize("name", REFUSED)
def test_model_of_another_program_that_does_not_run_names_the_element(name: str) -> None:
    bpmn, findings = linked(name)
    assert REFUSED[name] in errors(findings)
    with pytest.raises(ModelError):
        load_spec(bpmn)
