"""Reading decision tables of DMN: a real one, and a finding with row and column for all that is not read."""

from __future__ import annotations

from pathlib import Path

import pytest

from motcua.domain.conditions.decisions import decide
from motcua.domain.process.process_node import Decision
from motcua.engine.linker.linker import link
from motcua.engine.reader.reader import ReadResult, read

SAMPLE = Path(__file__).parents[1] / "data" / "dmn" / "nghia_vu_tai_chinh.dmn"
VERSIONS = (
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
    "http://www.omg.org/spec/DMN/20180521/MODEL/",
    "https://www.omg.org/spec/DMN/20191111/MODEL/",
)
PROCESS = (
    '<b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:m="http://motcua.vn/bpmn/1.0">'
    '<b:process id="p" isExecutable="true"><b:businessRuleTask id="R"><b:extensionElements>'
    '<m:rule decision="{key}"/></b:extensionElements></b:businessRuleTask></b:process></b:definitions>'
)


def result_of(dmn: bytes, key: str) -> ReadResult:
    linked = link(PROCESS.format(key=key).encode(), {}, {key: dmn})
    assert linked.findings == ()
    return read(linked.bpmn)


def decision_of(dmn: bytes, key: str) -> Decision:
    result = result_of(dmn, key)
    assert result.findings == ()
    assert result.model is not None
    decision = result.model.node_by_id["R"].decision
    assert decision is not None
    return decision


def dmn(table: str, namespace: str = VERSIONS[-1]) -> bytes:
    return f'<definitions xmlns="{namespace}"><decision id="d" name="Thuế">{table}</decision></definitions>'.encode()


def column(name: str) -> str:
    return f"<input><inputExpression><text>{name}</text></inputExpression></input>"


def row(cell: str = "-", value: str = "1") -> str:
    return (
        f"<rule><inputEntry><text>{cell}</text></inputEntry>"
        f"<outputEntry><text>{value}</text></outputEntry></rule>"
    )


def table(
    rows: str, attributes: str = "", inputs: str = column("x"), outputs: str = '<output name="y"/>'
) -> str:
    return f"<decisionTable {attributes}>{inputs}{outputs}{rows}</decisionTable>"


@pytest.mark.parametrize(
    ("who", "area", "since", "expected"),
    [
        ("nguoi_co_cong", 250, "2001-05-01", {"hinh_thuc": "mien", "ty_le": 0}),
        ("nguoi_co_cong", 301, "2001-05-01", {"hinh_thuc": "ghi_no", "ty_le": 0.5}),
        ("ho_ngheo", 90, "1990-01-01", {"hinh_thuc": "ghi_no", "ty_le": 0.5}),
        ("binh_thuong", 200, "1993-10-14", {"hinh_thuc": "mien", "ty_le": 0}),
        ("binh_thuong", 200, "1993-10-15", {"hinh_thuc": "phai_nop", "ty_le": 1}),
        ("binh_thuong", None, None, {"hinh_thuc": "phai_nop", "ty_le": 1}),
    ],
)
def test_financial_duty_of_a_first_certificate_is_decided(
    who: str, area: int | None, since: str | None, expected: dict[str, object]
) -> None:
    decision = decision_of(SAMPLE.read_bytes(), "nghia_vu_tai_chinh")
    assert decision.inputs == ("doi_tuong", "dien_tich", "ngay_su_dung")
    assert decision.outputs == ("hinh_thuc", "ty_le")
    assert decide(decision, {"doi_tuong": who, "dien_tich": area, "ngay_su_dung": since}) == expected


@pytest.mark.parametrize("namespace", VERSIONS)
def test_every_version_of_the_format_is_read(namespace: str) -> None:
    decision = decision_of(dmn(table(row("&gt; 5")), namespace), "d")
    assert decision.hit_policy == "UNIQUE"
    assert [(rule.condition, rule.values, rule.line) for rule in decision.rules] == [("x > 5", (1,), 1)]


def test_row_joins_its_cells_with_and() -> None:
    inputs = column("x") + column("y") + column("z")
    cells = "".join(f"<inputEntry><text>{cell}</text></inputEntry>" for cell in ("1,&lt;0", "-", "true"))
    rows = f"<rule>{cells}<outputEntry><text>1</text></outputEntry></rule>"
    decision = decision_of(dmn(table(rows, inputs=inputs, outputs='<output name="k"/>')), "d")
    assert decision.rules[0].condition == "((x == 1) or (x < 0)) and (z == true)"
    assert [decide(decision, {"x": x, "z": True}) for x in (1, -3, 2)] == [{"k": 1}, {"k": 1}, {}]


WRONG = {
    "no table": ("<literalExpression><text>1</text></literalExpression>", "not_a_table", ""),
    "needs another decision": (
        '<informationRequirement><requiredDecision href="#e"/></informationRequirement>' + table(row()),
        "not_a_table",
        "",
    ),
    "no rows": (table(""), "rows_missing", ""),
    "no output": (
        table("<rule><inputEntry><text>-</text></inputEntry></rule>", outputs=""),
        "output_missing",
        "",
    ),
    "output without a name": (table(row(), outputs="<output/>"), "output_unread", "cột 1"),
    "output with a bad name": (table(row(), outputs='<output name="tỷ lệ"/>'), "output_unread", "“tỷ lệ”"),
    "outputs of one name": (
        table(row(), outputs='<output name="y"/><output name="y"/>'),
        "output_unread",
        "cột 2",
    ),
    "default": (
        table(
            row(), outputs='<output name="y"><defaultOutputEntry><text>1</text></defaultOutputEntry></output>'
        ),
        "default_unread",
        "cột 1",
    ),
    "priority": (table(row(), 'hitPolicy="PRIORITY"'), "hit_policy_unknown", "UNIQUE"),
    "rule order": (table(row(), 'hitPolicy="RULE ORDER"'), "hit_policy_unknown", "UNIQUE"),
    "sum": (table(row(), 'hitPolicy="COLLECT" aggregation="SUM"'), "aggregation", ""),
    "reckoned input": (table(row(), inputs=column("x * 2")), "input_unread", "“x * 2”"),
    "word of the language as input": (table(row(), inputs=column("not")), "input_unread", "“not”"),
    "cell": (table(row() + row("x + 1")), "cell_unread", "dòng 2, cột “x”"),
    "output cell": (table(row("-", "thue * 2")), "cell_unread", "dòng 1, cột “y”"),
    "long cell": (table(row("1," * 200)), "cell_unread", "300"),
    "huge number": (table(row("9" * 40)), "cell_unread", "dòng 1"),
    "cells missing": (
        table("<rule><outputEntry><text>1</text></outputEntry></rule>"),
        "row_incomplete",
        "dòng 1",
    ),
    "rows": (table(row() * 501), "too_large", "500"),
    "columns": (table(row(), inputs=column("x") * 60), "too_large", "40"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_not_read_is_named_with_its_place(name: str) -> None:
    inner, code, place = WRONG[name]
    result = result_of(dmn(inner), "d")
    assert [(finding.code, finding.element) for finding in result.findings] == [(f"decision.{code}", "R")]
    (finding,) = result.findings
    assert "“Thuế”" in finding.message.vi
    assert place in finding.message.vi
    assert result.model is not None
    assert result.model.node_by_id["R"].decision is None


def test_table_wrong_in_every_row_tells_the_first_twenty() -> None:
    assert len(result_of(dmn(table(row("?") * 400)), "d").findings) == 20
