"""`motcua process import-table`: a Word file in, BPMN files and an account in JSON out."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner
from step_table_files import written

from motcua.cli import main


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
