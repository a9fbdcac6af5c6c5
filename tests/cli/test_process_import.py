"""`motcua process import-table` and `export-table`: Word in, BPMN out, and the way back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from docx import Document
from docx.table import Table
from step_table_files import written

from motcua.cli import main
from motcua.domain.step_table.step_table_times import seconds_of
from motcua.engine.reader import reader
from motcua.services.process import table_import

ROOT = Path(__file__).parents[2]
LIBRARY = sorted(path for path in (ROOT / "bpmn").glob("*/[0-9]*.bpmn"))


def test_a_file_of_three_procedures_gives_three_drafts_and_says_what_it_read(tmp_path: Path) -> None:
    source = tmp_path / "quy_trinh.docx"
    source.write_bytes(written("many_in_one_table")[0])
    output = tmp_path / "nhap.bpmn"
    result = CliRunner().invoke(main, ["process", "import-table", str(source), "-o", str(output), "--json"])
    assert result.exit_code == 0, result.output
    procedures = json.loads(result.output)["procedures"]
    assert [(one["sum"], one["stated_total"], len(one["steps"])) for one in procedures] == [
        ("24h", "24h", 5),
        ("64h", "64h", 7),
        ("8h", "8h", 4),
    ]
    assert set(procedures[0]["steps"][0]) >= {"order", "unit", "position", "work", "budget"}
    assert sorted(path.name for path in tmp_path.glob("*.bpmn")) == [
        "nhap-2.bpmn",
        "nhap-3.bpmn",
        "nhap.bpmn",
    ]
    told = CliRunner().invoke(main, ["process", "import-table", str(source)])
    assert "5 bước, cộng được 24h, tệp ghi 24h" in told.output


def test_a_file_that_cannot_be_read_and_a_sheet_that_is_not_there_are_named(tmp_path: Path) -> None:
    damaged = tmp_path / "hong.docx"
    damaged.write_bytes(b"PK\x03\x04")
    refused = CliRunner().invoke(main, ["process", "import-table", str(damaged)])
    assert (refused.exit_code, "Không đọc được tệp này" in refused.output) == (2, True)
    book = tmp_path / "bang.xlsx"
    book.write_bytes(written("a_sheet_each")[0])
    one = CliRunner().invoke(main, ["process", "import-table", str(book), "--sheet", "p10", "--json"])
    assert len(json.loads(one.output)["procedures"]) == 1
    missing = CliRunner().invoke(main, ["process", "import-table", str(book), "--sheet", "Không có"])
    assert (missing.exit_code, "Không có trang tính" in missing.output) == (2, True)


@pytest.mark.req("A-24")
@pytest.mark.parametrize("iso", [(), ("--iso", "QT-17", "--standard", "TCVN ISO 9001:2008")])
@pytest.mark.parametrize("model", LIBRARY, ids=lambda path: path.stem)
def test_an_exported_process_has_the_same_steps_and_times(
    model: Path, iso: tuple[str, ...], tmp_path: Path
) -> None:
    output = tmp_path / "phu_luc.docx"
    exported = CliRunner().invoke(main, ["process", "export-table", str(model), "-o", str(output), *iso])
    assert exported.exit_code == 0, exported.output
    read_model = reader.read(model.read_bytes()).model
    assert read_model is not None
    (back,) = table_import.read(output.read_bytes())
    steps = sorted(read_model.steps, key=lambda step: step.order)
    assert [step.work for step in back.procedure.steps] == [step.name for step in steps]
    assert [seconds_of(step.budget) for step in back.procedure.steps] == [
        seconds_of(step.budget) for step in steps
    ]
    text = "\n".join(cell for table in Document(str(output)).tables for cell in _cells(table))
    assert ("QT-17" in text) == bool(iso)


def _cells(table: Table) -> Iterator[str]:
    yield from (cell.text for row in table.rows for cell in row.cells)
