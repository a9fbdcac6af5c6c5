"""Reading models: our words, foreign dialects, and findings instead of exceptions for everything wrong."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from motcua.domain.check.process_rules import check
from motcua.domain.process.process import Box, Fee, Paper, ProcessModel
from motcua.domain.process.process_node import Event
from motcua.domain.process.process_words import SHEET_ITEMS
from motcua.engine.linker.linker import link
from motcua.engine.reader.reader import read

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data" / "bpmn"
LIBRARY = sorted((ROOT / "bpmn").glob("*/*.bpmn"))
# A process that others call has no procedure of its own.
PROCEDURES = [path for path in LIBRARY if b":procedure " in path.read_bytes()]
BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"


def wrapped(process: str, attributes: str = 'id="p" isExecutable="true"') -> bytes:
    return (
        f'<b:definitions xmlns:b="{BPMN}" xmlns:m="http://motcua.vn/bpmn/1.0">'
        f"<b:process {attributes}>{process}</b:process></b:definitions>"
    ).encode()


def procedure(attributes: str = "", parts: str = "") -> str:
    return f"<b:extensionElements><m:procedure {attributes}>{parts}</m:procedure></b:extensionElements>"


def step(attributes: str) -> str:
    return (
        '<b:userTask id="t" name="Ký"><b:extensionElements>'
        f"<m:step {attributes}/></b:extensionElements></b:userTask>"
    )


def model_of(data: bytes) -> ProcessModel:
    result = read(data)
    assert result.model is not None, result.findings
    return result.model


def codes(data: bytes) -> list[tuple[str, str]]:
    return [(finding.code, finding.element) for finding in read(data).findings]


def library(code: str) -> ProcessModel:
    return model_of(next(path for path in LIBRARY if path.stem == code).read_bytes())


@pytest.mark.req("A-07")
def test_household_registration_has_six_steps_of_one_position_each() -> None:
    model = library("1.001612")
    assert [(step.order, step.position, step.budget, step.phase) for step in model.steps] == [
        (1, "tiep_nhan", "2h", "receive"),
        (2, "truong_phong", "2h", "resolve"),
        (3, "chuyen_vien", "12h", "resolve"),
        (4, "truong_phong", "5h", "resolve"),
        (5, "van_thu", "2h", "resolve"),
        (6, "tra_ket_qua", "1h", "return"),
    ]
    assert model.step_by_id["T_tham_dinh"].form == "tham_dinh"
    assert model.step_by_id["T_ky"].position_name == "Trưởng phòng Kinh tế"
    assert model.step_by_id["T_ky"].position_name_en == "Head of the Economic Division"


def test_birth_registration_is_a_same_day_procedure_of_two_steps() -> None:
    model = library("1.001193")
    assert model.facts is not None
    assert model.facts.limit == "same-day@15:00"
    assert [step.position for step in model.steps] == ["tu_phap_ho_tich", "lanh_dao"]


@pytest.mark.parametrize("path", PROCEDURES, ids=lambda path: path.stem)
def test_library_sheet_is_complete_in_both_languages(path: Path) -> None:
    model = model_of(path.read_bytes())
    facts = model.facts
    assert facts is not None
    assert set(facts.sheet) == set(facts.sheet_en) == set(SHEET_ITEMS)
    assert facts.papers
    assert facts.fees
    assert facts.legal
    assert facts.results
    assert len(facts.legal) == len(facts.legal_en)
    assert path == ROOT / "bpmn" / facts.field / f"{facts.code}.bpmn"
    english = [facts.name_en, *(item.name_en for item in (*facts.papers, *facts.fees, *facts.results))]
    english += [step.name_en for step in model.steps] + [step.position_name_en for step in model.steps]
    english += [paper.note_en for paper in facts.papers if paper.note]
    assert all(english)


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.stem)
def test_library_diagram_draws_every_node_and_flow_inside_its_lane(path: Path) -> None:
    model = model_of(path.read_bytes())
    assert set(model.boxes) == set(model.node_by_id)
    assert set(model.lines) == {flow.id for flow in model.flows}
    for lane in model.lanes:
        assert lane.box is not None
        for key in lane.nodes:
            box = model.boxes[key]
            assert lane.box.x <= box.x
            assert box.x + box.width <= lane.box.x + lane.box.width
            assert lane.box.y <= box.y
            assert box.y + box.height <= lane.box.y + lane.box.height
    assert {key for lane in model.lanes for key in lane.nodes} == set(model.node_by_id)


def test_camunda_file_loads_with_another_prefix_and_foreign_words() -> None:
    result = read((DATA / "camunda_modeler.bpmn").read_bytes())
    model = result.model
    assert result.findings == ()
    assert model is not None
    assert model.facts is not None
    assert (model.id, model.name, model.facts.limit) == ("so_nha", "Cấp Giấy chứng nhận số nhà", "3d")
    assert [(step.id, step.position, step.order) for step in model.steps] == [
        ("Nhan", "cong_chuc_tiep_nhan", 1),
        ("Kiem", "dia_chinh", 2),
        ("Tra", "tra_ket_qua", 3),
    ]
    assert model.step_by_id["Nhan"].actions == ("forward", "supplement")
    assert model.step_by_id["Kiem"].agency == "code:H50.16"
    assert model.step_by_id["Kiem"].position_name == "Địa chính – Xây dựng"
    assert model.node_by_id["Kiem"].parent == "Trong"
    assert model.node_by_id["TrongEnd"].event == Event("terminate")
    assert model.node_by_id["Re"].default_flow == "F6"
    assert next(flow.condition for flow in model.flows if flow.id == "F7") == 'ket_qua == "khong_dat"'
    assert model.lanes[-1].box == Box(150, 200, 900, 120)


@pytest.mark.req("A-07")
def test_bpmn_io_file_without_our_words_gives_findings_by_name() -> None:
    result = read((DATA / "bpmn_io_plain.bpmn").read_bytes())
    assert result.model is not None
    found = {(item.code, item.name) for item in (*result.findings, *check(result.model))}
    assert found == {
        ("process.not_executable", ""),
        ("procedure.missing", ""),
        ("procedure.limit_missing", ""),
        ("element.unsupported", "Nhận hồ sơ"),
        ("gateway.condition_missing", "Đủ giấy tờ?"),
        ("step.position_missing", "Ký giấy phép"),
        ("step.budget_missing", "Ký giấy phép"),
    }
    assert result.model.boxes == {"Activity_ky": Box(500, 80, 100, 80)}
    assert result.model.lines == {"Flow_5": ((600, 120), (692, 120))}


def test_papers_fees_and_sheet_are_read() -> None:
    facts = model_of(
        wrapped(
            procedure(
                'code="1" name="N"',
                '<m:paper key="a" name="Đơn" copies="2" required="false" note="khi cần"/>'
                '<m:fee name="Lệ phí" amount="50000" channel="direct"/>'
                "<m:legal>Nghị định 1</m:legal>"
                '<m:sheet key="manner">\n  Một.\n  Hai.\n</m:sheet><m:sheet key="manner" lang="en">One.</m:sheet>',
            )
        )
    ).facts
    assert facts is not None
    assert facts.papers == (Paper("a", "Đơn", 1, 2, required=False, note="khi cần"),)
    assert facts.fees == (Fee("Lệ phí", 50_000, "direct"),)
    assert facts.legal == ("Nghị định 1",)
    assert (facts.sheet, facts.sheet_en) == ({"manner": "Một.\nHai."}, {"manner": "One."})


def test_service_call_is_read() -> None:
    task = (
        '<b:serviceTask id="s"><b:extensionElements>'
        '<m:service operation="tax.send" attempts="5" timeout="1d"/></b:extensionElements></b:serviceTask>'
    )
    (service,) = model_of(wrapped(task)).services
    assert (service.id, service.operation, service.attempts, service.timeout) == ("s", "tax.send", 5, "1d")


WRONG = {
    "not BPMN": (b"<html/>", [("model.not_bpmn", "")]),
    "BPMN 1": (b'<definitions xmlns="http://schema.omg.org/spec/BPMN/2.0"/>', [("model.not_bpmn", "")]),
    "malformed": (b"<a", [("xml.malformed", "")]),
    "no process": (f'<definitions xmlns="{BPMN}"/>'.encode(), [("process.missing", "")]),
    "two processes": (
        wrapped('</b:process><b:process id="q" isExecutable="true">'),
        [("process.several", "")],
    ),
    "not executable": (wrapped("", 'id="p"'), [("process.not_executable", "p")]),
    "process without id": (wrapped("", 'isExecutable="true"'), [("id.missing", "")]),
    "node without id": (wrapped("<b:userTask/>"), [("id.missing", "")]),
    "id twice": (wrapped('<b:userTask id="a"/><b:endEvent id="a"/>'), [("id.duplicate", "a")]),
    "flow id twice": (
        wrapped('<b:userTask id="a"/><b:sequenceFlow id="a" sourceRef="a" targetRef="a"/>'),
        [("id.duplicate", "a")],
    ),
    "loose flow": (
        wrapped('<b:userTask id="a"/><b:sequenceFlow id="f" sourceRef="a" targetRef="b"/>'),
        [("flow.dangling", "f")],
    ),
    "number": (wrapped(procedure(parts='<m:fee amount="50.000"/>')), [("word.number", "p")]),
    "channel": (wrapped(procedure(parts='<m:fee channel="pigeon"/>')), [("word.channel_unknown", "p")]),
    "required": (
        wrapped(procedure(parts='<m:paper key="a" required="có"/>')),
        [("word.required_unknown", "p")],
    ),
    "paper without key": (
        wrapped(procedure(parts='<m:paper name="Đơn"/>')),
        [("procedure.key_missing", "p")],
    ),
    "key twice": (
        wrapped(procedure(parts='<m:result key="a"/><m:result key="a"/>')),
        [("procedure.key_twice", "p")],
    ),
    "sheet key": (wrapped(procedure(parts='<m:sheet key="colour">x</m:sheet>')), [("word.key_unknown", "p")]),
    "unknown part": (wrapped(procedure(parts="<m:papre/>")), [("word.unknown", "p")]),
    "misspelt attribute": (wrapped(step('postion="a"')), [("word.unknown", "t")]),
    "phase": (wrapped(step('phase="middle"')), [("word.phase_unknown", "t")]),
    "forward": (wrapped(step('forward="all"')), [("word.forward_unknown", "t")]),
    "signature": (wrapped(step('signature="yes"')), [("word.signature_unknown", "t")]),
    "signer": (wrapped(step('signer="me"')), [("word.signer_unknown", "t")]),
    "mark": (wrapped(step('mark="bottom last right"')), [("word.mark_unknown", "t")]),
    "paper": (wrapped(step('paper="yes"')), [("word.paper_unknown", "t")]),
    "step on an end": (
        wrapped('<b:endEvent id="e"><b:extensionElements><m:step/></b:extensionElements></b:endEvent>'),
        [("word.misplaced", "e")],
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_with_a_file_is_a_finding(name: str) -> None:
    data, expected = WRONG[name]
    assert codes(data) == expected


def test_misspelt_word_comes_with_the_right_one() -> None:
    (finding,) = read(wrapped(step('postion="a"'))).findings
    assert "“position”" in finding.message.vi
    assert finding.severity == "warning"


def test_step_without_its_own_position_takes_that_of_the_lane() -> None:
    lanes = '<b:laneSet><b:lane id="l" name="Văn thư"><b:flowNodeRef>t</b:flowNodeRef></b:lane></b:laneSet>'
    assert model_of(wrapped(lanes + step('budget="1h"'))).steps[0].position == "van_thu"
    assert model_of(wrapped(lanes + step('position="ke_toan"'))).steps[0].position == "ke_toan"


def test_two_thousand_damaged_files_never_raise() -> None:
    chance = random.Random(20260601)
    originals = [path.read_bytes() for path in (*LIBRARY, *sorted(DATA.rglob("*.bpmn")))]
    called = {"P_user_tasks": (DATA / "dialects" / "camunda7_user_tasks.bpmn").read_bytes()}
    models = 0
    for _ in range(2000):
        data = bytearray(chance.choice(originals))
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(data))
            match chance.randrange(4):
                case 0:
                    data[at] = chance.randrange(256)
                case 1:
                    del data[at : at + chance.randint(1, 300)]
                case 2:
                    data[at:at] = data[
                        (start := chance.randrange(len(data))) : start + chance.randint(1, 300)
                    ]
                case _:
                    other = data.find(b"_", at)
                    data[other + 1 : other + 2] = b"1"
        result = read(link(bytes(data), called, {}).bpmn)
        assert result.model is not None or result.findings
        if result.model is not None:
            check(result.model)
            models += 1
    assert models > 50


@pytest.mark.parametrize(("own", "name"), [("", "Văn thư"), ("van_thu", "Văn thư"), ("dia_chinh", "")])
def test_a_lane_names_the_position_of_its_own_and_no_other(own: str, name: str) -> None:
    lane = '<b:laneSet><b:lane name="Văn thư"><b:flowNodeRef>t</b:flowNodeRef></b:lane></b:laneSet>'
    (found,) = model_of(wrapped(lane + step(f'position="{own}" budget="1h"'))).steps
    assert (found.position, found.position_name) == (own or "van_thu", name)
