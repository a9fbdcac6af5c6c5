"""`motcua slip`: what slips there are, what they may name, and what they look like."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from motcua.cli import main


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["slip", *arguments])
    return result.exit_code, result.output


@pytest.mark.req("B-09")
def test_kinds_and_fields_are_listed_for_whoever_writes_a_template() -> None:
    code, shown = run("kinds", "--set", "tt03_2025", "--json")
    assert code == 0
    assert {"kind": "stop_notice", "number": "05", "name": "Thông báo dừng giải quyết hồ sơ"} in json.loads(
        shown
    )
    code, shown = run("fields", "control")
    assert code == 0
    assert "hand_overs" in shown
    assert "  giver" in shown


@pytest.mark.req("F-10")
def test_a_slip_is_written_as_pdf_or_word_and_a_bad_template_is_named(tmp_path: Path) -> None:
    values = tmp_path / "values.json"
    values.write_text(json.dumps({"reason": "Thiếu bản vẽ."}), encoding="utf-8")
    for name, begins in (("out.pdf", b"%PDF-"), ("out.docx", b"PK")):
        assert run("render", "refusal", "--values", str(values), "-o", str(tmp_path / name))[0] == 0
        assert (tmp_path / name).read_bytes().startswith(begins)
    bad = tmp_path / "bad.json"
    bad.write_text('{"title": "x", "blocks": [{"kind": "text", "text": "{nope}"}]}', encoding="utf-8")
    code, shown = run("render", "refusal", "--template", str(bad), "-o", str(tmp_path / "no.pdf"))
    assert code == 2
    assert "Khối 1 (Đoạn văn) nêu trường “nope”" in shown
    assert run("render", "stop_notice", "-o", str(tmp_path / "no.pdf"))[0] == 2
    assert not (tmp_path / "no.pdf").exists()
