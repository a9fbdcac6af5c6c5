"""`motcua form render` and `motcua form pdf`: one file each, or a sentence and exit code 2."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from motcua.cli import main

SCHEMA = {
    "title": "Phiếu </title><script>alert(1)</script>",
    "type": "object",
    "properties": {
        "ten": {"type": "string", "title": "Tên", "x-en": {"title": "Name"}},
        "loai": {"type": "string", "title": "Loại", "enum": ["a", "b"]},
    },
}
DATA = {"ten": "An <img src=x onerror=alert(1)>", "loai": "b"}


@pytest.fixture
def run(tmp_path: Path) -> Any:
    (tmp_path / "schema.json").write_text(json.dumps(SCHEMA), encoding="utf-8")
    (tmp_path / "data.json").write_text(json.dumps(DATA), encoding="utf-8")
    (tmp_path / "list.json").write_text("[]", encoding="utf-8")

    def invoke(*words: str) -> tuple[Result, Path]:
        out = tmp_path / "out"
        files = [str(tmp_path / one) if one.endswith(".json") else one for one in words]
        return CliRunner().invoke(main, ["form", *files, "-o", str(out)]), out

    return invoke


@pytest.mark.parametrize("options", [[], ["--readonly"], ["--lang", "en"]])
def test_a_form_becomes_one_page_that_loads_nothing_and_runs_nothing(run: Any, options: list[str]) -> None:
    result, out = run("render", "schema.json", "--data", "data.json", *options)
    assert result.exit_code == 0, result.output
    page = out.read_text(encoding="utf-8")
    assert "An &lt;img src=x onerror=alert(1)&gt;" in page
    assert "<script" not in page
    assert "@font-face" in page
    assert not [one for one in ("url(./", 'src="', 'href="/', "http-equiv=refresh") if one in page]
    assert ("Name" if "en" in options else "Tên") in page
    assert ("<input" in page) is ("--readonly" not in options)


@pytest.mark.parametrize(
    ("words", "begins"),
    [
        (["schema.json", "data.json"], b"%PDF-"),
        (["schema.json"], b"%PDF-"),
        (["schema.json", "data.json", "--docx", "--lang", "en"], b"PK"),
    ],
)
def test_a_form_becomes_a_declaration(run: Any, words: list[str], begins: bytes) -> None:
    result, out = run("pdf", *words)
    assert (result.exit_code, result.output.strip()) == (0, str(out))
    assert out.read_bytes().startswith(begins)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["pdf", "list.json"], "{}"),
        (["pdf", "schema.json", "list.json"], "đối tượng JSON"),
        (["render", "missing.json"], "không đọc được tệp"),
        (["render", "schema.json", "--data", "list.json", "--lang", "en"], "JSON object"),
    ],
)
def test_what_cannot_be_used_is_said_in_a_sentence(run: Any, words: list[str], reason: str) -> None:
    result, out = run(*words)
    assert result.exit_code == 2
    assert reason in result.output
    assert not out.exists()
